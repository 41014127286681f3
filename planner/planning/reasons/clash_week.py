"""Clashes of the celebration week: days and hours of each team, and the hosts of a site (CP-SAT)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from planner.planning.board import Board
from planner.planning.calendar import Calendar
from planner.planning.celebration import place_celebration
from planner.planning.problem import Problem, Site, Team
from planner.planning.reasons.clash_closures import WEEKDAYS, closure_ladders, closure_needs, counted, more
from planner.planning.reasons.clash_streams import phone_ladder, phone_needs
from planner.planning.reasons.clashes import Clash, Ladder, Need, Over, Part, clash_of, fixed, listed, without_others
from planner.planning.reasons.relaxations import REMOVE, Change, Relaxation

EFFORT = 2.0  # deterministic seconds of the solver
BOUNDLESS = 10**6


@dataclass(frozen=True)
class WeekPart(Part):
    """Some teams of one site in the celebration week."""

    @property
    def site(self) -> Site:
        return self.problem.sites[0]

    @property
    def whom(self) -> tuple[str, ...]:
        return tuple(team.id for team in self.problem.teams)

    def feasible(self, problem: Problem) -> bool:
        return _phones_allow(problem) and (_greedy(problem) or _solved(problem) is not False)

    def certain(self, problem: Problem) -> bool:
        return _phones_allow(problem) and (_greedy(problem) or _solved(problem) is True)

    def needs(self) -> list[Need]:
        problem, site = self.problem, self.site
        found = []
        for team in problem.teams:
            if off := [f"{WEEKDAYS[day]}s" for day in range(7) if day not in team.workdays]:
                drop = (Change(("teams", team.id, "workdays"), tuple(range(7))),)
                found.append(Need("H03", f"no work on {listed(off, 7)}", drop))
        found += phone_needs(problem)
        for pin in problem.pins:
            found.append(Need("H23", f"the pinned {pin.type} of {pin.whom}", (Change(("pins",), pin, REMOVE),)))
        found += closure_needs(problem, site, quiet=False)
        hosts = (Change(("sites", site.id, "hosts"), BOUNDLESS),)
        found.append(Need("H19", f"hosts for {counted(site.hosts, 'event')} at once at {site.name}", hosts))
        kinds = " and ".join(problem.kind[name].name for name in problem.csw.kinds)
        days = f"from {problem.csw.start:%d %B} to {problem.csw.end:%d %B %Y}"
        return [*found, Need("H02", f"{kinds} {days}, each on a day of its own", (Change(("csw", "kinds"), ()),))]

    def ladders(self, kept: list[Need]) -> Iterator[Ladder]:
        yield from closure_ladders(self.problem, kept)
        if any(need.code == "H19" for need in kept):
            words = f"Find hosts for {{}} events at once at {self.site.name} instead of {self.site.hosts}."
            yield more(("sites", self.site.id, "hosts"), range(1, 50), words, self.site.hosts)
        yield from (phone_ladder(need) for need in kept if need.code == "H24")
        for name in self.problem.csw.kinds:
            words = f"Celebrate without {self.problem.kind[name].name}."
            drop = (Change(("csw", "kinds"), name, REMOVE),)
            yield fixed(Relaxation(words, drop))


def _phones_allow(problem: Problem) -> bool:
    """Whether the minutes of the celebration fit into those that each team may be off the phones in its weeks."""
    days = ((day - problem.start).days for day in (problem.csw.start, problem.csw.end))
    weeks = {day // 7 for day in days if 0 <= day < problem.days}
    minutes = sum(problem.kind[name].minutes for name in problem.csw.kinds)
    for team in problem.teams:
        used = team.off_phone_used or (0,) * problem.weeks
        if team.off_phone_week is not None and minutes > sum(max(0, team.off_phone_week - used[w]) for w in weeks):
            return False
    return True


def _board(problem: Problem) -> Board:
    board = Board(problem, Calendar(problem))
    board.enter(problem.pins)
    return board


def _greedy(problem: Problem) -> bool:
    pins = [pin for pin in problem.pins if pin.type == "csw"]
    placed = place_celebration(problem, _board(problem), pins)
    return len(placed) + len(pins) == len(problem.teams) * len(problem.csw.kinds)


def _solved(problem: Problem) -> bool | None:
    """Whether everything finds a place; None when the solver does not know within its effort."""
    from ortools.sat.python import cp_model

    board, model = _board(problem), cp_model.CpModel()
    running: dict[int, list[Any]] = defaultdict(list)
    for team in problem.teams:
        for picks in _choices(board, model, team, running).values():
            model.add_at_most_one(picks)
    for slot, picks in running.items():
        room = problem.sites[0].hosts - board.hosts[problem.sites[0].id][slot]
        if len(picks) > room:
            model.add(sum(picks) <= max(0, room))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = EFFORT
    status = solver.solve(model)
    return None if status == cp_model.UNKNOWN else bool(status != cp_model.INFEASIBLE)


def _choices(board: Board, model: Any, team: Team, running: dict[int, list[Any]]) -> dict[int, list[Any]]:  # noqa: ANN401 -- the solver's
    """Picks of one team by day, each kind picked once; what runs in each slot is added to `running`."""
    pinned = [pin for pin in board.problem.pins if pin.type == "csw" and pin.team == team.id]
    left = list(board.problem.csw.kinds)
    for pin in pinned:
        if pin.kind in left:
            left.remove(pin.kind)
    taken = {board.calendar.local_day(team.site, int(pin.start.timestamp()) // 60) for pin in pinned}
    by_day: dict[int, list[Any]] = defaultdict(list)
    for name in left:
        mine, minutes = [], board.problem.kind[name].minutes
        for day in board.calendar.celebration:
            for start in board.open_starts(team, day, minutes) if day not in taken else ():
                pick = model.new_bool_var("")
                mine.append(pick)
                by_day[day].append(pick)
                for slot in board.slots(start, minutes):
                    running[slot].append(pick)
        model.add(sum(mine) == 1)
    return by_day


def week_clashes(problem: Problem, over: Over) -> Iterator[Clash]:
    """Teams that have no room by themselves first, then all teams of a site together."""
    for site in problem.sites:
        teams = [team for team in problem.teams if team.site == site.id]
        if over() or _easy(_part(problem, teams).problem):
            continue
        alone = [team for team in teams if not over() and not _fits(_part(problem, [team]))]
        left = alone
        while left and not over():
            clash = clash_of(_part(problem, left[:1]), over, partial(_all_alike, problem, left))
            left = [team for team in left if team.id not in clash.whom]
            yield clash
        part = _part(problem, [team for team in teams if team not in alone])
        if part.problem.teams and not over() and not _fits(part):
            yield clash_of(part, over)


def _easy(problem: Problem) -> bool:
    return _phones_allow(problem) and _greedy(problem)


def _fits(part: WeekPart) -> bool:
    return part.feasible(part.problem)


def _part(problem: Problem, teams: list[Team]) -> WeekPart:
    names, sites = {team.id for team in teams}, {team.site for team in teams}
    narrow = replace(
        problem,
        sites=tuple(site for site in problem.sites if site.id in sites),
        teams=tuple(teams),
        tracks=problem.tracks if any(pin.track for pin in problem.pins) else (),
        leaders=problem.leaders if problem.pins else (),
        policies=(),
        months=(),
        quarters=(),
        pins=tuple(pin for pin in problem.pins if pin.team in names),
    )
    return WeekPart(narrow)


def _all_alike(problem: Problem, teams: list[Team], kept: list[Need]) -> WeekPart:
    words = {need.words for need in kept}
    others = [team for team in teams[1:] if _shares(_part(problem, [team]), words)]
    return _part(problem, [teams[0], *others])


def _shares(part: WeekPart, words: set[str]) -> bool:
    return words <= {need.words for need in part.needs()} and not part.feasible(without_others(part, words))
