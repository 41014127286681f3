"""By which way messages come: who may choose it for whom, what is kept, what is tested, and what may be left."""

from collections.abc import Callable, Iterator
from typing import cast as typed

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.models.audit import AuditRow
from planner.models.base import db, writing
from planner.models.messages import Declined, Message, insert_new
from planner.models.people import Person
from planner.models.ways import TeamChat, Way
from planner.net import Net
from planner.reminders import letterhead
from planner.reminders.rows import message_row
from tests.cast import Cast
from tests.conftest import NOW
from tests.reminders.chat_server import ChatServer, chat_server, said

ClientOf = Callable[[Person | None], FlaskClient]
HOOK = "https://chat.example.net/services-of-ours?key=secret"


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    """Every chat address leads here."""
    with chat_server() as server:
        monkeypatch.setattr(letterhead, "Net", lambda **_: server.net())
        yield server


def ways() -> list[tuple[int, str, str]]:
    return [(way.person_id, way.channel, way.label) for way in db.session.query(Way)]


def queue(person: Person, name: str, channel: str = "email") -> Message:
    row = message_row(
        name=name, about="person", about_id=person.id, step=f"{name}-x", recipient_id=person.id, due_at=NOW,
        expires_at=NOW, now=NOW, channel=channel,
    )  # fmt: skip
    with writing():
        insert_new([row])
    return db.session.query(Message).filter_by(key=row["key"]).one()


def test_somebody_chooses_a_chat_and_the_address_is_not_shown_again(cast: Cast, client_of: ClientOf) -> None:
    client, here = client_of(cast.tomas), f"/people/{cast.tomas.id}/messages"
    assert client.post(here, data={"channel": "chat", "address": HOOK}).status_code == 302
    assert ways() == [(cast.tomas.id, "chat", "A webhook at chat.example.net")]
    page = client.get(here).text
    assert ("A webhook at chat.example.net" in page, "secret" in page) == (True, False)
    assert [(row.act, "secret" in row.sentence) for row in db.session.query(AuditRow)] == [("choose way", False)]


def test_what_waits_takes_the_new_way_and_what_comes_later_as_well(cast: Cast, client_of: ClientOf) -> None:
    waiting = [
        queue(cast.tomas, name, channel)
        for name, channel in (("year-published", "email"), ("event-new", "digest"), ("sign-in", "email"))
    ]
    client_of(cast.tomas).post(f"/people/{cast.tomas.id}/messages", data={"channel": "inbox"})
    db.session.expire_all()
    waiting += [queue(cast.tomas, "digest"), queue(cast.tomas, "invitation"), queue(cast.nils, "digest")]
    assert [row.channel for row in waiting] == ["inbox", "digest", "email", "inbox", "email", "email"]


def test_back_to_mail_forgets_the_address(cast: Cast, client_of: ClientOf) -> None:
    client, here = client_of(cast.tomas), f"/people/{cast.tomas.id}/messages"
    client.post(here, data={"channel": "chat", "address": HOOK})
    client.post(here, data={"channel": "email"})
    assert [(way.channel, way.address, way.label) for way in db.session.query(Way)] == [("email", "", "")]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"channel": "pigeon"}, "Choose one of the ways."),
        ({"channel": "chat"}, "Copy the address as a whole"),
        ({"channel": "chat", "address": "file:///etc/passwd"}, "This is not an address that Planner can send to."),
    ],
)
def test_what_makes_no_sense_changes_nothing_and_stays_in_the_field(
    cast: Cast, client_of: ClientOf, given: dict[str, str], sentence: str
) -> None:
    answer = client_of(cast.tomas).post(f"/people/{cast.tomas.id}/messages", data=given)
    assert (answer.status_code, sentence in answer.text, ways()) == (422, True, [])
    assert given.get("address", "") in answer.text


def test_hr_chooses_for_anybody_and_nobody_else_does(cast: Cast, client_of: ClientOf) -> None:
    here = f"/people/{cast.elif_.id}/messages"
    posts = [(here, {"channel": "inbox"}), (f"{here}/optional", {"name": "digest"}), (f"{here}/test", {})]
    for person in (cast.tomas, cast.ravi, cast.ana, cast.vera):
        client = client_of(person)
        assert client.get(here).status_code == 404
        assert [client.post(address, data=given).status_code for address, given in posts] == [404] * 3
    assert client_of(cast.mallory).get(here).status_code == 302
    assert ways() == []
    assert client_of(cast.hana).post(here, data={"channel": "inbox"}).status_code == 302
    assert ways() == [(cast.elif_.id, "inbox", "")]


@pytest.mark.parametrize("role", ["hana", "tomas", "elif_", "ravi", "ana", "vera"])
def test_everybody_chooses_their_own(cast: Cast, client_of: ClientOf, role: str) -> None:
    person = typed(Person, getattr(cast, role))
    assert client_of(person).post(f"/people/{person.id}/messages", data={"channel": "inbox"}).status_code == 302
    assert ways() == [(person.id, "inbox", "")]


