"""A gap of the coverage map, and the checked places that would close it: one press plans a visit into the draft."""

from datetime import date, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.coverage_gaps import plan_visit, slots_for
from planner.domain.refusals import Refused
from planner.models.people import person_with
from planner.models.programs import Program, program_with
from planner.models.teams import Team, team_with
from planner.web.access import allowed, me
from planner.web.numbers import row_number
from planner.web.undo import flash_with_undo

blueprint = Blueprint("coverage_gaps", __name__, url_prefix="/programs/<int:program_id>/gap")


def _asked(program_id: int) -> tuple[Program, Team, date]:
    program = program_with(program_id) or abort(404)
    team = team_with(request.values.get("team", 0, type=row_number)) or abort(404)
    try:
        month = date.fromisoformat(f"{request.values.get('month', '')}-01")
    except ValueError:
        abort(404)
    return program, team, month


@blueprint.get("")
@allowed("edit the plan")
def show(program_id: int) -> ResponseReturnValue:
    """The places that fit."""
    program, team, month = _asked(program_id)
    slots = slots_for(team, month, program, now=clock.now())
    return render_template("calendar/gap.html", program=program, team=team, month=month, slots=slots)


@blueprint.post("")
@allowed("edit the plan")
def plan(program_id: int) -> ResponseReturnValue:
    """Plans one of them into the draft."""
    program, team, month = _asked(program_id)
    leader = person_with(request.form.get("leader", 0, type=row_number)) or abort(400)
    try:
        start = datetime.fromisoformat(request.form.get("start", "")).replace(tzinfo=None)
    except ValueError:
        abort(400)
    try:
        made = plan_visit(team, leader, start, program, by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "danger")
        return redirect(url_for("coverage_gaps.show", program_id=program_id, team=team.id, month=f"{month:%Y-%m}"))
    undo = url_for("events.cancel", event_id=made.id)
    flash_with_undo(
        f"{leader.name} sees {team.name} on {start:%d %B}, {start:%H:%M}: in the draft, to be published with the rest.",
        undo,
    )
    return redirect(url_for("calendar.coverage", program_id=program_id, show="draft"))
