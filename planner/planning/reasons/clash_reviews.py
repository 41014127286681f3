"""Clashes of policy reviews: one that suits nobody at any hour of its window, or more of them than the weeks can hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.planning.board import Board
from planner.planning.calendar import Calendar
from planner.planning.problem import Policy, Problem
from planner.planning.reasons.clash_closures import closure_ladders, closure_needs, more
from planner.planning.reasons.clashes import Clash, Ladder, Need, Over, Part, clash_of, closure_words, fixed
from planner.planning.reasons.relaxations import REMOVE, Change, Relaxation

LONGER = range(1, 54)


@dataclass(frozen=True)
class ReviewPart(Part):
    """Some policies, their owners and everybody who takes part."""

    @property
    def whom(self) -> tuple[str, ...]:
        return tuple(policy.id for policy in self.problem.policies)

    def feasible(self, problem: Problem) -> bool:
        return not _left_over(problem, _weeks(problem))

    def needs(self) -> list[Need]:
        problem, found = self.problem, []
        names = sorted({name for policy in problem.policies for name in policy.participants})
        teams = [problem.team[name] for name in names]
        for team in teams:
            off = tuple(day for day in range(7) if day not in team.workdays)
            if off:
                every = (Change(("teams", team.id, "workdays"), tuple(range(7))),)
                found.append(Need("H03", f"the days off of {team.id}", every))
        for site in sorted({team.site for team in teams}):
            needs = closure_needs(problem, problem.site[site], quiet=True)
            found += [need for need in needs if need.without[0].path[-1] != "peak_weekdays"]
        for owner in sorted({policy.owner for policy in problem.policies}):
            drop = tuple(Change(("leaders", owner, field), ()) for field in ("unavailable", "busy"))
            found.append(Need("H13", f"the absences and busy times of {owner}", drop))
        for policy in problem.policies:
            found += self._policy_needs(policy)
        most = problem.max_sessions_per_week
        return [
            *found,
            Need("H22", f"at most {most} policy reviews a week", (Change(("max_sessions_per_week",), 10**6),)),
        ]

    def _policy_needs(self, policy: Policy) -> list[Need]:
        at, last = ("policies", policy.id), self.problem.weeks - 1
        window = f"the window of {policy.id} from week {policy.window_start_week + 1} to {policy.window_end_week + 1}"
        drop = (Change((*at, "window_start_week"), 0), Change((*at, "window_end_week"), last))
        found = [Need("H22", window, drop)]
        if len(policy.participants) > 1:
            alone = (Change((*at, "participants"), policy.participants[:1]),)
            found.append(Need("H03", f"{len(policy.participants)} teams that take part in {policy.id} at once", alone))
        return [*found, Need("H02", f"a review of {policy.id}", (Change(("policies",), policy, REMOVE),))]

    def ladders(self, kept: list[Need]) -> Iterator[Ladder]:
        paths = {need.without[0].path for need in kept}
        yield from closure_ladders(self.problem, [need for need in kept if need.code in ("H04", "H05", "H06")])
        for policy in self.problem.policies:
            at, last = ("policies", policy.id), policy.window_end_week
            if (*at, "window_start_week") in paths:
                words = f"Let the review of {policy.id} be held until week {{}} instead of {last + 1}."
                yield more((*at, "window_end_week"), range(1, self.problem.weeks - last), words, last + 1)
                first = policy.window_start_week
                words = f"Let the review of {policy.id} be held from week {{}} on instead of {first + 1}."
                yield more((*at, "window_start_week"), range(-1, -first - 1, -1), words, first + 1)
            if (*at, "participants") in paths:
                for name in policy.participants:
                    drop = (Change((*at, "participants"), name, REMOVE),)
                    yield fixed(Relaxation(f"Review {policy.id} without {name}.", drop))
            if ("leaders", policy.owner, "unavailable") in paths:
                yield from self._present(policy)
        if ("max_sessions_per_week",) in paths:
            most = self.problem.max_sessions_per_week
            words = f"Allow {{}} policy reviews a week instead of {most}."
            yield more(("max_sessions_per_week",), range(1, 20), words, most)

    def _present(self, policy: Policy) -> Iterator[Ladder]:
        for away in self.problem.leader[policy.owner].unavailable:
            drop = (Change(("leaders", policy.owner, "unavailable"), away, REMOVE),)
            yield fixed(Relaxation(f"Let {policy.owner} come in spite of {closure_words(away)}.", drop))
        for other in [leader for leader in self.problem.leaders if leader.id != policy.owner][:3]:
            change = (Change(("policies", policy.id, "owner"), other.id),)
            yield fixed(Relaxation(f"Let {other.id} hold the review of {policy.id} instead of {policy.owner}.", change))


def _weeks(problem: Problem) -> dict[str, list[int]]:
    """For each policy the weeks of its window with an hour that suits everybody."""
    board = Board(problem, Calendar(problem))
    board.enter(pin for pin in problem.pins if pin.type != "session")
    pinned = {pin.policy for pin in problem.pins if pin.type == "session"}
    found = {}
    for policy in problem.policies:
        if policy.id not in pinned:
            weeks = _open_weeks(board, policy)
            found[policy.id] = sorted(w for w in weeks if policy.window_start_week <= w <= policy.window_end_week)
    return found


def _open_weeks(board: Board, policy: Policy) -> set[int]:
    """Weeks with a start that suits the owner and every participating team; the first team's shift date counts."""
    problem, calendar, minutes = board.problem, board.calendar, policy.minutes
    suits = [calendar.quiet_starts(problem.team[name], minutes) for name in policy.participants]
    if not suits:
        return set()
    common = set(suits[0]).intersection(*suits[1:]) - board.leader_blocked(policy.owner, minutes)
    for name in policy.participants:
        common -= board.team_blocked(name, minutes)
    home, away = problem.leader[policy.owner].home, calendar.away[policy.owner]
    return {suits[0][start] // 7 for start in common if not away or calendar.local_day(home, start) not in away}


def _left_over(problem: Problem, weeks: dict[str, list[int]]) -> set[str]:
    """Policies that cannot all be held, with those that stand in their way; empty when all can (augmenting paths)."""
    held: dict[int, list[str]] = {week: [] for week in range(problem.weeks)}

    def place(policy: str, seen: set[int], others: set[str]) -> bool:
        others.add(policy)
        for week in weeks[policy]:
            if week not in seen:
                seen.add(week)
                if len(held[week]) < problem.max_sessions_per_week:
                    held[week].append(policy)
                    return True
                for other in list(held[week]):
                    if place(other, seen, others):
                        held[week].remove(other)
                        held[week].append(policy)
                        return True
        return False

    for policy in weeks:
        others: set[str] = set()
        if not place(policy, set(), others):
            return others
    return set()


def review_clashes(problem: Problem, over: Over) -> Iterator[Clash]:
    """One clash after another; the policies of one are set aside before the next is looked for."""
    weeks = _weeks(problem)
    while not over() and (stuck := _left_over(problem, weeks)):
        policies = tuple(policy for policy in problem.policies if policy.id in stuck)
        teams = {name for policy in policies for name in policy.participants}
        narrow = replace(
            problem,
            tracks=(),
            months=(),
            quarters=(),
            policies=policies,
            teams=tuple(team for team in problem.teams if team.id in teams),
        )
        clash = clash_of(ReviewPart(narrow), over)
        due = {str(need.without[0].value.id) for need in clash.needs if need.code == "H02"}
        yield replace(clash, whom=tuple(policy.id for policy in policies if policy.id in due) or clash.whom)
        weeks = {policy: found for policy, found in weeks.items() if policy not in (due or stuck)}
