"""The inbox: what came, what is new, what counts as read, and that nobody reads another's."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from planner.domain.states import MessageState
from planner.models.base import db, writing
from planner.models.inbox import unread_count
from planner.models.messages import Message, insert_new
from planner.models.people import Person
from planner.reminders.delivery import Sender
from planner.reminders.letterhead import letterhead_of
from planner.reminders.rows import message_row
from tests.cast import Cast
from tests.conftest import NOW
from tests.domain.times import naive
from tests.reminders.post import open_office, sender_at
from tests.reminders.scenes import cancel, make_visit

ClientOf = Callable[[Person | None], FlaskClient]


def came(
    person: Person,
    number: int = 1,
    changes: Mapping[str, object] = MappingProxyType({}),
    until: datetime = NOW + timedelta(days=1),
) -> Message:
    """A message that was sent."""
    row = message_row(
        name="event-coming", about="person", about_id=person.id, step=f"came-{number}", recipient_id=person.id,
        due_at=NOW, expires_at=until, now=NOW, state=MessageState.sent,
    )  # fmt: skip
    with writing():
        insert_new([row])
        message = db.session.query(Message).filter_by(key=row["key"]).one()
        message.sent_at, message.subject, message.text = (
            NOW,
            f"Subject {number}",
            f"Words {number}: https://planner.example.org/x",
        )
        for name, value in changes.items():
            setattr(message, name, value)
    return message


def test_what_came_is_listed_and_opens(cast: Cast, client_of: ClientOf) -> None:
    message, client = came(cast.tomas), client_of(cast.tomas)
    assert f'href="/inbox/{message.id}">Subject 1</a>' in client.get("/inbox").text
    page = client.get(f"/inbox/{message.id}").text
    assert ("Words 1" in page, 'href="https://planner.example.org/x"' in page) == (True, True)


def test_a_get_marks_nothing_as_read_and_the_post_of_the_page_does(cast: Cast, client_of: ClientOf) -> None:
    message, client = came(cast.tomas), client_of(cast.tomas)
    client.get(f"/inbox/{message.id}")
    db.session.expire_all()
    assert message.read_at is None
    client.post(f"/inbox/{message.id}/read")
    db.session.expire_all()
    assert message.read_at == NOW
    assert "data-post-when-open" not in client.get(f"/inbox/{message.id}").text


def test_all_at_once(cast: Cast, client_of: ClientOf) -> None:
    mine, foreign = [came(cast.tomas, number) for number in (1, 2)], came(cast.nils)
    client_of(cast.tomas).post("/inbox/read")
    db.session.expire_all()
    assert [message.read_at for message in [*mine, foreign]] == [NOW, NOW, None]


def test_the_page_head_counts_what_is_new_and_still_of_use(cast: Cast, client_of: ClientOf) -> None:
    came(cast.tomas, 1)
    came(cast.tomas, 2)
    came(cast.tomas, 3, {"read_at": NOW})
    came(cast.tomas, 4, until=NOW)
    came(cast.nils, 5)
    assert 'data-unread="2">2</span>' in client_of(cast.tomas).get("/").text
    assert "data-unread" not in client_of(cast.hana).get("/").text


@pytest.mark.parametrize(
    "hidden",
    [{"text": ""}, {"state": MessageState.pending}, {"state": MessageState.cancelled}, {"team_id": 1}],
    ids=["told in a digest", "waiting", "fallen away", "a post to a team"],
)
def test_what_did_not_come_is_not_there(cast: Cast, client_of: ClientOf, hidden: dict[str, object]) -> None:
    message = came(cast.tomas, 1, hidden)
    assert (unread_count(cast.tomas.id, NOW), client_of(cast.tomas).get(f"/inbox/{message.id}").status_code) == (0, 404)


def test_nobody_reads_another_inbox_not_even_hr(cast: Cast, client_of: ClientOf) -> None:
    message = came(cast.tomas)
    for person in (cast.hana, cast.nils, cast.elif_, cast.ravi, cast.ana, cast.vera):
        client = client_of(person)
        answers = [client.get(f"/inbox/{message.id}"), client.post(f"/inbox/{message.id}/read")]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert "Subject 1" not in client.get("/inbox").text
    assert [client_of(cast.mallory).get(address).status_code for address in ("/inbox", f"/inbox/{message.id}")] == [
        302,
        302,
    ]
    db.session.expire_all()
    assert message.read_at is None


def test_what_no_mail_server_would_take_is_read_in_the_inbox(
    cast: Cast, client_of: ClientOf, app: Flask, tmp_path: Path
) -> None:
    cancel(make_visit(cast, start=naive(2027, 3, 16, 10)), NOW)
    with open_office() as (office, url):
        office.answer_rcpt = lambda address: "550 no such user" if "tomas" in address else "250 ok"
        sender_at(NOW, url, tmp_path).deliver()
    client = client_of(cast.tomas)
    [number] = [row.id for row in db.session.query(Message).filter_by(recipient_id=cast.tomas.id)]
    page = client.get(f"/inbox/{number}").text
    assert ("550 no such user" in page, "Cancelled" in page) == (True, True)
    assert unread_count(cast.tomas.id, NOW) == 1


def test_a_sign_in_link_is_never_kept_in_an_inbox(cast: Cast, client_of: ClientOf, app: Flask) -> None:
    from planner.actions.sign_in_mails import mail_sign_in_link

    client_of(cast.tomas).post(f"/people/{cast.tomas.id}/messages", data={"channel": "inbox"})
    mail_sign_in_link(cast.tomas, NOW)
    Sender(letterhead_of(app.config), lambda: NOW).deliver()
    [message] = db.session.query(Message)
    assert (message.channel, message.state, message.text) == ("email", MessageState.sent, "")
    assert client_of(cast.tomas).get(f"/inbox/{message.id}").status_code == 404


def test_the_list_asks_as_much_for_many_as_for_one(cast: Cast, client_of: ClientOf) -> None:
    counts = []
    client = client_of(cast.tomas)
    for number in (1, 3, 25):
        for one in range(number):
            came(cast.tomas, number * 100 + one)
        asked: list[str] = []
        listener = lambda *given, into=asked: into.append(given[2])  # noqa: E731  # removed below by its name
        event.listen(db.engine, "before_cursor_execute", listener)
        client.get("/inbox")
        event.remove(db.engine, "before_cursor_execute", listener)
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts
