"""Where Planner reaches out: to the open internet only, signed, and never so that a slow receiver holds up the mail. O1 to O3."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from planner.actions.ways import choose_way
from planner.domain.refusals import Refused
from planner.feeds.addresses import OutsideRefused, checked
from planner.feeds.outside import fetch
from planner.jobs import worker
from planner.jobs.passes import TO_OTHERS, TO_OUR_OWN
from planner.jobs.timetable import Job
from planner.models.base import db, writing
from planner.models.messages import Message
from planner.models.people import Person
from planner.models.ways import way_of
from planner.net import Net, is_public
from planner.reminders.channels import REGISTRY
from planner.reminders.channels.chat import Chat
from planner.reminders.channels.chat_addresses import read_chat_address
from planner.reminders.channels.contract import Handover, NotSent
from planner.reminders.channels.signing import webhook_key
from planner.reminders.delivery import Sender
from planner.reminders.rows import message_row
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.outside_server import outside_server, whole
from tests.reminders.channels.test_contract import letter_to
from tests.reminders.chat_server import ChatServer, chat_server, said
from tests.reminders.post import letterhead

ClientOf = Callable[[Person | None], FlaskClient]
BASE = "https://planner.example.org"
PUBLIC = "93.184.215.14"
INSIDE = (
    "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "0", "0.0.0.0", "localhost", "localhost.",
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "168.63.129.16", "192.0.0.1", "224.0.0.1",
    "255.255.255.255", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]",
    "[2002:7f00:1::]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]",
)  # fmt: skip
"""The inside of a network, in every way in which it can be written."""
NEITHER_WEB = (
    "gopher://example.net/_HELO", "file:///etc/passwd", "ftp://example.net/x.ics", "dict://example.net:11211/stat", "jar:https://example.net!/",
    "ldap://example.net", "javascript:alert(1)", "data:text/calendar,BEGIN:VCALENDAR", "//example.net/x.ics", "unix:/var/run/docker.sock",
    "mailto://user:password@example.net", "syslog://localhost",
)  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_o1_a_calendar_inside_the_network_is_never_asked_for(host: str) -> None:
    with outside_server() as site:
        for address in (f"https://{host}:{site.port}/x.ics", f"https://{host}/x.ics"):
            with pytest.raises(OutsideRefused):
                fetch(address, net=Net())
    assert site.asked == []


@pytest.mark.parametrize("host", INSIDE)
def test_o1_a_chat_inside_the_network_is_never_written_to(host: str) -> None:
    with chat_server() as server:
        chat = Chat(Net(dial=server.net().dial), BASE)
        for scheme in ("json", "jsons"):
            with pytest.raises(NotSent):
                chat.send(letter_to(f"{scheme}://{host}:{server.port}/hook"), Handover())
    assert server.posts == []


@pytest.mark.parametrize("address", NEITHER_WEB)
def test_o1_only_addresses_of_the_web_are_taken_at_all(address: str) -> None:
    with pytest.raises(OutsideRefused):
        checked(address)
    with pytest.raises(Refused):
        read_chat_address(address)


@pytest.mark.parametrize(
    "address",
    ["https://example.net@127.0.0.1/x", "https://example.net#@127.0.0.1/x", "https://127.0.0.1\\@example.net/x",
     "https://example.net:80@127.0.0.1/x", "https://[::1]@127.0.0.1/", "https://user:password@169.254.169.254/x"],
)  # fmt: skip
def test_o1_what_stands_before_an_at_sign_hides_no_host(address: str) -> None:
    """Whoever reads the address and whoever connects must mean the same host: refused, or asked for at a host that is public."""
    dialled: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        return [host] if host[0].isdigit() or ":" in host else [PUBLIC]

    def dial(where: tuple[str, int], _seconds: float) -> object:
        dialled.append(where[0])
        raise OSError("nobody there")

    net = Net(resolve=resolve, dial=dial)  # type: ignore[arg-type]  # it ends in an error anyhow
    with pytest.raises((OutsideRefused, NotSent, Refused)):
        fetch(address, net=net)
    with pytest.raises((OutsideRefused, NotSent, Refused)):
        Chat(net, BASE).send(letter_to(read_chat_address(address).address), Handover())
    assert set(dialled) <= {PUBLIC}


@pytest.mark.parametrize("port", [1, 21, 22, 23, 25, 53, 110, 143, 389, 445, 465, 587, 993])
def test_o1_ports_of_other_services_are_not_spoken_to(port: int) -> None:
    def public(_host: str, _port: int) -> list[str]:
        return [PUBLIC]

    def dial(*_: object) -> object:
        pytest.fail("It was dialled.")

    net = Net(resolve=public, dial=dial)  # type: ignore[arg-type]  # it never gets so far
    with pytest.raises(OutsideRefused, match=f"Port {port} of"):
        fetch(f"https://mail.example.net:{port}/x.ics", net=net)
    with pytest.raises(NotSent, match=f"Port {port} of"):
        Chat(net, BASE).send(letter_to(f"jsons://mail.example.net:{port}/x"), Handover())


def test_o1_a_name_that_is_public_when_asked_and_inside_when_dialled_leads_to_what_was_asked() -> None:
    """DNS rebinding: the first answer is looked at and dialled; there is no second question."""
    answers = iter([PUBLIC, "127.0.0.1", "127.0.0.1"])
    dialled: list[str] = []

    def dial(where: tuple[str, int], _seconds: float) -> object:
        dialled.append(where[0])
        raise OSError("nobody there")

    net = Net(resolve=lambda _host, _port: [next(answers)], dial=dial)  # type: ignore[arg-type]  # it ends in an error anyhow
    with pytest.raises(OutsideRefused):
        fetch("https://rebind.example.net/x.ics", net=net)
    assert dialled == [PUBLIC]
    answers = iter([PUBLIC, "127.0.0.1"])
    with pytest.raises(NotSent):
        Chat(net, BASE).send(letter_to("jsons://rebind.example.net/x"), Handover())
    assert dialled == [PUBLIC] * 2


@pytest.mark.parametrize(
    "where",
    ["http://127.0.0.1/x", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "gopher://127.0.0.1/"],
)
def test_o1_a_redirect_leads_nowhere_that_the_address_itself_may_not(where: str) -> None:
    with outside_server(whole(b"", 302, Location=where)) as site:
        net = Net(
            resolve=lambda host, _port: [host] if host[0].isdigit() else ["127.0.0.1"], may_reach=_public_or(site.port)
        )
        with pytest.raises(OutsideRefused):
            fetch(site.address(), net=net)
        assert len(site.asked) == 1
    with chat_server() as server:
        server.answer = said(307, b"", Location=where)
        with pytest.raises(NotSent, match="sends us elsewhere"):
            Chat(server.net(), BASE).send(letter_to("json://chat.example.net/hook"), Handover())
        assert len(server.posts) == 1


def _public_or(_port: int) -> Callable[[str], bool]:
    """The test's own server may be reached once, everything after it by the rules."""
    first = iter([True])
    return lambda address: next(first, False) or is_public(address)


