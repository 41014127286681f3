"""Who else could make a floor visit when its leader cannot: the same hour where that is legal, else another near it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from planner.planning.calendar import Calendar, minute_of
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import QUARTER_WEEKS, Leader, Problem
from planner.planning.reasons.books import Books, Effect
from planner.planning.repair.limits import Limits, Taken
from planner.planning.repair.openings import Openings
from planner.planning.repair.streams import Event, Row, VisitStream, event_of
from planner.planning.repair.ways import FINE

NEAR = 42  # days from the planned one that are looked at


@dataclass(frozen=True)
class Substitute:
    """The visit with its new leader and start; `cost` is what the plan would cost more (or less) by `check`."""

    occurrence: Occurrence
    cost: int
    reasons: list[str]


def substitutes(
    problem: Problem, plan: Plan, visit: Occurrence, *, not_before: datetime | None = None, count: int = 5
) -> list[Substitute]:
    """The best other leaders, the cheapest first; each breaks no rule that was not broken before.

    When nobody can come without leaving the leader below the least quota, that alone is let pass, and said.
    A pin on this very visit does not bind, as its leader cannot come.
    """
    search = _Search(problem, plan, visit, not_before)
    return search.best(count) if search.placed is not None else []


class _Search:
    def __init__(self, problem: Problem, plan: Plan, visit: Occurrence, not_before: datetime | None) -> None:
        self.problem = replace(problem, pins=tuple(pin for pin in problem.pins if pin.identity != visit.identity))
        self.visit, self.calendar = visit, Calendar(self.problem, None if not_before is None else minute_of(not_before))
        self.books = Books(self.problem, plan, self.calendar)
        self.placed = self.books.placed(visit)
        self.limits = Limits(self.problem, self.calendar)
        self.team = problem.team[visit.team or ""]
        self.stream = VisitStream(self.problem, self.team)
        others = [what for what in plan.occurrences if what != visit]
        self.taken = Taken(self.limits, others)
        self.openings = Openings(self.problem, self.calendar, self.limits, self.taken)
        self.openings.hint = frozenset([minute_of(visit.start)])
        mine = [event_of(self.limits, what) for what in others if what.type == "visit" and what.team == self.team.id]
        self.row: Row = sorted(mine, key=lambda event: event.what.start)
        self.day = event_of(self.limits, visit).day

    def best(self, count: int) -> list[Substitute]:
        events = [event for leader in self.problem.leaders if (event := self._first(leader)) is not None]
        costs = self.books.costs(self.placed, [event.what for event in events]) if self.placed else []
        ranked = sorted(zip(costs, events, strict=True), key=lambda one: (one[0], self._nearness(one[1])))
        found = list(self._legal(ranked, count, forgiven=False))
        return found or list(self._legal(ranked, count, forgiven=True))

    def _nearness(self, event: Event) -> tuple[float, int, str]:
        away = abs((event.what.start - self.visit.start).total_seconds())
        return (away, self.taken.used["quarter", event.label, self._quarter(event), ""], event.label)

    def _legal(self, ranked: list[tuple[int, Event]], count: int, *, forgiven: bool) -> Iterator[Substitute]:
        for cost, event in ranked:
            if count <= 0 or self.placed is None:
                return
            effect = self.books.effect(self.placed, event.what)
            if effect.hard <= 0 or (forgiven and self._only_quota(effect)):
                count -= 1
                yield Substitute(event.what, cost, [*self._reasons(event), *(item.sentence for item in effect.broken)])

    def _only_quota(self, effect: Effect) -> bool:
        return all(item.code == "H17" and item.sentence.startswith(f"{self.visit.leader} ") for item in effect.broken)

    # -- where a leader could come

    def _first(self, leader: Leader) -> Event | None:
        """The same hour; else the day that costs least, of several the nearest."""
        if leader.id == self.visit.leader:
            return None
        same = self._on(self.day, leader)
        if same is not None and same.what.start == self.visit.start:
            return same
        days = sorted(self._days(), key=lambda day: abs(day - self.day))
        events = [event for day in days if (event := self._on(day, leader)) is not None]
        return min(events, key=self._price, default=None)

    def _on(self, day: int, leader: Leader) -> Event | None:
        what = next(self.openings.visit_starts(self.team, day, leader, fit=True), None)
        return None if what is None else Event(day, leader.id, what)

    def _days(self) -> list[int]:
        """Days within the gaps to the visits before and after."""
        gap = sum(event.what.start < self.visit.start for event in self.row)
        return [day for day in self.stream.window(self.row, gap) if abs(day - self.day) <= NEAR]

    def _price(self, event: Event) -> int:
        row = sorted([*self.row, event], key=lambda one: one.what.start)
        return FINE * (self.stream.cost(row) + self.taken.price(event.what)) + abs(event.day - self.day)

    # -- in words

    def _reasons(self, event: Event) -> Iterator[str]:
        leader = self.problem.leader[event.label]
        if event.what.start == self.visit.start:
            yield "Free at the same hour."
        else:
            local = event.what.start.astimezone(ZoneInfo(self.problem.site[self.team.site].tz))
            yield f"Not free at the same hour, but on {local:%A} {local.day} {local:%B %Y} at {local:%H:%M}."
        yield self._journey(leader, event)
        yield self._target(leader, event)
        yield self._turn(event)
        if leader.senior and not any(self.problem.leader[other.label].senior for other in self.row):
            yield "The only senior leader whom this team sees this year."

    def _journey(self, leader: Leader, event: Event) -> str:
        site = self.problem.site[self.team.site]
        if leader.home == site.id:
            return f"Works at {site.name}: no journey."
        if self.taken.used["stay", leader.id, event.day, site.id]:
            return f"At {site.name} that day anyway: no journey more."
        return f"One more journey, from {self.problem.site[leader.home].name} to {site.name}."

    def _quarter(self, event: Event) -> int:
        return event.day // 7 // QUARTER_WEEKS

    def _target(self, leader: Leader, event: Event) -> str:
        have = self.taken.used["quarter", leader.id, self._quarter(event), ""]
        over, target = have - leader.quota.target, leader.quota.target
        if over < 0:
            return f"{_visits(-over)} below the target of {target} that quarter."
        return f"At the target of {target} that quarter." if over == 0 else f"{_visits(over)} above the target already."

    def _turn(self, event: Event) -> str:
        seen = [self.team.last_visit_leader]
        seen += [other.label for other in self.row if other.what.start < event.what.start]
        after = [other.label for other in self.row if other.what.start > event.what.start]
        if event.label in (seen[-1], *after[:1]):
            return "Visits this team the time before or after as well: the same face twice."
        if event.label in (*seen[-2:-1], *after[1:2]):
            return "Visits this team two visits away as well."
        return "A face that this team does not see around that time."


def _visits(number: int) -> str:
    return "One visit" if number == 1 else f"{number} visits"
