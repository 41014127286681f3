"""Invitations by mail: who is invited, what changes make of it, and the mails whole, as calendar programs read them.

`WRITE_EXPECTED=1 pytest tests/reminders/test_invitations.py` writes the stored mails anew; look at the difference before committing it.
"""

import os
import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from typing import cast as cast_type

import pytest
from icalendar import Calendar

from planner.actions.commitments import delegate, excuse
from planner.actions.events import cancel_event
from planner.actions.invitations import choose_invitations, settle_proposal
from planner.actions.leaders import LeaderFacts, save_leader
from planner.actions.moves import move
from planner.actions.people import deactivate
from planner.actions.publish import publish_only
from planner.domain.invitations import Answer
from planner.domain.states import LeaderLevel, MessageState
from planner.models.base import db, writing
from planner.models.events import Event
from planner.models.invitations import Invitation
from planner.models.messages import Message
from planner.reminders.invitations import invite
from planner.reminders.letterhead import Letterhead
from planner.reminders.words import compose
from tests.calendars import TUESDAY, Put, make_program, visit_owed
from tests.cast import Cast
from tests.conftest import NOW
from tests.reminders.post import PostOffice, as_read, letterhead, open_office, sender_at
from tests.scenes import scene

EXPECTED = Path(__file__).parent / "expected_invitations"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
@scene
def visit(cast: Cast) -> Event:
    """Elif is to visit Billing; it is published, and she wants invitations."""
    put = Put(make_program(cast), cast.hana)
    event = put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    choose_invitations(cast.elif_, True, by=cast.elif_, now=NOW)
    return event


def make_leader(cast: Cast) -> None:
    """Tomas may make visits as well."""
    facts = LeaderFacts(LeaderLevel.manager, cast.dublin, visits_least=0, visits_owed=1, visits_most=4)
    save_leader(cast.tomas, facts, by=cast.hana, now=NOW)


def told() -> list[tuple[str, str, int, str]]:
    """Every invitation message: name, recipient, the sequence that it carries, its state."""
    rows = db.session.query(Message).filter_by(about="invitation").order_by(Message.id)
    return [(row.name, row.recipient.name.split()[0], row.time_version, row.state.value) for row in rows]


def deliver(now: datetime, folder: Path) -> PostOffice:
    """Looks and sends, as the worker does."""
    invite(now)
    with open_office() as (office, url):
        sender_at(now, url, folder).deliver()
    return office


def part_of(office: PostOffice) -> tuple[str, Any]:
    """The method of the first invitation among the mails, and the calendar inside."""
    return opened(invitations_in(office)[0])


def opened(mail: EmailMessage) -> tuple[str, Any]:
    """A mail's method and calendar; icalendar types a property as any of thirty."""
    part = list(mail.iter_parts())[-1]
    return str(part.get_param("method")), Calendar.from_ical(cast_type(bytes, part.get_payload(decode=True)))


def invitations_in(office: PostOffice) -> list[EmailMessage]:
    mails = [mail for mail in office.mails if list(mail.iter_parts())[-1].get_content_type() == "text/calendar"]
    return [mail for mail in mails if list(mail.iter_parts())[-1].get_param("method")]


def only() -> Invitation:
    return db.session.query(Invitation).one()


def propose(start: datetime) -> None:
    """Elif proposed another time from her calendar."""
    with writing():
        only().proposed_start, only().proposed_end = start, start + timedelta(minutes=30)


def call_off(event: Event, cast: Cast, now: datetime) -> None:
    """HR cancels and publishes."""
    cancel_event(event, by=cast.hana, now=now)
    publish_only(event, cast.hana, "Off.", now)


def test_whoever_chose_invitations_is_invited_once(visit: Event, cast: Cast) -> None:
    assert [invite(NOW), invite(NOW), invite(LATER)] == [0, 0, 0]
    assert told() == [("invitation", "Elif", 0, "pending")]


def test_nobody_else_is_invited(cast: Cast) -> None:
    put = Put(make_program(cast), cast.hana)
    put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    choose_invitations(cast.tomas, True, by=cast.tomas, now=NOW)
    assert told() == []


