"""A program of the cast's own with events put by hand, published or not, and a count of the questions that a page asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import event

from planner.actions.events import EventFacts, NewPlace, add_event
from planner.actions.publish import publish
from planner.domain.kinds import EventKind
from planner.models.base import db, writing
from planner.models.commitments import Commitment, commitment_keyed
from planner.models.events import Event
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.sites import Site
from planner.models.teams import Team
from tests.cast import Cast

EARLIER = datetime(2027, 1, 20, 9, 0, tzinfo=UTC)
"""When the plan was made and published: before everything in it."""
TUESDAY = datetime(2027, 3, 9, 10, 0)  # noqa: DTZ001  # a wall time
"""A wall time at which Billing works and nothing else is planned."""


def make_program(cast: Cast, *, name: str = "Year of Service") -> Program:
    """A program of 2027/28 without cadences."""
    with writing():
        program = Program(
            name=name,
            starts_on=date(2027, 2, 1),
            ends_on=date(2028, 2, 6),
            zone="Europe/Dublin",
            sponsor=cast.elif_,
            celebration_starts_on=date(2027, 10, 4),
            celebration_ends_on=date(2027, 10, 8),
        )
        db.session.add(program)
    return program


@dataclass(frozen=True)
class Put:
    """Puts events into the draft of one program."""

    program: Program
    by: Person

    def event(
        self,
        kind: EventKind,
        start: datetime,
        *,
        team: Team | None = None,
        site: Site | None = None,
        leader: Person | None = None,
        title: str = "",
        minutes: int = 30,
    ) -> Event:
        """An event of half an hour in the draft."""
        name = title or f"{kind.capitalize()} for {team.name if team else site.name if site else 'everybody'}"
        facts = EventFacts(title=name, wall_start=start, minutes=minutes, leader=leader)
        return add_event(NewPlace(self.program, kind, team, site), facts, by=self.by, now=EARLIER)

    def visit(self, start: datetime, team: Team, leader: Person, title: str = "") -> Event:
        """A floor visit in the draft."""
        return self.event(
            EventKind.floor_visit, start, team=team, leader=leader, title=title or f"Floor visit to {team.name}"
        )

    def publish(self) -> None:
        """Publishes the draft, long before the tests' present."""
        publish(self.program.id, by=self.by, now=EARLIER)


def visit_owed(event_: Event) -> Commitment:
    """The commitment that this visit keeps."""
    found = commitment_keyed(f"visit:{event_.uid}")
    assert found is not None
    return found


@contextmanager
def counting_questions() -> Iterator[list[str]]:
    """Every question that is put to the database inside."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
