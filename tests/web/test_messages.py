"""The delivery log and the outbox: who sees what, and what HR can do about it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.domain.states import MessageState
from planner.models.audit import AuditRow
from planner.models.base import db, writing
from planner.models.messages import Message, insert_new
from planner.models.people import Person
from planner.reminders.delivery import Sender
from planner.reminders.letterhead import letterhead_of
from planner.reminders.rows import message_row
from tests.cast import Cast
from tests.conftest import NOW

ClientOf = Callable[[Person | None], FlaskClient]


def message_to(person: Person, state: MessageState = MessageState.sent, name: str = "digest") -> Message:
    row = message_row(
        name=name, about="person", about_id=person.id, recipient_id=person.id, step="digest-x", due_at=NOW,
        expires_at=NOW + timedelta(days=1), now=NOW, state=state, last_words="550 no such user",
    )  # fmt: skip
    with writing():
        insert_new([row])
    return db.session.query(Message).filter_by(key=row["key"]).one()


def test_hr_reads_every_message_and_others_their_own(cast: Cast, client_of: ClientOf) -> None:
    mine, foreign = message_to(cast.tomas), message_to(cast.nils)
    answers = {
        person.name.split()[0]: [client_of(person).get(f"/messages/{m.id}").status_code for m in (mine, foreign)]
        for person in (cast.hana, cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera)
    }
    assert answers == {
        "Hana": [200, 200],
        "Tomas": [200, 404],
        "Elif": [404, 404],
        "Ravi": [404, 404],
        "Ana": [404, 404],
        "Vera": [403, 403],
    }


def test_the_log_lists_only_what_its_reader_may_open(cast: Cast, client_of: ClientOf) -> None:
    numbers = [message_to(person).id for person in (cast.tomas, cast.nils)]
    for person, expected in ((cast.hana, [True, True]), (cast.tomas, [True, False])):
        page = client_of(person).get(f"/messages?person={cast.nils.id}" if person is cast.tomas else "/messages").text
        assert [f'"/messages/{number}"' in page for number in numbers] == expected


@pytest.mark.parametrize("query", ["state=dead", "state=nonsense", "name=nonsense", "person=x", "page=999", "page=-1"])
def test_any_filter_answers(cast: Cast, client_of: ClientOf, query: str) -> None:
    message_to(cast.tomas, MessageState.dead)
    assert client_of(cast.hana).get(f"/messages?{query}").status_code == 200


def test_hr_sends_a_dead_message_again(cast: Cast, client_of: ClientOf) -> None:
    message = message_to(cast.tomas, MessageState.dead)
    client_of(cast.hana).post(f"/messages/{message.id}/again")
    db.session.expire_all()
    assert (message.state, message.next_try_at, message.attempts) == (MessageState.pending, NOW, 0)
    assert [row.act for row in db.session.query(AuditRow)] == ["send again"]


@pytest.mark.parametrize("state", [MessageState.sent, MessageState.pending, MessageState.cancelled])
def test_what_is_not_dead_is_not_sent_again(cast: Cast, client_of: ClientOf, state: MessageState) -> None:
    message = message_to(cast.tomas, state)
    client_of(cast.hana).post(f"/messages/{message.id}/again")
    db.session.expire_all()
    assert message.state is state


def test_only_hr_sends_again(cast: Cast, client_of: ClientOf) -> None:
    message = message_to(cast.tomas, MessageState.dead)
    assert client_of(cast.tomas).post(f"/messages/{message.id}/again").status_code == 403


def test_the_outbox_is_for_hr(cast: Cast, client_of: ClientOf) -> None:
    addresses = ("/outbox", f"/outbox/{'0' * 32}/looks")
    for person in (cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera):
        assert [client_of(person).get(address).status_code for address in addresses] == [403] * 2
    assert [client_of(cast.hana).get(address).status_code for address in addresses] == [200, 404]


def test_the_outbox_shows_a_mail_in_a_frame_of_its_own(cast: Cast, client_of: ClientOf, app: Flask) -> None:
    message_to(cast.tomas, MessageState.pending, "sign-in")
    Sender(letterhead_of(app.config), lambda: NOW).deliver()
    [path] = Path(app.config["PLANNER_DATA_DIR"], "outbox").glob("*.eml")
    client = client_of(cast.hana)
    assert f'href="/outbox/{path.stem}"' in client.get("/outbox").text
    looks = client.get(f"/outbox/{path.stem}/looks").headers
    assert "sandbox" in looks["Content-Security-Policy"]
    assert (looks["X-Frame-Options"], "script-src" in looks["Content-Security-Policy"]) == ("SAMEORIGIN", False)
    assert "frame-src 'self'" in client.get(f"/outbox/{path.stem}").headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["..%2fsecret-key", "secret-key", "a" * 31, "A" * 32, "0" * 32])
def test_an_address_of_the_outbox_is_never_a_path(cast: Cast, client_of: ClientOf, name: str) -> None:
    assert client_of(cast.hana).get(f"/outbox/{name}").status_code == 404


def test_a_sign_in_mail_holds_a_link_that_works_and_the_database_does_not(
    cast: Cast, client_of: ClientOf, app: Flask
) -> None:
    from planner.actions.sign_in_mails import mail_sign_in_link
    from planner.models.accounts import SignInLink
    from planner.reminders.outbox_files import newest

    mail_sign_in_link(cast.tomas, NOW)
    Sender(letterhead_of(app.config), lambda: NOW).deliver()
    [mail] = newest(Path(app.config["PLANNER_DATA_DIR"]) / "outbox")
    token = mail.text.partition("/sign-in/")[2].split()[0]
    rows = [str(vars(row)) for thing in (Message, SignInLink) for row in db.session.query(thing)]
    assert [row for row in rows if token in row] == []
    assert client_of(None).post(f"/sign-in/{token}").headers["Location"] == "/"
