"""Leaving optional mail by one click (RFC 8058): what the mail says, what a click does signed out, and what is never optional."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from planner.domain.states import MessageState
from planner.models.base import db, writing
from planner.models.messages import OPTIONAL, Declined, Message, insert_new
from planner.models.people import Person
from planner.models.ticks import record_tick
from planner.reminders.answers import Act, Answer, answer_token
from planner.reminders.delivery import Sender
from planner.reminders.digests import digest_rows
from planner.reminders.letterhead import letterhead_of
from planner.reminders.rows import message_row
from planner.web.message_words import NAMES, OPTIONAL_WORDS
from tests.cast import Cast
from tests.conftest import NOW
from tests.domain.times import naive
from tests.reminders.scenes import cancel, make_visit, publish


def mails(app: Flask) -> list[EmailMessage]:
    Sender(letterhead_of(app.config), lambda: NOW).deliver()
    found = Path(app.config["PLANNER_DATA_DIR"], "outbox").glob("*.eml")
    return [message_from_bytes(path.read_bytes(), policy=default) for path in found]


def digest_to(person: Person) -> None:
    row = message_row(
        name="digest", about="person", about_id=person.id, step="digest-x", recipient_id=person.id, due_at=NOW,
        expires_at=NOW + timedelta(days=4), now=NOW, optional=True,
    )  # fmt: skip
    with writing():
        insert_new([row])


def link_of(mail: EmailMessage) -> str:
    """The path that a mail program posts to."""
    return urlsplit(str(mail["List-Unsubscribe"]).strip("<>")).path


@contextmanager
def guarded(app: Flask) -> Iterator[None]:
    """With the protection of forms switched on, as in life."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def test_one_click_leaves_it_without_signing_in(app: Flask, cast: Cast) -> None:
    make_visit(cast, start=naive(2027, 3, 3, 10))
    digest_to(cast.elif_)
    [mail] = mails(app)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with guarded(app):
        answer = app.test_client().post(link_of(mail), data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code in (200, 302)
    assert [(row.person_id, row.name) for row in db.session.query(Declined)] == [(cast.elif_.id, "digest")]


def test_opening_the_page_asks_and_changes_nothing(app: Flask, cast: Cast) -> None:
    make_visit(cast, start=naive(2027, 3, 3, 10))
    digest_to(cast.elif_)
    [mail] = mails(app)
    for method in ("GET", "HEAD"):
        assert app.test_client().open(link_of(mail), method=method).status_code == 200
    page = app.test_client().get(link_of(mail)).text
    assert ("Stop it" in page, "It is optional" in page, "what you owe" in page) == (True, True, True)
    assert db.session.query(Declined).count() == 0


def test_twice_is_once_and_the_way_back_is_one_button(app: Flask, cast: Cast) -> None:
    make_visit(cast, start=naive(2027, 3, 3, 10))
    digest_to(cast.elif_)
    [mail] = mails(app)
    client = app.test_client()
    for _ in range(2):
        client.post(link_of(mail), data={"List-Unsubscribe": "One-Click"})
    assert db.session.query(Declined).count() == 1
    client.post(link_of(mail), data={"undo": "1"})
    assert db.session.query(Declined).count() == 0


def test_what_is_about_a_change_cannot_be_left(app: Flask, cast: Cast) -> None:
    cancel(make_visit(cast, start=naive(2027, 3, 3, 10)), NOW)
    assert [mail["List-Unsubscribe"] for mail in mails(app)] == [None] * 3


def test_a_link_for_something_that_is_not_optional_is_refused(app: Flask, cast: Cast) -> None:
    token = answer_token(
        app.config["SECRET_KEY"], Answer(cast.elif_.id, "visit-owed", Act.unsubscribe), NOW + timedelta(days=1)
    )
    answer = app.test_client().post(f"/answer/{token}")
    assert (answer.status_code, db.session.query(Declined).count()) == (422, 0)


def test_what_was_left_is_not_sent(app: Flask, cast: Cast) -> None:
    make_visit(cast, start=naive(2027, 3, 3, 10))
    digest_to(cast.elif_)
    with writing():
        db.session.add(Declined(person_id=cast.elif_.id, name="digest"))
    assert (mails(app), db.session.query(Message).one().state) == ([], MessageState.cancelled)


@pytest.mark.parametrize("declined", [False, True])
def test_without_a_digest_what_waits_for_it_comes_all_the_same(app: Flask, cast: Cast, declined: bool) -> None:
    """Delayed, never dropped: only the digests that would hold nothing that waits stay away."""
    visit = make_visit(cast, start=naive(2027, 3, 16, 10))
    with writing():
        for person in (cast.elif_, cast.ravi) if declined else ():
            db.session.add(Declined(person_id=person.id, name="digest"))
    publish(visit.program, [(visit.event, "added", "New: a visit")], NOW - timedelta(hours=2))
    with writing():
        record_tick("digest America/New_York", NOW)
        db.session.query(Message).filter_by(recipient_id=cast.ravi.id).delete()
        rows = digest_rows(NOW)
    told = {row["recipient_id"]: row["optional"] for row in rows}
    assert (told[cast.elif_.id], cast.ravi.id in told) == (not declined, False)


def test_the_optional_messages_are_those_whose_words_are_told() -> None:
    assert (set(OPTIONAL_WORDS), OPTIONAL - NAMES.keys()) == (set(OPTIONAL), frozenset())


def test_every_message_that_is_made_optional_may_be_left() -> None:
    """A row that says it is optional carries a link, and the link must work."""
    rooms = Path(__file__).parents[2] / "planner"
    makers = [path for room in ("reminders", "actions") for path in (rooms / room).rglob("*.py")]
    named = [
        path.name for path in makers if "optional=True" in path.read_text() or "optional=person" in path.read_text()
    ]
    assert sorted(named) == ["digests.py", "feed_truth.py", "notices.py"]
