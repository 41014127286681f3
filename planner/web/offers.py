"""After something happened on any page: does the published year still fit? If not, the next page offers the repair."""

from typing import cast

from flask import flash, url_for

from planner import clock
from planner.actions.repairs import look
from planner.models.events import Event
from planner.models.repairs import Repair
from planner.web.access import can, me


def offer_repair(cause: str, event: Event | None = None) -> Repair | None:
    """Looks, and says on the next page what no longer fits. `cause` is a sentence; `event` what HR set by hand."""
    repair = look(cause, by=me(), now=clock.now(), event=event)
    if repair is not None and can("edit the plan"):
        address = url_for("repairs.show", repair_id=repair.id)
        offer = {"text": what_no_longer_fits(repair), "link_url": address, "link_label": "Look at a repair"}
        flash(cast(str, offer), "warning")
    return repair


def what_no_longer_fits(repair: Repair) -> str:
    """In one sentence how many published events are concerned."""
    count = len({one["event"] for one in repair.standing})
    if count:
        return f"{'1 published event no longer fits' if count == 1 else f'{count} published events no longer fit'}."
    added = sum(change.get("what") == "added" for change in repair.changes)
    if added:
        return f"{'1 event is' if added == 1 else f'{added} events are'} missing in the published year."
    return (
        "Something in the published year needs you." if not repair.at_work else "The published year is being looked at."
    )
