"""The calendar's stamp rises with whatever a feed could show, and with nothing else."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete, update

from planner.domain.states import CommitmentKind
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


def _commitment() -> None:
    day = date(2027, 3, 1)
    db.session.add(
        Commitment(kind=CommitmentKind.promise, title="Call back", key="p:1", opens_on=day, due_on=day, zone="UTC")
    )


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


def test_it_stands_still_when_nothing_is_shown(world: Cast) -> None:
    before = stamp()
    with writing():
        record_tick("tick", NOW)
        world.ana.name = str(world.ana.name)
    assert stamp() == before


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
