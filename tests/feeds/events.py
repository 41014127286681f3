"""Published events for tests: written as publishing writes them, and changed as publishing changes them."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from planner.domain.instants import resolve
from planner.domain.kinds import EventKind
from planner.feeds.fragments import render
from planner.models.base import db, writing
from planner.models.events import PLACEMENT, Event, PublishedEvent
from planner.models.programs import Program
from planner.models.versions import Version

BASE_URL = "http://127.0.0.1:5000"
MADE = datetime.fromisoformat("2027-01-04T09:00:00+00:00")
_numbers = count(1)


def a_program(name: str = "Harbour Line 2027") -> Program:
    """The program of the tests, made at the first call."""
    found = db.session.query(Program).filter_by(name=name).first()
    if found is not None:
        return found
    program = Program(
        name=name,
        starts_on=datetime(2027, 1, 4).date(),  # noqa: DTZ001  # a day
        ends_on=datetime(2028, 1, 2).date(),  # noqa: DTZ001  # a day
        zone="Europe/Dublin",
    )
    db.session.add(program)
    db.session.flush()
    db.session.add(Version(program_id=program.id, number=1, published_at=MADE))
    db.session.flush()
    return program


def unsaved(wall_start: str = "2027-03-03T10:00", **changes: Any) -> PublishedEvent:  # noqa: ANN401  # columns of any type
    """A published event that no database knows; `wall_start` as its zone's clock shows it."""
    values: dict[str, Any] = {
        "event_id": 7,
        "uid": "0b6f3a52-6a1c-4c43-9a53-5d0c2c7b1f10@events.planner",
        "kind": EventKind.floor_visit,
        "title": "Floor visit",
        "description": "",
        "wall_start": datetime.fromisoformat(wall_start),
        "minutes": 30,
        "zone": "Europe/Dublin",
        "all_day": False,
        "place": "",
        "link": "",
        "cancelled": False,
        "sequence": 0,
        "changed_at": MADE,
    } | changes
    values.setdefault("starts_at", resolve(values["wall_start"], values["zone"]))
    values.setdefault("ends_at", values["starts_at"] + timedelta(minutes=values["minutes"]))
    return PublishedEvent(**values)


def publish(
    wall_start: str = "2027-03-03T10:00",
    *,
    program: str = "Harbour Line 2027",
    **changes: Any,  # noqa: ANN401  # columns of any type
) -> PublishedEvent:
    """A published event in the database."""
    number = next(_numbers)
    with writing():
        owner = a_program(program)
        version = db.session.query(Version).filter_by(program_id=owner.id).one()
        row = unsaved(wall_start, **changes)
        event = Event(program_id=owner.id, uid=changes.get("uid", f"{number:032}@events.planner"))
        for column in PLACEMENT:
            setattr(event, column, getattr(row, column))
        db.session.add(event)
        db.session.flush()
        row.event_id, row.program_id, row.version_id, row.uid = event.id, owner.id, version.id, event.uid
        db.session.add(row)
        db.session.flush()
        db.session.refresh(row)
        row.fragment = render(row, BASE_URL)
    return row


def change(row: PublishedEvent, now: datetime, **changes: Any) -> PublishedEvent:  # noqa: ANN401  # columns of any type
    """What publishing does to an event that changed."""
    with writing():
        for column, value in changes.items():
            setattr(row, column, value)
        row.starts_at = resolve(row.wall_start, row.zone)
        row.ends_at = row.starts_at + timedelta(minutes=row.minutes)
        row.sequence += 1
        row.changed_at = now
        row.fragment = render(row, BASE_URL)
    return row
