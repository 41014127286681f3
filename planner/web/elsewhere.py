"""Where else an event could be: the best places with what each would cost, and the button that puts it there."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import elsewhere as acts
from planner.actions.elsewhere import Target
from planner.domain.refusals import Refused
from planner.models.events import Event
from planner.web.access import allowed, me
from planner.web.event_pages import event_for_me
from planner.web.numbers import row_number
from planner.web.undo import flash_with_undo

blueprint = Blueprint("elsewhere", __name__, url_prefix="/events/<int:event_id>/elsewhere")


@blueprint.get("")
@allowed("edit the plan")
def choose(event_id: int) -> ResponseReturnValue:
    """Other places that the planner has judged, for the draft as it stands."""
    event = event_for_me(event_id)
    try:
        places = acts.places_for(event, clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "warning")
        places = []
    return render_template("events/elsewhere.html", event=event, places=places)


@blueprint.post("")
@allowed("edit the plan")
def put(event_id: int) -> ResponseReturnValue:
    """To one of them, or back again."""
    event, back = event_for_me(event_id), request.args.get("pinned")
    try:
        pinned_before, target = event.pinned, _target(event)
        sentence, before = acts.put(event, target, pinned=back != "0", by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    else:
        undo = None if back else _address(event_id, before, pinned_before)
        flash_with_undo(sentence if back else f"{sentence} It is pinned in the draft.", undo)
    return redirect(url_for("events.event", event_id=event_id))


def _target(event: Event) -> Target:
    """From the form or the address. Raises Refused for a time that cannot be read."""
    try:
        start = datetime.fromisoformat(request.values.get("start", ""))
    except ValueError:
        raise Refused("The new time could not be read. Nothing was moved.") from None
    if start.tzinfo is None:
        raise Refused("The new time could not be read. Nothing was moved.")
    leader = request.values.get("leader", type=row_number) or event.leader_id
    return Target(start, leader, request.values.get("activity", type=row_number) or event.activity_id)


def _address(event_id: int, place: Target, pinned: bool) -> str:
    """Where a POST puts the event at a place."""
    return url_for(
        "elsewhere.put",
        event_id=event_id,
        pinned="1" if pinned else "0",
        start=place.start.isoformat(),
        leader=place.leader_id,
        activity=place.activity_id,
    )
