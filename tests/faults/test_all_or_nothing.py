"""Bringing in a sheet, publishing and generating, each in a process that is killed at any of its statements: all of it or nothing.

`FAULTS=long` kills at every statement; otherwise at a few, the last ones among them.
"""

import os
import random
from datetime import date

import pytest
from sqlalchemy import func, select

from planner.actions.events import EventFacts, NewPlace, add_event
from planner.actions.imports.bring_in import preview
from planner.actions.publish import publish
from planner.domain.kinds import EventKind
from planner.models.base import db, writing
from planner.models.drafts import draft_events
from planner.models.events import PublishedEvent
from planner.models.generations import Generation, GenerationState
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.teams import Team
from planner.models.versions import Change, Version
from tests.conftest import NOW
from tests.domain.times import naive
from tests.faults.acts import PEOPLE, sheet
from tests.faults.stage import Stage
from tests.year import make_year

LONG = os.environ.get("FAULTS") == "long"


def act(stage: Stage, what: str, statement: int, number: int) -> int:
    """Runs an act in a process of its own, killed at a statement (0: never). How many statements it wrote; -1 when it was killed."""
    told = stage.folder / "fault-happened"
    told.unlink(missing_ok=True)
    process = stage.worker(fault=f"act:{what}:{statement}:{number}")
    assert process.wait(120)
    db.session.remove()
    if not told.exists() and not statement:
        pytest.fail(process.said)
    return int(told.read_text()) if told.exists() else -1


def moments(count: int) -> list[int]:
    """At which statements to kill: all of them, or the last, the last but one and two others."""
    assert count > 3
    return list(range(1, count + 1)) if LONG else [*random.Random(7).sample(range(1, count - 1), 2), count - 1, count]


def brought(number: int) -> tuple[int, int]:
    """How many people and teams of a sheet there are."""
    people = select(func.count()).select_from(Person).where(Person.email.startswith(f"person-{number}-"))
    teams = select(func.count()).select_from(Team).where(Team.name.startswith(f"Team {number} "))
    return db.session.scalar(people) or 0, db.session.scalar(teams) or 0


def test_a_sheet_is_brought_in_whole_or_not_at_all(stage: Stage) -> None:
    judged = preview(sheet(0))
    assert [str(trouble) for trouble in judged.troubles] == []
    count = act(stage, "import", 0, 0)
    assert brought(0) == (PEOPLE, 4)
    for statement in moments(count):
        assert act(stage, "import", statement, statement) == -1
        assert brought(statement) == (0, 0), statement
    act(stage, "import", 0, count)
    assert brought(count) == (PEOPLE, 4)


def published(program: Program) -> tuple[int, int, list[str]]:
    """Versions, lines of their changelogs, and the titles that readers see."""
    lines = db.session.scalar(select(func.count()).select_from(Change)) or 0
    versions = db.session.scalar(select(func.count()).select_from(Version)) or 0
    return versions, lines, sorted(db.session.scalars(select(PublishedEvent.title)))


def test_a_version_is_published_whole_or_not_at_all(stage: Stage) -> None:
    program = make_year(stage.cast, NOW, start=date(2027, 1, 1))
    number = program.id
    for day in range(1, 25):
        facts = EventFacts(f"Cake {day}", naive(2027, 3, day, 9, 30), 15)
        add_event(
            NewPlace(program, EventKind.recognition, stage.cast.billing, None), facts, by=stage.cast.hana, now=NOW
        )
    publish(number, by=None, now=NOW)

    def rename(word: str) -> None:
        with writing():
            for event in draft_events(number):
                event.title = f"{word} {event.id}"

    rename("First")
    count = act(stage, "publish", 0, number)
    rename("Second")
    before = published(program)
    for statement in moments(count):
        assert act(stage, "publish", statement, number) == -1
        assert published(program) == before, statement
    act(stage, "publish", 0, number)
    versions, lines, titles = published(program)
    assert (versions, lines) == (before[0] + 1, before[1] + len(titles))
    assert {title.split()[0] for title in titles} == {"Second"}


def draft(number: int) -> list[tuple[str, object, object]]:
    """Every event of the draft."""
    return sorted((event.uid, event.starts_at, event.leader_id) for event in draft_events(number))


def test_a_year_is_generated_whole_or_the_old_draft_stays(stage: Stage) -> None:
    number = make_year(stage.cast, NOW, start=date(2027, 1, 1), key="light").id
    act(stage, "generate", 0, number)
    last = db.session.scalars(select(Generation)).one()
    assert (last.state, len(draft(number)) > 10) == (GenerationState.done, True)
    _unsettle(number)
    count = act(stage, "generate", 0, number)
    _unsettle(number)
    before = draft(number)
    for statement in range(1, count + 1) if LONG else (1, count):
        assert act(stage, "generate", statement, number) == -1
        assert draft(number) == before, statement
        _forget_the_wish()
    act(stage, "generate", 0, number)
    assert draft(number) != before


def _unsettle(number: int) -> None:
    """Moves the draft about, so that the next generation has something to write."""
    with writing():
        for event in draft_events(number)[::2]:
            db.session.delete(event)


def _forget_the_wish() -> None:
    with writing():
        for wish in db.session.scalars(select(Generation).where(Generation.state != GenerationState.done)):
            db.session.delete(wish)