def test_what_is_far_away_is_invited_to_when_it_comes_nearer(cast: Cast) -> None:
    put = Put(make_program(cast), cast.hana)
    put.visit(datetime(2027, 9, 7, 10), cast.billing, cast.elif_)  # noqa: DTZ001  # a wall time
    put.publish()
    choose_invitations(cast.elif_, True, by=cast.elif_, now=NOW)
    assert told() == []
    assert invite(NOW + timedelta(days=100)) == 1


def test_a_mail_asks_in_the_form_that_calendars_answer(visit: Event, cast: Cast, tmp_path: Path) -> None:
    office = deliver(NOW, tmp_path)
    [mail] = office.mails
    method, calendar = part_of(office)
    [entry] = calendar.walk("VEVENT")
    assert (mail.get_content_type(), [part.get_content_type() for part in mail.iter_parts()]) == (
        "multipart/alternative",
        ["text/plain", "text/html", "text/calendar"],
    )
    assert (method, str(calendar["METHOD"])) == ("REQUEST", "REQUEST")
    assert (str(entry["ORGANIZER"]), str(mail["From"])) == (
        "mailto:planner@example.org",
        "Planner <planner@example.org>",
    )
    assert (str(entry["ATTENDEE"]), entry["ATTENDEE"].params["RSVP"], entry["ATTENDEE"].params["PARTSTAT"]) == (
        "mailto:elif@example.org",
        "TRUE",
        "NEEDS-ACTION",
    )
    assert (str(entry["UID"]), entry["SEQUENCE"], str(entry["STATUS"])) == (visit.uid, 0, "CONFIRMED")
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (visit.starts_at, visit.ends_at)
    assert [name for name in ("RRULE", "X-WR-CALNAME") if name in entry or name in calendar] == []


def test_no_answer_is_asked_for_where_nobody_would_read_it(visit: Event, cast: Cast, tmp_path: Path) -> None:
    head = Letterhead(**{**vars(letterhead("", tmp_path)), "reads_answers": False})
    letter = compose(db.session.query(Message).filter_by(about="invitation").one(), head, NOW)
    assert letter is not None
    assert "Answers from a calendar are not read here" in letter.text
    [entry] = opened(as_read(letter.mail))[1].walk("VEVENT")
    assert entry["ATTENDEE"].params["RSVP"] == "FALSE"


def test_a_move_is_told_with_a_higher_number_and_asks_again(visit: Event, cast: Cast, tmp_path: Path) -> None:
    deliver(NOW, tmp_path)
    with writing():
        only().answer = Answer.accepted
    move(visit, TUESDAY + timedelta(days=1), cast.elif_, NOW)
    office = deliver(LATER, tmp_path)
    _, calendar = part_of(office)
    [entry] = calendar.walk("VEVENT")
    assert [row[:3] for row in told()] == [("invitation", "Elif", 0), ("invitation-update", "Elif", 1)]
    assert (entry["SEQUENCE"], entry["DTSTART"].dt, entry["ATTENDEE"].params["PARTSTAT"]) == (
        1,
        visit.starts_at,
        "NEEDS-ACTION",
    )
    assert only().answer is Answer.waiting


def test_another_title_keeps_the_answer(visit: Event, cast: Cast, tmp_path: Path) -> None:
    deliver(NOW, tmp_path)
    with writing():
        only().answer = Answer.accepted
        db.session.get_one(Event, visit.id).title = "Tea with Billing"
    publish_only(visit, cast.hana, "Another title.", NOW)
    office = deliver(LATER, tmp_path)
    [entry] = part_of(office)[1].walk("VEVENT")
    assert (str(entry["SUMMARY"]), entry["ATTENDEE"].params["PARTSTAT"]) == ("Tea with Billing", "ACCEPTED")
    assert only().answer is Answer.accepted


def test_a_cancelled_event_is_taken_back(visit: Event, cast: Cast, tmp_path: Path) -> None:
    deliver(NOW, tmp_path)
    call_off(visit, cast, LATER)
    office = deliver(LATER, tmp_path)
    method, calendar = part_of(office)
    [entry] = calendar.walk("VEVENT")
    assert (method, str(calendar["METHOD"]), str(entry["STATUS"])) == ("CANCEL", "CANCEL", "CANCELLED")
    assert (str(entry["UID"]), entry["SEQUENCE"]) == (visit.uid, 1)
    assert (only().live, invite(LATER)) == (False, 0)


