"""What every channel of the registry keeps to, against real servers on localhost; a channel that is not here fails the first test."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler

import pytest

from planner.models.messages import BY_MAIL_ALONE
from planner.reminders.channels import REGISTRY
from planner.reminders.channels.chat import Chat
from planner.reminders.channels.contract import Channel, Handover, NotSent, Withdrawn
from planner.reminders.channels.email import Smtp
from planner.reminders.channels.inbox import Inbox
from planner.reminders.envelope import Letter, Parts, write_mail
from planner.reminders.invitation_words import METHODS
from planner.reminders.words import SECRET
from tests.conftest import NOW
from tests.reminders.chat_server import chat_server, hangs_up, said
from tests.reminders.post import open_office

KEY = "0123456789abcdef@example.org"
WEBHOOK = "json://chat.example.net/hook"


def letter_to(address: str = "elif@example.org", key: str = KEY) -> Letter:
    parts = Parts("Tomorrow: Billing", "At ten.\n", "<p>At ten.</p>")
    mail = write_mail(parts, sender="planner@example.org", to="elif@example.org", name="Elif", message_id=key, now=NOW)
    return Letter(
        mail, parts.subject, parts.text, parts.html, (), "At ten.\nhttps://planner.example.org/inbox/1", address
    )


@dataclass
class Other:
    """The other side of a channel. What it cannot do is None: nobody can refuse what is only kept here."""

    channel: Channel
    letter: Letter
    came: Callable[[], list[str]]
    refuse: Callable[[], None] | None = None
    later: Callable[[], None] | None = None
    silent: Callable[[], None] | None = None
    slow: Callable[[], None] | None = None
    away: Callable[[], None] | None = None


@contextmanager
def by_mail() -> Iterator[Other]:
    with ExitStack() as stack:
        office, url = stack.enter_context(open_office())

        def answer(words: str) -> Callable[[], None]:
            return lambda: setattr(office, "answer_data", lambda _mail: words)

        yield Other(
            Smtp(url, data_seconds=1),
            letter_to(),
            lambda: [found.strip("<>") for found in office.ids],
            refuse=answer("550 no such user"),
            later=answer("451 come again"),
            silent=lambda: setattr(office, "drop_after_data", True),
            slow=lambda: setattr(office, "on_accept", lambda _mail: time.sleep(4)),
            away=stack.close,
        )


@contextmanager
def by_chat() -> Iterator[Other]:
    def drip(request: BaseHTTPRequestHandler) -> None:
        time.sleep(2)
        said(200)(request)

    with ExitStack() as stack:
        server = stack.enter_context(chat_server())

        def answer(how: Callable[[BaseHTTPRequestHandler], None]) -> Callable[[], None]:
            return lambda: setattr(server, "answer", how)

        yield Other(
            Chat(server.net(), "https://planner.example.org", seconds=1),
            letter_to(WEBHOOK),
            lambda: [str(key) for key in server.keys],
            refuse=answer(said(410, b"this channel was closed")),
            later=answer(said(503, b"come again")),
            silent=answer(hangs_up),
            slow=answer(drip),
            away=stack.close,
        )


@contextmanager
def by_inbox() -> Iterator[Other]:
    yield Other(Inbox(), letter_to(""), lambda: [KEY])


OTHERS = {"email": by_mail, "chat": by_chat, "inbox": by_inbox}


@pytest.fixture(params=REGISTRY)
def other(request: pytest.FixtureRequest) -> Iterator[Other]:
    with OTHERS[request.param]() as found:
        yield found
        found.channel.close()


class Watched(Handover):
    """Notes when it was asked, and may say no."""

    def __init__(self, came: Callable[[], list[str]], *, no: bool = False) -> None:
        self.came, self.no, self.looks = came, no, 0

    def last_look(self) -> None:
        self.looks += 1
        if self.no:
            raise Withdrawn


def misses(other: Other, make_it: Callable[[], None] | None, **expected: bool) -> None:
    """Sends while the other side misbehaves; a channel that has no other side sends all the same."""
    if make_it is None:
        other.channel.send(other.letter, Handover())
        return
    make_it()
    with pytest.raises(NotSent) as failure:
        other.channel.send(other.letter, Handover())
    assert (failure.value.permanent, failure.value.unknown) == (
        expected.get("permanent", False),
        expected.get("unknown", False),
    )
    assert failure.value.words != ""


def test_every_channel_has_another_side_here() -> None:
    assert OTHERS.keys() == REGISTRY.keys()


def test_what_the_other_side_takes_is_sent_once(other: Other) -> None:
    other.channel.send(other.letter, Handover())
    assert other.came() == [KEY]


def test_a_repeat_carries_the_same_key(other: Other) -> None:
    other.channel.send(other.letter, Handover())
    other.channel.send(other.letter, Handover())
    assert set(other.came()) == {KEY}


def test_a_refusal_for_good_says_so(other: Other) -> None:
    misses(other, other.refuse, permanent=True)


def test_come_again_is_no_refusal(other: Other) -> None:
    misses(other, other.later)


def test_a_server_that_is_away_has_nothing(other: Other) -> None:
    misses(other, other.away)


def test_an_answer_that_never_comes_leaves_the_outcome_unknown(other: Other) -> None:
    misses(other, other.silent, unknown=True)


def test_a_slow_server_is_left_with_the_outcome_unknown(other: Other) -> None:
    misses(other, other.slow, unknown=True)


def test_the_last_look_comes_once_before_the_letter_goes(other: Other) -> None:
    handover = Watched(other.came)
    other.channel.send(other.letter, handover)
    assert handover.looks == 1


def test_nothing_goes_when_the_last_look_says_no(other: Other) -> None:
    before = other.came()
    with pytest.raises(Withdrawn):
        other.channel.send(other.letter, Watched(other.came, no=True))
    assert other.came() == (before if other.refuse is None else [])


def test_a_channel_that_hands_on_names_another_of_the_registry(other: Other) -> None:
    assert other.channel.instead in {"", *REGISTRY}


@pytest.mark.parametrize("name", REGISTRY)
def test_a_channel_says_how_people_choose_it(name: str) -> None:
    assert REGISTRY[name].label != ""


def test_what_only_a_mail_can_carry_goes_by_mail_alone() -> None:
    """Calendars read invitations from mails, and a link that signs somebody in belongs in no chat."""
    assert {*METHODS, *SECRET} == BY_MAIL_ALONE
