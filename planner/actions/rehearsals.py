"""A year played through in a copy of the database: every message is made and written as the worker would, none is sent."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from planner.actions.commitments import done, sweep
from planner.actions.promises import tell as tell_back
from planner.domain.instants import ONE_DAY, at
from planner.domain.rehearsals import Figures, figures_of
from planner.models import rehearsals as copies
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.people import Person, active_hr
from planner.models.programs import Program
from planner.models.promises import promise_of
from planner.models.readers import people_by_zone
from planner.reminders.channels.contract import Channel
from planner.reminders.channels.outbox import Outbox
from planner.reminders.delivery import Sender
from planner.reminders.due import coming_entries, tick
from planner.reminders.invitations import invite
from planner.reminders.letterhead import Letterhead
from planner.reminders.placing import next_digest

Tell = Callable[[float, str], None]

SAID_AT = time(20)
"""When a kept visit is recorded: in the evening, after the question whether it took place."""
AFTER_THE_EVENT = timedelta(minutes=30)
LEAD_IN = timedelta(days=21)
"""A year is published some weeks before it begins, so that the steps of its first events have their time."""
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Year:
    """What is played: from `first` up to `last`; of a hundred things owed `kept` are recorded as done on their day, the others never."""

    first: datetime
    last: datetime
    kept: int = 80


@dataclass(frozen=True)
class Played:
    """`fates`: how many message rows ended in which state. `moments`: how often the worker looked. `memory`: MiB of the process at each
    month's end ("2027-03"): a worker that kept something of every message would grow."""

    figures: Figures
    fates: dict[str, int]
    early: int
    dead: tuple[str, ...]
    moments: int
    memory: dict[str, int] = field(default_factory=dict)


def year_of(program: Program, kept: int, start: date | None = None) -> Year:
    """The whole year of a program with the weeks before it, or the rest of it from a day on."""
    first = at(start or program.starts_on - LEAD_IN, time(), program.zone)
    return Year(first, at(program.ends_on + ONE_DAY, time(), program.zone), kept)


def play(year: Year, letterhead: Letterhead, outbox: Path, tell: Tell, *, anew: bool = True) -> Played:
    """Plays the year in the database at hand, which must be a copy. Mails go into the folder `outbox` and nowhere else."""
    if anew:
        with writing():
            copies.begin_anew(year.first)
    stage = Stage(replace(letterhead, smtp_url="", outbox=outbox), year)
    memory: dict[str, int] = {}
    while stage.now < year.last:
        memory[f"{stage.now:%Y-%m}"] = memory_held()
        share = (stage.now - year.first) / (year.last - year.first)
        tell(share, f"{stage.now:%d %B %Y}, {stage.sent} messages")
        stage.play_day()
    return Played(
        figures_of(copies.mails_sent(year.first)),
        copies.fates(year.first),
        copies.sent_early(year.first),
        tuple(copies.dead_words(year.first)),
        stage.moments,
        memory,
    )


def memory_held() -> int:
    """MiB of this process that are in memory; 0 where nobody can say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


class Stage:
    """The clock of a rehearsal: it jumps from one moment at which something happens to the next."""

    def __init__(self, letterhead: Letterhead, year: Year) -> None:
        self.letterhead, self.year = letterhead, year
        self.now = year.first
        self.sender = Sender(letterhead, lambda: self.now, open_channel=self._open)
        self.zones = tuple(people_by_zone())
        self.moments = self.sent = 0

    def _open(self, _name: str, letterhead: Letterhead) -> Channel:
        """Whatever people have chosen, a rehearsal writes to nobody."""
        return Outbox(letterhead.outbox)

    def play_day(self) -> None:
        """From now to the same hour tomorrow; what falls due by then is asked once."""
        until = min(self.now + ONE_DAY, self.year.last)
        answers = self._answers()
        looks = {self.now, *(entry.due_at for entry in coming_entries(self.now, 1)), *self._digests()}
        db.session.rollback()
        sweep(self.now)
        while self.now < until:
            self._pass([number for moment, number in answers if moment == self.now], self.now in looks)
            self.now = self._next([*looks, *(moment for moment, _ in answers), until])

    def _digests(self) -> list[datetime]:
        return [next_digest(self.now - INSTANT, zone) for zone in self.zones]

    def _next(self, moments: list[datetime]) -> datetime:
        waiting = copies.next_try_after(self.now)
        return min(moment for moment in (*moments, waiting) if moment is not None and moment > self.now)

    def _pass(self, answered: list[int], look: bool) -> None:
        """What the worker does at this moment; it looks for what is due only where something is, because that is what costs."""
        self.moments += 1
        for number in answered:
            commitment = db.session.get_one(Commitment, number)
            self._keep(commitment, commitment.owner or active_hr()[0])
        if look:
            tick(self.now, self.letterhead.kindness)
            invite(self.now)
        self.sent += self.sender.deliver().sent

    def _keep(self, commitment: Commitment, by: Person) -> None:
        """A promise is kept by telling those who wait; they get a mail, too."""
        promise = promise_of(commitment.id)
        if promise is not None and promise.told_on is None:
            tell_back(promise, "In a rehearsal everybody hears the same.", by=by, now=self.now)
        else:
            done(commitment, by, self.now)

    def _answers(self) -> list[tuple[datetime, int]]:
        day = self.now.date()
        owed = copies.settled_on(day - ONE_DAY, day + ONE_DAY)
        kept = [(_said_at(one), one.id) for one in owed if _is_kept(one, self.year.kept)]
        return sorted((moment, number) for moment, number in kept if self.now <= moment < self.now + ONE_DAY)


def _said_at(commitment: Commitment) -> datetime:
    evening = at(commitment.due_on, SAID_AT, commitment.zone)
    return evening if commitment.event is None else max(evening, commitment.event.ends_at + AFTER_THE_EVENT)


def _is_kept(commitment: Commitment, share: int) -> bool:
    """The same things in every rehearsal of a year."""
    return int(hashlib.sha256(commitment.key.encode()).hexdigest(), 16) % 100 < share
