"""What the occurrences of a plan share: how much each limit allows, and how much of it is taken.

A limit is a key: a committee's week, a budget, a leader's quarter, one slot of one team. Every occurrence draws on
some of them, so that a repair can ask what stands in the way without knowing the rules one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from planner.planning.calendar import Calendar, minute_of
from planner.planning.judge.leaders import daily_cap
from planner.planning.judge.ledger import malformation, minutes_of, team_names
from planner.planning.plan import Occurrence
from planner.planning.problem import QUARTER_WEEKS, Leader, Problem, Team

Key = tuple[str, str | int, int, str]  # what, of whom, when, where
Draws = dict[Key, int]
ENDLESS = 10**9


class Limits:
    """How much there is of everything, and what one occurrence draws."""

    def __init__(self, problem: Problem, calendar: Calendar) -> None:
        self.problem, self.calendar = problem, calendar
        self._drawn: dict[Occurrence, Draws] = {}

    def draws(self, what: Occurrence) -> Draws:
        if what not in self._drawn:
            fault = malformation(self.problem, what)
            self._drawn[what] = {} if fault else dict(self._draw(what))
        return self._drawn[what]

    def day(self, team: Team, what: Occurrence) -> int:
        """The shift date, or the local date when the team does not work then."""
        start = minute_of(what.start)
        day = self.calendar.shift_day(team, start, start + minutes_of(self.problem, what))
        return self.calendar.local_day(team.site, start) if day is None else day

    def _draw(self, what: Occurrence) -> Iterator[tuple[Key, int]]:
        start, slot = minute_of(what.start), self.problem.slot_minutes
        slots = range(start // slot, -(-(start + minutes_of(self.problem, what)) // slot))
        teams = [self.problem.team[name] for name in team_names(self.problem, what)]
        for team in teams:
            yield from ((("team", team.id, number, ""), 1) for number in slots)
        day = self.day(teams[0], what)
        if not self.calendar.in_year(day):
            return
        if what.type == "session":
            yield from self._review(what, day, start, slots)
        elif what.type == "visit":
            yield from self._visit(what, teams[0], day, slots)
        else:
            yield from self._recognition(what, teams[0], day, slots)

    def _review(self, what: Occurrence, day: int, start: int, slots: range) -> Iterator[tuple[Key, int]]:
        owner = self.problem.policy[what.policy or ""].owner
        local = self.calendar.local_day(self.problem.leader[owner].home, start)
        yield from ((("leader", owner, number, ""), 1) for number in slots)
        yield ("reviews", "", day // 7, ""), 1
        yield ("week", owner, local // 7, ""), 1

    def _visit(self, what: Occurrence, team: Team, day: int, slots: range) -> Iterator[tuple[Key, int]]:
        leader = what.leader or ""
        yield from ((("leader", leader, number, ""), 1) for number in slots)
        yield ("week", leader, day // 7, ""), 1
        yield ("quarter", leader, day // 7 // QUARTER_WEEKS, ""), 1
        yield ("stay", leader, day, team.site), 1
        if self.problem.weights.visit_load:
            yield ("visits", team.site, day // 7, ""), 1

    def _recognition(self, what: Occurrence, team: Team, day: int, slots: range) -> Iterator[tuple[Key, int]]:
        kind = self.problem.kind[what.kind or ""]
        yield from ((("host", team.site, number, ""), 1) for number in slots)
        yield ("day", team.id, day, ""), 1
        if team.off_phone_week is not None:
            yield ("phones", team.id, day // 7, ""), kind.minutes
        yield from ((("money", budget.id, 0, ""), kind.cost(team.size)) for budget in self.calendar.periods[day])
        if what.type == "recognition":
            yield ("minutes", team.site, day // 7, ""), kind.committee_minutes
            yield ("load", team.site, day // 7, ""), 1

    # -- what there is

    def most(self, key: Key) -> int:
        """The hard limit. `load` has none."""
        what, whom, when, _ = key
        problem, name = self.problem, str(whom)
        if what in ("team", "leader", "day", "where"):
            return 1
        if what == "host":
            return problem.site[name].hosts
        if what == "minutes":
            weeks = problem.site[name].committee_minutes
            return weeks[when] if 0 <= when < len(weeks) else ENDLESS
        if what == "phones":
            return self._phones(problem.team[name], when)
        if what == "money":
            return next(budget.budget for budget in problem.budgets if budget.id == name)
        return problem.max_sessions_per_week if what == "reviews" else self._of_leader(key, problem.leader.get(name))

    def _phones(self, team: Team, week: int) -> int:
        if team.off_phone_week is None:
            return ENDLESS
        return team.off_phone_week - (team.off_phone_used[week] if team.off_phone_used else 0)

    def _of_leader(self, key: Key, leader: Leader | None) -> int:
        what, _, when, where = key
        if leader is None or what in ("load", "visits"):
            return ENDLESS
        if what == "week":
            return leader.max_load_week
        if what == "stay":
            return daily_cap(leader, where)
        judged = when < self.problem.judged_quarters
        return (leader.quota.max if what == "quarter" else leader.max_trips_per_quarter) if judged else ENDLESS

    def least(self, key: Key) -> int:
        """Visits that a leader owes in a quarter."""
        return self.problem.leader[str(key[1])].quota.min if self._quota(key) else 0

    def soft(self, key: Key) -> tuple[int, int] | None:
        """From where on, and how much, each further draw costs."""
        weights = self.problem.weights
        if key[0] == "load":
            return self.problem.site[str(key[1])].soft_week_load, weights.load
        if key[0] == "visits":
            soft = self.problem.site[str(key[1])].soft_visit_load
            return None if soft is None else (soft, weights.visit_load)
        if self._quota(key):
            return self.problem.leader[str(key[1])].quota.target, weights.over_target
        return None

    def _quota(self, key: Key) -> bool:
        return key[0] == "quarter" and key[2] < self.problem.judged_quarters

    def stay_draws(self, stay: Key) -> Draws:
        """What a leader's day at a site draws once, however many visits there are."""
        _, leader, day, site = stay
        away = site != self.problem.leader[str(leader)].home
        trip: Draws = {("trips", leader, day // 7 // QUARTER_WEEKS, ""): 1} if away else {}
        return {("where", leader, day, ""): 1} | trip

    def stay_cost(self, stay: Key) -> int:
        return self.problem.weights.trip if stay[3] != self.problem.leader[str(stay[1])].home else 0


class Taken:
    """How much of every limit is taken by some occurrences."""

    def __init__(self, limits: Limits, occurrences: Iterable[Occurrence] = ()) -> None:
        self.limits, self.used = limits, Counter[Key]()
        for what in occurrences:
            self.enter(what)

    def enter(self, what: Occurrence, sign: int = 1) -> None:
        for key, amount in self.limits.draws(what).items():
            before = self.used[key]
            self.used[key] = before + sign * amount
            if key[0] == "stay" and (before > 0) != (self.used[key] > 0):
                for other, once in self.limits.stay_draws(key).items():
                    self.used[other] += sign * once

    def leave(self, what: Occurrence) -> None:
        self.enter(what, -1)

    def room(self, key: Key, amount: int) -> bool:
        return self.used[key] + amount <= self.limits.most(key)

    def fits(self, what: Occurrence) -> bool:
        """Whether there is room for one more like this."""
        return all(self.room(key, amount) and self._reaches(key) for key, amount in self.limits.draws(what).items())

    def _reaches(self, key: Key) -> bool:
        if key[0] != "stay" or self.used[key] > 0:
            return True
        return all(self.room(other, once) for other, once in self.limits.stay_draws(key).items())

    def price(self, what: Occurrence) -> int:
        """What the shared parts of the cost grow by: load, target and journeys."""
        total = 0
        for key, amount in self.limits.draws(what).items():
            soft = self.limits.soft(key)
            if soft is not None:
                total += soft[1] * (max(0, self.used[key] + amount - soft[0]) - max(0, self.used[key] - soft[0]))
            elif key[0] == "stay" and self.used[key] == 0:
                total += self.limits.stay_cost(key)
        return total

    def owed(self, what: Occurrence) -> bool:
        """Whether its leader has too few visits in that quarter."""
        return any(key[0] == "quarter" and self.used[key] < self.limits.least(key) for key in self.limits.draws(what))

    def broken(self) -> list[Key]:
        """Limits that are overdrawn, and quarters of leaders with too few visits."""
        over = [key for key, used in self.used.items() if used > self.limits.most(key)]
        quarters = range(self.limits.problem.judged_quarters)
        leaders = [leader.id for leader in self.limits.problem.leaders]
        owed: list[Key] = [("quarter", leader, quarter, "") for leader in leaders for quarter in quarters]
        return over + [key for key in owed if self.used[key] < self.limits.least(key)]
