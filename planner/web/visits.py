"""Floor visits: which were owed and made, how well leaders kept them, and the form that records one in under a minute."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.floor_visits import record_visit
from planner.domain.refusals import Refused
from planner.models.commitments import represented_by, visits_matching
from planner.models.floor_visits import floor_visit_of, floor_visit_with, recorded_events
from planner.models.insights import of_floor_visit as insights_of_visit
from planner.models.leaders import leaders_active
from planner.models.people import person_with
from planner.models.programs import current_program
from planner.models.recognitions import of_floor_visit as thanks_of_visit
from planner.models.teams import active_teams, team_with, teams_led_by
from planner.web.access import allowed, me, require
from planner.web.event_forms import show_refusal
from planner.web.event_pages import event_for_me
from planner.web.exports import csv_answer
from planner.web.forms.front_line import VisitForm
from planner.web.visit_lists import completion, export_rows, filters_asked, quarters_of, visit_form, visit_from

blueprint = Blueprint("visits", __name__, url_prefix="/visits")


@blueprint.get("")
@allowed("see visits")
def index() -> ResponseReturnValue:
    """Visits owed and made, by leader, team, state and quarter; and how many of those due each leader kept."""
    program = current_program(clock.now().date())
    filters, args = filters_asked(program)
    if request.args.get("format") == "csv":
        return csv_answer("visits.csv", export_rows(me(), filters))
    page = visits_matching(me(), filters, request.args.get("page", 1, type=int))
    return render_template(
        "visits/index.html",
        page=page,
        args=args,
        recorded=recorded_events([one.event_id for one in page.items if one.event_id]),
        kept=completion(me(), filters, clock.now()),
        teams=active_teams(),
        leaders=leaders_active(),
        quarters=quarters_of(program),
    )


@blueprint.get("/<int:floor_visit_id>")
@allowed("see own page")
def visit(floor_visit_id: int) -> ResponseReturnValue:
    """A visit as it was recorded, with what it brought."""
    found = floor_visit_with(floor_visit_id) or abort(404)
    mine = found.leader_id in {person.id for person in represented_by(me())} or found.recorded_by_id == me().id
    require("see visits", own=mine or found.team_id in _teams_of_mine())
    thanks = thanks_of_visit(floor_visit_id, me())
    return render_template("visits/visit.html", visit=found, thanks=thanks, insights=insights_of_visit(floor_visit_id))


def _teams_of_mine() -> set[int]:
    return {team.id for team in teams_led_by(me())}


@blueprint.route("/record", methods=["GET", "POST"])
@allowed("record a visit")
def record() -> ResponseReturnValue:
    """The form after a visit, for one on the calendar or an unplanned one."""
    event_id = request.args.get("event", type=int)
    event = event_for_me(event_id) if event_id else None
    known = floor_visit_of(event.id) if event else None
    if known is not None:
        return redirect(url_for("visits.visit", floor_visit_id=known.id))
    form = visit_form(VisitForm(), event, clock.now())
    if form.validate_on_submit():
        team, leader = team_with(form.team.data), person_with(form.leader.data)
        if team is None or leader is None:
            abort(400)
        people = {person.id for person in represented_by(me())}
        require("record a visit", own=leader.id in people or team.id in _teams_of_mine())
        try:
            made = record_visit(visit_from(form), team=team, leader=leader, by=me(), now=clock.now(), event=event)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash("The visit is recorded. Whoever was promised an answer will hear.", "success")
            return redirect(url_for("visits.visit", floor_visit_id=made.id))
    return render_template("visits/record.html", form=form, event=event), 422 if form.is_submitted() else 200
