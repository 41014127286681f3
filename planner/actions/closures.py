"""Peak weeks and blackouts: days on which little or nothing takes place, at one site or everywhere."""

from dataclasses import dataclass
from datetime import date, datetime

from planner.domain.refusals import Refused
from planner.domain.text import refuse
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.people import Person
from planner.models.sites import Closure, ClosureKind, Site

LONGEST_DAYS = 366


@dataclass(frozen=True)
class ClosureFacts:
    """Both ends are included; without a site it holds everywhere."""

    kind: ClosureKind
    starts_on: date
    ends_on: date
    reason: str
    site: Site | None = None


def add_closure(facts: ClosureFacts, *, by: Person | None, now: datetime) -> Closure:
    """Adds a peak or a blackout. Raises Refused for an end before its start, or without a reason."""
    refuse_odd_days(facts.starts_on, facts.ends_on)
    refusal = refuse(facts.reason, "The reason")
    if refusal:
        raise Refused(refusal, "reason")
    with writing():
        closure = Closure(**vars(facts))
        db.session.add(closure)
        db.session.flush()
        note("add closure", "closure", closure.id, _sentence(closure, "was added"), by=by, now=now)
        return closure


def remove_closure(closure: Closure, *, by: Person | None, now: datetime) -> None:
    """Takes a peak or a blackout away; what was planned around it stays where it is."""
    with writing():
        note("remove closure", "closure", closure.id, _sentence(closure, "was removed"), by=by, now=now)
        db.session.delete(closure)


def refuse_odd_days(first: date, last: date) -> None:
    """Raises Refused, beside `ends_on`, when the days run backwards or over more than a year."""
    if last < first:
        raise Refused("The last day is before the first.", "ends_on")
    if (last - first).days >= LONGEST_DAYS:
        raise Refused("This is longer than a year. Check the two days.", "ends_on")


def _sentence(closure: Closure, what: str) -> str:
    where = closure.site.name if closure.site else "every site"
    days = f"{closure.starts_on.isoformat()} to {closure.ends_on.isoformat()}"
    return f"The {closure.kind.value} {days} at {where} ({closure.reason}) {what}."
