"""What the team of an event was promised at it: one promise an event, in the ledger of all of them. More routes of the events blueprint."""

from datetime import date

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.promises import promise as promise_it
from planner.domain.refusals import Refused
from planner.models.people import Person, people_of_team
from planner.models.promises import Promise, promise_about
from planner.web.access import allowed, me, require
from planner.web.event_pages import event_for_me, is_mine, is_my_team
from planner.web.events import blueprint

ABOUT = "event"


@blueprint.app_template_global("promised_at")
def promised_at(event_id: int) -> Promise | None:
    """What was promised at an event."""
    return promise_about(ABOUT, event_id)


@blueprint.post("/events/<int:event_id>/promise")
@allowed("promise at an event")
def promise(event_id: int) -> ResponseReturnValue:
    """The team will hear; whoever leads the event owes it, else whoever says so."""
    event = event_for_me(event_id)
    team = event.team or abort(404)
    require("promise at an event", own=is_mine(event) or is_my_team(event))
    what = request.form.get("what", "").strip()
    try:
        if not what:
            raise Refused("Say what the team will hear about.")
        owner: Person = event.leader or me()
        to = people_of_team(team.id)
        promise_it(
            what, about=ABOUT, about_id=event.id, owner=owner, to=to, due_on=_day(), now=clock.now(), by=me(), team=team
        )
        flash("It stands in the ledger, and is nudged until they were told.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return redirect(url_for("events.event", event_id=event_id))


def _day() -> date:
    try:
        return date.fromisoformat(request.form.get("by", ""))
    except ValueError:
        raise Refused("Say by which day they will hear.") from None
