"""Any order of looks, kills, changes, jumps of the clock, and faults of mail server and database: the four numbers hold.

In one process: a kill is an exception that no handler of the program catches, at a point that Hypothesis chooses.
`FAULTS=long` plays a thousand seeds.
"""

import os
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from planner.actions.ladders import ship_ladders
from planner.domain.states import MessageState
from planner.models import deliveries
from planner.models.base import DatabaseTrouble, db, writing
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.messages import Attempt, Message
from planner.models.versions import Change, Version
from planner.reminders.channels.contract import Handover, NotSent
from planner.reminders.delivery import Sender
from planner.reminders.due import tick
from planner.reminders.envelope import Letter
from planner.reminders.letterhead import Letterhead
from planner.reminders.placing import Kindness
from tests.cast import Cast
from tests.domain.times import naive, utc
from tests.reminders.post import StillCircuit, letterhead
from tests.reminders.scenes import Visit, cancel, make_program, make_visit, move

LONG = os.environ.get("FAULTS") == "long"
STEPS = ("tick", "tick", "send", "send", "later", "later", "back", "night", "move", "cancel", "deactivate")
FAULTS = ("", "", "kill before", "kill after", "later", "never", "cut", "database")
ORDERS = st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(FAULTS)), min_size=4, max_size=200 if LONG else 24)


class Killed(BaseException):
    """The process is gone: nothing after this line happens."""


class Post:
    """A channel to a mailbox that remembers, with the fault of the moment."""

    instead = ""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.fault = ""
        self.taken: list[tuple[str, datetime]] = []
        self.kills = 0

    def send(self, letter: Letter, handover: Handover) -> None:
        """As SMTP goes: named, looked at once more, taken, said so."""
        fault, self.fault = self.fault, ""
        if fault == "kill before":
            raise Killed
        if fault in ("later", "never"):
            raise NotSent("451 later" if fault == "later" else "550 never", permanent=fault == "never")
        handover.last_look()
        self.taken.append((f"<{letter.mail.message_id}>", self.now))
        if fault == "kill after":
            self.kills += 1
            raise Killed
        if fault == "cut":
            self.kills += 1
            raise NotSent("The line was cut.", unknown=True)

    def close(self) -> None:
        """Nothing is open."""


class Play:
    """One visit, lived through from the first of March on."""

    def __init__(self, cast: Cast, paper: Letterhead) -> None:
        self.now = utc(2027, 3, 1, 9)
        self.cast, self.paper, self.post = cast, paper, Post(self.now)
        self.visit: Visit = make_visit(cast, start=naive(2027, 3, 16, 10), program=make_program(sponsor=cast.hana))
        self.gone: datetime | None = None

    def step(self, word: str, fault: str) -> None:
        """One of STEPS; the fault strikes the next letter."""
        self.post.now, self.post.fault = self.now, fault
        ahead = {"later": timedelta(hours=7), "back": -timedelta(hours=1), "night": timedelta(days=2)}
        if word in ahead:
            self.now += ahead[word]
        elif word == "tick":
            tick(self.now, Kindness())
        elif word == "send":
            self.send(fault)
        elif self.gone is None:
            self.change(word)

    def change(self, word: str) -> None:
        """Somebody changes what the messages are about."""
        if word == "move":
            move(self.visit, self.visit.event.wall_start + timedelta(days=1), self.now)
        elif word == "cancel":
            cancel(self.visit, self.now)
            self.gone = self.now
        else:
            with writing():
                self.cast.ravi.deactivated_at = self.now

    def send(self, fault: str = "") -> None:
        """A pass of a new process; the leases of the one before are known to be a dead one's."""
        with writing():
            for holder in deliveries.lease_holders():
                deliveries.free(holder, self.now)
        sender = Sender(self.paper, lambda: self.now, open_channel=lambda _name, _paper: self.post)
        sender.circuits = {name: StillCircuit() for name in ("email", "chat", "inbox")}
        if fault == "database":
            sender.now = self.now_fails
        try:
            sender.deliver()
        except (Killed, DatabaseTrouble):
            db.session.rollback()

    def now_fails(self) -> datetime:
        """The database goes away once a letter has been taken."""
        if self.post.taken and self.post.fault == "database":
            self.post.fault = ""
            raise DatabaseTrouble("gone", None, Exception("gone"))
        return self.now


def forget_everything() -> None:
    """The next example begins with nothing."""
    with writing():
        for thing in (Attempt, Message, Change, Commitment, PublishedEvent):
            db.session.query(thing).delete()
        db.session.query(Version).delete()


@settings(max_examples=1000 if LONG else 10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=ORDERS)
@example(order=[*[("later", "")] * 4, ("tick", ""), ("send", "kill after"), ("later", "")])
@example(order=[*[("later", "")] * 4, ("tick", ""), ("send", "cut"), ("cancel", ""), ("send", "")])
def test_in_any_order_nothing_is_lost_early_or_stale_and_copies_are_named(
    order: list[tuple[str, str]], cast: Cast, tmp_path: Path
) -> None:
    forget_everything()
    with writing():
        cast.ravi.deactivated_at = None
        ship_ladders()
    play = Play(cast, letterhead("", tmp_path))
    for word, fault in order:
        play.step(word, fault)
    play.post.fault = ""
    for _ in range(3):
        play.now += timedelta(hours=2)
        play.post.now = play.now
        tick(play.now, Kindness())
        play.send()
    judge(play)


def judge(play: Play) -> None:
    """The four numbers."""
    db.session.expire_all()
    rows = {f"<{row.message_id}@example.org>": row for row in db.session.query(Message)}
    copies = Counter(name for name, _ in play.post.taken)
    sent = {name for name, row in rows.items() if row.state is MessageState.sent and row.channel != "digest"}
    told = {name for name in sent if not rows[name].last_words.startswith("Told in message")}
    assert told - set(copies) == set()
    assert sum(copies.values()) - len(copies) <= play.post.kills
    unknown = {attempt.message_id for attempt in db.session.query(Attempt).filter_by(what="unknown")}
    assert {rows[name].id for name, count in copies.items() if count > 1} - unknown == set()
    assert [rows[name].name for name, at in play.post.taken if at < rows[name].due_at] == []
    late = [row for row in rows.values() if row.state is MessageState.leased]
    assert late == []
    if play.gone is not None:
        stale = [rows[name].name for name, at in play.post.taken if at > play.gone and rows[name].about == "commitment"]
        assert stale == []
