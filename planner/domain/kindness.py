"""When not to write to people: quiet hours, days off, absences, and no more than so many messages a week.

Messages are moved or folded into the digest, never dropped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from planner.domain.instants import MONDAY_TO_FRIDAY, ONE_DAY, plus_workdays, resolve, wall
from planner.domain.weeks import monday_of

Absence = tuple[date, date]
"""First and last day away, both included."""

_FURTHEST_DAYS = 366
MOST_A_DAY = 20
"""So many reminders a day reach a mailbox at most, whatever falls due: nobody has more on one day that is not a mistake or a mischief."""
HALF_A_DAY = timedelta(hours=12)


class Haste(StrEnum):
    """Why a message goes however many its reader gets in the week; the sentence goes on "… of them"."""

    eve = "about today or tomorrow"
    told = "told at once, because something changed or somebody waited for it"
    late = "for which the next digest would come too late"


@dataclass(frozen=True)
class Quiet:
    """Local hours from `start` up to `end` in which nothing is sent, over midnight when `end` is earlier; equal is none.

    `weekdays` (Monday = 0) are the days on which messages may come at all.
    """

    start: time = time(19)
    end: time = time(7)
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY

    def covers(self, clock: time) -> bool:
        """Whether it is quiet at a local time of day."""
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


def is_away(day: date, absences: Iterable[Absence]) -> bool:
    """Whether a day lies in one of the absences."""
    return any(first <= day <= last for first, last in absences)


def allowed_at(
    instant: datetime,
    zone: str,
    quiet: Quiet,
    absences: Sequence[Absence] = (),
    not_after: datetime | None = None,
) -> datetime:
    """The first instant (aware, UTC) from `instant` on at which a message may go.

    Where that would be after `not_after` (the event's start), the message goes at `instant` all the same: an unkind hour is
    better than a reminder after the event.
    """
    found = _next_allowed(wall(instant, zone), quiet, absences)
    if found is None:
        return instant
    # Of a repeated hour the first is taken, which may lie before an instant in the second.
    moved = max(instant, resolve(found, zone))
    return instant if not_after is not None and moved > not_after else moved


def _next_allowed(moment: datetime, quiet: Quiet, absences: Sequence[Absence]) -> datetime | None:
    last = moment + timedelta(days=_FURTHEST_DAYS)
    while moment <= last:
        if moment.weekday() not in quiet.weekdays or is_away(moment.date(), absences):
            moment = datetime.combine(moment.date() + ONE_DAY, time())
        elif quiet.covers(moment.time()):
            day = moment.date() if moment.time() < quiet.end else moment.date() + ONE_DAY
            moment = datetime.combine(day, quiet.end)
        else:
            return moment
    return None


def over_weekly_cap(sent_at: Iterable[datetime], instant: datetime, zone: str, cap: int) -> bool:
    """Whether one more message at `instant` would be more than `cap` in its local week: then it waits for the digest."""
    week = monday_of(wall(instant, zone).date())
    return sum(monday_of(wall(sent, zone).date()) == week for sent in sent_at) >= cap


def too_many(sent_at: Iterable[datetime], instant: datetime) -> bool:
    """Whether a mailbox got `MOST_A_DAY` within half a day of `instant`: the next ones are kept where they can be read, and not mailed."""
    return sum(abs(sent - instant) < HALF_A_DAY for sent in sent_at) >= MOST_A_DAY


def too_soon(last_sent: datetime | None, instant: datetime, zone: str, workdays: int = 2) -> bool:
    """Whether a nudge would come less than so many working days after the one before (one in two is the rule)."""
    if last_sent is None:
        return False
    return wall(instant, zone).date() < plus_workdays(wall(last_sent, zone).date(), workdays, ())
