"""What nobody takes care of: one list for HR, every Monday in the digest and here at any time."""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.domain.orphans import ORPHANS, Orphan, OrphanKind
from planner.models.orphans import orphans
from planner.web.access import allowed
from planner.web.exports import csv_answer

blueprint = Blueprint("orphans", __name__, url_prefix="/orphans")


@blueprint.get("")
@allowed("see orphans")
def index() -> ResponseReturnValue:
    """Every orphan by kind, the pressing ones first, each with the way to where it is mended."""
    found = orphans(clock.now())
    if request.args.get("format") == "csv":
        return csv_answer("orphans.csv", [["Kind", "What", "More"], *([str(o.kind), o.name, o.detail] for o in found)])
    groups = [(ORPHANS[kind], [one for one in found if one.kind is kind]) for kind in OrphanKind]
    shown = sorted(((words, group) for words, group in groups if group), key=lambda pair: not pair[0].pressing)
    return render_template("orphans/index.html", groups=shown, count=len(found), address=_address)


def _address(orphan: Orphan) -> str | None:
    """Where it is mended; None for what has no page of its own."""
    if orphan.kind in (OrphanKind.category, OrphanKind.intake):
        return url_for("insight_routing.routing")
    if not orphan.thing:
        return None
    return _PAGES[orphan.kind](orphan.thing)


_PAGES: dict[OrphanKind, Callable[[int], str]] = {
    OrphanKind.promise: lambda number: url_for("promises.promise", promise_id=number),
    OrphanKind.insight: lambda number: url_for("insights.insight", insight_id=number),
    OrphanKind.unread: lambda number: url_for("insights.insight", insight_id=number),
    OrphanKind.policy: lambda number: url_for("policies.edit", policy_id=number),
    OrphanKind.touch_point: lambda number: url_for("touch_points.show", touch_point_id=number),
    OrphanKind.task: lambda number: url_for("events.event", event_id=number),
    OrphanKind.visit: lambda number: url_for("substitutes.show", event_id=number),
    OrphanKind.unvisited: lambda number: url_for("visits.team", team_id=number),
    OrphanKind.lead: lambda number: url_for("places.team", team_id=number),
    OrphanKind.assistant: lambda number: url_for("people.person", person_id=number),
    OrphanKind.week: lambda number: url_for("calendar.year", program_id=number),
    OrphanKind.launch: lambda number: url_for("launches.show", launch_id=number),
}
"""Where each kind is mended."""
