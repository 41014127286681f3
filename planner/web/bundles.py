"""Waves of an event, and all occurrences of one at once: more routes of the events blueprint."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import bundles as acts
from planner.domain.refusals import Refused
from planner.web.access import allowed, me
from planner.web.event_pages import event_for_me
from planner.web.events import blueprint
from planner.web.numbers import row_number
from planner.web.offers import offer_repair
from planner.web.undo import flash_with_undo


@blueprint.post("/events/<int:event_id>/waves")
@allowed("edit the plan")
def split(event_id: int) -> ResponseReturnValue:
    """The event in so many waves in the same shift."""
    try:
        made = acts.split_into_waves(
            event_for_me(event_id), request.form.get("waves", 0, type=row_number), by=me(), now=clock.now()
        )
    except Refused as refusal:
        flash(refusal.sentence, "warning")
        return redirect(url_for("events.event", event_id=event_id))
    last = f"{made[-1].wall_start:%H:%M}"
    flash_with_undo(
        f"{len(made)} waves, the last at {last}, in the draft.", url_for("events.join_waves", event_id=event_id)
    )
    return redirect(url_for("events.event", event_id=event_id))


@blueprint.post("/events/<int:event_id>/waves/join")
@allowed("edit the plan")
def join_waves(event_id: int) -> ResponseReturnValue:
    """All at once again."""
    try:
        event_id = acts.join_waves(event_for_me(event_id), by=me(), now=clock.now()).id
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    return redirect(url_for("events.event", event_id=event_id))


@blueprint.post("/events/<int:event_id>/cancel-all")
@allowed("edit the plan")
def cancel_all(event_id: int) -> ResponseReturnValue:
    """Every occurrence off, in the draft."""
    found = event_for_me(event_id)
    program_id, title, there = found.program_id, found.title, found.published is not None
    count = acts.cancel_all(found, by=me(), now=clock.now())
    flash(f"All {count} occurrences are off in the draft.", "success")
    if not there:
        return redirect(url_for("calendar.year", program_id=program_id))
    offer_repair(f"HR cancelled “{title}” and what belongs to it.", found)
    return redirect(url_for("events.event", event_id=event_id))
