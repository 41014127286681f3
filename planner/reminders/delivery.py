"""From row to mailbox: claim with a lease, look once more whether it is still true, send outside any transaction, mark each alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from planner.domain.states import MessageState
from planner.models import deliveries
from planner.models.base import writing
from planner.reminders.backoff import Circuit, pause
from planner.reminders.channels import REGISTRY, open_channel
from planner.reminders.channels.contract import Channel, Handover, NotSent
from planner.reminders.envelope import Letter
from planner.reminders.letterhead import Letterhead
from planner.reminders.senders import is_dead, this_sender
from planner.reminders.standing import Delayed, Fallen, standing
from planner.reminders.words import compose, settle

LEASE = timedelta(minutes=15)
"""Longer than the whole deadline of an SMTP delivery; renewed before every message."""
BATCH = 10
TRIES_HERE = 6
"""So often a channel that has another behind it is tried: about a quarter of an hour."""
RENDERINGS = 5
"""A message whose words cannot be written this often is dead, and stops nobody else."""


@dataclass
class Outcome:
    """What one pass did."""

    sent: int = 0
    delayed: int = 0
    dead: int = 0
    dropped: int = 0


@dataclass
class Sender:
    """One dispatcher. Many may run on one database; a message goes to whoever holds its lease.

    `now` is asked at each step, because a pass may take long; `stop` ends it after the mail in hand.
    """

    letterhead: Letterhead
    now: Callable[[], datetime]
    stop: Callable[[], bool] = lambda: False
    open_channel: Callable[[str, Letterhead], Channel] = open_channel
    name: str = field(default_factory=this_sender)
    circuits: dict[str, Circuit] = field(default_factory=dict)

    def deliver(self) -> Outcome:
        """Sends everything that is due, until nothing is left or `stop` says so."""
        outcome = Outcome()
        if not deliveries.anything_to_do(self.now()):
            return outcome
        self._free_the_dead()
        for channel in REGISTRY:
            self._deliver_by(channel, outcome)
        return outcome

    def _free_the_dead(self) -> None:
        gone = [holder for holder in deliveries.lease_holders() if holder != self.name and is_dead(holder)]
        with writing():
            deliveries.expire(self.now())
            for holder in gone:
                deliveries.free(holder, self.now())

    def _deliver_by(self, name: str, outcome: Outcome) -> None:
        circuit = self.circuits.setdefault(name, Circuit())
        channel = self.open_channel(name, self.letterhead)
        try:
            while not (self.stop() or circuit.is_open):
                batch = self._claim(name)
                if not batch:
                    return
                self._work_off(batch, channel, circuit, outcome)
        finally:
            channel.close()
            with writing():
                deliveries.release(self.name)

    def _claim(self, channel: str) -> list[int]:
        now = self.now()
        with writing():
            return deliveries.claim(self.name, [channel], now, now + LEASE, BATCH)

    def _work_off(self, batch: list[int], channel: Channel, circuit: Circuit, outcome: Outcome) -> None:
        for place, number in enumerate(batch):
            if self.stop() or circuit.is_open:
                return
            letter = self._take_up(number, batch[place:], outcome)
            if letter is not None:
                self._send(number, letter, channel, circuit, outcome)

    def _take_up(self, number: int, rest: list[int], outcome: Outcome) -> Letter | None:
        """The mail to send, logged as started; None when it is not ours any more, is true no more, or cannot be written."""
        now = self.now()
        with writing():
            message = deliveries.held(number, self.name)
            if message is None:
                return None
            verdict = standing(message, now)
            if verdict is not None:
                self._set_aside(number, verdict)
                outcome.dropped += 1
                return None
            leases = message.leases
            try:
                letter = compose(message, self.letterhead, now)
            except Exception as error:  # noqa: BLE001  # whatever is wrong with one message's data must not stop the others
                self._unwritable(number, leases, error, outcome)
                return None
            if letter is None:
                deliveries.mark_ended(number, self.name, MessageState.superseded, "It would have said nothing.")
                return None
            deliveries.renew(self.name, rest, now + LEASE)
            deliveries.log(number, "started", self.name, now)
        return letter

    def _set_aside(self, number: int, verdict: Fallen | Delayed) -> None:
        if isinstance(verdict, Delayed):
            deliveries.mark_back(number, self.name, verdict.until, verdict.words, tried=False)
        else:
            deliveries.mark_ended(number, self.name, verdict.state, verdict.words)

    def _unwritable(self, number: int, leases: int, error: Exception, outcome: Outcome) -> None:
        words = f"It cannot be written: {type(error).__name__}: {error}"
        if leases >= RENDERINGS:
            deliveries.mark_ended(number, self.name, MessageState.dead, words)
            outcome.dead += 1
        else:
            deliveries.mark_back(number, self.name, self.now() + pause(leases), words, tried=True)
            outcome.delayed += 1

    def _send(self, number: int, letter: Letter, channel: Channel, circuit: Circuit, outcome: Outcome) -> None:
        try:
            channel.send(letter, Handover())
        except NotSent as failure:
            self._failed(number, failure, channel, circuit, outcome)
            return
        circuit.worked()
        now = self.now()
        with writing():
            if deliveries.mark_sent(number, self.name, now):
                settle(number, letter, now)
            deliveries.log(number, "accepted", self.name, now)
        outcome.sent += 1

    def _failed(self, number: int, failure: NotSent, channel: Channel, circuit: Circuit, outcome: Outcome) -> None:
        now = self.now()
        wait = circuit.broke() if failure.channel_down else None
        with writing():
            deliveries.log(number, _what(failure), self.name, now, failure.words)
            if channel.instead and (failure.permanent or deliveries.attempts_of(number) + 1 >= TRIES_HERE):
                deliveries.mark_elsewhere(number, self.name, channel.instead, now, failure.words)
                outcome.delayed += 1
                return
            if failure.permanent:
                deliveries.mark_ended(number, self.name, MessageState.dead, failure.words)
                outcome.dead += 1
                return
            again = now + (wait if wait is not None else pause(deliveries.attempts_of(number)))
            deliveries.mark_back(number, self.name, again, failure.words, tried=wait is None)
            outcome.delayed += 1


def _what(failure: NotSent) -> str:
    if failure.unknown:
        return "unknown"
    return "refused" if failure.permanent else "delayed"
