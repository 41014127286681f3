"""Floor visits: which were owed and made, and the form that records one in under a minute."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.floor_visits import record_visit
from planner.domain.prompts import Purpose, prompts_for
from planner.domain.refusals import Refused
from planner.models.commitments import Commitment, commitment_with, represented_by
from planner.models.events import Event
from planner.models.floor_visits import floor_visit_of, floor_visit_with, recorded_commitments
from planner.models.insights import of_floor_visit as insights_of_visit
from planner.models.names import leader_names, team_names
from planner.models.people import person_with
from planner.models.programs import current_program
from planner.models.recognitions import of_floor_visit as thanks_of_visit
from planner.models.teams import team_with
from planner.models.visit_list import visits_matching
from planner.web.access import allowed, me, require
from planner.web.event_pages import event_for_me
from planner.web.exports import csv_answer
from planner.web.form_words import show_refusal
from planner.web.forms.visits import VisitForm
from planner.web.numbers import row_number
from planner.web.reads import note_read
from planner.web.visit_forms import may_record, teams_of_mine, visit_form, visit_from
from planner.web.visit_lists import export_rows, filters_asked, quarters_of

blueprint = Blueprint("visits", __name__, url_prefix="/visits")
FIELDS = {"promised_on": "raised_until", "text": "raised_text"}
"""What an issue calls its parts, and what the form calls them."""


@blueprint.get("")
@allowed("see visits")
def index() -> ResponseReturnValue:
    """Visits owed and made, by leader, team, state and quarter."""
    program = current_program(clock.now().date())
    filters, args = filters_asked(program)
    if request.args.get("format") == "csv":
        return csv_answer("visits.csv", export_rows(me(), filters))
    page = visits_matching(me(), filters, request.args.get("page", 1, type=row_number))
    return render_template(
        "visits/index.html",
        page=page,
        args=args,
        recorded=recorded_commitments([one.id for one in page.items]),
        teams=team_names(),
        leaders=leader_names(),
        quarters=quarters_of(program),
    )


@blueprint.get("/<int:floor_visit_id>")
@allowed("see own page")
def visit(floor_visit_id: int) -> ResponseReturnValue:
    """A visit as it was recorded, with what it brought."""
    found = floor_visit_with(floor_visit_id) or abort(404)
    mine = found.leader_id in {person.id for person in represented_by(me())} or found.recorded_by_id == me().id
    require("see visits", own=mine or found.team_id in teams_of_mine())
    if found.note and not mine:
        note_read("visit", floor_visit_id, f"The note on the visit to {found.team.name} was read.")
    return render_template(
        "visits/visit.html",
        visit=found,
        thanks=thanks_of_visit(floor_visit_id, me()),
        insights=insights_of_visit(floor_visit_id),
        written=request.args.get("written", ""),
    )


@blueprint.route("/record", methods=["GET", "POST"])
@allowed("record a visit")
def record() -> ResponseReturnValue:
    """The form after a visit, for one on the calendar, one that was owed without a day, or an unplanned one."""
    owed = _owed(request.args.get("owed", type=row_number))
    event = _event(request.args.get("event", type=row_number), owed)
    known = floor_visit_of(event.id) if event else None
    if known is not None:
        return redirect(url_for("visits.visit", floor_visit_id=known.id))
    form = visit_form(VisitForm(), event, owed, clock.now())
    if form.validate_on_submit() and (made := _made(form, event)) is not None:
        flash("The visit is recorded. Whoever was promised an answer will hear.", "success")
        return redirect(url_for("visits.visit", floor_visit_id=made, written=_keep_key(event)))
    prompts = {purpose: prompts_for(purpose) for purpose in Purpose}
    page = render_template("visits/record.html", form=form, event=event, prompts=prompts, keep=_keep_key(event))
    return page, 422 if form.is_submitted() else 200


def _keep_key(event: Event | None) -> str:
    """Under which name the browser keeps what was typed until it is saved."""
    return f"visit-{event.id if event else 'new'}"


def _owed(number: int | None) -> Commitment | None:
    found = commitment_with(number) if number else None
    if found is not None and not may_record(found.owner_id or 0, found.team_id or 0):
        require("record a visit", own=False)
    return found


def _event(number: int | None, owed: Commitment | None) -> Event | None:
    if number is not None:
        return event_for_me(number)
    return owed.event if owed is not None else None


def _made(form: VisitForm, event: Event | None) -> int | None:
    """Records what the form says; None when it was refused, and then the form says why."""
    team, leader = team_with(form.team.data), person_with(form.leader.data)
    if team is None or leader is None:
        abort(400)
    require("record a visit", own=may_record(leader.id, team.id))
    owed = _owed(form.counts_for.data) if form.counts_for.data and event is None else None
    try:
        visit = visit_from(form)
        made = record_visit(visit, team=team, leader=leader, by=me(), now=clock.now(), event=event, counts_for=owed)
    except Refused as refusal:
        show_refusal(form, Refused(refusal.sentence, FIELDS.get(refusal.field or "", refusal.field)))
        return None
    return made.id
