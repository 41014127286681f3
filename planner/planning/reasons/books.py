"""A plan in the books together with what would be different if one occurrence stood elsewhere.

The effect of a change is found with the very rules and costs that judge whole plans, looked at only through the teams,
leaders and sites that it concerns; whatever cannot be narrowed is judged whole, so that the difference stays exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property

from planner.planning.board import Board
from planner.planning.calendar import Calendar
from planner.planning.judge.found import Found
from planner.planning.judge.ledger import Ledger, Placed, team_names
from planner.planning.judge.rules import RULES
from planner.planning.judge.score import cost_parts
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Policy, Problem


@dataclass(frozen=True)
class Effect:
    """What a change does: units of broken rules and cost more (or less), the parts that differ, and what is newly broken."""

    hard: int
    cost: int
    parts: dict[str, int]
    broken: tuple[Found, ...]


@dataclass(frozen=True)
class _State:
    found: Counter[Found]
    parts: dict[str, int]

    @property
    def hard(self) -> int:
        return sum(found.units * times for found, times in self.found.items())


class Books:
    """Made once for a plan and asked many times. Between questions the books are those of the plan."""

    def __init__(self, problem: Problem, plan: Plan, calendar: Calendar | None = None) -> None:
        self.problem, self.plan, self.calendar = problem, plan, calendar or Calendar(problem)
        self.ledger = Ledger(problem, self.calendar, plan)

    @cached_property
    def board(self) -> Board:
        board = Board(self.problem, self.calendar)
        board.enter(self.plan.occurrences)
        return board

    @cached_property
    def _by_identity(self) -> dict[object, Placed]:
        return {placed.occurrence.identity: placed for placed in self.ledger.placed}

    @cached_property
    def _times(self) -> Counter[object]:
        return Counter(occurrence.identity for occurrence in self.plan.occurrences)

    def placed(self, occurrence: Occurrence) -> Placed | None:
        """Where the plan has it; None when it is not in the plan or malformed."""
        return self._by_identity.get(occurrence.identity)

    def costs(self, old: Placed, others: Iterable[Occurrence]) -> list[int]:
        """By how much the cost would change with each of the others in place of the old one. Quick: no rule is judged."""
        self.ledger.leave(old)
        views: dict[str | None, tuple[Problem, int]] = {}
        found = []
        for new in others:
            if new.leader not in views:
                view = self._view(old.occurrence, new)
                views[new.leader] = (view, self._cost_with(view, old.index, old.occurrence))
            view, before = views[new.leader]
            found.append(self._cost_with(view, old.index, new) - before)
        self.ledger.enter(old.index, old.occurrence)
        return found

    def _cost_with(self, view: Problem, index: int, what: Occurrence) -> int:
        placed = self.ledger.enter(index, what)
        cost = sum(cost_parts(view, self.ledger).values())
        if placed is not None:
            self.ledger.leave(placed)
        return cost

    def effect(self, old: Placed, new: Occurrence) -> Effect:
        """Exactly what `check` would say of the plan with the occurrence there, less what it says now."""
        view = self._view(old.occurrence, new)
        before = self._state(view, old, [old.occurrence])
        twins = [old.occurrence] * (self._times[old.occurrence.identity] - 1)
        with _Swapped(self.ledger, old, new) as placed:
            after = self._state(view, placed, [new, *twins])
        parts = {name: after.parts[name] - before.parts[name] for name in after.parts}
        broken = tuple((after.found - before.found).elements())
        return Effect(after.hard - before.hard, sum(parts.values()), {k: v for k, v in parts.items() if v}, broken)

    def _view(self, *concerned: Occurrence) -> Problem:
        """The problem with only those who are concerned to be gone through; everybody can still be looked up."""
        problem = self.problem
        teams = {name for what in concerned for name in team_names(problem, what)}
        leaders = {name for what in concerned if (name := _leader(problem, what))}
        policies = {what.policy for what in concerned}
        sites = {problem.team[name].site for name in teams}
        pinned = {what.identity for what in concerned}
        view = replace(
            problem,
            teams=tuple(team for team in problem.teams if team.id in teams),
            leaders=tuple(leader for leader in problem.leaders if leader.id in leaders),
            policies=self._reviewed(policies),
            sites=tuple(site for site in problem.sites if site.id in sites),
            pins=tuple(pin for pin in problem.pins if pin.identity in pinned),
        )
        known = {
            name: getattr(problem, name) for name in ("site", "shift", "team", "kind", "track", "leader", "policy")
        }
        view.__dict__.update(known)  # the look-ups of the whole problem, under the names of its cached properties
        return view

    def _reviewed(self, policies: Iterable[str | None]) -> tuple[Policy, ...]:
        """Reviews share the weeks: as soon as one is concerned, all are."""
        return self.problem.policies if any(policies) else ()

    def _state(self, view: Problem, placed: Placed | None, present: Iterable[Occurrence]) -> _State:
        near, teams = copy(self.ledger), {team.id for team in view.teams}
        leaders = {leader.id for leader in view.leaders}
        near.placed = [] if placed is None else [placed]
        near.team_days = Counter({key: n for key, n in self.ledger.team_days.items() if key[0] in teams})
        near.leader_days = Counter({key: n for key, n in self.ledger.leader_days.items() if key[0] in leaders})
        near.leader_weeks = Counter({key: n for key, n in self.ledger.leader_weeks.items() if key[0] in leaders})
        found = Counter(Found(*item) for rule in RULES for item in rule(view, near, Plan(tuple(present))))
        return _State(found, cost_parts(view, near))


class _Swapped:
    """The ledger with one occurrence in place of another, put back at the end."""

    def __init__(self, ledger: Ledger, old: Placed, new: Occurrence) -> None:
        self.ledger, self.old, self.new = ledger, old, new

    def __enter__(self) -> Placed | None:
        self.ledger.leave(self.old)
        self.placed = self.ledger.enter(self.old.index, self.new)
        return self.placed

    def __exit__(self, *_: object) -> None:
        if self.placed is None:
            self.ledger.malformed.pop()
        else:
            self.ledger.leave(self.placed)
        self.ledger.enter(self.old.index, self.old.occurrence)


def _leader(problem: Problem, what: Occurrence) -> str | None:
    return problem.policy[what.policy or ""].owner if what.type == "session" else what.leader
