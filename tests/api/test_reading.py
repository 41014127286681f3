"""What a program gets: lists by cursor and filter, ETags, problems in sentences, and as many questions for many rows as for one."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from planner.api.endpoints import COLLECTIONS
from planner.domain.kinds import EventKind
from planner.models.api_tokens import ApiToken
from planner.models.base import db
from tests.api.programs import Program
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.feeds.events import publish
from tests.rules import make_rule, named


@contextmanager
def questions() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)


def test_a_list_goes_on_where_it_stopped(app: Flask, cast: Cast) -> None:
    numbers = [publish(f"2027-03-0{day}T10:00", team=cast.billing).event_id for day in (3, 4, 5)]
    program, found, path = Program(app, cast.hana), [], "/events?limit=2&from=2027-03-01"
    while path:
        answer = program.get(path)
        assert answer.json is not None
        found.append([one["id"] for one in answer.json["items"]])
        path = (answer.json["next"] or "").removeprefix("/api/v1")
    assert found == [numbers[:2], numbers[2:]]


def test_events_are_narrowed_by_what_is_asked(app: Flask, cast: Cast) -> None:
    visit = publish("2027-03-03T23:30", team=cast.billing, leader=cast.elif_).event_id
    training = publish("2027-04-03T10:00", kind=EventKind.training, site=cast.tampa).event_id
    gone = publish("2027-05-03T10:00", cancelled=True).event_id
    program = Program(app, cast.hana)
    asked = {
        "from=2027-03-03&to=2027-03-03": [visit], "from=2027-03-04": [training, gone], f"team={cast.billing.id}": [visit],
        f"site={cast.tampa.id}": [training], "kind=training": [training], "status=cancelled": [gone],
        "status=planned": [visit, training], "status=done": [], "changed_since=2100-01-01T00:00:00Z": [],
    }  # fmt: skip
    assert {words: program.numbers(f"/events?{words}") for words in asked} == asked


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/events?from=today", "“from” cannot be read. On this day or later, by the event's own clock. A day as 2027-03-01."),
        ("/events?limit=0", "“limit” cannot be read. How many at most; 50 unless told. A whole number from 1 to 200."),
        ("/sites?team=1", "“team” is not asked for here, or was given twice. What this address takes: after, limit."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_answered_with_what_can(app: Flask, cast: Cast, path: str, sentence: str) -> None:
    answer = Program(app, cast.hana).get(path)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json == {
        "type": "about:blank",
        "status": 400,
        "title": "This request cannot be read",
        "detail": sentence,
    }


def test_what_has_not_changed_is_not_sent_again(app: Flask, cast: Cast) -> None:
    program = Program(app, cast.hana)
    first = program.get("/sites")
    again = program.get("/sites", If_None_Match=first.headers["ETag"])
    cast.dublin.name = "Dublin Docks"
    db.session.commit()
    changed = program.get("/sites", If_None_Match=first.headers["ETag"])
    assert [one.status_code for one in (first, again, changed)] == [200, 304, 200]
    assert (again.data, first.headers["Cache-Control"], "Authorization" in first.headers["Vary"]) == (
        b"",
        "private, no-cache",
        True,
    )


def test_whoever_takes_no_json_is_told_so(app: Flask, cast: Cast) -> None:
    program = Program(app, cast.hana)
    codes = [program.get("/me", Accept=kind).status_code for kind in ("text/csv", "application/json", "*/*")]
    assert codes == [406, 200, 200]


def test_me_says_whose_the_token_is_and_what_it_opens(app: Flask, cast: Cast) -> None:
    answer = Program(app, cast.ana, ["calendar", "insights"]).get("/me")
    assert answer.json == {
        "id": cast.ana.id,
        "name": "Ana Lopez",
        "email": "ana@example.org",
        "role": "agent",
        "site": {"id": cast.dublin.id, "name": "Dublin"},
        "team": {"id": cast.billing.id, "name": "Billing"},
        "parts": ["calendar", "insights"],
    }


def test_a_list_asks_as_much_for_many_as_for_one(app: Flask, cast: Cast) -> None:
    programs = {one.role: Program(app, one) for one in (cast.hana, cast.tomas)}
    counts = []
    for count in (1, 2, 22):
        for number in range(count):
            rule = make_rule(cast, f"Rule {count} {number}")
            named(cast, rule)
            publish("2027-03-03T10:00", team=cast.billing, leader=cast.elif_, policy=rule)
        found = {}
        for role, program in programs.items():
            for one in COLLECTIONS:
                db.session.expire_all()
                with questions() as asked:
                    program.get(f"/{one.name}")
                found[role, one.name] = len(asked)
        counts.append(found)
    assert counts[1] == counts[2]


def test_reading_writes_nothing_but_when_the_token_was_used(app: Flask, cast: Cast, clock: StoppedClock) -> None:
    program = Program(app, cast.hana)
    clock.advance(minutes=5)
    program.get("/me", User_Agent="dashboard/1.0\x07")
    assert db.session.get_one(ApiToken, program.number).last_used_at is None
    app.extensions["planner_api_uses"].write()
    db.session.expire_all()
    row = db.session.get_one(ApiToken, program.number)
    assert (row.last_used_at, row.last_client) == (clock.now(), "dashboard/1.0")


def test_coverage_counts_by_team_and_month(app: Flask, cast: Cast) -> None:
    publish("2027-03-03T10:00", team=cast.billing, leader=cast.elif_)
    answer = Program(app, cast.vera).get("/coverage")
    assert answer.json is not None
    [billing] = [one for one in answer.json["items"] if one["team_id"] == cast.billing.id]
    march = next(one for one in billing["months"] if one["month"] == "2027-03")
    counts = {"visits_planned": 1, "visits_done": 0, "recognitions_planned": 0, "recognitions_done": 0}
    assert march == {"month": "2027-03", **counts}
