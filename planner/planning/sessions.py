"""Policy reviews: an hour that suits the owner and every participating team, the painful policies first (CP-SAT)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from planner.planning.board import Board
from planner.planning.calendar import instant_of
from planner.planning.plan import Occurrence
from planner.planning.problem import Policy, Problem
from planner.planning.waiting import meanwhile

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar

PER_WEEK = 4  # starts offered a week; more only feed the solver equal choices
UNPLACED = 100_000


class Choice(NamedTuple):
    """A policy could be reviewed at `start`, in `week`."""

    policy: Policy
    week: int
    start: int


def place_sessions(
    problem: Problem,
    board: Board,
    fixed: list[Occurrence],
    seed: int,
    effort: float,
    tick: Callable[[], object] = lambda: None,
) -> list[Occurrence]:
    """`effort` is in CP-SAT's deterministic seconds. A policy without any legal hour is left out."""
    pinned = {pin.policy for pin in fixed}
    todo = [policy for policy in problem.policies if policy.id not in pinned]
    used = _weeks_used(board, fixed)
    reach = len(problem.policies) // max(1, problem.max_sessions_per_week) + 12
    for weeks in (reach, problem.weeks):
        choices = [choice for policy in todo for choice in _choices(board, policy, weeks)]
        chosen = meanwhile(partial(_choose, problem, board, choices, used, seed, effort), tick) if choices else []
        if len(chosen) == len(todo):
            break
    placed = [Occurrence("session", instant_of(choice.start), policy=choice.policy.id) for choice in chosen]
    board.enter(placed)
    return placed


def _weeks_used(board: Board, fixed: list[Occurrence]) -> dict[int, int]:
    used: dict[int, int] = defaultdict(int)
    for pin in fixed:
        used[(pin.start.date() - board.problem.start).days // 7] += 1
    return used


def _choices(board: Board, policy: Policy, weeks: int) -> Iterator[Choice]:
    by_week: dict[int, list[int]] = defaultdict(list)
    for start, day in quiet_hours(board, policy):
        if policy.window_start_week <= day // 7 <= policy.window_end_week:
            by_week[day // 7].append(start)
    for week in sorted(by_week)[:weeks]:
        found = sorted(by_week[week])
        step = max(1, len(found) // PER_WEEK)
        yield from (Choice(policy, week, start) for start in found[::step][:PER_WEEK])


def quiet_hours(board: Board, policy: Policy) -> Iterator[tuple[int, int]]:
    """Starts that suit all, with the shift date of the first team, by which the week counts."""
    problem, calendar, minutes = board.problem, board.calendar, policy.minutes
    suits = [calendar.quiet_starts(problem.team[name], minutes) for name in policy.participants]
    home, away = problem.leader[policy.owner].home, calendar.away[policy.owner]
    common = set(suits[0]).intersection(*suits[1:]) - board.leader_blocked(policy.owner, minutes)
    for name in policy.participants:
        common -= board.team_blocked(name, minutes)
    for start in sorted(common):
        if not away or calendar.local_day(home, start) not in away:
            yield start, suits[0][start]


def _choose(
    problem: Problem, board: Board, choices: list[Choice], used: dict[int, int], seed: int, effort: float
) -> list[Choice]:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    picks = [model.new_bool_var("") for _ in choices]
    by_policy: dict[str, list[IntVar]] = defaultdict(list)
    by_week: dict[int, list[tuple[Choice, IntVar]]] = defaultdict(list)
    cost = []
    for choice, pick in zip(choices, picks, strict=True):
        by_policy[choice.policy.id].append(pick)
        by_week[choice.week].append((choice, pick))
        late = choice.policy.pain * (choice.week - choice.policy.window_start_week) * problem.weights.policy_delay
        cost.append((late - UNPLACED) * pick)
    for same in by_policy.values():
        model.add_at_most_one(same)
    for week, offered in by_week.items():
        model.add(sum(pick for _, pick in offered) <= max(0, problem.max_sessions_per_week - used.get(week, 0)))
        _separate(model, board, offered)
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.max_deterministic_time = effort
    found = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return [choice for choice, pick in zip(choices, picks, strict=True) if solver.value(pick)] if found else []


def _separate(model: CpModel, board: Board, offered: list[tuple[Choice, IntVar]]) -> None:
    """No owner over the weekly load, no owner and no team in two reviews at once."""
    sharing: dict[str, list[tuple[Choice, IntVar]]] = defaultdict(list)
    for choice, pick in offered:
        for name in ("owner " + choice.policy.owner, *choice.policy.participants):
            sharing[name].append((choice, pick))
    for name, mine in sharing.items():
        if name.startswith("owner "):
            model.add(sum(pick for _, pick in mine) <= board.problem.leader[mine[0][0].policy.owner].max_load_week)
        for (one, first), (two, second) in combinations(mine, 2):
            clash = one.start < two.start + two.policy.minutes and two.start < one.start + one.policy.minutes
            if one.policy.id != two.policy.id and clash:
                model.add_at_most_one(first, second)
