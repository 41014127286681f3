"""Clashes of one budget with what its period costs at the very least: the cheapest kinds, as few events as the gaps allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from planner.planning.judge.ledger import Ledger
from planner.planning.plan import Plan
from planner.planning.problem import Budget, Problem, Track
from planner.planning.reasons.cheapest import cheapest
from planner.planning.reasons.clash_closures import more
from planner.planning.reasons.clashes import Clash, Ladder, Need, Over, Part, clash_of
from planner.planning.reasons.relaxations import REMOVE, Change
from planner.planning.reasons.team_lines import Lines, able

BOUNDLESS = 10**12


@dataclass(frozen=True)
class BudgetPart(Part):
    """One budget; the problem has no other."""

    @property
    def whom(self) -> tuple[str, ...]:
        return (f"Budget {self.problem.budgets[0].id}",)

    def feasible(self, problem: Problem) -> bool:
        return least_spent(problem) <= problem.budgets[0].budget

    def _path(self) -> tuple[str, str, str]:
        return ("months" if self.problem.months else "quarters", self.problem.budgets[0].id, "budget")

    def needs(self) -> list[Need]:
        budget, found = self.problem.budgets[0], []
        for pin in self.problem.pins:
            found.append(Need("H23", f"the pinned {pin.type} of {pin.whom}", (Change(("pins",), pin, REMOVE),)))
        for track in self.problem.tracks:
            at, name = ("tracks", track.id), f"events of {track.name}"
            words = f"at most {track.max_gap_days} days between two {name}"
            found.append(Need("H10", words, (Change((*at, "max_gap_days"), 5000),)))
            pins = tuple(Change(("pins",), pin, REMOVE) for pin in self.problem.pins if pin.track == track.id)
            found.append(Need("H02", f"{track.count} {name} a year", (Change((*at, "count"), 0), *pins)))
        if self.problem.csw.kinds:
            kinds = " and ".join(self.problem.kind[name].name for name in self.problem.csw.kinds)
            found.append(Need("H02", f"{kinds} for every team", (Change(("csw", "kinds"), ()),)))
        words = f"the budget of {budget.budget} from {budget.start:%d %B} to {budget.end:%d %B %Y}"
        return [*found, Need("H21", words, (Change(self._path(), BOUNDLESS),))]

    def ladders(self, kept: list[Need]) -> Iterator[Ladder]:
        budget = self.problem.budgets[0]
        missing = range(1, 1 + max(1, least_spent(self.problem) - budget.budget))
        yield more(self._path(), missing, f"Raise the budget {budget.id} from {budget.budget} to {{}}.", budget.budget)
        for need in kept:
            path = need.without[0].path
            if path[-1] == "max_gap_days":
                track = self.problem.track[str(path[1])]
                words = f"Let two events of {track.name} be up to {{}} days apart instead of {track.max_gap_days}."
                yield more(path, range(1, 200), words, track.max_gap_days)
            elif path[-1] == "count":
                track = self.problem.track[str(path[1])]
                words = f"Plan {{}} events of {track.name} a year instead of {track.count}."
                yield more(path, range(-1, -track.count, -1), words, track.count)


def least_spent(problem: Problem, lines: Lines | None = None) -> int:
    """What the only budget of the problem has to bear whatever is planned."""
    budget, lines = problem.budgets[0], lines or Lines(problem)
    total = float(_celebrated(problem, budget))
    for track in problem.tracks:
        total += _recognised(problem, lines, budget, track)
    return ceil(min(total, BOUNDLESS * 2))


def _celebrated(problem: Problem, budget: Budget) -> int:
    """The whole celebration where all of its week lies in the period; pinned events by themselves otherwise."""
    if budget.start <= problem.csw.start and problem.csw.end <= budget.end:
        return sum(problem.kind[name].cost(team.size) for team in problem.teams for name in problem.csw.kinds)
    pins = Plan(tuple(pin for pin in problem.pins if pin.type == "csw"))
    return Ledger(problem, Lines(problem).calendar, pins).spent[budget.id]


def _recognised(problem: Problem, lines: Lines, budget: Budget, track: Track) -> float:
    import numpy as np

    if not track.count or not problem.teams:
        return 0.0
    first, last = (max(0, min(problem.days, (day - problem.start).days)) for day in (budget.start, budget.end))
    prices = {team.id: min(problem.kind[name].cost(team.size) for name in track.kinds) for team in problem.teams}
    teams = [team for team in problem.teams if prices[team.id]]
    here = [lines.recognition(team, track) for team in teams]
    if not here:
        return 0.0 if all(lines.recognition(team, track).possible for team in problem.teams) else float(BOUNDLESS)
    costs = np.zeros((len(here), problem.days))
    for number, team in enumerate(teams):
        costs[number, first : last + 1] = prices[team.id]
    totals, _ = cheapest(here, costs)
    return float(totals.sum())


def budget_clashes(problem: Problem, over: Over) -> Iterator[Clash]:
    teams = able(problem, problem.teams)
    bare = replace(problem, teams=teams, leaders=(), policies=(), months=(), quarters=())
    lines = Lines(bare)
    each = [replace(bare, months=(budget,)) for budget in problem.months]
    each += [replace(bare, quarters=(budget,)) for budget in problem.quarters]
    for narrow in each:
        if over():
            return
        if least_spent(narrow, lines) > narrow.budgets[0].budget:
            yield clash_of(BudgetPart(narrow), over)