def test_o1_nothing_reaches_out_but_by_the_one_rule() -> None:
    """No other part of the program opens a connection to an address that people give."""
    root = Path(__file__).parents[2] / "planner"
    users = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if any(
            word in path.read_text("utf-8")
            for word in (
                "urlopen(",
                "requests.get",
                "requests.post",
                "HTTPConnection(",
                "HTTPSConnection(",
                "create_connection",
            )
        )
    }
    assert users == {"net.py", "jobs/heartbeat.py"} | (users & {"web/provider.py"})


WEBHOOK = "jsons://chat.example.net/hook"


def _sent_to(server: ChatServer) -> None:
    Chat(server.net(), BASE, secret="s" * 40).send(letter_to(WEBHOOK), Handover())


def test_o2_a_webhook_can_tell_that_a_request_is_ours_and_when_it_was_made(clock: StoppedClock) -> None:
    with chat_server() as server:
        _sent_to(server)
    [post] = server.posts
    headers = {name.lower(): value for name, value in post.headers.items()}
    assert headers["x-planner-timestamp"] == str(int(NOW.timestamp()))
    key = webhook_key("s" * 40, WEBHOOK)
    signed = headers["x-planner-timestamp"].encode() + b"." + post.body
    assert headers["x-planner-signature"] == f"v1={hmac.new(key.encode(), signed, hashlib.sha256).hexdigest()}"
    assert json.loads(post.body)["title"]


