"""Feeds over HTTP, row by row of the table that real calendars were measured against."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.http import http_date
from werkzeug.test import TestResponse

from planner.actions.feeds import address, make_feed, revoke, rotate
from planner.models.base import db, writing
from planner.models.feeds import Feed
from planner.models.people import Person
from planner.models.tickets import Ticket, Tickets
from planner.web.limits import limiter
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.feeds.events import BASE_URL, change, publish

ClientOf = Callable[[Person | None], FlaskClient]
GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def feed(cast: Cast, clock: StoppedClock) -> tuple[Feed, str]:
    """Tomas' feed of his team, with one event in it, and its path."""
    publish(team_id=cast.billing.id, site_id=cast.dublin.id)
    made, token = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    return made, address("", token, "Billing")


@pytest.fixture
def questions(app: Flask) -> Iterator[Callable[[], list[str]]]:
    """What was asked of the database so far."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield lambda: asked
    event.remove(db.engine, "before_cursor_execute", note)


def fetch(app: Flask, path: str, method: str = "GET", **headers: str) -> TestResponse:
    return app.test_client().open(path, method=method, headers={k.replace("_", "-"): v for k, v in headers.items()})


def test_a_feed_is_served_whole_with_every_header_of_the_table(app: Flask, feed: tuple[Feed, str]) -> None:
    answer = fetch(app, feed[1])
    assert answer.status_code == 200
    names = ("Content-Type", "Cache-Control", "Vary", "X-Robots-Tag", "Referrer-Policy", "X-Content-Type-Options")
    assert [answer.headers[name] for name in names] == [
        "text/calendar; charset=utf-8",
        "private, max-age=300, must-revalidate",
        "Accept-Encoding",
        "noindex",
        "no-referrer",
        "nosniff",
    ]
    assert answer.headers["Content-Disposition"] == 'inline; filename="Billing.ics"'
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert answer.data.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")


def test_a_feed_sets_no_cookie_and_asks_nobody_to_sign_in(app: Flask, feed: tuple[Feed, str]) -> None:
    assert "Set-Cookie" not in fetch(app, feed[1]).headers


def test_the_short_address_serves_the_same_bytes(app: Flask, feed: tuple[Feed, str]) -> None:
    assert fetch(app, feed[1].rpartition("/")[0] + ".ics").data == fetch(app, feed[1]).data


def test_every_program_gets_the_same(app: Flask, feed: tuple[Feed, str]) -> None:
    plain = fetch(app, feed[1])
    other = fetch(app, feed[1], User_Agent="Mozilla/5.0", Accept="text/html")
    assert (other.data, other.headers["ETag"]) == (plain.data, plain.headers["ETag"])


def test_head_answers_as_get_without_the_body(app: Flask, feed: tuple[Feed, str]) -> None:
    whole, head = fetch(app, feed[1]), fetch(app, feed[1], "HEAD")
    assert (head.status_code, head.data) == (200, b"")
    assert {k: v for k, v in head.headers if k != "Date"} == {k: v for k, v in whole.headers if k != "Date"}


def test_head_is_answered_304_as_well(app: Flask, feed: tuple[Feed, str]) -> None:
    tag = fetch(app, feed[1]).headers["ETag"]
    assert fetch(app, feed[1], "HEAD", If_None_Match=tag).status_code == 304


def test_head_of_gzip_has_the_length_of_gzip(app: Flask, feed: tuple[Feed, str]) -> None:
    whole, head = fetch(app, feed[1], **GZIP), fetch(app, feed[1], "HEAD", **GZIP)
    assert (head.headers["Content-Length"], head.headers["ETag"]) == (str(len(whole.data)), whole.headers["ETag"])


@pytest.mark.parametrize("form", ['"{}"', 'W/"{}"', '"other", "{}"', '"other", W/"{}"', "*", '"{}-gz"'])
def test_a_known_tag_in_any_form_answers_304_with_the_headers_that_belong_to_it(
    app: Flask, feed: tuple[Feed, str], form: str
) -> None:
    whole = fetch(app, feed[1])
    tag = whole.headers["ETag"].strip('"')
    answer = fetch(app, feed[1], If_None_Match=form.format(tag))
    assert (answer.status_code, answer.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary"):
        assert answer.headers[name] == whole.headers[name]
    assert "Content-Type" not in answer.headers
    assert "Content-Length" not in answer.headers


def test_another_tag_answers_200_even_beside_a_date_that_would_do(app: Flask, feed: tuple[Feed, str]) -> None:
    date = fetch(app, feed[1]).headers["Last-Modified"]
    assert fetch(app, feed[1], If_None_Match='"other"', If_Modified_Since=date).status_code == 200


def test_a_date_answers_304_only_when_it_is_not_older(app: Flask, feed: tuple[Feed, str], clock: StoppedClock) -> None:
    fetch(app, feed[1])
    clock.advance(seconds=1)
    date = fetch(app, feed[1]).headers["Last-Modified"]
    older = http_date(datetime(2027, 2, 1, tzinfo=UTC))
    answers = [fetch(app, feed[1], If_Modified_Since=d).status_code for d in (date, older, "yesterday", "")]
    assert answers == [304, 200, 200, 200]


def test_a_second_that_still_runs_is_not_promised_by_its_date(
    app: Flask, feed: tuple[Feed, str], clock: StoppedClock
) -> None:
    """Two changes in one second: whoever read between them and asks by date must hear of the second."""
    row = publish("2027-03-04T10:00", team_id=feed[0].person.team_id)
    change(row, clock.advance(seconds=2), title="First")
    between = fetch(app, feed[1]).headers["Last-Modified"]
    change(row, clock.now(), title="Second")
    clock.advance(seconds=1)
    answer = fetch(app, feed[1], If_Modified_Since=between)
    assert (answer.status_code, b"SUMMARY:Second" in answer.data) == (200, True)
    clock.advance(seconds=1)
    later = fetch(app, feed[1]).headers["Last-Modified"]
    assert fetch(app, feed[1], If_Modified_Since=later).status_code == 304


def test_who_asks_by_date_hears_of_an_event_that_left_the_feed(
    app: Flask, cast: Cast, feed: tuple[Feed, str], clock: StoppedClock
) -> None:
    """Nothing that is left in the feed changed: no date in it tells."""
    row = publish("2027-03-04T10:00", team_id=cast.billing.id)
    fetch(app, feed[1])
    clock.advance(minutes=5)
    date = fetch(app, feed[1]).headers["Last-Modified"]
    assert fetch(app, feed[1], If_Modified_Since=date).status_code == 304
    change(row, clock.advance(minutes=5), team_id=cast.night_care.id, site_id=cast.tampa.id)
    assert fetch(app, feed[1], If_Modified_Since=date).data.count(b"BEGIN:VEVENT") == 1


def test_who_asks_by_date_is_not_told_again_of_what_changed_elsewhere(
    app: Flask, cast: Cast, feed: tuple[Feed, str], clock: StoppedClock
) -> None:
    row = publish("2027-03-04T10:00", team_id=cast.night_care.id, site_id=cast.tampa.id)
    fetch(app, feed[1])
    clock.advance(minutes=5)
    date = fetch(app, feed[1]).headers["Last-Modified"]
    change(row, clock.now(), title="Another title")
    assert fetch(app, feed[1], If_Modified_Since=date).status_code == 304


def test_gzip_is_one_member_with_a_tag_of_its_own(app: Flask, feed: tuple[Feed, str]) -> None:
    plain, packed = fetch(app, feed[1]), fetch(app, feed[1], **GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] == plain.headers["ETag"][:-1] + '-gz"'
    unpacked = zlib.decompressobj(31)
    assert unpacked.decompress(packed.data) == plain.data
    assert (unpacked.eof, unpacked.unused_data) == (True, b"")
    assert gzip.decompress(packed.data) == plain.data


def test_a_refused_gzip_is_not_sent(app: Flask, feed: tuple[Feed, str]) -> None:
    assert "Content-Encoding" not in fetch(app, feed[1], **{"Accept-Encoding": "gzip;q=0"}).headers


def test_a_tag_of_gzip_is_known_too(app: Flask, feed: tuple[Feed, str]) -> None:
    tag = fetch(app, feed[1], **GZIP).headers["ETag"]
    answer = fetch(app, feed[1], If_None_Match=tag, **GZIP)
    assert (answer.status_code, answer.headers["ETag"]) == (304, tag)


@pytest.mark.parametrize("path", ["/feeds/unknown.ics", "/feeds/unknown/Billing.ics", f"/feeds/{'a' * 43}/B.ics"])
def test_an_unknown_token_answers_404_in_plain_text(app: Flask, path: str) -> None:
    answer = fetch(app, path)
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND", "PATCH"])
@pytest.mark.parametrize("header", [{}, {"If_Match": "nothing"}])
def test_writing_is_refused_with_what_is_allowed(
    app: Flask, feed: tuple[Feed, str], method: str, header: dict[str, str]
) -> None:
    answer = fetch(app, feed[1], method, **header)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert "Set-Cookie" not in answer.headers


def test_options_says_what_is_allowed(app: Flask, feed: tuple[Feed, str]) -> None:
    answer = fetch(app, feed[1], "OPTIONS")
    assert (answer.status_code, answer.headers["Allow"], answer.data) == (200, "GET, HEAD, OPTIONS", b"")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PROPFIND"])
def test_writing_to_no_feed_is_refused_alike(app: Flask, feed: tuple[Feed, str], method: str) -> None:
    """Or the refusal would tell which tokens there are."""
    known, unknown = fetch(app, feed[1], method), fetch(app, "/feeds/unknown/Billing.ics", method)
    assert (known.status_code, known.data, dict(known.headers)) == (
        unknown.status_code,
        unknown.data,
        dict(unknown.headers),
    )


def test_revoked_foreign_and_unknown_answer_alike(app: Flask, feed: tuple[Feed, str], clock: StoppedClock) -> None:
    unknown = fetch(app, "/feeds/unknown/Billing.ics")
    revoke(feed[0], now=clock.now(), by=None)
    revoked = fetch(app, feed[1])
    assert (revoked.status_code, revoked.data) == (unknown.status_code, unknown.data)
    assert dict(revoked.headers) == dict(unknown.headers)


def test_deactivating_the_person_ends_the_feed_at_the_next_fetch(
    app: Flask, cast: Cast, feed: tuple[Feed, str], clock: StoppedClock
) -> None:
    assert fetch(app, feed[1]).status_code == 200
    with writing():
        cast.tomas.deactivated_at = clock.now()
    assert fetch(app, feed[1]).status_code == 404


def test_leaving_the_team_ends_its_feed_at_the_next_fetch(app: Flask, cast: Cast, feed: tuple[Feed, str]) -> None:
    assert fetch(app, feed[1]).status_code == 200
    with writing():
        cast.tomas.team_id = cast.night_care.id
        cast.billing.lead_id = None
    assert fetch(app, feed[1]).status_code == 404


def test_a_rotated_feed_is_unknown_at_its_old_address(app: Flask, feed: tuple[Feed, str], clock: StoppedClock) -> None:
    token = rotate(feed[0], now=clock.now(), by=None)
    assert [fetch(app, feed[1]).status_code, fetch(app, address("", token, "B")).status_code] == [404, 200]


def test_a_withdrawn_feed_says_so_for_thirty_days_and_is_gone_then(
    app: Flask, feed: tuple[Feed, str], clock: StoppedClock
) -> None:
    before = fetch(app, feed[1])
    revoke(feed[0], now=clock.now(), by=None, empty=True)
    told = fetch(app, feed[1], If_None_Match=before.headers["ETag"])
    assert (told.status_code, told.data.count(b"BEGIN:VEVENT")) == (200, 1)
    assert b"\r\nSUMMARY:This feed was withdrawn\r\n" in told.data
    assert fetch(app, feed[1], If_None_Match=told.headers["ETag"]).status_code == 304
    clock.advance(days=30)
    gone = fetch(app, feed[1])
    assert (gone.status_code, gone.mimetype) == (410, "text/plain")


def test_trouble_is_503_with_a_time_to_come_again_and_never_a_part(
    app: Flask, feed: tuple[Feed, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr("planner.models.selections.held", broken)
    answer = fetch(app, feed[1])
    assert (answer.status_code, answer.mimetype, answer.headers["Retry-After"]) == (503, "text/plain", "120")
    assert b"VCALENDAR" not in answer.data


@pytest.mark.parametrize("where", ["token_hash", "opened", "not_modified", "whole_of", "conditions_of"])
def test_trouble_anywhere_is_503_and_may_not_be_kept(
    app: Flask, feed: tuple[Feed, str], monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr(f"planner.web.feed_door.{where}", None)
    answer = fetch(app, feed[1])
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "private, no-store")
    assert "ETag" not in answer.headers
    assert (answer.mimetype, b"VCALENDAR" in answer.data) == ("text/plain", False)


def test_a_database_that_is_gone_is_503(app: Flask, feed: tuple[Feed, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tickets, "_ask", lambda *_: db.session.connection().exec_driver_sql("nonsense"))
    assert fetch(app, feed[1]).status_code == 503


def test_a_change_reaches_the_next_fetch(app: Flask, feed: tuple[Feed, str], clock: StoppedClock) -> None:
    row = publish("2027-03-04T10:00", team_id=feed[0].person.team_id)
    before = fetch(app, feed[1])
    change(row, clock.advance(seconds=2), title="Another title")
    after = fetch(app, feed[1], If_None_Match=before.headers["ETag"])
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.headers["Last-Modified"] != before.headers["Last-Modified"]
    assert b"\r\nSUMMARY:Another title\r\n" in after.data


def test_a_change_elsewhere_leaves_the_tag_alone(
    app: Flask, cast: Cast, feed: tuple[Feed, str], clock: StoppedClock
) -> None:
    row = publish("2027-03-04T10:00", team_id=cast.night_care.id, site_id=cast.tampa.id)
    before = fetch(app, feed[1]).headers["ETag"]
    change(row, clock.advance(seconds=2), title="Another title")
    assert fetch(app, feed[1], If_None_Match=before).status_code == 304


def test_a_feed_of_another_process_has_the_same_tag_and_bytes(app: Flask, feed: tuple[Feed, str]) -> None:
    first = fetch(app, feed[1])
    app.extensions["planner_shelf"].__init__()
    second = fetch(app, feed[1])
    assert (first.headers["ETag"], first.data) == (second.headers["ETag"], second.data)


def test_an_unchanged_feed_costs_one_question_and_no_rendering(
    app: Flask, feed: tuple[Feed, str], questions: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = fetch(app, feed[1]).headers["ETag"]
    for place in ("planner.web.feed_door.opened", "planner.feeds.fragments.render", "planner.feeds.opening.head"):
        monkeypatch.setattr(place, None)
    asked: list[str] = []
    ticket_for = Tickets.ticket_for

    def counted(tickets: Tickets, token: str) -> Ticket | None:
        asked.append(token)
        return ticket_for(tickets, token)

    monkeypatch.setattr(Tickets, "ticket_for", counted)
    questions().clear()
    assert fetch(app, feed[1], If_None_Match=tag).status_code == 304
    assert (len(asked), questions()) == (1, [])


@pytest.mark.parametrize("events", [1, 3, 300])
def test_the_number_of_questions_does_not_grow_with_the_feed(
    app: Flask, cast: Cast, clock: StoppedClock, questions: Callable[[], list[str]], events: int
) -> None:
    with writing():
        for number in range(events):
            publish(f"2027-03-{1 + number % 28:02}T10:00", team_id=cast.billing.id, leader_id=cast.elif_.id)
    _, token = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    db.session.remove()
    questions().clear()
    answer = fetch(app, address("", token, "B"))
    assert answer.data.count(b"BEGIN:VEVENT") == events
    assert len(questions()) == 4


def test_guessing_tokens_is_slowed_down_and_real_ones_are_not(app: Flask, feed: tuple[Feed, str]) -> None:
    limiter.enabled = True
    try:
        answers = [fetch(app, f"/feeds/guess-{n}.ics").status_code for n in range(61)]
        assert (answers[59], answers[60], fetch(app, feed[1]).status_code) == (404, 429, 200)
    finally:
        limiter.enabled = False
        limiter.reset()


def test_robots_may_read_feeds(app: Flask) -> None:
    from urllib.robotparser import RobotFileParser

    parser = RobotFileParser()
    parser.parse(fetch(app, "/robots.txt").text.splitlines())
    assert parser.can_fetch("Googlebot", "https://planner.example/feeds/abc/Billing.ics")
    assert not parser.can_fetch("Googlebot", "https://planner.example/people")


def test_who_read_it_is_noted_at_most_once_in_five_minutes(
    app: Flask, feed: tuple[Feed, str], clock: StoppedClock
) -> None:
    log = app.extensions["planner_feed_log"]
    for _ in range(3):
        fetch(app, feed[1], User_Agent="Thunderbird/153")
    log.write()
    first = clock.moment
    fetch(app, feed[1], User_Agent="Evolution/3.46")
    clock.advance(minutes=5)
    fetch(app, feed[1], User_Agent="Thunderbird/153")
    log.write()
    db.session.expire_all()
    assert [(r.client, r.last_at, r.fetches) for r in feed[0].readers] == [
        ("Thunderbird/153", clock.moment, 2),
        ("Evolution/3.46", first, 1),
    ]
    assert (feed[0].last_client, feed[0].last_fetched_at) == ("Thunderbird/153", clock.moment)


def test_noting_a_reader_leaves_the_stamp_alone(app: Flask, feed: tuple[Feed, str]) -> None:
    from planner.models.stamps import CalendarStamp

    before = db.session.query(CalendarStamp).one().number
    fetch(app, feed[1])
    app.extensions["planner_feed_log"].write()
    db.session.expire_all()
    assert db.session.query(CalendarStamp).one().number == before


def test_the_base_url_stands_in_every_event(app: Flask, feed: tuple[Feed, str]) -> None:
    assert f"\r\nURL:{BASE_URL}/events/".encode() in fetch(app, feed[1]).data
