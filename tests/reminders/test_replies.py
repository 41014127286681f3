"""Answers read from mails: as Outlook, Google, Apple and Thunderbird write them, and as nobody should."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.invitations import Reply
from planner.reminders.replies import MOST_CALENDAR, ReplyUnreadable, read_reply
from tests.domain.times import utc
from tests.reminders.reply_samples import ATTENDEE, CALENDAR, NAMES, plain, sample

UID = "0b6f3a52-6a1c-4c43-9a53-5d0c2c7b1f10@planner.events"
OURS = "planner@example.org"
ELIF = "elif@example.org"

EXPECTED = {
    "outlook-com-accepts": Reply("REPLY", ELIF, ELIF, UID, "ACCEPTED", 2, utc(2027, 3, 1, 10, 5)),
    "outlook-declines": Reply(
        "REPLY", ELIF, ELIF, UID, "DECLINED", 2, utc(2027, 3, 1, 10, 6), OURS, "I am in Cork that week."
    ),
    "google-accepts": Reply("REPLY", ELIF, ELIF, UID, "ACCEPTED", 2, utc(2027, 3, 1, 10, 7), OURS),
    "apple-maybe": Reply("REPLY", ELIF, ELIF, UID, "TENTATIVE", 2, utc(2027, 3, 1, 10, 8), OURS),
    "thunderbird-accepts": Reply("REPLY", ELIF, ELIF, UID, "ACCEPTED", 2, utc(2027, 3, 1, 10, 9), OURS),
    "outlook-proposes": Reply(
        "COUNTER", ELIF, ELIF, UID, "TENTATIVE", 2, utc(2027, 3, 1, 10, 10), "", "Could we make it Thursday?",
        (utc(2027, 3, 11, 11), utc(2027, 3, 11, 11, 30)),
    ),
    "assistant-declines": Reply(
        "REPLY", "ravi@example.org", ELIF, UID, "DECLINED", 2, utc(2027, 3, 1, 10, 11), OURS
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_program_is_read_as_it_writes(name: str) -> None:
    assert read_reply(sample(name, UID, 2)) == EXPECTED[name]


def test_a_mail_without_a_calendar_is_no_answer() -> None:
    assert read_reply(b"From: elif@example.org\r\nSubject: Hello\r\n\r\nJust a word.\r\n") is None


def test_a_forwarded_answer_is_somebody_elses() -> None:
    inner = sample("google-accepts", UID)
    outer = b'From: tomas@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    outer += (
        b"--b\r\nContent-Type: text/plain\r\n\r\nFYI\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        + inner
        + b"\r\n--b--\r\n"
    )
    assert read_reply(outer) is None


@pytest.mark.parametrize(
    ("mail", "reason"),
    [
        (plain(UID, calendar="BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"), "Its calendar cannot be read"),
        (plain(UID, calendar="nonsense"), "Its calendar cannot be read"),
        (plain(UID, calendar=""), "Its calendar"),
        (plain(UID, calendar="BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"), "It holds 0 events"),
        (
            plain(UID, calendar=CALENDAR.replace("END:VEVENT", "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT")),
            "It holds 2",
        ),
        (plain(UID, method="REQUEST"), "The mail says REQUEST and its calendar REPLY."),
        (plain(UID, charset="klingon"), "Its calendar cannot be read"),
        (plain(UID, lines=ATTENDEE + "COMMENT:" + "x" * MOST_CALENDAR + "\r\n"), "far too large"),
    ],
)
def test_what_cannot_be_read_says_why(mail: bytes, reason: str) -> None:
    with pytest.raises(ReplyUnreadable, match=reason):
        read_reply(mail)


@pytest.mark.parametrize("sender", ["elif@example.org, eve@example.net", "elif@example.org\nFrom: eve@example.net", ""])
def test_who_has_two_senders_has_none(sender: str) -> None:
    reply = read_reply(plain(UID, sender=sender))
    assert reply is not None
    assert reply.sender == ""


@pytest.mark.parametrize(
    ("header", "spoofed"),
    [
        ("Authentication-Results: mx.example.org; spf=fail; dmarc=fail (p=reject) header.from=example.org\n", True),
        ("Authentication-Results: mx.example.org; dmarc=pass\nAuthentication-Results: evil; dmarc=fail\n", False),
        ("", False),
    ],
)
def test_what_the_mail_server_found_out_is_believed(header: str, spoofed: bool) -> None:
    reply = read_reply(plain(UID, more=header))
    assert reply is not None
    assert reply.spoofed is spoofed


@pytest.mark.parametrize(
    ("lines", "sequence"),
    [
        ("SEQUENCE:7\r\n", 7),
        ("", None),
        ("SEQUENCE:-1\r\n", None),
        ("SEQUENCE:99999999999999999999\r\n", None),
        ("SEQUENCE:ten\r\n", None),
    ],
)
def test_a_number_that_is_none_is_left_out(lines: str, sequence: int | None) -> None:
    reply = read_reply(plain(UID, ATTENDEE + lines))
    assert reply is not None
    assert reply.sequence == sequence


def test_of_several_attendees_the_sender_answers() -> None:
    lines = "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:tomas@example.org\r\n" + ATTENDEE
    reply = read_reply(plain(UID, lines))
    assert reply is not None
    assert (reply.attendee, reply.status) == (ELIF, "ACCEPTED")


def test_a_comment_is_cut_and_cleaned() -> None:
    reply = read_reply(plain(UID, ATTENDEE + "COMMENT:No\\n\u202ehidden\x07" + "x" * 2000 + "\r\n"))
    assert reply is not None
    assert len(reply.comment) == 500
    assert "\x07" not in reply.comment


@given(st.binary(max_size=400), st.integers(0, 1200))
def test_any_bytes_are_read_or_refused(noise: bytes, place: int) -> None:
    mail = sample("outlook-declines", UID)
    with suppress(ReplyUnreadable):
        found = read_reply(mail[:place] + noise + mail[place:])
        assert found is None or isinstance(found, Reply)
