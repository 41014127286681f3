"""A large organisation in an empty database, written past the forms: teams, people with a feed each, and years of events."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from planner.domain.kinds import EventKind
from planner.domain.states import Role
from planner.feeds.fragments import render
from planner.models.base import Base, db, writing
from planner.models.events import PLACEMENT, Event, PublishedEvent
from planner.models.feeds import Feed
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.teams import Team
from planner.models.versions import Version
from tests.cast import Cast, make_cast

AT_ONCE = 2000
MADE = datetime(2020, 1, 1, tzinfo=UTC)
BASE_URL = "http://127.0.0.1:5000"


@dataclass(frozen=True)
class Large:
    """`tokens`: one for the feed of each person, of their own calendar."""

    cast: Cast
    teams: Sequence[int]
    tokens: Sequence[str]


def write(table: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """In the running transaction."""
    found = list(rows)
    for start in range(0, len(found), AT_ONCE):
        db.session.execute(insert(table), found[start : start + AT_ONCE])


def organisation(teams: int, people: int, now: datetime) -> Large:
    """The cast, and beside it so many teams and people who subscribed, in turns agents and leads of them."""
    cast = make_cast()
    tokens = [f"{number:043}" for number in range(people)]
    with writing():
        sites = (cast.dublin.id, cast.tampa.id)
        common = {"shift_id": cast.day.id, "size": 12, "workdays": [0, 1, 2, 3, 4], "active": True, "revision": 1}
        rows = ({"slug": f"t{n}", "name": f"Team {n}", "site_id": sites[n % 2], **common} for n in range(teams))
        write(Team, rows)
        made = [team.id for team in db.session.query(Team).filter(Team.name.like("Team %")).order_by(Team.id)]
        write(Person, (_person(n, made[n % teams], sites[n % teams % 2]) for n in range(people)))
        numbers = [
            p.id for p in db.session.query(Person).filter(Person.email.like("p%@bench.example")).order_by(Person.id)
        ]
        write(Feed, (_feed(n, token, now) for n, token in zip(numbers, tokens, strict=True)))
    return Large(cast, made, tokens)


def _person(number: int, team_id: int, site_id: int) -> dict[str, Any]:
    email = f"p{number:06}@bench.example"
    return {
        "email": email,
        "name": f"Person {number}",
        "role": Role.agent,
        "team_id": team_id,
        "site_id": site_id,
        "revision": 1,
    }


def _feed(person_id: int, token: str, now: datetime) -> dict[str, Any]:
    hashed = hashlib.sha256(token.encode()).hexdigest()
    return {
        "person_id": person_id, "scope": "person", "scope_ref": str(person_id), "level": "full", "token_hash": hashed,
        "made_at": now, "keep_cancelled": False, "withdrawn": False, "last_client": "",
    }  # fmt: skip


def draft(large: Large, first: date, events: int, name: str) -> int:
    """A program of a year with so many events in its draft; its number."""
    with writing():
        program = Program(name=name, starts_on=first, ends_on=first + timedelta(days=364), zone="Europe/Dublin")
        db.session.add(program)
        db.session.flush()
        write(Event, (_event(program.id, large, first, number, events) for number in range(events)))
        return program.id


def _event(program_id: int, large: Large, first: date, number: int, events: int) -> dict[str, Any]:
    day = datetime(first.year, first.month, first.day) + timedelta(days=number * 360 // events)  # noqa: DTZ001  # a wall time
    start = day + timedelta(hours=9 + number % 8)
    instant = start.replace(tzinfo=UTC)
    return {
        "program_id": program_id, "uid": f"{UUID(int=program_id << 64 | number)}@planner.events", "kind": EventKind.floor_visit,
        "title": f"Floor visit {number}", "description": "What to bring. " * 15, "wall_start": start, "minutes": 30, "zone": "UTC",
        "starts_at": instant, "ends_at": instant + timedelta(minutes=30), "all_day": False, "place": "", "link": "",
        "cancelled": False, "team_id": large.teams[number % len(large.teams)], "leader_id": large.cast.elif_.id,
        "pinned": False, "generated": True, "why": [], "broken": [], "waves": 1, "revision": 1,
    }  # fmt: skip


def history(large: Large, first: date, events: int, name: str) -> int:
    """The same, published: a millisecond an event, past the changelog and the commitments."""
    program_id = draft(large, first, events, name)
    with writing():
        version = Version(program_id=program_id, number=1, published_at=MADE)
        db.session.add(version)
        db.session.flush()
        rows = db.session.query(Event).filter_by(program_id=program_id)
        write(PublishedEvent, (_published(event, version.id) for event in rows))
    return program_id


def _published(event: Event, version_id: int) -> dict[str, Any]:
    values = {name: getattr(event, name) for name in PLACEMENT}
    row = PublishedEvent(event_id=event.id, uid=event.uid, sequence=0, changed_at=MADE, **values)
    return {
        **values, "event_id": event.id, "uid": event.uid, "program_id": event.program_id, "version_id": version_id, "sequence": 0,
        "changed_at": MADE, "fragment": render(row, BASE_URL), "stamp": 0,
    }  # fmt: skip
