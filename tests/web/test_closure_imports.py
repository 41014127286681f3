"""Blackouts from another calendar: handed in or fetched, looked at, ticked, and kept."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from planner.actions import closure_imports
from planner.domain.refusals import Refused
from planner.feeds.closed_days import Stretch, closed_days
from planner.models.base import db
from planner.models.people import Person
from planner.models.sites import Closure
from tests.cast import Cast
from tests.feeds.test_busy import calendar, lines
from tests.outside_server import outside_server, whole

ClientOf = Callable[[Person | None], FlaskClient]
HOLIDAYS = calendar(
    lines("DTSTART;VALUE=DATE:20270405", "DTEND;VALUE=DATE:20270410", "SUMMARY:Easter break\\, spring"),
    lines("DTSTART;VALUE=DATE:20270601", "SUMMARY:Stocktaking", "RRULE:FREQ=MONTHLY;COUNT=2"),
    lines("DTSTART:20270309T100000Z", "DTEND:20270309T110000Z", "SUMMARY:A meeting"),
    lines("DTSTART;VALUE=DATE:20270501", "SUMMARY:Off again", "STATUS:CANCELLED"),
)


def hand_in(client: FlaskClient, site_id: int, body: bytes = HOLIDAYS, **fields: str) -> tuple[int, str]:
    """Status, and where the preview is or what the page says."""
    data: dict[str, object] = {"file": (io.BytesIO(body), "school.ics"), **fields}
    answer = client.post(f"/sites/{site_id}/blackouts", data=data, content_type="multipart/form-data")
    return answer.status_code, answer.headers.get("Location", answer.text)


def kept() -> list[tuple[date, date, str, int | None]]:
    rows = db.session.query(Closure).order_by(Closure.starts_on)
    return [(row.starts_on, row.ends_on, row.reason, row.site_id) for row in rows]


def test_whole_days_are_offered_and_the_rest_is_counted() -> None:
    found = closed_days(HOLIDAYS, date(2027, 3, 1), date(2028, 2, 1))
    assert found.stretches == (
        Stretch(date(2027, 4, 5), date(2027, 4, 9), "Easter break, spring"),
        Stretch(date(2027, 6, 1), date(2027, 6, 1), "Stocktaking"),
        Stretch(date(2027, 7, 1), date(2027, 7, 1), "Stocktaking"),
    )
    assert (found.with_hours, found.cut) == (1, False)


@pytest.mark.parametrize(
    ("title", "kept_as"),
    [("", "Closed"), ("\u202eevil", "Closed"), ("a" * 500, "a" * 120), ("=?utf-8?q?x?=", "Closed")],
)
def test_an_odd_title_is_made_plain(title: str, kept_as: str) -> None:
    body = calendar(lines("DTSTART;VALUE=DATE:20270405", f"SUMMARY:{title}"))
    assert [one.title for one in closed_days(body, date(2027, 3, 1), date(2028, 2, 1)).stretches] == [kept_as]


def test_only_what_is_ticked_is_brought_in_and_once(cast: Cast, client_of: ClientOf) -> None:
    hana = client_of(cast.hana)
    status, where = hand_in(hana, cast.dublin.id)
    assert status == 302
    page = hana.get(where).text
    assert [words in page for words in ("Easter break, spring", "1 entry has hours", "Off again")] == [
        True,
        True,
        False,
    ]
    assert kept() == []
    hana.post(where, data={"chosen": ["0", "2"], "where": "site"})
    assert kept() == [
        (date(2027, 4, 5), date(2027, 4, 9), "Easter break, spring", cast.dublin.id),
        (date(2027, 7, 1), date(2027, 7, 1), "Stocktaking", cast.dublin.id),
    ]
    _, again = hand_in(hana, cast.dublin.id)
    assert hana.get(again).text.count("known already") == 2
    hana.post(again, data={"chosen": ["0", "1", "2"], "where": "all"})
    assert [row[3] for row in kept()] == [cast.dublin.id, None, cast.dublin.id]
    assert hana.get(again).status_code == 302


@pytest.mark.parametrize(
    ("body", "sentence"), [(b"<html>", "a web page"), (b"", "Choose a file"), (b"BEGIN:VCALENDAR\r\n", "breaks off")]
)
def test_what_is_no_calendar_is_refused_with_a_sentence(
    cast: Cast, client_of: ClientOf, body: bytes, sentence: str
) -> None:
    status, page = hand_in(client_of(cast.hana), cast.dublin.id, body)
    assert (status, sentence in page) == (422, True)


def test_an_address_inside_the_network_is_refused(cast: Cast, client_of: ClientOf) -> None:
    with outside_server(whole(HOLIDAYS)) as site:
        status, page = hand_in(client_of(cast.hana), cast.dublin.id, b"", address=site.address(host="localhost"))
        assert (status, "is inside a network" in page, site.asked) == (422, True, [])


def test_an_address_is_fetched(cast: Cast) -> None:
    with outside_server(whole(HOLIDAYS)) as site:
        assert closure_imports.fetch_calendar(site.address(), site.net()) == HOLIDAYS
        site.answer = whole(b"", 404)
        with pytest.raises(Refused, match="answers 404"):
            closure_imports.fetch_calendar(site.address(), site.net())


def test_only_hr_brings_in(cast: Cast, client_of: ClientOf) -> None:
    _, where = hand_in(client_of(cast.hana), cast.dublin.id)
    for person in (cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera):
        client = client_of(person)
        assert hand_in(client, cast.dublin.id)[0] == 403
        assert [client.get(where).status_code, client.post(where).status_code] == [403, 403]


def test_somebody_elses_upload_is_not_there(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.hana).get(f"/sites/{cast.dublin.id}/blackouts/nothing").status_code == 302
    assert client_of(cast.hana).get("/sites/99/blackouts").status_code == 404
