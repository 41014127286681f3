"""The chat of a team: what happens to its events is posted once, and never sent to anybody as their own message."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from planner.actions.ladders import ship_ladders
from planner.domain.states import MessageState
from planner.models.base import db, writing
from planner.models.inbox import unread_count
from planner.models.messages import Message
from planner.models.teams import Team
from planner.models.ways import TeamChat, Way
from planner.reminders.delivery import Sender
from planner.reminders.due import tick
from planner.reminders.letterhead import Letterhead
from planner.reminders.placing import Kindness
from tests.cast import Cast
from tests.conftest import NOW
from tests.domain.times import naive, utc
from tests.reminders.chat_server import ChatServer, chat_server, said
from tests.reminders.scenes import cancel, make_visit, move, publish

START = naive(2027, 3, 16, 10)


@pytest.fixture
def chat(cast: Cast) -> Iterator[ChatServer]:
    """The chat of Billing."""
    with chat_server() as server:
        with_chat(cast.billing)
        yield server


def with_chat(team: Team) -> None:
    with writing():
        address, label = "jsons://chat.example.net/billing", "A webhook at chat.example.net"
        db.session.add(TeamChat(team_id=team.id, address=address, label=label, chosen_at=NOW))


def sender(server: ChatServer, now: datetime, folder: Path) -> Sender:
    letterhead = Letterhead(
        "https://planner.example.org", "Planner <planner@example.org>", "x" * 40, "", folder, net=server.net()
    )
    return Sender(letterhead, lambda: now)


def posts() -> list[tuple[str, str]]:
    rows = db.session.query(Message).filter(Message.team_id.is_not(None)).order_by(Message.id)
    return [(row.name, row.state.value) for row in rows]


def test_a_move_is_posted_once_beside_the_messages_to_people(cast: Cast, chat: ChatServer, tmp_path: Path) -> None:
    visit = make_visit(cast, start=START)
    move(visit, START + timedelta(days=1), NOW)
    sender(chat, NOW, tmp_path).deliver()
    [post] = chat.posts
    told = post.text.replace("\\n", " ")
    assert ("Moved" in told, "Wednesday 17 March" in told) == (True, True)
    assert f"https://planner.example.org/events/{visit.event.id}" in told
    assert "/answer/" not in told
    assert (posts(), db.session.query(Message).count()) == ([("event-moved", "sent")], 4)


def test_telling_twice_posts_once(cast: Cast, chat: ChatServer) -> None:
    from planner.reminders.notices import tell_changes

    version = cancel(make_visit(cast, start=START), NOW)
    with writing():
        tell_changes(db.session.merge(version), NOW)
    assert posts() == [("event-cancelled", "pending")]


def test_another_teams_event_is_not_posted(cast: Cast, chat: ChatServer) -> None:
    cancel(make_visit(cast, start=START, team=cast.night_care), NOW)
    assert posts() == []


def test_a_team_that_was_put_away_has_no_chat_any_more(cast: Cast, chat: ChatServer) -> None:
    with writing():
        cast.billing.active = False
    cancel(make_visit(cast, start=START), NOW)
    assert posts() == []


def test_many_changes_are_one_post(cast: Cast, chat: ChatServer, tmp_path: Path) -> None:
    visits = [make_visit(cast, start=START)]
    visits += [make_visit(cast, start=START + timedelta(days=day), program=visits[0].program) for day in range(1, 7)]
    publish(visits[0].program, [(one.event, "changed", f"Change {at}") for at, one in enumerate(visits)], NOW)
    sender(chat, NOW, tmp_path).deliver()
    [post] = chat.posts
    assert [f"Change {at}" in post.text for at in range(7)] == [True] * 5 + [False] * 2
    assert ("and 2 more" in post.text, "/programs/" in post.text) == (True, True)


def test_a_newer_change_replaces_a_post_that_was_not_sent(cast: Cast, chat: ChatServer) -> None:
    visit = make_visit(cast, start=START)
    move(visit, START + timedelta(days=1), NOW)
    cancel(visit, NOW + timedelta(minutes=1))
    assert posts() == [("event-moved", "superseded"), ("event-cancelled", "pending")]


def test_what_is_coming_is_posted_once_for_each_step(cast: Cast, chat: ChatServer, tmp_path: Path) -> None:
    with writing():
        ship_ladders()
    make_visit(cast, start=START)
    eve = utc(2027, 3, 15, 15)
    for _ in range(2):
        tick(eve, Kindness())
    sender(chat, eve, tmp_path).deliver()
    assert [name for name, state in posts() if state == "sent"] == ["event-coming"] * len(chat.posts)
    assert len(chat.posts) == 1


def test_a_chat_that_is_gone_ends_the_post_and_mails_nobody(cast: Cast, chat: ChatServer, tmp_path: Path) -> None:
    chat.answer = said(404, b"no such channel")
    cancel(make_visit(cast, start=START), NOW)
    sender(chat, NOW, tmp_path).deliver()
    assert posts() == [("event-cancelled", "dead")]
    assert len(list(tmp_path.glob("*.eml"))) == 3


def test_a_post_is_nobodys_own_message(cast: Cast, chat: ChatServer, tmp_path: Path) -> None:
    cancel(make_visit(cast, start=START), NOW)
    sender(chat, NOW, tmp_path).deliver()
    assert unread_count(cast.tomas.id, NOW) == 1


def test_a_lead_who_left_does_not_take_the_chat_along(cast: Cast, chat: ChatServer, tmp_path: Path) -> None:
    cancel(make_visit(cast, start=START), NOW)
    with writing():
        cast.tomas.deactivated_at = NOW
    sender(chat, NOW, tmp_path).deliver()
    assert posts() == [("event-cancelled", "sent")]


def test_what_a_persons_chat_refuses_for_good_comes_by_mail(cast: Cast, tmp_path: Path) -> None:
    with chat_server() as server:
        server.answer = said(410, b"closed")
        with writing():
            db.session.add(
                Way(
                    person_id=cast.tomas.id,
                    channel="chat",
                    address="jsons://chat.example.net/t",
                    label="x",
                    chosen_at=NOW,
                )
            )
        cancel(make_visit(cast, start=START), NOW)
        for _ in range(2):
            sender(server, NOW, tmp_path).deliver()
    row = db.session.query(Message).filter_by(recipient_id=cast.tomas.id).one()
    assert (row.channel, row.state, len(server.posts)) == ("email", MessageState.sent, 1)
    said_ = [(attempt.what, attempt.words) for attempt in row.log]
    assert said_ == [
        ("started", ""),
        ("refused", "chat.example.net answers 410: closed"),
        ("handed on", "Now by email."),
        ("started", ""),
        ("accepted", ""),
    ]


def test_a_chat_that_stays_away_is_left_for_the_mail_after_a_quarter_of_an_hour(cast: Cast, tmp_path: Path) -> None:
    with chat_server() as server:
        server.answer = said(503)
        with writing():
            db.session.add(
                Way(
                    person_id=cast.tomas.id,
                    channel="chat",
                    address="jsons://chat.example.net/t",
                    label="x",
                    chosen_at=NOW,
                )
            )
        cancel(make_visit(cast, start=START), NOW)
        for hour in range(6):
            sender(server, NOW + timedelta(hours=hour), tmp_path).deliver()
        sender(server, NOW + timedelta(hours=6), tmp_path).deliver()
    row = db.session.query(Message).filter_by(recipient_id=cast.tomas.id).one()
    assert (row.channel, row.state, len(server.posts)) == ("email", MessageState.sent, 6)
    assert len(set(server.keys)) == 1