def test_what_was_never_sent_is_not_taken_back(visit: Event, cast: Cast, tmp_path: Path) -> None:
    call_off(visit, cast, LATER)
    assert invitations_in(deliver(LATER, tmp_path)) == []
    assert told() == [("invitation", "Elif", 0, "superseded")]


def test_nothing_stale_goes_once_a_cancellation_is_committed(visit: Event, cast: Cast, tmp_path: Path) -> None:
    call_off(visit, cast, NOW)
    with open_office() as (office, url):
        sender_at(NOW, url, tmp_path).deliver()
    assert invitations_in(office) == []
    assert told() == [("invitation", "Elif", 0, "pending")]


def test_a_restored_event_is_asked_for_anew(visit: Event, cast: Cast, tmp_path: Path) -> None:
    from planner.actions.events import restore_event

    deliver(NOW, tmp_path)
    call_off(visit, cast, NOW)
    deliver(NOW, tmp_path)
    restore_event(visit, by=cast.hana, now=LATER)
    publish_only(visit, cast.hana, "On again.", LATER)
    office = deliver(LATER, tmp_path)
    method, calendar = part_of(office)
    assert (method, calendar.walk("VEVENT")[0]["SEQUENCE"]) == ("REQUEST", 2)


def test_another_leader_is_invited_and_the_old_one_told_off(visit: Event, cast: Cast, tmp_path: Path) -> None:
    make_leader(cast)
    choose_invitations(cast.tomas, True, by=cast.tomas, now=NOW)
    deliver(NOW, tmp_path)
    delegate(visit_owed(visit), cast.tomas, cast.hana, LATER)
    office = deliver(LATER, tmp_path)
    mails = {str(mail["To"]).split()[0]: opened(mail) for mail in invitations_in(office)}
    assert {name: method for name, (method, _) in mails.items()} == {"Elif": "CANCEL", "Tomas": "REQUEST"}
    entries = {name: calendar.walk("VEVENT")[0] for name, (_, calendar) in mails.items()}
    assert {name: (str(entry["UID"]), str(entry["ATTENDEE"])) for name, entry in entries.items()} == {
        "Elif": (visit.uid, "mailto:elif@example.org"),
        "Tomas": (visit.uid, "mailto:tomas@example.org"),
    }


def test_whoever_goes_back_to_a_feed_is_told_off(visit: Event, cast: Cast, tmp_path: Path) -> None:
    deliver(NOW, tmp_path)
    choose_invitations(cast.elif_, False, by=cast.elif_, now=LATER)
    office = deliver(LATER, tmp_path)
    assert [part_of(office)[0]] == ["CANCEL"]


def test_the_notice_of_a_change_is_left_to_the_invitation(visit: Event, cast: Cast, tmp_path: Path) -> None:
    deliver(NOW, tmp_path)
    move(visit, TUESDAY + timedelta(days=1), cast.elif_, LATER)
    office = deliver(LATER, tmp_path)
    to_elif = [str(mail["Subject"]) for mail in office.mails if str(mail["To"]).startswith("Elif")]
    assert to_elif == ["Changed invitation: Floor visit to Billing, Wed 10 Mar, 10:00"]
    assert sorted(str(mail["To"]).split()[0] for mail in office.mails) == ["Elif", "Ravi", "Tomas"]


def test_somebody_who_left_gets_nothing_more(visit: Event, cast: Cast, tmp_path: Path) -> None:
    deliver(NOW, tmp_path)
    deactivate(cast.elif_, by=cast.hana, now=LATER)
    assert deliver(LATER, tmp_path).mails == []


def test_an_excused_visit_is_not_asked_for_again(visit: Event, cast: Cast, tmp_path: Path) -> None:
    deliver(NOW, tmp_path)
    excuse(visit_owed(visit), "On leave", cast.elif_, NOW)
    assert invite(LATER) == 0


def test_an_event_that_is_over_is_left_alone(visit: Event, cast: Cast, tmp_path: Path) -> None:
    deliver(NOW, tmp_path)
    after = visit.ends_at + timedelta(hours=1)
    choose_invitations(cast.elif_, False, by=cast.elif_, now=after)
    assert invite(after) == 0
    assert [row[3] for row in told()] == [MessageState.sent]


