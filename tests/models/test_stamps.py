"""The calendar's stamp rises with whatever a feed could show, and with nothing else."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete, update

from planner.domain.states import CommitmentKind, CommitmentState
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.programs import Program
from planner.models.stamps import CalendarStamp
from planner.models.ticks import record_tick
from tests.cast import Cast
from tests.conftest import NOW
from tests.feeds.events import publish


def stamp() -> int:
    db.session.expire_all()
    return db.session.query(CalendarStamp).one().number


def _around() -> int:
    db.session.expire_all()
    return db.session.query(CalendarStamp).one().around


def _commitment(event_id: int | None = None) -> None:
    day = date(2027, 3, 1)
    values = {"title": "Call back", "key": "p:1", "opens_on": day, "due_on": day, "zone": "UTC", "event_id": event_id}
    db.session.add(Commitment(kind=CommitmentKind.promise, **values))


def _owed() -> Commitment:
    return db.session.query(Commitment).one()


def _event() -> PublishedEvent:
    return db.session.query(PublishedEvent).one()


def _join(policy: Policy, cast: Cast) -> None:
    policy.teams.append(cast.night_care)


CHANGES: dict[str, Callable[[Cast], object]] = {
    "an event is renamed": lambda _: setattr(db.session.query(PublishedEvent).one(), "title", "Tea"),
    "an event is changed by a statement": lambda _: db.session.execute(update(PublishedEvent).values(sequence=9)),
    "an event is deleted by a statement": lambda _: db.session.execute(delete(PublishedEvent)),
    "a team is renamed": lambda cast: setattr(cast.billing, "name", "Refunds"),
    "a lead changes": lambda cast: setattr(cast.billing, "lead", cast.nils),
    "a site moves its clock": lambda cast: setattr(cast.dublin, "zone", "Europe/London"),
    "somebody changes team": lambda cast: setattr(cast.ana, "team_id", cast.night_care.id),
    "somebody is deactivated": lambda cast: setattr(cast.ana, "deactivated_at", NOW),
    "somebody changes role by a statement": lambda _: db.session.execute(update(Person).values(role="agent")),
    "an assistant changes": lambda cast: setattr(db.session.query(Leader).one(), "assistant", cast.vera),
    "a policy gets a team": lambda cast: _join(db.session.query(Policy).one(), cast),
    "a program is renamed": lambda _: setattr(db.session.query(Program).one(), "name", "Another year"),
    "somebody owes something": lambda _: _commitment(),
}


@pytest.fixture
def world(cast: Cast) -> Cast:
    publish(team_id=cast.billing.id)
    with writing():
        db.session.add(Policy(slug="refunds", name="Refunds", teams=[cast.billing]))
    return cast


@pytest.mark.parametrize("what", CHANGES)
def test_it_rises_when(world: Cast, what: str) -> None:
    before = stamp()
    with writing():
        CHANGES[what](world)
    assert stamp() > before


UNSEEN: dict[str, Callable[[Cast], object]] = {
    "a tick is recorded": lambda _: record_tick("tick", NOW),
    "somebody keeps the name": lambda cast: setattr(cast.ana, "name", str(cast.ana.name)),
    "the draft of a program changes": lambda _: setattr(db.session.query(Program).one(), "draft_changed", True),
    "something owed is put off": lambda _: setattr(_owed(), "snoozed_until", date(2027, 3, 9)),
    "something owed is done": lambda _: setattr(_owed(), "state", CommitmentState.done),
}


@pytest.mark.parametrize("what", UNSEEN)
def test_it_stands_still_when(world: Cast, what: str) -> None:
    with writing():
        _commitment()
    before = stamp()
    with writing():
        UNSEEN[what](world)
    assert stamp() == before


NEAR: dict[str, Callable[[Cast], object]] = {
    "an event is renamed": CHANGES["an event is renamed"],
    "an event is moved to another team": lambda cast: setattr(_event(), "team_id", cast.night_care.id),
    "somebody else owes it": lambda cast: setattr(_owed(), "owner", cast.nils),
    "nobody owes it any more": lambda _: setattr(_owed(), "withdrawn", True),
}


@pytest.mark.parametrize("what", NEAR)
def test_what_changed_of_one_event_is_found_by_its_number(world: Cast, what: str) -> None:
    with writing():
        _commitment(_event().event_id)
    before, around = stamp(), _around()
    with writing():
        NEAR[what](world)
    assert stamp() > before
    assert max(_event().stamp, _owed().stamp) == stamp()
    assert _around() == around


AROUND: dict[str, Callable[[Cast], object]] = {
    "what hangs on an event now hung on another before": lambda _: setattr(_owed(), "event_id", None),
    "something owed is deleted": lambda _: db.session.delete(_owed()),
    "an event is changed by a statement": CHANGES["an event is changed by a statement"],
    "a team is renamed": CHANGES["a team is renamed"],
    "a program is renamed": CHANGES["a program is renamed"],
}


@pytest.mark.parametrize("what", AROUND)
def test_what_no_event_tells_of_is_told_by_another_number(world: Cast, what: str) -> None:
    with writing():
        _commitment(_event().event_id)
    before = stamp()
    with writing():
        AROUND[what](world)
    assert _around() == stamp() > before


def test_every_number_is_seen_once_and_in_order(world: Cast) -> None:
    """Two changes of one transaction may share a number; two transactions never do."""
    seen = []
    for turn in range(3):
        with writing():
            _event().title = f"Turn {turn}"
        seen.append(_event().stamp)
    assert seen == sorted(set(seen))


def _fail(cast: Cast) -> None:
    with writing():
        cast.ana.name = "Another"
        db.session.flush()
        raise RuntimeError


def test_it_falls_back_with_the_transaction_that_failed(app: Flask, world: Cast) -> None:
    before = stamp()
    with pytest.raises(RuntimeError):
        _fail(world)
    assert stamp() == before
