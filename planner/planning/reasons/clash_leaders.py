"""Clashes of the floor visits that teams need with those that leaders can make, counted by site and quarter (CP-SAT)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from planner.planning.problem import QUARTER_WEEKS, Leader, Problem, Site
from planner.planning.reasons.clash_closures import more
from planner.planning.reasons.clashes import Clash, Ladder, Need, Over, Part, clash_of, listed
from planner.planning.reasons.relaxations import ADD, REMOVE, Change, Relaxation
from planner.planning.reasons.team_lines import Lines

BOUNDLESS = 10**6
EFFORT = 2.0  # deterministic seconds of the solver
FIELDS = {
    "max_trips_per_quarter": ("H18", "trips a quarter"),
    "max_visits_home_day": ("H15", "visits a day at home"),
    "max_visits_trip_day": ("H15", "visits a day on a trip"),
    "max_load_week": ("H16", "visits and reviews a week"),
}


class LeaderPart(Part):
    """All leaders, with all teams or, when there are none, each with the own quota alone."""

    @property
    def whom(self) -> tuple[str, ...]:
        return tuple(leader.id for leader in self.problem.leaders)

    def feasible(self, problem: Problem) -> bool:
        return _own_quotas(problem) and (not problem.teams or _shared_out(problem))

    def needs(self) -> list[Need]:
        problem, found = self.problem, []
        everybody = partial(self._everybody, value=BOUNDLESS)
        if any(leader.unavailable for leader in problem.leaders):
            found.append(Need("H13", "the leaders' absences", self._everybody("unavailable", value=())))
        for pin in problem.pins:
            found.append(
                Need("H23", f"the pinned visit of {pin.leader} to {pin.team}", (Change(("pins",), pin, REMOVE),))
            )
        for field, (code, words) in FIELDS.items():
            values = listed(sorted({str(getattr(leader, field)) for leader in problem.leaders}))
            found.append(Need(code, f"at most {values} {words} for each leader", everybody(field)))
        low, high = (sum(getattr(leader.quota, side) for leader in problem.leaders) for side in ("min", "max"))
        found.append(Need("H17", f"{high} visits a quarter by these leaders at most", everybody("quota", "max")))
        words = f"{low} visits a quarter by these leaders at least"
        if problem.teams:
            words += f", where {len(problem.teams)} teams are due {problem.visit.count} each in the year"
        found.append(Need("H17", words, self._everybody("quota", "min", value=0)))
        return found + (self._visit_needs() if problem.teams else [])

    def _visit_needs(self) -> list[Need]:
        rule = self.problem.visit
        gaps = f"{rule.min_gap_weeks} to {rule.max_gap_weeks} weeks between two floor visits"
        drop = (Change(("visit", "min_gap_weeks"), 1), Change(("visit", "max_gap_weeks"), 5000))
        none = (Change(("visit", "count"), 0), *(Change(("pins",), pin, REMOVE) for pin in self.problem.pins))
        words = f"{rule.count} floor visits a year for each of {len(self.problem.teams)} teams"
        return [Need("H11", gaps, drop), Need("H02", words, none)]

    def _everybody(self, *field: str, value: object) -> tuple[Change, ...]:
        return tuple(Change(("leaders", leader.id, *field), value) for leader in self.problem.leaders)

    def ladders(self, kept: list[Need]) -> Iterator[Ladder]:
        fields = {need.without[0].path[2:]: need for need in kept if need.without[0].path[0] == "leaders"}
        if ("quota", "max") in fields:
            yield Ladder(
                range(1, 100),
                partial(self._changed, ("quota", "max"), "Let each leader make {} more visits a quarter."),
            )
        if ("quota", "min") in fields:
            most = max(leader.quota.min for leader in self.problem.leaders)
            words = "Ask {} fewer visits a quarter of each leader at least."
            yield Ladder(range(-1, -most - 1, -1), partial(self._changed, ("quota", "min"), words))
        for field, (_, name) in FIELDS.items():
            if (field,) in fields:
                yield Ladder(range(1, 50), partial(self._changed, (field,), f"Allow each leader {{}} more {name}."))
        if ("unavailable",) in fields:
            yield Ladder(
                [1], lambda _: Relaxation("Plan without the leaders' absences.", fields[("unavailable",)].without)
            )
        rule, codes = self.problem.visit, {need.code for need in kept}
        if self.problem.teams and ("quota", "max") in fields:
            yield Ladder(range(1, 40), self._hired)
        if self.problem.teams and {"H02", "H17"} & codes:
            words = f"Plan {{}} floor visits a year for each team instead of {rule.count}."
            yield more(("visit", "count"), range(-1, -rule.count, -1), words, rule.count)
            yield more(("visit", "count"), range(1, 20), words, rule.count)
        if "H11" in codes:
            words = f"Let two floor visits be up to {{}} weeks apart instead of {rule.max_gap_weeks}."
            yield more(("visit", "max_gap_weeks"), range(1, 60), words, rule.max_gap_weeks)

    def _changed(self, field: tuple[str, ...], words: str, size: int) -> Relaxation:
        changes = tuple(Change(("leaders", leader.id, *field), size, ADD) for leader in self.problem.leaders)
        if field == ("quota", "min"):
            changes = tuple(
                Change(("leaders", leader.id, *field), max(0, leader.quota.min + size))
                for leader in self.problem.leaders
            )
        return Relaxation(words.format(abs(size)), changes)

    def _hired(self, size: int) -> Relaxation:
        like = self.problem.leaders[0]
        new = tuple(replace(like, id=f"{like.id} + {number + 1}", unavailable=(), busy=()) for number in range(size))
        people = "one more leader" if size == 1 else f"{size} more leaders"
        return Relaxation(f"Find {people} with the quota of {like.id}.", (Change(("leaders",), new, ADD),))


def _own_quotas(problem: Problem) -> bool:
    """Whether every leader could make the least number of visits if there were nothing else."""
    lines = Lines(problem)
    return all(
        sum(most.values()) >= leader.quota.min
        and min(sum(most.values()), _in_all(lines, leader, quarter)) >= leader.quota.min
        for leader in problem.leaders
        for quarter in range(problem.judged_quarters)
        for most in [_most(lines, leader, quarter)]
    )


def _most(lines: Lines, leader: Leader, quarter: int) -> dict[str, int]:
    """The most visits of a leader at each site in a quarter, by daily caps, trips and absences."""
    found = {}
    for site in lines.problem.sites:
        days = _days(lines, leader, site, quarter)
        if site.id == leader.home:
            found[site.id] = days * leader.max_visits_home_day
        else:
            found[site.id] = min(days, leader.max_trips_per_quarter) * leader.max_visits_trip_day
    return found


def _in_all(lines: Lines, leader: Leader, quarter: int) -> int:
    """The most visits of a leader in a quarter by the weekly load."""
    away = lines.calendar.away[leader.id]
    weeks = range(quarter * QUARTER_WEEKS, (quarter + 1) * QUARTER_WEEKS)
    there = sum(any(7 * week + day not in away for day in range(7)) for week in weeks)
    return there * leader.max_load_week


def _days(lines: Lines, leader: Leader, site: Site, quarter: int) -> int:
    away, closed = lines.calendar.away[leader.id], lines.calendar.closed[site.id]
    days = range(quarter * QUARTER_WEEKS * 7, (quarter + 1) * QUARTER_WEEKS * 7)
    return sum(day not in away and day not in closed for day in days)


def _shared_out(problem: Problem) -> bool:
    """Whether the visits of all teams can be shared out among the leaders, quarter by quarter."""
    from ortools.sat.python import cp_model

    lines, model = Lines(problem), cp_model.CpModel()
    splits = Counter((team.site, tuple(sorted(lines.visits(team).splits(QUARTER_WEEKS)))) for team in problem.teams)
    wanted: dict[tuple[str, int], Any] = defaultdict(int)  # what the solver adds up
    for (site, ways), teams in splits.items():
        if not ways:
            return False
        picks = [model.new_int_var(0, teams, "") for _ in ways]
        model.add(sum(picks) == teams)
        for way, pick in zip(ways, picks, strict=True):
            for quarter, visits in enumerate(way):
                wanted[site, quarter] += visits * pick
    for quarter in range(problem.judged_quarters):
        made: dict[str, Any] = defaultdict(int)
        for leader in problem.leaders:
            most = _most(lines, leader, quarter)
            own = {site: model.new_int_var(0, min(most[site], BOUNDLESS), "") for site in most}
            model.add_linear_constraint(
                sum(own.values()), leader.quota.min, min(leader.quota.max, _in_all(lines, leader, quarter))
            )
            trip = max(1, leader.max_visits_trip_day)
            away = sum(own[site] for site in own if site != leader.home)
            model.add(away <= min(leader.max_trips_per_quarter * trip, BOUNDLESS))
            for site, share in own.items():
                made[site] += share
        for place in problem.sites:
            model.add(made[place.id] == wanted[place.id, quarter])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = EFFORT
    return bool(solver.solve(model) != cp_model.INFEASIBLE)


def leader_clashes(problem: Problem, over: Over) -> Iterator[Clash]:
    """Leaders who cannot even keep their own least quota one by one; then all together."""
    pins = tuple(pin for pin in problem.pins if pin.type == "visit")
    bare = replace(problem, tracks=(), policies=(), months=(), quarters=(), pins=pins)
    fit = []
    for leader in problem.leaders:
        alone = replace(bare, leaders=(leader,), teams=(), pins=())
        if over():
            return
        if LeaderPart(alone).feasible(alone):
            fit.append(leader)
        else:
            yield clash_of(LeaderPart(alone), over)
    lines = Lines(bare)
    teams = tuple(team for team in problem.teams if lines.visits(team).possible)
    pins = tuple(pin for pin in pins if pin.team in {team.id for team in teams})
    together = replace(bare, leaders=tuple(fit), teams=teams, pins=pins)
    if fit and not over() and not LeaderPart(together).feasible(together):
        yield clash_of(LeaderPart(together), over)
