"""A year that was generated and published, two months of it over by the tests' clock, and what is looked for in it."""

from datetime import date, datetime

from planner.actions.generate import generate_now
from planner.actions.publish import publish
from planner.domain.kinds import EventKind
from planner.models import drafts
from planner.models.accounts import Account
from planner.models.base import db, writing
from planner.models.commitments import Commitment, commitment_keyed
from planner.models.events import PLACEMENT, Event, PublishedEvent
from planner.models.people import Person, everybody
from planner.models.programs import Program
from tests.cast import Cast
from tests.scenes import scene
from tests.year import Size, make_year

AFTER_THE_FREEZE = date(2027, 3, 17)


@scene
def make_published(cast: Cast, now: datetime, size: Size | None = None) -> Program:
    """January to December 2027."""
    size = size or Size(teams=2, leaders=3, policies=2)
    program = make_year(cast, now, size=size, start=date(2027, 1, 1))
    generate_now(program.id, by=cast.hana, now=now, time_limit=1)
    publish(program.id, by=cast.hana, now=now)
    with writing():
        known = {account.person_id for account in db.session.query(Account)}
        db.session.add_all(Account(person_id=person.id) for person in everybody() if person.id not in known)
    return program


def places() -> dict[int, tuple[object, ...]]:
    """Every published event as readers have it."""
    rows = db.session.query(PublishedEvent).order_by(PublishedEvent.event_id)
    return {row.event_id: tuple(getattr(row, name) for name in PLACEMENT) for row in rows}


def changed(before: dict[int, tuple[object, ...]]) -> set[int]:
    """The events that are not published as they were."""
    now = places()
    return {number for number in {**before, **now} if now.get(number) != before.get(number)}


def coming(program: Program, kind: EventKind, *, after: date = AFTER_THE_FREEZE, leader: Person | None = None) -> Event:
    """The next event of a kind from a day on, of a leader if need be."""
    return next(
        event for event in drafts.draft_events(program.id)
        if event.kind is kind and event.wall_start.date() >= after and (leader is None or event.leader_id == leader.id)
    )  # fmt: skip


def visit_owed(event: Event) -> Commitment:
    """What its leader owes."""
    found = commitment_keyed(f"visit:{event.uid}")
    assert found is not None
    return found