def test_a_new_address_is_invited(visit: Event, cast: Cast, tmp_path: Path) -> None:
    deliver(NOW, tmp_path)
    with writing():
        cast.elif_.email = "kaya@example.org"
    office = deliver(LATER, tmp_path)
    [entry] = part_of(office)[1].walk("VEVENT")
    assert (str(entry["ATTENDEE"]), str(office.mails[0]["To"])) == (
        "mailto:kaya@example.org",
        "Elif Kaya <kaya@example.org>",
    )


def test_a_second_copy_is_the_same_mail(visit: Event, cast: Cast, tmp_path: Path) -> None:
    message = db.session.query(Message).filter_by(about="invitation").one()
    letters = [compose(message, letterhead("", tmp_path), moment) for moment in (NOW, LATER)]
    bodies = [list(as_read(letter.mail).iter_parts())[-1].get_payload(decode=True) for letter in letters if letter]
    assert bodies[0] == bodies[1]
    assert len({letter.mail.message_id for letter in letters if letter}) == 1


def _opened(mail: EmailMessage) -> str:
    """Headers, the text and the calendar, with what is random or signed left out."""
    text, _, calendar = mail.iter_parts()
    heads = [f"{name}: {mail[name]}" for name in ("From", "To", "Subject")]
    heads += [part["Content-Type"] for part in (text, calendar)]
    shown = "\n".join([*heads, "", text.get_content(), cast_type(bytes, calendar.get_payload(decode=True)).decode()])
    shown = re.sub(r"/answer/[\w.=-]+", "/answer/…", shown.replace("\r\n", "\n"))
    return re.sub(r"UID:[\w-]+@", "UID:…@", shown)


@pytest.mark.parametrize("name", ["invitation", "invitation-update", "invitation-cancel", "invitation-stays"])
def test_the_mails_are_those_that_were_agreed(name: str, visit: Event, cast: Cast, tmp_path: Path) -> None:
    office = deliver(NOW, tmp_path)
    if name == "invitation-update":
        move(visit, TUESDAY + timedelta(days=1), cast.elif_, LATER)
        office = deliver(LATER, tmp_path)
    if name == "invitation-cancel":
        call_off(visit, cast, LATER)
        office = deliver(LATER, tmp_path)
    if name == "invitation-stays":
        propose(visit.starts_at + timedelta(days=2))
        settle_proposal(only(), by=cast.hana, now=LATER)
        office = deliver(LATER, tmp_path)
    [mail] = invitations_in(office)
    path, shown = EXPECTED / f"{name}.txt", _opened(mail)
    if os.environ.get("WRITE_EXPECTED"):
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")


def test_who_proposed_a_time_that_was_put_aside_is_told_that_it_stays(visit: Event, cast: Cast, tmp_path: Path) -> None:
    deliver(NOW, tmp_path)
    propose(visit.starts_at + timedelta(days=2))
    settle_proposal(only(), by=cast.hana, now=LATER)
    method, calendar = part_of(deliver(LATER, tmp_path))
    [entry] = calendar.walk("VEVENT")
    assert (method, str(calendar["METHOD"])) == ("DECLINECOUNTER", "DECLINECOUNTER")
    assert (str(entry["UID"]), entry["SEQUENCE"], entry["DTSTART"].dt) == (visit.uid, 0, visit.starts_at)
    assert only().sequence == 0


def test_each_time_that_was_proposed_is_answered_once(visit: Event, cast: Cast, tmp_path: Path) -> None:
    deliver(NOW, tmp_path)
    for days in (2, 3, 3):
        propose(visit.starts_at + timedelta(days=days))
        settle_proposal(only(), by=cast.hana, now=LATER)
    assert [row[0] for row in told()] == ["invitation", "invitation-stays", "invitation-stays"]


def test_a_proposal_that_was_taken_is_answered_by_the_update_alone(visit: Event, cast: Cast, tmp_path: Path) -> None:
    """If the proposal was put aside as well, the newer mail speaks."""
    deliver(NOW, tmp_path)
    propose(visit.starts_at + timedelta(days=2))
    settle_proposal(only(), by=cast.hana, now=LATER)
    move(visit, TUESDAY + timedelta(days=2), cast.elif_, LATER)
    office = deliver(LATER, tmp_path)
    assert [opened(mail)[0] for mail in invitations_in(office)] == ["REQUEST"]
    assert told()[1:] == [("invitation-stays", "Elif", 0, "superseded"), ("invitation-update", "Elif", 1, "sent")]
