"""A leader's own calendar: whether visits come by a feed or as invitations, what was answered, and when the leader is busy."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import busy as acts
from planner.actions.invitations import choose_invitations
from planner.domain.refusals import Refused
from planner.feeds.addresses import host_of
from planner.models.busy import BusyCalendar, calendar_of, count_to_come
from planner.models.commitments import represented_by
from planner.models.invitation_lists import invitations_of
from planner.models.invitations import wants_invitations
from planner.models.people import Person, person_with
from planner.reminders.invitations import AHEAD
from planner.web.access import allowed, me, require

blueprint = Blueprint("own_calendars", __name__, url_prefix="/people/<int:person_id>/calendar")


def _person(person_id: int) -> Person:
    """Somebody whose calendar the reader may set: one's own, that of a leader whom one assists, for HR anybody's."""
    found = person_with(person_id) or abort(404)
    require("set a calendar", own=found.id in {person.id for person in represented_by(me())})
    return found


@blueprint.get("")
@allowed("set a calendar")
def show(person_id: int) -> ResponseReturnValue:
    """The page."""
    return _page(_person(person_id))


def _page(person: Person, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    now, calendar = clock.now(), calendar_of(person.id)
    page = render_template(
        "own_calendars/show.html",
        person=person,
        mine=person.id == me().id,
        by_mail=wants_invitations(person.id),
        weeks=AHEAD.days // 7,
        reads_answers=bool(current_app.config["PLANNER_IMAP_URL"]),
        invitations=invitations_of([person.id], now),
        busy=calendar,
        host=host_of(calendar.address) if calendar else "",
        count=count_to_come(person.id, now) if calendar else 0,
        refusal=refusal,
    )
    return page, status


def _back(person_id: int) -> ResponseReturnValue:
    return redirect(url_for("own_calendars.show", person_id=person_id))


@blueprint.post("")
@allowed("set a calendar")
def choose(person_id: int) -> ResponseReturnValue:
    """By a feed, or as invitations by mail."""
    person, by_mail = _person(person_id), request.form.get("way") == "mail"
    try:
        choose_invitations(person, by_mail, by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    else:
        flash(
            "Invitations are on their way."
            if by_mail
            else "No more invitations. Subscribe, so that visits come by a feed.",
            "success",
        )
    return _back(person_id)


@blueprint.post("/busy")
@allowed("set a calendar")
def read(person_id: int) -> ResponseReturnValue:
    """Takes the address of a published calendar."""
    person = _person(person_id)
    try:
        acts.name_calendar(person, request.form.get("address", ""), by=me(), now=clock.now())
    except Refused as refusal:
        return _page(person, refusal.sentence, 422)
    flash("The calendar is read within a minute.", "success")
    return _back(person_id)


def _calendar(person_id: int) -> BusyCalendar:
    return calendar_of(_person(person_id).id) or abort(404)


@blueprint.post("/busy/again")
@allowed("set a calendar")
def again(person_id: int) -> ResponseReturnValue:
    """Reads it with the worker's next pass."""
    acts.read_again(_calendar(person_id), now=clock.now())
    flash("The calendar is read within a minute.", "success")
    return _back(person_id)


@blueprint.post("/busy/remove")
@allowed("set a calendar")
def remove(person_id: int) -> ResponseReturnValue:
    """Forgets the address and all busy times."""
    acts.drop_calendar(_calendar(person_id), by=me(), now=clock.now())
    flash("The calendar is not read any more, and what was read from it is gone.", "success")
    return _back(person_id)
