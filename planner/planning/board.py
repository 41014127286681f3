"""Who is taken when, on the slot grid: teams, leaders and the hosts of each site."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import repeat

from planner.planning.calendar import Calendar, minute_of
from planner.planning.judge.ledger import malformation, minutes_of, team_names
from planner.planning.plan import Occurrence
from planner.planning.problem import Problem, Team


class Board:
    """Slots taken so far. A slot counts as taken when any minute of it is."""

    def __init__(self, problem: Problem, calendar: Calendar) -> None:
        self.problem, self.calendar = problem, calendar
        self.teams: defaultdict[str, set[int]] = defaultdict(set)
        self.leaders: defaultdict[str, set[int]] = defaultdict(set)
        self.hosts: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self.sessions: list[tuple[int, str]] = []  # start and owner
        for leader in problem.leaders:
            for start, end in leader.busy:
                self.leaders[leader.id].update(self._range(minute_of(start), minute_of(end)))

    def _range(self, start: int, end: int) -> range:
        slot = self.problem.slot_minutes
        return range(start // slot, -(-end // slot))

    def slots(self, start: int, minutes: int) -> range:
        return self._range(start, start + minutes)

    def leader_blocked(self, leader: str, minutes: int) -> set[int]:
        """Starts at which an engagement of that length would run into something of the leader's."""
        return self._blocked(self.leaders[leader], minutes)

    def team_blocked(self, team: str, minutes: int) -> set[int]:
        return self._blocked(self.teams[team], minutes)

    def _blocked(self, taken: set[int], minutes: int) -> set[int]:
        slot = self.problem.slot_minutes
        return {(mine - back) * slot for mine in taken for back in range(-(-minutes // slot))}

    def hosts_used(self, site: str, start: int, minutes: int) -> int:
        """The most events that run at once at the site during those minutes."""
        return max(map(self.hosts[site].get, self.slots(start, minutes), repeat(0)))

    def enter(self, occurrences: Iterable[Occurrence]) -> None:
        for occurrence in occurrences:
            if malformation(self.problem, occurrence) is None:
                self._enter(occurrence)

    def _enter(self, what: Occurrence) -> None:
        slots = self.slots(minute_of(what.start), minutes_of(self.problem, what))
        for name in team_names(self.problem, what):
            self.teams[name].update(slots)
        if what.type in ("recognition", "csw"):
            self.hosts[self.problem.team[what.team or ""].site].update(slots)
        else:
            owner = what.leader or self.problem.policy[what.policy or ""].owner
            self.leaders[owner].update(slots)
            if what.type == "session":
                self.sessions.append((minute_of(what.start), owner))

    def leave(self, what: Occurrence) -> None:
        """Give the slots of a recognition event back."""
        slots = self.slots(minute_of(what.start), minutes_of(self.problem, what))
        self.teams[what.team or ""].difference_update(slots)
        self.hosts[self.problem.team[what.team or ""].site].subtract(slots)

    def open_starts(self, team: Team, day: int, minutes: int) -> list[int]:
        """Legal starts on which the team is free."""
        starts = self.calendar.starts(team, day, minutes)
        taken = self.teams[team.id]
        if not starts or taken.isdisjoint(self._range(starts[0], starts[-1] + minutes)):
            return list(starts)  # nearly every day: asked for tens of thousands of them
        return [start for start in starts if taken.isdisjoint(self.slots(start, minutes))]
