"""The tick under any order of events: nothing doubled, nothing early, nothing for what is off. And two senders at once."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.actions.ladders import ship_ladders
from planner.domain.states import CommitmentState, MessageState
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.messages import Attempt, Message
from planner.models.versions import Change, Version
from planner.reminders.due import tick
from planner.reminders.placing import Kindness
from tests.cast import Cast
from tests.domain.times import naive, utc
from tests.reminders.post import open_office, sender_at
from tests.reminders.scenes import Visit, cancel, make_program, make_visit, move

MOVES = st.sampled_from(["tick", "tick", "later", "later", "much later", "move", "cancel", "done", "snooze", "send"])


def _play(moves: list[str], cast: Cast, folder: Path) -> tuple[Visit, list[tuple[datetime, Message]]]:
    """Plays a sequence on one visit from the first of March on; what was sent when, as the outbox took it."""
    now = utc(2027, 3, 1, 9)
    visit = make_visit(cast, start=naive(2027, 3, 16, 10), program=make_program(sponsor=cast.hana))
    ended: datetime | None = None
    sent: list[tuple[datetime, Message]] = []
    for word in moves:
        if word == "later":
            now += timedelta(hours=31)
        elif word == "much later":
            now += timedelta(days=9)
        elif word == "tick":
            tick(now, Kindness())
        elif word == "send":
            before = {row.id for row in db.session.query(Message).filter_by(state=MessageState.sent)}
            sender_at(now, "", folder).deliver()
            db.session.expire_all()
            fresh = [
                row for row in db.session.query(Message).filter_by(state=MessageState.sent) if row.id not in before
            ]
            sent += [(now, row) for row in fresh]
            if ended is not None:
                assert [row.name for row in fresh if row.about == "commitment" and row.channel != "digest"] == []
        elif ended is None:
            ended = _change(word, visit, now)
    return visit, sent


def _change(word: str, visit: Visit, now: datetime) -> datetime | None:
    """Does what the word says; the instant when it ended the ladder, else None."""
    if word == "cancel":
        cancel(visit, now)
        return now
    if word == "move":
        move(visit, visit.event.wall_start + timedelta(days=2), now)
        return None
    with writing():
        if word == "done":
            visit.commitment.state = CommitmentState.done
        else:
            visit.commitment.snoozed_until = (now + timedelta(days=3)).date()
    return now if word == "done" else None


def _forget_everything() -> None:
    with writing():
        for thing in (Attempt, Message, Change, Commitment, PublishedEvent):
            db.session.query(thing).delete()
        db.session.query(Version).delete()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, min_size=3, max_size=14))
def test_no_order_of_events_doubles_or_hastens_a_message(moves: list[str], cast: Cast, tmp_path: Path) -> None:
    _forget_everything()
    with writing():
        ship_ladders()
    _, sent = _play([*moves, "tick", "send"], cast, tmp_path)
    rows = db.session.query(Message).all()
    told = Counter((row.about, row.about_id, row.time_version, row.step, row.recipient_id) for row in rows)
    assert max(told.values(), default=1) == 1
    assert [row.name for now, row in sent if row.due_at > now] == []
    assert [row.key for row in rows if len([a for a in row.log if a.what == "accepted"]) > 1] == []


def test_two_workers_that_tick_at_once_write_each_row_once(app: Flask, cast: Cast) -> None:
    with writing():
        ship_ladders()
    program = make_program(sponsor=cast.hana)
    for hour in (8, 9, 10, 11):
        make_visit(cast, start=naive(2027, 3, 16, hour), program=program)
    moment, ready = utc(2027, 3, 15, 15), threading.Barrier(4)
    counts: list[int] = []

    def work() -> None:
        with app.app_context():
            ready.wait()
            counts.append(tick(moment, Kindness()))

    _at_once(work, 4)
    assert sum(counts) == db.session.query(Message).count()
    assert sorted(counts)[:3] == [0, 0, 0]


def test_senders_at_once_send_each_message_once(app: Flask, cast: Cast, tmp_path: Path) -> None:
    with writing():
        ship_ladders()
    program = make_program(sponsor=cast.hana)
    for hour in range(8, 15):
        make_visit(cast, start=naive(2027, 3, 16, hour), program=program)
    moment = utc(2027, 3, 15, 15)
    tick(moment, Kindness())
    due = db.session.query(Message).filter(Message.state == MessageState.pending, Message.channel == "email")
    expected = due.filter(Message.next_try_at <= moment).count()
    with open_office() as (office, url):

        def work() -> None:
            with app.app_context():
                sender_at(moment, url, tmp_path).deliver()

        _at_once(work, 3)
    assert (len(office.mails), len(set(office.ids))) == (expected, expected)


def _at_once(work: Callable[[], None], count: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
