"""The audit log for HR: who did what, when, to what; filtered, a page at a time."""

from datetime import date, datetime, time, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from planner.domain.instants import at
from planner.models.audit_log import AuditFilters, acts_and_things, audit_matching
from planner.models.people import person_with
from planner.web.access import allowed, me
from planner.web.numbers import row_number
from planner.web.pages import zone_of

blueprint = Blueprint("audit_log", __name__, url_prefix="/audit")

ARGS = ("person", "who", "act", "thing", "number", "first", "last", "words")
LONGEST = 100


@blueprint.get("")
@allowed("see the audit log")
def index() -> ResponseReturnValue:
    """What makes no sense in the address is no filter."""
    args = {name: request.args[name][:LONGEST] for name in ARGS if request.args.get(name)}
    acts, things = acts_and_things()
    person = request.args.get("person", type=row_number)
    return render_template(
        "audit/index.html",
        page=audit_matching(_filters(), request.args.get("page", 1, type=row_number)),
        args=args,
        acts=acts,
        things=things,
        person=person_with(person) if person else None,
    )


def _filters() -> AuditFilters:
    args = request.args
    return AuditFilters(
        person=args.get("person", type=row_number),
        who=args.get("who", "").strip()[:LONGEST],
        act=args.get("act", "")[:LONGEST],
        thing=args.get("thing", "")[:LONGEST],
        thing_id=args.get("number", type=row_number),
        since=_midnight(args.get("first", "")),
        until=_midnight(args.get("last", ""), days_later=1),
        words=args.get("words", "").strip()[:LONGEST],
    )


def _midnight(text: str, days_later: int = 0) -> datetime | None:
    """Where the reader is."""
    try:
        return at(date.fromisoformat(text) + timedelta(days=days_later), time(), zone_of(me()))
    except (ValueError, OverflowError):
        return None
