"""How well a year is spread: weeks with nothing in them, weeks with too much, and how evenly teams and shifts fare."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from planner.domain.weeks import monday_of, mondays


@dataclass(frozen=True)
class Dated:
    """An event as far as spread is concerned: its shift date, the team and shift it is for, minutes off the phones."""

    day: date
    team: str = ""
    shift: str = ""
    minutes: int = 0


@dataclass(frozen=True)
class FullWeek:
    monday: date
    reason: str


@dataclass(frozen=True)
class Evenness:
    """How many events each group has; `ratio` is the fewest over the most, 1.0 when all have the same."""

    counts: dict[str, int]

    @property
    def least(self) -> int:
        return min(self.counts.values(), default=0)

    @property
    def most(self) -> int:
        return max(self.counts.values(), default=0)

    @property
    def ratio(self) -> float:
        return self.least / self.most if self.most else 1.0


def empty_weeks(events: Iterable[Dated], start: date, end: date, closed: Iterable[date] = ()) -> list[date]:
    """Mondays of the weeks from `start` to `end` with no event. Weeks in `closed` (Mondays) are meant to be empty."""
    used = {monday_of(event.day) for event in events} | {monday_of(day) for day in closed}
    return [monday for monday in mondays(start, end) if monday not in used]


def full_weeks(
    events: Sequence[Dated],
    start: date,
    end: date,
    *,
    team_cap: int,
    minutes_cap: int | None = None,
    celebration: Iterable[date] = (),
) -> list[FullWeek]:
    """Weeks in which a team has more than `team_cap` events or more than `minutes_cap` minutes, with the reason.

    `celebration` holds the Mondays of weeks that are full on purpose.
    """
    on_purpose = {monday_of(day) for day in celebration}
    weeks = [(monday_of(event.day), event) for event in events if start <= event.day <= end]
    counted = [(monday, event) for monday, event in weeks if monday not in on_purpose]
    per_team = Counter((monday, event.team) for monday, event in counted if event.team)
    minutes: Counter[tuple[date, str]] = Counter()
    for monday, event in counted:
        minutes[monday, event.team] += event.minutes
    found = [
        _too_many(monday, team, number, team_cap) for (monday, team), number in per_team.items() if number > team_cap
    ]
    if minutes_cap is not None:
        found += [_too_long(*key, spent, minutes_cap) for key, spent in minutes.items() if spent > minutes_cap]
    return sorted(found, key=lambda week: (week.monday, week.reason))


def _week(monday: date) -> str:
    return f"the week of {monday.day} {monday:%B}"


def _too_many(monday: date, team: str, number: int, cap: int) -> FullWeek:
    return FullWeek(monday, f"{team} has {number} events in {_week(monday)}; {cap} is the most that is meant.")


def _too_long(monday: date, team: str, minutes: int, cap: int) -> FullWeek:
    who = team or "Everybody"
    return FullWeek(
        monday, f"{who} is off the phones for {minutes} minutes in {_week(monday)}; {cap} is the most that is meant."
    )


def share_outside(events: Sequence[Dated], celebration: Iterable[tuple[date, date]]) -> float | None:
    """Which part of the events lies outside the celebration week, 0.0 to 1.0; None without events."""
    weeks = list(celebration)
    if not events:
        return None
    inside = sum(any(first <= event.day <= last for first, last in weeks) for event in events)
    return 1 - inside / len(events)


def evenness_by_team(events: Iterable[Dated], teams: Iterable[str]) -> Evenness:
    """Events per team; teams without any count as nought."""
    counted = Counter(event.team for event in events)
    return Evenness({team: counted[team] for team in teams})


def evenness_by_shift(events: Iterable[Dated], shifts: Iterable[str]) -> Evenness:
    """Events per shift; give shifts of like size, or compare `counts` per head yourself."""
    counted = Counter(event.shift for event in events)
    return Evenness({shift: counted[shift] for shift in shifts})