def test_o2_a_repeat_has_the_same_key_and_a_signature_of_its_own_time(clock: StoppedClock) -> None:
    with chat_server() as server:
        _sent_to(server)
        clock.advance(minutes=10)
        _sent_to(server)
    keys, signatures = (
        {post.headers[name] for post in server.posts} for name in ("Idempotency-Key", "X-Planner-Signature")
    )
    assert (len(server.posts), len(keys), len(signatures)) == (2, 1, 2)


def test_o2_each_address_has_a_key_of_its_own_and_chats_have_none(clock: StoppedClock) -> None:
    keys = {webhook_key(secret, address) for secret in ("s" * 40, "t" * 40) for address in (WEBHOOK, f"{WEBHOOK}2")}
    assert len(keys) == 4
    with chat_server() as server:
        slack = read_chat_address("https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ")
        Chat(server.net(), BASE, secret="s" * 40).send(letter_to(slack.address), Handover())
    assert "X-Planner-Signature" not in server.posts[0].headers


def test_o2_the_key_stands_where_the_address_is_given_and_only_there(
    app: Flask, cast: Cast, client_of: ClientOf
) -> None:
    choose_way(cast.elif_, "chat", "https://chat.example.net/hook", by=cast.elif_, now=NOW)
    way = way_of(cast.elif_.id)
    assert way is not None
    key = webhook_key(app.config["SECRET_KEY"], way.address)
    page = f"/people/{cast.elif_.id}/messages"
    assert (key in client_of(cast.elif_).get(page).text, way.address in client_of(cast.elif_).get(page).text) == (
        True,
        False,
    )
    assert client_of(cast.ana).get(page).status_code == 404


class Stuck:
    """A chat whose server never answers."""

    instead = "email"

    def __init__(self) -> None:
        self.entered, self.let_go = threading.Event(), threading.Event()

    def send(self, _letter: object, _handover: object) -> None:
        self.entered.set()
        self.let_go.wait(60)
        raise NotSent("chat.example.net took longer than 30 seconds.")

    def close(self) -> None:
        """Nothing is open."""


def _rows(cast: Cast, channel: str, count: int) -> list[dict[str, object]]:
    due = NOW - timedelta(minutes=1)
    return [
        message_row(
            name="sign-in", about="person", about_id=cast.hana.id, step=f"{channel}-{number}", recipient_id=cast.hana.id,
            due_at=due, expires_at=NOW + timedelta(days=1), now=NOW,
        ) | {"channel": channel}
        for number in range(count)
    ]  # fmt: skip


def test_o3_a_receiver_that_never_answers_holds_up_no_mail(app: Flask, cast: Cast, tmp_path: Path) -> None:
    """Chats and mails leave by two hands of the worker: every mail goes while a chat is still being waited for."""
    with writing():
        db.session.execute(insert(Message), [*_rows(cast, "chat", 3), *_rows(cast, "email", 20)])
    stuck, kept = Stuck(), letterhead("", tmp_path)

    def write_to_chats() -> None:
        with app.app_context():
            Sender(kept, lambda: NOW, channels=TO_OTHERS, open_channel=lambda _name, _kept: stuck).deliver()
            db.session.remove()

    hand = threading.Thread(target=write_to_chats)
    hand.start()
    assert stuck.entered.wait(60)
    assert Sender(kept, lambda: NOW, channels=TO_OUR_OWN).deliver().sent == 20
    assert (hand.is_alive(), stuck.let_go.is_set()) == (True, False)
    stuck.let_go.set()
    hand.join(60)


def test_o3_the_worker_has_a_hand_for_mail_and_one_for_what_others_receive(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def noted(jobs: list[Job]) -> object:
        made.extend(job.name for job in jobs)
        raise InterruptedError

    monkeypatch.setattr(worker, "Timetable", noted)
    with pytest.raises(InterruptedError):
        worker.run(app, threading.Event())
    assert {"deliver", "deliver to others"} <= set(made)
    assert (set(TO_OUR_OWN) | set(TO_OTHERS), set(TO_OUR_OWN) & set(TO_OTHERS)) == (set(REGISTRY), set())
    assert ("email" in TO_OUR_OWN, "chat" in TO_OTHERS) == (True, True)
