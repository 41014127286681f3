"""Why a year breaks rules, and what would help: more pages of a generation."""

from flask import render_template
from flask.typing import ResponseReturnValue

from planner.web.access import allowed
from planner.web.generations import blueprint, known


@blueprint.get("/generations/<int:generation_id>/why-not")
@allowed("edit the plan")
def why_not(generation_id: int) -> ResponseReturnValue:
    """Which rules clash for whom, and the smallest changes that would help."""
    wish = known(generation_id)
    return render_template("generations/why_not.html", generation=wish, program=wish.program)
