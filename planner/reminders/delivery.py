"""From row to mailbox: claim with a lease, write the mail, look once more just before it leaves, mark each alone."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from planner import clock
from planner.domain.states import MessageState
from planner.models import deliveries, handovers
from planner.models.base import DatabaseTrouble, db, writing
from planner.models.ledgers import Ledger, Slip
from planner.models.truth import held_truth, truth_number
from planner.reminders.backoff import Circuit, pause
from planner.reminders.channels import REGISTRY, open_channel
from planner.reminders.channels.contract import Channel, NotSent, Withdrawn
from planner.reminders.drafts import Draft, draft_of, next_letter
from planner.reminders.letterhead import Letterhead
from planner.reminders.senders import is_dead, this_sender
from planner.reminders.standing import Delayed
from planner.reminders.windows import Window, window_for

LEASE = timedelta(minutes=15)
"""Longer than the whole deadline of an SMTP delivery."""
RENEW_SECONDS = 60.0
"""A lease that is older is renewed before the next letter leaves."""
FRESH_SECONDS = 90.0
"""A letter that was written longer ago is written anew: its event may have begun meanwhile."""
BATCH = 40
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

    `now` is asked at each step, because a pass may take long; `stop` ends it after the mail in hand. `unmarked` are letters that went out
    while the database was away: they are marked before anything else, so that they do not go again.
    """

    letterhead: Letterhead
    now: Callable[[], datetime]
    stop: Callable[[], bool] = lambda: False
    open_channel: Callable[[str, Letterhead], Channel] = open_channel
    channels: tuple[str, ...] = tuple(REGISTRY)
    name: str = field(default_factory=this_sender)
    circuits: dict[str, Circuit] = field(default_factory=dict)
    unmarked: list[Slip] = field(default_factory=list)
    leased_at: float = float("-inf")
    written_at: float = float("-inf")
    begun: int | None = None
    ledger: Ledger = field(init=False, repr=False)

    def deliver(self) -> Outcome:
        """Sends everything that is due, until nothing is left or `stop` says so."""
        outcome = Outcome()
        if not deliveries.anything_to_do(self.now()):
            return outcome
        self.ledger = Ledger()
        try:
            self._mark_what_went()
            self._free_the_dead()
            for channel in self.channels:
                self._deliver_by(channel, outcome)
        finally:
            self.ledger.close()
        return outcome

    def _mark_what_went(self) -> None:
        while self.unmarked:
            self.ledger.mark(self.unmarked[0], self.now())
            self.unmarked.pop(0)

    def _free_the_dead(self) -> None:
        """A lease of our own at this point is from a pass that broke off."""
        gone = [holder for holder in deliveries.lease_holders() if holder == self.name or is_dead(holder)]
        with writing():
            deliveries.expire(self.now())
            for holder in gone:
                deliveries.free(holder, self.now())

    def _deliver_by(self, name: str, outcome: Outcome) -> None:
        circuit = self.circuits.setdefault(name, Circuit())
        if circuit.is_open:
            return
        channel = self.open_channel(name, self.letterhead)
        try:
            while not (self.stop() or circuit.is_open):
                batch = self._claim(name)
                if not batch:
                    return
                self._work_off(batch, channel, circuit, outcome)
        finally:
            channel.close()

    def _claim(self, channel: str) -> list[int]:
        now = self.now()
        with writing():
            found = deliveries.claim(self.name, [channel], now, now + LEASE, BATCH)
        self.leased_at = clock.steady()
        return found

    def _work_off(self, batch: list[int], channel: Channel, circuit: Circuit, outcome: Outcome) -> None:
        """Writes the mails of a batch, then sends one after the other; what is left over is given back."""
        drafts = self._drafts(batch)
        for place, draft in enumerate(drafts):
            if self.stop() or circuit.is_open:
                break
            if draft.letter is None:
                self._put_off(draft, outcome)
            else:
                self._send(draft, next_letter(drafts[place + 1 :]), channel, circuit, outcome)
        if deliveries.holds_any(self.name):
            with writing():
                deliveries.release(self.name, self.begun, self.now())
        self.begun = None

    def _drafts(self, batch: list[int]) -> list[Draft]:
        """What is true and how it reads, at one stamp of the truth, which is read first."""
        db.session.rollback()
        truth, now, self.written_at = truth_number(), self.now(), clock.steady()
        rows = handovers.held_all(batch, self.name)
        with handovers.surroundings(rows):
            drafts = [draft_of(row, self.letterhead, now, truth) for row in rows]
        db.session.rollback()
        return drafts

    def _put_off(self, draft: Draft, outcome: Outcome) -> None:
        """What is not true any more, not yet wanted, or cannot be written; unless something has changed since it was looked at."""
        with writing():
            if held_truth() != draft.truth:
                return
            if draft.error:
                self._unwritable(draft, outcome)
                return
            outcome.dropped += 1
            if isinstance(draft.verdict, Delayed):
                deliveries.mark_back(draft.number, self.name, draft.verdict.until, draft.verdict.words, tried=False)
            elif draft.verdict is not None:
                deliveries.mark_ended(draft.number, self.name, draft.verdict.state, draft.verdict.words)

    def _unwritable(self, draft: Draft, outcome: Outcome) -> None:
        if draft.leases >= RENDERINGS:
            deliveries.mark_ended(draft.number, self.name, MessageState.dead, draft.error)
            outcome.dead += 1
        else:
            deliveries.mark_back(draft.number, self.name, self.now() + pause(draft.leases), draft.error, tried=True)
            outcome.delayed += 1

    def _send(self, draft: Draft, following: int | None, channel: Channel, circuit: Circuit, outcome: Outcome) -> None:
        slip, letter = draft.slip(self.name, following), draft.written
        window = window_for(slip, self.now, self._lease_holds, self.ledger)
        self._begin(draft.number)
        try:
            channel.send(letter, window)
        except Withdrawn:
            window.undo()
            self._withdraw(draft.number)
        except NotSent as failure:
            window.undo()
            self._failed(slip, failure, channel, circuit, outcome)
        except DatabaseTrouble:
            window.undo()
            raise
        except Exception as error:  # noqa: BLE001  # whatever is wrong with one letter must not stop the others
            window.undo()
            channel.close()
            self._unsendable(draft, error, outcome)
        else:
            self._went(window, following)
            circuit.worked()
            outcome.sent += 1

    def _begin(self, number: int) -> None:
        """Says in the log that sending begins, unless the mark of the letter before has said so."""
        if self.begun != number:
            self.ledger.begin(number, self.name, self.now())
            self.begun = number

    def _went(self, window: Window, following: int | None) -> None:
        try:
            window.taken()
        except DatabaseTrouble:
            self.unmarked.append(window.slip)
            raise
        self.begun = following

    def _lease_holds(self) -> bool:
        """By the monotonic clock: neither a sleep of the machine nor a change of its clock may send what others took over."""
        now, age = clock.steady(), clock.steady() - self.leased_at
        if age >= LEASE.total_seconds() or now - self.written_at > FRESH_SECONDS:
            return False
        if age > RENEW_SECONDS:
            with writing():
                deliveries.renew(self.name, self.now() + LEASE)
            self.leased_at = now
        return True

    def _withdraw(self, number: int) -> None:
        """Somebody took it over, or something has changed: it is given back, and looked at afresh by whoever claims it next."""
        with writing():
            deliveries.log(number, "withdrawn", self.name, self.now())
        self.begun = None

    def _unsendable(self, draft: Draft, error: Exception, outcome: Outcome) -> None:
        self.begun = None
        with writing():
            words = f"It cannot be sent: {type(error).__name__}: {error}"
            deliveries.log(draft.number, "delayed", self.name, self.now(), words)
            self._unwritable(replace(draft, error=words), outcome)

    def _failed(self, slip: Slip, failure: NotSent, channel: Channel, circuit: Circuit, outcome: Outcome) -> None:
        self.begun = None
        number, now = slip.number, self.now()
        wait = circuit.broke() if failure.channel_down else None
        with writing():
            deliveries.log(number, _what(failure), self.name, now, failure.words)
            if channel.instead and (failure.permanent or deliveries.attempts_of(number) + 1 >= TRIES_HERE):
                deliveries.mark_elsewhere(number, self.name, channel.instead, now, failure.words)
                outcome.delayed += 1
                return
            if failure.permanent:
                deliveries.mark_ended(number, self.name, MessageState.dead, failure.words)
                deliveries.keep_words(number, slip.subject, slip.text)
                outcome.dead += 1
                return
            again = now + (wait if wait is not None else pause(deliveries.attempts_of(number)))
            deliveries.mark_back(number, self.name, again, failure.words, tried=wait is None)
            outcome.delayed += 1


def _what(failure: NotSent) -> str:
    if failure.unknown:
        return "unknown"
    return "refused" if failure.permanent else "delayed"
