"""Writing the role of the centre and the customer strategy of a year, and saying that they were looked at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from planner.domain.centre_roles import ROLES
from planner.domain.refusals import Refused
from planner.domain.text import clean, refuse, refuse_long
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.strategies import CustomerStrategy, Segment, strategy_of

TIERS = {
    "loyalty": "Loyalty: customers come back because of us",
    "enough": "Good enough: customers have no reason to leave",
}


@dataclass(frozen=True)
class SegmentFacts:
    """A kind of customer: what they are worth, what they need, how they are treated."""

    name: str
    value: str = ""
    needs: str = ""
    treatment: str = ""


@dataclass(frozen=True)
class StrategyFacts:
    """The whole page. `roles` are keys of the roles of a centre."""

    role_statement: str = ""
    roles: Sequence[str] = field(default=())
    tier: str = "loyalty"
    who: str = ""
    owner: Person | None = None
    review_by: date | None = None
    segments: Sequence[SegmentFacts] = field(default=())


def save_strategy(program: Program, facts: StrategyFacts, *, by: Person, now: datetime) -> CustomerStrategy:
    """Writes the page of a program. Raises Refused for a text that is too long or a segment without a name."""
    _refuse_odd(facts)
    with writing():
        found = strategy_of(program.id) or CustomerStrategy(program_id=program.id)
        found.role_statement, found.who = clean(facts.role_statement), clean(facts.who)
        found.roles, found.tier = [key for key in ROLES if key in facts.roles], facts.tier
        found.owner_id = facts.owner.id if facts.owner else None
        found.review_by = facts.review_by
        found.segments = [_segment(number, one) for number, one in enumerate(facts.segments)]
        db.session.add(found)
        note("save strategy", "program", program.id, "The customer strategy was saved.", by=by, now=now)
        return found


def _segment(position: int, facts: SegmentFacts) -> Segment:
    words = {name: clean(getattr(facts, name)) for name in ("name", "value", "needs", "treatment")}
    return Segment(position=position, **words)


def _refuse_odd(facts: StrategyFacts) -> None:
    for name, what in (("role_statement", "The statement"), ("who", "The text")):
        if wrong := refuse_long(getattr(facts, name), what):
            raise Refused(wrong, name)
    if facts.tier not in TIERS:
        raise Refused("Choose loyalty or good enough.", "tier")
    for segment in facts.segments:
        if wrong := refuse(segment.name, "The name of a segment"):
            raise Refused(wrong, "segments")


def strategy_reviewed(found: CustomerStrategy, on: date, again_by: date, *, by: Person, now: datetime) -> None:
    """Says that the strategy was looked at, and when it is looked at again. Raises Refused for a day that is not ahead."""
    if again_by <= on:
        raise Refused("Choose a day after today for the next review.", "review_by")
    with writing():
        found.reviewed_on, found.review_by = on, again_by
        note("review strategy", "program", found.program_id, "The customer strategy was looked at.", by=by, now=now)
