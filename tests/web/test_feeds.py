"""The subscribe page: what is offered, an address that is shown once, and feeds that nobody else may touch."""

import html
import logging
import re
from collections.abc import Callable, Iterator

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from planner.actions.feeds import make_feed
from planner.feeds.clients import CLIENTS, program_of, webcal
from planner.logs import TokensBlackened
from planner.models.base import db
from planner.models.feeds import Feed
from planner.models.people import Person
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.feeds.events import publish

ClientOf = Callable[[Person | None], FlaskClient]


@pytest.fixture
def count_questions(app: Flask) -> Iterator[Callable[[], int]]:
    """How many questions were asked of the database so far."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield lambda: len(asked)
    event.remove(db.engine, "before_cursor_execute", note)


def wishes(calendar: str, **others: str) -> dict[str, str]:
    return {"calendar": calendar, "level": "full", **others}


def revealed(page: str) -> str | None:
    found = re.search(r'id="feed-address"[^>]* value="([^"]+)"', page)
    return html.unescape(found[1]) if found else None


def test_a_lead_makes_a_feed_and_sees_its_address_once(cast: Cast, client_of: ClientOf) -> None:
    publish(team_id=cast.billing.id, title="Elif visits")
    client = client_of(cast.tomas)
    made = client.post("/feeds", data=wishes(f"team:{cast.billing.id}"))
    assert (made.status_code, made.headers["Location"]) == (302, "/feeds/1")
    first, second = client.get("/feeds/1"), client.get("/feeds/1")
    address = revealed(first.text)
    assert address is not None
    assert re.fullmatch(r"http://127\.0\.0\.1:5000/feeds/cswp_feed_[\w-]{43}/Billing\.ics", address)
    token = address.split("/")[4]
    assert revealed(second.text) is None
    assert token not in second.text + client.get("/feeds").text
    assert client_of(None).get(address).data.count(b"BEGIN:VEVENT") == 1


def test_each_program_gets_its_own_kind_of_link(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.tomas)
    client.post("/feeds", data=wishes(f"team:{cast.billing.id}"))
    page = html.unescape(client.get("/feeds/1").text)
    address = revealed(page) or ""
    bare = address.removeprefix("http://")
    quoted = bare.replace(":", "%3A").replace("/", "%2F")
    assert f'href="webcal://{bare}"' in page
    assert f'href="https://www.google.com/calendar/render?cid=webcal%3A%2F%2F{quoted}"' in page
    assert f'href="https://outlook.office.com/calendar/0/addfromweb?url=http%3A%2F%2F{quoted}&name=Planner"' in page
    assert 'src="data:image/svg+xml' in page
    assert [client.name for client in CLIENTS if client.name not in page] == []


def test_the_next_ten_events_are_shown_and_no_more(cast: Cast, client_of: ClientOf, clock: StoppedClock) -> None:
    for day in range(10, 22):
        publish(f"2027-03-{day}T10:00", team_id=cast.billing.id, title=f"Visit on the {day}th")
    publish("2027-03-09T10:00", team_id=cast.billing.id, title="Called off", cancelled=True)
    publish("2027-02-09T10:00", team_id=cast.billing.id, title="Long over")
    feed, _ = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    page = client_of(cast.tomas).get(f"/feeds/{feed.id}").text
    assert re.findall(r"Visit on the (\d+)th", page) == [str(day) for day in range(10, 20)]
    assert "Called off" not in page
    assert "Long over" not in page


@pytest.mark.parametrize(("level", "words"), [("full", (1, 1, 0)), ("titles", (1, 0, 0)), ("busy", (0, 0, 1))])
def test_what_is_shown_next_tells_no_more_than_the_feed(
    cast: Cast, client_of: ClientOf, clock: StoppedClock, level: str, words: tuple[int, int, int]
) -> None:
    publish("2027-03-10T10:00", team_id=cast.billing.id, title="Elif comes by", place="Floor 3")
    feed, _ = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None, level=level)
    page = client_of(cast.tomas).get(f"/feeds/{feed.id}").text
    shown = page[page.index('class="agenda feed-agenda"') :].partition("</ul>")[0]
    assert tuple(shown.count(word) for word in ("Elif comes by", "Floor 3", "Busy")) == words


@pytest.mark.parametrize(("most", "warned"), [(2, True), (3, False)])
def test_a_calendar_that_is_too_large_for_google_says_so(
    cast: Cast, client_of: ClientOf, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch, most: int, warned: bool
) -> None:
    monkeypatch.setattr("planner.web.feeds.MANY_EVENTS", most)
    for day in (10, 11, 12):
        publish(f"2027-03-{day}T10:00", team_id=cast.billing.id)
    feed, _ = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    page = client_of(cast.tomas).get(f"/feeds/{feed.id}").text
    assert ("Google Calendar may leave some out" in page) is warned


@pytest.mark.parametrize("calendar", ["team:999", "team", "", "nonsense:1", "leader:1"])
def test_what_is_not_offered_is_refused_beside_the_field(cast: Cast, client_of: ClientOf, calendar: str) -> None:
    answer = client_of(cast.tomas).post("/feeds", data=wishes(calendar))
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert db.session.query(Feed).count() == 0


def test_an_alarm_goes_only_with_ones_own_calendar(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.tomas)
    client.post("/feeds", data=wishes(f"person:{cast.tomas.id}", alarm_minutes="30"))
    client.post("/feeds", data=wishes(f"team:{cast.billing.id}", alarm_minutes="30"))
    assert [feed.alarm_minutes for feed in db.session.query(Feed).order_by(Feed.id)] == [30, None]


def test_rotating_shows_another_address_once_and_ends_the_old(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.tomas)
    client.post("/feeds", data=wishes(f"team:{cast.billing.id}"))
    old = revealed(client.get("/feeds/1").text) or ""
    client.post("/feeds/1/rotate")
    new = revealed(client.get("/feeds/1").text) or ""
    assert old != new
    assert [client_of(None).get(address).status_code for address in (old, new)] == [404, 200]


@pytest.mark.parametrize(("act", "status"), [("revoke", 404), ("withdraw", 200)])
def test_ending_a_feed(cast: Cast, client_of: ClientOf, act: str, status: int) -> None:
    client = client_of(cast.tomas)
    client.post("/feeds", data=wishes(f"team:{cast.billing.id}"))
    address = revealed(client.get("/feeds/1").text) or ""
    assert client.post(f"/feeds/1/{act}").headers["Location"] == "/feeds"
    assert client_of(None).get(address).status_code == status
    assert client.get("/feeds/1").status_code == 404


@pytest.mark.parametrize("name", ["hana", "nils", "ana", "vera", "elif_"])
@pytest.mark.parametrize("act", ["", "/rotate", "/revoke", "/withdraw"])
def test_nobody_touches_the_feed_of_somebody_else(
    cast: Cast, client_of: ClientOf, clock: StoppedClock, name: str, act: str
) -> None:
    feed, _ = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    before = feed.token_hash
    answer = client_of(getattr(cast, name)).open(f"/feeds/{feed.id}{act}", method="POST" if act else "GET")
    db.session.refresh(feed)
    assert (answer.status_code, feed.token_hash, feed.revoked_at) == (404, before, None)


@pytest.mark.parametrize("path", ["/feeds", "/feeds/1", "/events/1.ics"])
def test_strangers_are_asked_to_sign_in(app: Flask, cast: Cast, client_of: ClientOf, path: str) -> None:
    assert client_of(None).get(path).headers["Location"] == "/sign-in"


@pytest.mark.parametrize("name", ["hana", "tomas", "elif_", "ravi", "ana", "vera", "nils"])
def test_everybody_may_subscribe(cast: Cast, client_of: ClientOf, name: str) -> None:
    assert client_of(getattr(cast, name)).get("/feeds").status_code == 200


def test_a_feed_that_is_no_longer_open_says_so(cast: Cast, client_of: ClientOf, clock: StoppedClock) -> None:
    from planner.models.base import writing

    feed, _ = make_feed(cast.ana, "team", "billing", now=clock.now(), by=None)
    with writing():
        cast.ana.team_id = None
    page = client_of(cast.ana).get(f"/feeds/{feed.id}")
    assert (page.status_code, "not open to you any more" in page.text) == (200, True)


def test_who_reads_a_feed_is_shown(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.tomas)
    client.post("/feeds", data=wishes(f"team:{cast.billing.id}"))
    address = revealed(client.get("/feeds/1").text) or ""
    client_of(None).get(address, headers={"User-Agent": "Mozilla/5.0 Thunderbird/153.7.0"})
    app.extensions["planner_feed_log"].write()
    db.session.expire_all()
    assert "Thunderbird" in client.get("/feeds").text


def test_one_event_is_a_file_for_those_who_may_open_it(cast: Cast, client_of: ClientOf) -> None:
    row = publish(team_id=cast.billing.id, title="Tea")
    answer = client_of(cast.ana).get(f"/events/{row.event_id}.ics")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="planner-event-{row.event_id}.ics"'
    (found,) = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert (found["SUMMARY"], found["UID"]) == ("Tea", row.uid)


@pytest.mark.parametrize("name", ["hana", "tomas", "elif_", "ravi", "ana", "vera", "nils"])
def test_an_event_that_is_not_for_somebody_is_no_file_for_them(cast: Cast, client_of: ClientOf, name: str) -> None:
    row = publish(team_id=cast.billing.id)
    status = client_of(getattr(cast, name)).get(f"/events/{row.event_id}.ics").status_code
    assert status == (404 if name == "nils" else 200)


def test_an_event_that_is_not_there_is_no_file(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.hana).get("/events/999.ics").status_code == 404


@pytest.mark.parametrize("events", [1, 3, 30])
def test_the_page_of_a_feed_asks_no_more_for_more_events(
    cast: Cast, client_of: ClientOf, clock: StoppedClock, count_questions: Callable[[], int], events: int
) -> None:
    for number in range(events):
        publish(f"2027-04-{1 + number % 28:02}T10:00", team_id=cast.billing.id)
    feed, _ = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    client = client_of(cast.tomas)
    feed_id = feed.id
    db.session.remove()
    before = count_questions()
    client.get(f"/feeds/{feed_id}")
    assert count_questions() - before <= 15


def test_tokens_are_black_in_access_logs() -> None:
    record = logging.LogRecord(
        "werkzeug", 20, "", 0, '%s - "GET /feeds/%s/Billing.ics" %s', ("::1", "A" * 43, 200), None
    )
    TokensBlackened().filter(record)
    assert record.getMessage() == '::1 - "GET /feeds/…/Billing.ics" 200'


@pytest.mark.parametrize("name", ["werkzeug", "granian.access"])
def test_both_servers_logs_are_blackened(app: Flask, name: str) -> None:
    assert any(isinstance(kept, TokensBlackened) for kept in logging.getLogger(name).filters)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Google-Calendar-Importer", "Google Calendar"),
        ("iOS/18.1 (22B83) dataaccessd/1.0", "Apple Calendar on a phone"),
        ("macOS/15.1 (24B83) CalendarAgent/1", "Apple Calendar on a Mac"),
        ("Mozilla/5.0 (X11; rv:153.0) Thunderbird/153.7", "Thunderbird"),
        ("Evolution/3.46.4", "Evolution"),
        ("SomethingNew/1.0 (x)", "SomethingNew"),
        ("", "a program without a name"),
    ],
)
def test_programs_are_called_by_their_name(agent: str, name: str) -> None:
    assert program_of(agent) == name


def test_webcal_is_the_same_address() -> None:
    assert webcal("https://planner.example/feeds/a/B.ics") == "webcal://planner.example/feeds/a/B.ics"


def test_a_filtered_view_is_subscribed_to_from_the_calendar(cast: Cast, client_of: ClientOf) -> None:
    row = publish("2027-03-10T10:00", team_id=cast.billing.id, title="Elif comes by")
    publish("2027-03-11T10:00", team_id=cast.night_care.id, title="Elsewhere")
    client = client_of(cast.hana)
    whole = client.get(f"/programs/{row.program_id}/agenda").text
    narrowed = client.get(f"/programs/{row.program_id}/agenda?team={cast.billing.id}").text
    ref = f"view:{row.program_id};team={cast.billing.id}"
    assert ("Subscribe to this view" in whole, f'value="{ref}"' in html.unescape(narrowed)) == (False, True)
    made = client.post("/feeds", data=wishes(ref))
    address = revealed(client.get(made.headers["Location"]).text) or ""
    answer = client_of(None).get(address)
    assert re.findall(r"SUMMARY:(.*)\r", answer.text) == ["Elif comes by"]
