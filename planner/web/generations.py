"""Generating a year from a browser: ask, watch, read what came of it."""

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.generate import ask as ask_for
from planner.domain.refusals import Refused
from planner.models.generations import Generation, GenerationState, generation_with, latest_of
from planner.web.access import allowed, me
from planner.web.programs import found

blueprint = Blueprint("generations", __name__)
FINISHED = (GenerationState.done, GenerationState.failed)


@blueprint.get("/programs/<int:program_id>/generate")
@allowed("edit the plan")
def index(program_id: int) -> ResponseReturnValue:
    """Before asking: what will happen, and what came of it last time."""
    return render_template("generations/index.html", program=found(program_id), last=latest_of(program_id))


@blueprint.post("/programs/<int:program_id>/generate")
@allowed("edit the plan")
def ask(program_id: int) -> ResponseReturnValue:
    found(program_id)
    try:
        wish = ask_for(program_id, by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "warning")
        return redirect(url_for("programs.show", program_id=program_id))
    return redirect(url_for("generations.show", generation_id=wish.id))


@blueprint.get("/generations/<int:generation_id>")
@allowed("edit the plan")
def show(generation_id: int) -> ResponseReturnValue:
    wish = _found(generation_id)
    return render_template(
        "generations/show.html", generation=wish, program=wish.program, finished=wish.state in FINISHED
    )


@blueprint.get("/generations/<int:generation_id>/status")
@allowed("edit the plan")
def status(generation_id: int) -> ResponseReturnValue:
    """For the moving bar: {done, total, sentence, state, url}."""
    wish = _found(generation_id)
    state = wish.state.value if wish.state in FINISHED else "running"
    url = url_for("generations.show", generation_id=wish.id)
    return jsonify(done=round(wish.fraction * 100), total=100, sentence=wish.sentence, state=state, url=url)


def _found(generation_id: int) -> Generation:
    wish = generation_with(generation_id)
    if wish is None:
        abort(404)
    return wish
