"""Every message in words: each stored whole in expected/, so that a change of words is seen in review.

`WRITE_EXPECTED=1 pytest tests/reminders/test_words.py` writes them anew; look at the difference before committing it.
"""

import os
import re
from pathlib import Path

import pytest

from planner.models.base import db, writing
from planner.models.events import PublishedEvent
from planner.reminders.envelope import HeaderRefused, Letter, Parts, calendar_of, write_mail
from planner.reminders.words import compose
from tests.cast import Cast
from tests.domain.times import utc
from tests.reminders.letters import EVERY, FRAGMENT, NOW, message_for, moment_of, things
from tests.reminders.post import as_read, letterhead

__all__ = ["things"]

EXPECTED = Path(__file__).parent / "expected"


def _shown(letter: Letter) -> str:
    """Headers and both parts, with what is random or signed left out."""
    mail = as_read(letter.mail)
    names = ("From", "To", "Subject", "Auto-Submitted", "List-Unsubscribe-Post")
    heads = [f"{name}: {mail[name]}" for name in names if mail[name]]
    heads += [f"Attachment: {part.get_filename()}" for part in mail.iter_attachments()]
    text = mail.get_body(("plain",))
    assert text is not None
    return "\n".join([*heads, "", str(text.get_content()), "----", letter.html.partition("<body>")[2]])


def _without_tokens(shown: str) -> str:
    shown = re.sub(r"/answer/[\w.=-]+", "/answer/…", shown)
    return re.sub(r"/sign-in/[\w-]+", "/sign-in/…", shown)


@pytest.mark.parametrize("name", EVERY)
def test_the_words_are_those_that_were_agreed(name: str, things: dict[str, int], cast: Cast, tmp_path: Path) -> None:
    moment = moment_of(name)
    letter = compose(message_for(name, things, cast, moment), letterhead("", tmp_path), moment)
    assert letter is not None
    shown = _without_tokens(_shown(letter))
    path = EXPECTED / f"{name}.txt"
    if os.environ.get("WRITE_EXPECTED"):
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")


def test_no_stored_mail_is_left_over() -> None:
    assert {path.stem for path in EXPECTED.glob("*.txt")} == set(EVERY)


def test_a_mail_about_an_event_carries_its_calendar_entry(things: dict[str, int], cast: Cast, tmp_path: Path) -> None:
    letter = compose(message_for("visit-brief", things, cast), letterhead("", tmp_path), NOW)
    assert letter is not None
    [part] = as_read(letter.mail).iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "event.ics")
    assert part.get_payload(decode=True) == calendar_of(FRAGMENT)


def test_the_same_row_always_has_the_same_message_id(things: dict[str, int], cast: Cast, tmp_path: Path) -> None:
    message = message_for("visit-brief", things, cast)
    letters = [compose(message, letterhead("", tmp_path), moment) for moment in (NOW, utc(2027, 3, 16))]
    assert len({letter.mail.message_id for letter in letters if letter}) == 1


def test_a_sign_in_link_is_not_kept(things: dict[str, int], cast: Cast, tmp_path: Path) -> None:
    letter = compose(message_for("sign-in", things, cast), letterhead("", tmp_path), NOW)
    assert letter is not None
    assert letter.text == ""


def test_every_link_begins_with_the_base_address(things: dict[str, int], cast: Cast, tmp_path: Path) -> None:
    for name in EVERY:
        letter = compose(message_for(name, things, cast), letterhead("", tmp_path), NOW)
        assert letter is not None
        links = re.findall(r'href="([^"]+)"', letter.html)
        assert [link for link in links if not link.startswith("https://planner.example.org/")] == []


def test_a_hostile_title_stays_text(things: dict[str, int], cast: Cast, tmp_path: Path) -> None:
    with writing():
        db.session.get_one(
            PublishedEvent, things["event"]
        ).title = 'A =?UTF-8?Q?=0A?=Bcc: x@y.example <a href="//evil">win</a> {{ 7*7 }}'
    letter = compose(message_for("event-coming", things, cast), letterhead("", tmp_path), NOW)
    assert letter is not None
    assert as_read(letter.mail)["Bcc"] is None
    assert "Bcc: x@y.example" in str(as_read(letter.mail)["Subject"])
    assert b"\nBcc:" not in letter.mail.raw
    assert ('<a href="//evil">' in letter.html, "{{ 7*7 }}" in letter.html) == (False, True)


@pytest.mark.parametrize("subject", ["A\r\nBcc: x@y.example", "A =?UTF-8?Q?=0A?=Bcc: x@y.example", "A" * 201, "A\x00"])
def test_a_header_that_could_become_another_is_refused(subject: str) -> None:
    with pytest.raises(HeaderRefused):
        write_mail(
            Parts(subject, "", "<p></p>"), sender="a@b.example", to="c@d.example", name="C", message_id="1@b", now=NOW
        )