def test_a_test_goes_to_the_chat_at_once(cast: Cast, client_of: ClientOf, chat: ChatServer) -> None:
    client, here = client_of(cast.tomas), f"/people/{cast.tomas.id}/messages"
    client.post(here, data={"channel": "chat", "address": HOOK})
    client.post(f"{here}/test")
    assert [("messages for Tomas Byrne come here" in post.text, post.path) for post in chat.posts] == [
        (True, "/services-of-ours?key=secret")
    ]
    assert "took the test" in client.get(here).text


def test_a_test_that_fails_says_what_the_other_side_said(cast: Cast, client_of: ClientOf, chat: ChatServer) -> None:
    client, here = client_of(cast.tomas), f"/people/{cast.tomas.id}/messages"
    client.post(here, data={"channel": "chat", "address": HOOK})
    chat.answer = said(404, b"no_team")
    client.post(f"{here}/test")
    assert "It did not arrive. chat.example.net answers 404: no_team" in client.get(here).text


def test_there_is_nothing_to_test_without_an_address(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.tomas).post(f"/people/{cast.tomas.id}/messages/test").status_code == 404


def test_optional_messages_are_left_and_taken_again_on_the_page(cast: Cast, client_of: ClientOf) -> None:
    client, here = client_of(cast.tomas), f"/people/{cast.tomas.id}/messages"
    for wanted, expected in (("no", ["digest"]), ("no", ["digest"]), ("yes", [])):
        client.post(f"{here}/optional", data={"name": "digest", "wanted": wanted})
        assert [row.name for row in db.session.query(Declined)] == expected
    assert [row.act for row in db.session.query(AuditRow)] == ["unsubscribe", "subscribe"]


def test_what_somebody_owes_is_not_optional(cast: Cast, client_of: ClientOf) -> None:
    client, here = client_of(cast.tomas), f"/people/{cast.tomas.id}/messages"
    client.post(f"{here}/optional", data={"name": "visit-owed", "wanted": "no"})
    assert db.session.query(Declined).count() == 0
    assert "This message is not optional" in client.get(here).text


def test_the_chat_of_a_team_is_set_by_its_lead_and_hr(cast: Cast, client_of: ClientOf) -> None:
    here = f"/teams/{cast.billing.id}/chat"
    for person in (cast.nils, cast.elif_, cast.ravi, cast.ana, cast.vera):
        client = client_of(person)
        answers = [client.get(here), client.post(here, data={"address": HOOK}), client.post(f"{here}/test")]
        assert [answer.status_code for answer in answers] == [404 if person is cast.nils else 403] * 3
    for person in (cast.tomas, cast.hana):
        assert client_of(person).post(here, data={"address": HOOK}).status_code == 302
        assert [chat.label for chat in db.session.query(TeamChat)] == ["A webhook at chat.example.net"]
        assert "secret" not in client_of(person).get(here).text
        client_of(person).post(here, data={"drop": "1"})
        assert db.session.query(TeamChat).count() == 0
    acts = [row.act for row in db.session.query(AuditRow)]
    assert acts == ["choose team chat", "drop team chat"] * 2


def test_an_address_of_a_team_that_is_none_stays_in_the_field(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.tomas).post(f"/teams/{cast.billing.id}/chat", data={"address": "syslog://x"})
    assert (answer.status_code, 'value="syslog://x"' in answer.text) == (422, True)


def test_the_chat_of_a_team_is_tested(cast: Cast, client_of: ClientOf, chat: ChatServer) -> None:
    client, here = client_of(cast.tomas), f"/teams/{cast.billing.id}/chat"
    client.post(here, data={"address": HOOK})
    client.post(f"{here}/test")
    assert ["messages for Billing come here" in post.text for post in chat.posts] == [True]


def test_a_setting_names_machines_inside_the_network(app: Flask) -> None:
    app.config["PLANNER_INSIDE_HOSTS"] = frozenset({"ntfy.example.org"})
    assert letterhead.letterhead_of(app.config).net == Net(inside=frozenset({"ntfy.example.org"}))


@pytest.mark.parametrize(("named", "arrived", "words"), [(True, 1, "took the test"), (False, 0, "is inside a network")])
def test_a_machine_inside_is_written_to_only_when_the_settings_name_it(
    cast: Cast, client_of: ClientOf, app: Flask, named: bool, arrived: int, words: str
) -> None:
    """The whole way, with no stand-in: the real net, a real connection."""
    app.config["PLANNER_INSIDE_HOSTS"] = frozenset({"127.0.0.1"} if named else ())
    client, here = client_of(cast.tomas), f"/people/{cast.tomas.id}/messages"
    with chat_server() as server:
        client.post(here, data={"channel": "chat", "address": f"json://127.0.0.1:{server.port}/hook"})
        client.post(f"{here}/test")
    assert (len(server.posts), words in client.get(here).text) == (arrived, True)
