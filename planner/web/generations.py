"""Generating a year from a browser: ask, watch it fill, say that it is good enough, read what came of it and why not more."""

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.generate import ask as ask_for
from planner.actions.generate import enough as end_early
from planner.domain.efforts import EFFORTS, Effort, effort_of
from planner.domain.refusals import Refused
from planner.models.generations import Generation, GenerationPurpose, GenerationState, generation_with, latest_of
from planner.web.access import allowed, me
from planner.web.curve import curve_of
from planner.web.programs import found
from planner.web.strips import months_along, strips_of

blueprint = Blueprint("generations", __name__)
FINISHED = (GenerationState.done, GenerationState.failed)


@blueprint.get("/programs/<int:program_id>/generate")
@allowed("edit the plan")
def index(program_id: int) -> ResponseReturnValue:
    """Before asking: what will happen, and what came of it last time."""
    last = latest_of(program_id)
    effort = effort_of(last.time_limit) if last else Effort.quick
    return render_template(
        "generations/index.html", program=found(program_id), last=last, efforts=EFFORTS, effort=effort
    )


@blueprint.post("/programs/<int:program_id>/generate")
@allowed("edit the plan")
def ask(program_id: int) -> ResponseReturnValue:
    found(program_id)
    effort = asked_effort()
    try:
        wish = ask_for(program_id, by=me(), now=clock.now(), time_limit=effort.seconds)
    except Refused as refusal:
        flash(refusal.sentence, "warning")
        return redirect(url_for("programs.show", program_id=program_id))
    return redirect(url_for("generations.show", generation_id=wish.id))


def asked_effort() -> Effort:
    """What the form says; quick when it says nothing that makes sense."""
    asked = request.form.get("effort", "")
    return Effort(asked) if asked in set(Effort) else Effort.quick


@blueprint.get("/generations/<int:generation_id>")
@allowed("edit the plan")
def show(generation_id: int) -> ResponseReturnValue:
    """While it runs: how far, how good, and the year as it fills. Afterwards: what came of it."""
    return _page("generations/show.html", known(generation_id))


@blueprint.get("/generations/<int:generation_id>/live")
@allowed("edit the plan")
def live(generation_id: int) -> ResponseReturnValue:
    """The part of the page that changes while it runs."""
    return _page("generations/live.html", known(generation_id))


def _page(template: str, wish: Generation) -> str:
    program = wish.program
    return render_template(
        template,
        generation=wish,
        program=program,
        finished=wish.state in FINISHED,
        curve=curve_of(wish.points),
        strips=strips_of(wish.weeks, program),
        months=months_along(program),
        efforts=EFFORTS,
        effort=effort_of(wish.time_limit),
    )


@blueprint.get("/generations/<int:generation_id>/status")
@allowed("edit the plan")
def status(generation_id: int) -> ResponseReturnValue:
    """For the moving bar: {done, total, sentence, state, url}, and when the figures last changed."""
    wish = known(generation_id)
    state = wish.state.value if wish.state in FINISHED else "running"
    return jsonify(
        done=round(wish.fraction * 100), total=100, sentence=wish.sentence, state=state, url=result_address(wish),
        version=wish.points[-1][0] if wish.points else None,
    )  # fmt: skip


def result_address(wish: Generation) -> str:
    """Where to read what came of a generation."""
    if wish.purpose is GenerationPurpose.scenario and wish.state is GenerationState.done:
        return url_for("scenarios.index", program_id=wish.program_id)
    return url_for("generations.show", generation_id=wish.id)


@blueprint.post("/generations/<int:generation_id>/enough")
@allowed("edit the plan")
def enough(generation_id: int) -> ResponseReturnValue:
    """Ends the search within about a second and keeps the best year so far."""
    end_early(known(generation_id).id)
    return redirect(url_for("generations.show", generation_id=generation_id))


def known(generation_id: int) -> Generation:
    """The generation of an address, else 404."""
    wish = generation_with(generation_id)
    if wish is None:
        abort(404)
    return wish
