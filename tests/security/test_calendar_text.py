"""I1 to I7: whatever people type stays inside the property it was typed into, in every calendar that leaves the house."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from planner.actions.events import EventFacts, NewPlace, add_event, edit_event
from planner.actions.feeds import address, render_again
from planner.actions.publish import publish as publish_program
from planner.cli.checks import all_findings
from planner.domain.invitations import Answer
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.feeds.calendars import Title, head, join
from planner.feeds.fragments import render, rendered
from planner.feeds.lint import faults
from planner.feeds.withdrawn import withdrawn_calendar
from planner.models.base import db, writing
from planner.models.events import PublishedEvent
from planner.models.invitations import Invitation
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.sites import Site
from planner.models.teams import Team
from planner.reminders.envelope import calendar_of
from planner.reminders.imip import cancellation, refusal, request
from planner.web.feed_answers import _file_name
from tests.calendars import TUESDAY, Put, make_program
from tests.cast import Cast
from tests.conftest import NOW
from tests.domain.times import utc
from tests.feeds.events import BASE_URL, MADE, publish, unsaved
from tests.security.feeds import subscribe
from tests.security.payloads import CALENDAR

ClientOf = Callable[[Person | None], FlaskClient]

EVENT_FIELDS: dict[str, Callable[[str], dict[str, Any]]] = {
    "title": lambda text: {"title": text},
    "description": lambda text: {"description": text},
    "place": lambda text: {"place": text},
    "link": lambda text: {"link": text},
    "site": lambda text: {"site": Site(name=text)},
    "team": lambda text: {"team": Team(name=text)},
    "leader": lambda text: {"leader": Person(name=text)},
    "policy": lambda text: {"policy": Policy(name=text)},
}
TITLE = Title("Billing (Planner)", "What one team takes part in.", "Europe/Dublin")


def invitation(text: str) -> Invitation:
    return Invitation(
        event_id=7, uid="7@events.planner", address="elif@example.org", sequence=1, title=text, starts_at=utc(2027, 3, 9, 10),
        ends_at=utc(2027, 3, 9, 11), zone="Europe/Dublin", all_day=False, answer=Answer.waiting, person=Person(name=text),
    )  # fmt: skip


def calendars(text: str) -> Iterator[tuple[str, bytes]]:
    """The text in every place of every calendar that we write."""
    for name, columns in EVENT_FIELDS.items():
        event = render(unsaved(**columns(text)), BASE_URL)
        yield f"{name} in a feed", join(head(TITLE, MADE), [event])
        yield f"{name} in a mail", calendar_of(event)
    yield "name of a calendar", join(head(Title(text, TITLE.sentence, "UTC"), MADE), [])
    yield "sentence of a calendar", join(head(Title(TITLE.name, text, "UTC"), MADE), [])
    yield "name of a withdrawn one", withdrawn_calendar(text, NOW).plain
    asked = invitation(text)
    event_row = unsaved(title=text)
    event_row.fragment = render(event_row, BASE_URL)
    yield "invitation", request(asked, event_row, "Planner <planner@example.org>", NOW)
    yield "cancellation", cancellation(asked, "planner@example.org", NOW)
    yield "counter", refusal(asked, "planner@example.org", NOW)


LINE_END = re.compile(rb"\r\n|\r|\n")


@pytest.mark.parametrize("text", CALENDAR)
def test_i1_and_i3_and_i6_no_text_writes_a_line_of_its_own(text: str) -> None:
    for where, written in calendars(text):
        lines = LINE_END.split(written.replace(b"\r\n ", b""))
        names = [re.split(rb"[:;]", line)[0] for line in lines]
        assert [name for name in names if name.startswith(b"X-EVIL") or not re.fullmatch(rb"[A-Z-]*", name)] == [], (
            where
        )
        assert (names.count(b"BEGIN"), names.count(b"END")) in {(1, 1), (2, 2), (3, 3)}, where
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2\x85|\xe2\x80[\xa8\xa9]", written), where


@pytest.mark.parametrize(
    "name", ['Ana "Nan" Lopez', "A;B", "A:B", "A,B", "A^nB", "A\rB", "A\r\nB", "A\\B", "Ägnes O’Neil"]
)
def test_i6_a_name_is_read_back_whole_from_its_parameter(name: str) -> None:
    event = unsaved()
    event.fragment = render(event, BASE_URL)
    written = request(invitation(name), event, "planner@example.org", NOW)
    [attendee] = [part["ATTENDEE"] for part in Calendar.from_ical(written).walk("VEVENT")]
    assert attendee.params["CN"] == " ".join(name.split())
    assert str(attendee) == "mailto:elif@example.org"


@pytest.mark.parametrize("text", ["T\nX-EVIL:1", "T\rX-EVIL:1", "T\r\nX-EVIL:1"])
def test_i2_a_line_end_in_a_name_keeps_no_feed_from_its_readers(app: Flask, cast: Cast, text: str) -> None:
    """Written past every form: a name that was refused nowhere must not break what thousands read."""
    event = publish("2027-03-10T10:00", team_id=cast.billing.id, title="Elif comes by")
    with writing():
        cast.billing.name = text
        event.title = text
    render_again(now=NOW, base_url=BASE_URL)
    answer = subscribe(app, cast.tomas).get()
    assert (answer.status_code, b"\r\nX-EVIL" in answer.data, faults(answer.data)) == (200, False, [])


POISON = {
    "empty": b"",
    "no event": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "cut off": b"BEGIN:VEVENT\r\nUID:1@x\r\nSUMM",
    "noise": bytes(range(256)),
    "without a name": b"BEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\n",
}


@pytest.mark.parametrize("poison", POISON)
@pytest.mark.parametrize("level", ["full", "titles", "busy", "alarm"])
def test_i2_one_poisoned_event_of_many_is_left_out_alone(
    app: Flask, cast: Cast, caplog: pytest.LogCaptureFixture, poison: str, level: str
) -> None:
    rows = [publish(f"2027-03-{day:02}T10:00", team_id=cast.billing.id, title=f"Day {day}") for day in range(2, 27)]
    with writing():
        rows[7].fragment = POISON[poison]
    if level == "alarm":
        from planner.actions.feeds import make_feed

        _, token = make_feed(cast.tomas, "person", str(cast.tomas.id), now=NOW, by=cast.tomas, alarm_minutes=10)
        answer = app.test_client().get(f"/feeds/{token}.ics")
    else:
        answer = subscribe(app, cast.tomas, level=level).get()
    assert (answer.status_code, answer.data.count(b"BEGIN:VEVENT"), faults(answer.data)) == (200, 24, [])
    assert [f"Event {rows[7].event_id} is left out" in record.getMessage() for record in caplog.records] == [True]


def test_i2_what_cannot_be_written_is_published_without_its_text_and_told_to_who_runs_the_server(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Put(make_program(cast), cast.hana)
    bad = put.visit(TUESDAY, cast.billing, cast.elif_, title="Bad")
    put.visit(TUESDAY + timedelta(days=1), cast.billing, cast.elif_, title="Good")

    def broken(event: PublishedEvent, base_url: str) -> bytes:
        if event.title == "Bad":
            raise AssertionError("a library's own word")
        return render(event, base_url)

    monkeypatch.setattr("planner.feeds.fragments.render", broken)
    publish_program(put.program.id, by=cast.hana, now=NOW)
    answer = subscribe(app, cast.tomas).get()
    assert (answer.status_code, b"SUMMARY:Good" in answer.data, b"SUMMARY:Bad" in answer.data) == (200, True, False)
    told = [one.sentence for one in all_findings(NOW) if "missing from all feeds" in one.sentence]
    assert [f"(numbers {bad.id})" in sentence for sentence in told] == [True]
    monkeypatch.undo()
    render_again(now=NOW, base_url=BASE_URL)
    assert b"SUMMARY:Bad" in subscribe(app, cast.ana).get().data
    assert [one for one in all_findings(NOW) if "missing from all feeds" in one.sentence] == []


ANYTHING = st.text(st.characters(codec=None), max_size=120) | st.text(
    st.sampled_from("\r\n\t\x00\x07\x0b\x0c\\;:,\"'^n\u0085\u2028\u2029\ufeff\ud83dé🎉= "), max_size=60
)


@settings(deadline=None, max_examples=60)
@given(text=ANYTHING)
def test_i4_whatever_is_typed_every_octet_is_one_that_calendars_take(text: str) -> None:
    event = unsaved(title=text, description=text, place=text, leader=Person(name=text), team=Team(name=text))
    written = join(head(Title(text or "x", text, "UTC"), MADE), [rendered(event, BASE_URL)])
    assert [fault for fault in faults(written) if "NAME" not in fault] == []
    assert max(map(len, written.split(b"\r\n"))) <= 75
    [read] = Calendar.from_ical(written).walk("VEVENT")
    assert str(read["SUMMARY"]).strip() != ""


LINKS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "mailto:a@b.c\r\nBcc:d@e.f", "//evil.example",
    "https://x.example/\r\nATTACH:https://evil.example", "https://x.example/\nX-EVIL:1", "https://x.example/a b", "file:///etc/passwd",
    "https://x.example/\u202egpj.exe", " https://x.example", "https://x.example/\x0b",
)  # fmt: skip


@pytest.mark.parametrize("link", LINKS)
def test_i5_a_link_that_leads_elsewhere_than_to_the_web_is_refused_with_a_sentence(cast: Cast, link: str) -> None:
    put = Put(make_program(cast), cast.hana)
    event = put.visit(TUESDAY, cast.billing, cast.elif_)
    facts = EventFacts(title="Tea", wall_start=TUESDAY, minutes=30, link=link, leader=cast.elif_)
    for act in (
        lambda: edit_event(event, facts, event.revision, by=cast.hana, now=NOW),
        lambda: add_event(_place(put, cast), facts, by=cast.hana, now=NOW),
    ):
        with pytest.raises(Refused) as told:
            act()
        assert (told.value.field, told.value.sentence[:6]) == ("link", "A link")


def _place(put: Put, cast: Cast) -> NewPlace:
    return NewPlace(put.program, EventKind.recognition, cast.billing)


def test_i5_the_form_says_so_beside_the_field(cast: Cast, client_of: ClientOf) -> None:
    put = Put(make_program(cast), cast.hana)
    event = put.visit(TUESDAY, cast.billing, cast.elif_)
    typed = {
        "title": "Tea",
        "day": "2027-03-09",
        "clock": "10:00",
        "minutes": "30",
        "leader": "0",
        "revision": str(event.revision),
    }
    answer = client_of(cast.hana).post(f"/events/{event.id}/edit", data={**typed, "link": "javascript:alert(1)"})
    assert (answer.status_code, "A link begins with https://" in answer.text, db.session.get_one(type(event), event.id).link) == (
        422, True, "",
    )  # fmt: skip


ADDRESSES = (
    "a@b.example\r\nBcc:c@d.example",
    "a@b.example>\r\nRCPT TO:<c@d.example",
    "a b@c.example",
    "javascript:alert(1)",
    "a@b",
    "@",
    "a\x00@b.example",
)


@pytest.mark.parametrize("typed", ADDRESSES)
def test_i5_an_address_of_mail_that_is_none_is_refused_beside_its_field(
    cast: Cast, client_of: ClientOf, typed: str
) -> None:
    answer = client_of(cast.hana).post(
        "/people/new", data={"name": "Zoe", "email": typed, "role": "agent", "site": str(cast.dublin.id)}
    )
    assert answer.status_code == (400 if "\x00" in typed else 422)
    assert db.session.query(Person).filter_by(name="Zoe").count() == 0


NAMES = (
    'a"; filename=b.exe',
    "a\r\nX-Evil: 1",
    "a\u202egpj.exe",
    "n" * 500,
    "../../etc/passwd",
    "東京",
    "",
    "..",
    "a;b",
    "a%0d%0ab",
    "\x00",
)


def _storable(name: str) -> str:
    """What a name is at its worst in the database: PostgreSQL takes neither NUL nor more letters than the column has."""
    return name.replace("\0", "")[:120] if db.engine.dialect.name == "postgresql" else name


@pytest.mark.parametrize("name", NAMES)
def test_i7_a_file_has_one_plain_name(app: Flask, cast: Cast, client_of: ClientOf, name: str) -> None:
    publish("2027-03-10T10:00", team_id=cast.billing.id, program="Year")
    from planner.models.programs import Program

    program = db.session.query(Program).one()
    with writing():
        program.name = cast.billing.name = _storable(name)
    disposed = [
        subscribe(app, cast.tomas).get().headers["Content-Disposition"],
        client_of(cast.hana).get(f"/programs/{program.id}/calendar.ics").headers["Content-Disposition"],
        f'inline; filename="{_file_name(name)}.ics"',
    ]
    for header in disposed:
        assert re.fullmatch(r'(inline|attachment); filename="[A-Za-z0-9-]{1,120}\.ics"', header), header
    assert re.fullmatch(r"https://p\.example/feeds/t/[A-Za-z0-9-]+\.ics", address("https://p.example", "t", name))
