"""P5: the page of the audit log: filters, pages, a fixed number of questions, and reads of what was written for few."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from planner.actions.floor_visits import Visit, record_visit
from planner.models.audit import AuditRow, note
from planner.models.base import db, writing
from planner.models.people import Person
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock

ClientOf = Callable[[Person | None], FlaskClient]


@pytest.fixture
def lines(cast: Cast) -> None:
    with writing():
        note("save", "team", 7, "Billing was saved.", by=cast.hana, now=NOW, facts={"changed": {"size": [8, 12]}})
        note("change person", "person", cast.ana.id, "Ana is a lead.", by=cast.hana, now=NOW - timedelta(days=3))
        note("done", "commitment", 3, "Done: 100 %_ of it.", by=cast.tomas, now=NOW - timedelta(days=9))
        note("late", "commitment", 3, "It is late.", by=None, now=NOW - timedelta(days=10))


def shown(client: FlaskClient, **filters: object) -> list[str]:
    """Which of the sentences stand on the page."""
    text = client.get("/audit", query_string=filters).text
    known = ("Billing was saved.", "Ana is a lead.", "Done: 100 %_ of it.", "It is late.")
    return [sentence.split(maxsplit=1)[0] for sentence in known if sentence in text]


def test_p5_hr_filters_by_person_act_thing_days_and_words(cast: Cast, lines: None, client_of: ClientOf) -> None:
    client = client_of(cast.hana)
    day = (NOW - timedelta(days=9)).date()
    found = {
        "all": shown(client),
        "who": shown(client, who="tomas"),
        "person": shown(client, person=cast.ana.id),
        "act": shown(client, act="late"),
        "thing": shown(client, thing="commitment"),
        "number": shown(client, thing="team", number=7),
        "days": shown(client, first=day, last=day),
        "words": shown(client, words="100 %_"),
        "odd": shown(client, first="x", last="9999-12-31", person="1e9", page="-3"),
    }
    assert found == {
        "all": ["Billing", "Ana", "Done:", "It"],
        "who": ["Done:"],
        "person": ["Ana"],
        "act": ["It"],
        "thing": ["Done:", "It"],
        "number": ["Billing"],
        "days": ["Done:"],
        "words": ["Done:"],
        "odd": ["Billing", "Ana", "Done:", "It"],
    }
    assert "size: 8 → 12" in client.get("/audit").text


def test_p5_nobody_but_hr_reads_the_log(cast: Cast, client_of: ClientOf) -> None:
    readers = (cast.hana, cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera)
    assert [client_of(one).get("/audit").status_code for one in readers] == [200, 403, 403, 403, 403, 403]


def test_p5_a_page_asks_as_many_questions_for_many_lines_as_for_one(
    app: Flask, cast: Cast, client_of: ClientOf
) -> None:
    client, counts = client_of(cast.hana), []
    for more in (1, 2, 100):
        with writing():
            for number in range(more):
                note("try", "thing", number, "So it was.", by=cast.tomas if number % 2 else cast.ana, now=NOW)
        asked: list[str] = []

        def count(*args: object, asked: list[str] = asked) -> None:
            asked.append(str(args[2]))

        event.listen(db.engine, "before_cursor_execute", count)
        assert client.get("/audit").status_code == 200
        event.remove(db.engine, "before_cursor_execute", count)
        counts.append(len(asked))
    assert len(set(counts)) == 1
    assert "Page 1 of 3" in client.get("/audit").text


def test_p5_reading_a_note_of_a_visit_is_put_down_once_an_hour_and_not_for_whoever_made_it(
    app: Flask, cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    visit = Visit(NOW.date(), shift="Day", minutes=20, nothing_raised=True, note="They are short of two people.")
    made = record_visit(visit, team=cast.billing, leader=cast.elif_, by=cast.ravi, now=NOW)
    for reader in (cast.hana, cast.elif_, cast.hana):
        assert client_of(reader).get(f"/visits/{made.id}").status_code == 200
        app.extensions["planner_reads"].write()
    clock.advance(minutes=61)
    client_of(cast.hana).get(f"/visits/{made.id}")
    app.extensions["planner_reads"].write()
    rows = db.session.scalars(select(AuditRow).where(AuditRow.act == "read")).all()
    assert [(row.by_id, row.thing, row.thing_id) for row in rows] == [(cast.hana.id, "visit", made.id)] * 2
