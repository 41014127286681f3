"""The mail itself: whatever stands in a name, an address or a subject, the mail has the headers it should have and no other."""

from email import message_from_bytes
from email.policy import SMTP, compat32, default
from email.utils import getaddresses

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.domain.text import clean, header_text
from planner.reminders.envelope import HeaderRefused, Parts, write_mail
from planner.reminders.mime import Mail
from tests.conftest import NOW
from tests.reminders.post import as_read

HEADERS = [
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress"),
    *("MIME-Version", "Content-Type"),
]
ODD = st.text(st.sampled_from(list("aÜ=?_:@<>\"'(),;\r\n\0\t QB0A\u2028\u202e\x1b")), max_size=60) | st.text(
    max_size=60
)


def mail_with(subject: str = "Hello", name: str = "Elif", to: str = "elif@example.org") -> Mail:
    parts = Parts(subject, "Words.\n", "<p>Words.</p>")
    return write_mail(parts, sender="Planner <p@example.org>", to=to, name=name, message_id="x@example.org", now=NOW)


def headers_on_the_wire(mail: Mail) -> list[list[str]]:
    """As three parsers read them: the modern one, the old one, and the one that Python's own smtplib sends with."""
    return [sorted(message_from_bytes(mail.raw, policy=policy).keys()) for policy in (default, compat32, SMTP)]


@pytest.mark.parametrize(
    "text",
    [
        "A =?UTF-8?Q?=0A?=Bcc: x@y",
        "A =?utf-8?b?CkJjYzogeEB5?=",
        "=?=0A?=",
        *(
            "A\r\nBcc: x@y",
            "A\nBcc: x@y",
            "A\rBcc: x@y",
            "A\0",
            "A\x1b[31m",
            "A\u2028Bcc: x@y",
            "A\x85Bcc: x@y",
            "A\x7f",
        ),
    ],
)
def test_what_could_become_another_header_is_refused_in_each_of_them(text: str) -> None:
    for given_ in ({"subject": text}, {"name": text}, {"to": f"{text}@example.org"}, {"to": f"x@{text}"}):
        with pytest.raises(HeaderRefused):
            mail_with(**given_)


@given(ODD, ODD)
@example("A =?UTF-8?Q?=0A?=Bcc: x@y", "Elif")
@example("Elif", "A =?UTF-8?Q?=0A?=Bcc: x@y")
@example("=?", "?=")
@example("Ü" * 60, "Ü, B <x@y>")
def test_no_text_adds_a_header(subject: str, name: str) -> None:
    try:
        mail = mail_with(subject, name)
    except HeaderRefused:
        return
    assert headers_on_the_wire(mail) == [sorted(HEADERS)] * 3


@given(ODD)
@example("A =?UTF-8?Q?=0A?=Bcc: x@y")
@example("Ü, B <x@y>")
def test_a_name_that_was_made_safe_is_always_taken_and_adds_no_recipient(name: str) -> None:
    mail = mail_with(header_text(name), header_text(name))
    read = message_from_bytes(mail.raw, policy=default)
    assert [address for _, address in getaddresses([str(read["To"])])] == ["elif@example.org"]
    assert headers_on_the_wire(mail) == [sorted(HEADERS)] * 3


def test_a_mail_says_that_nobody_wrote_it() -> None:
    mail = as_read(mail_with())
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-generated", "All")


def test_optional_mail_carries_the_header_of_one_click() -> None:
    """On one line and as it is: Python's own folding would code a long address, and no mail program would find it."""
    address = f"https://planner.example.org/answer/{'aB3-_.' * 40}"
    parts = Parts("Hello", "x", "<p>x</p>", unsubscribe=address)
    mail = write_mail(parts, sender="p@example.org", to="elif@example.org", name="", message_id="x@y", now=NOW)
    lines = mail.raw.decode().split("\r\n")
    assert [line for line in lines if line.startswith("List-")] == [
        f"List-Unsubscribe: <{address}>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    ]


def test_a_long_subject_begins_on_its_own_line() -> None:
    subject = "Your visit to Billing, Tue 16 Mar, 10:00: whom to see and whom to thank"
    assert f"\r\nSubject: {subject}\r\n".encode() in mail_with(subject).raw


@given(st.text(max_size=400).map(clean), st.binary(max_size=300))
@example(".\n..\n--=_\n.", b"BEGIN:VCALENDAR\r\n.\r\nEND:VCALENDAR\r\n")
@example("Ü" * 200, b"x")
def test_what_is_read_is_what_was_written(text: str, calendar: bytes) -> None:
    parts = Parts("Hello", f"{text}\n", "<p>Words.</p>", calendar)
    mail = write_mail(parts, sender="p@example.org", to="elif@example.org", name="", message_id="x@y", now=NOW)
    read = as_read(mail)
    body = read.get_body(("plain",))
    assert body is not None
    assert (body.get_content(), read.defects) == (f"{text}\n", [])
    assert [part.get_payload(decode=True) for part in read.iter_attachments()] == ([calendar] if calendar else [])


@given(ODD, ODD)
def test_every_line_ends_as_mail_servers_expect_and_is_short_enough(subject: str, name: str) -> None:
    raw = mail_with(header_text(subject)[:200], header_text(name)).raw
    assert raw.replace(b"\r\n", b"").count(b"\n") == raw.replace(b"\r\n", b"").count(b"\r") == 0
    assert max(map(len, raw.split(b"\r\n"))) < 998


@pytest.mark.parametrize(
    "name", ["Elif Kaya", "O'Neill-Smith", "Kaya, Elif", "Elif Käya", 'Elif "E" Kaya', "Dr. Kaya", "", "=? x ?="]
)
def test_a_name_reads_as_it_was_written_and_the_envelope_has_the_bare_address(name: str) -> None:
    mail = mail_with(name=header_text(name))
    [to] = as_read(mail)["To"].addresses
    assert (to.display_name, to.addr_spec, mail.to) == (header_text(name), "elif@example.org", "elif@example.org")
