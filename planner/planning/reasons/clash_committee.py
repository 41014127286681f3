"""Clashes of a site's recognition with the minutes that its committee has each week.

Only the lightest kind of each track matters, so that a unit is a line of days. Whether all units of a site fit is a linear
programme over their lines, grown line by line; where even fractions of lines do not fit, nothing does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import groupby
from math import ceil
from typing import Any

from planner.planning.plan import Occurrence
from planner.planning.problem import Problem, Site
from planner.planning.reasons.cheapest import Array, cheapest
from planner.planning.reasons.clash_closures import more
from planner.planning.reasons.clashes import Clash, Ladder, Need, Over, Part, clash_of, day_words, fixed, listed
from planner.planning.reasons.committee_programme import SMALL, Pool, Programme, Unit, Way
from planner.planning.reasons.relaxations import ADD, Change, Relaxation
from planner.planning.reasons.team_lines import Lines, Opens, able

STEP = 5  # minutes in which committee time is given
NAMED = 6  # weeks that are named one by one; more than these are no small change
MOST = 1000  # minutes a week that are tried
BOUNDLESS = 10**6
TURNS = 12  # times that every team may choose anew
SLOW = 0.97  # of the minutes missing: a turn that leaves more than this is the last
EVEN = 1e-3  # what a minute already used in a week costs beside a missing one: weeks fill evenly


def _units(problem: Problem, opens: Opens) -> list[Unit]:
    """Each team's line of each track, with the committee minutes that an event of it takes on each day at the least."""
    import numpy as np

    lines, found = Lines(problem, opens), []
    for track in problem.tracks:
        for team in problem.teams:
            light = min((problem.kind[name].committee_minutes for name in track.kinds), default=0)
            minutes = np.full(problem.days, float(light))
            for pin in _pins(problem, team.id, track.id):
                if 0 <= (day := lines.day_of(team, pin)) < problem.days:
                    minutes[day] = problem.kind[pin.kind or ""].committee_minutes
            found.append((lines.recognition(team, track), minutes))
    return found


def _pins(problem: Problem, team: str, track: str) -> list[Occurrence]:
    return [pin for pin in problem.pins if (pin.team, pin.track) == (team, track)]


@dataclass(frozen=True)
class CommitteePart(Part):
    """The teams of one site."""

    pool: Pool = field(default_factory=lambda: defaultdict(list), compare=False, repr=False)
    opens: Opens = field(default_factory=dict, compare=False, repr=False)

    @property
    def site(self) -> Site:
        return self.problem.sites[0]

    @property
    def whom(self) -> tuple[str, ...]:
        return (self.site.name,)

    def feasible(self, problem: Problem) -> bool:
        units = _units(problem, self.opens)
        if not all(line.possible for line, _ in units):
            return False
        return not any(overdraft(problem, units).values()) or Programme(problem, units, self.pool).solve().least < SMALL

    def certain(self, problem: Problem) -> bool:
        """Fractions of lines are not enough: whole ones must fit."""
        units = _units(problem, self.opens)
        return all(line.possible for line, _ in units) and not any(overdraft(problem, units).values())

    def needs(self) -> list[Need]:
        """Weeks that cost nothing in the programme are left out first and together."""
        units = _units(self.problem, self.opens)
        prices = Programme(self.problem, units, self.pool).solve(to_the_end=True).prices or [1.0] * self.problem.weeks
        dear = [week for week, price in enumerate(prices) if price > SMALL / 100]
        cheap = [week for week in range(self.problem.weeks) if week not in dear]
        found = [self._weeks(cheap)] if cheap else []
        for track in self.problem.tracks:
            at, name = ("tracks", track.id), f"events of {track.name}"
            words = f"at most {track.max_gap_days} days between two {name}"
            found.append(Need("H10", words, (Change((*at, "max_gap_days"), 5000),)))
            pins = tuple(Change(("pins",), pin, "remove") for pin in self.problem.pins if pin.track == track.id)
            found.append(Need("H02", f"{track.count} {name} a year", (Change((*at, "count"), 0), *pins)))
        runs = groupby(enumerate(dear), key=lambda item: item[1] - item[0])
        return found + [self._weeks([week for _, week in run]) for _, run in runs]

    def _weeks(self, weeks: list[int]) -> Need:
        at, minutes = ("sites", self.site.id, "committee_minutes"), sum(self.site.committee_minutes[w] for w in weeks)
        which = (
            f"week {weeks[0] + 1}" if len(weeks) == 1 else f"{len(weeks)} weeks from {weeks[0] + 1} to {weeks[-1] + 1}"
        )
        words = f"the committee of {self.site.name} has {minutes} minutes in {which}"
        return Need("H20", words, tuple(Change((*at, week), BOUNDLESS) for week in weeks))

    def ladders(self, kept: list[Need]) -> Iterator[Ladder]:
        yield from self._where_it_lacks()
        yield Ladder(range(STEP, MOST, STEP), self._everywhere)
        for need in kept:
            path = need.without[0].path
            if path[0] == "tracks":
                track = self.problem.track[str(path[1])]
                if path[-1] == "count":
                    words = f"Plan {{}} events of {track.name} a year instead of {track.count}."
                    yield more(path, range(-1, -track.count, -1), words, track.count)
                else:
                    words = f"Let two events of {track.name} be up to {{}} days apart instead of {track.max_gap_days}."
                    yield more(path, [7, 14, 28, 56, 112], words, track.max_gap_days)

    def _where_it_lacks(self) -> Iterator[Ladder]:
        """The fewest minutes more, in the weeks where they are missing."""
        found = overdraft(self.problem, _units(self.problem, self.opens)).items()
        lacking = {week: ceil(minutes / STEP) * STEP for week, minutes in found if minutes > 0}
        weeks = sorted(lacking)
        if not 0 < len(weeks) <= NAMED:
            return
        mondays = {week: day_words(self.problem.start + timedelta(weeks=week)) for week in weeks}
        each = [f"{lacking[week]} minutes in the week of {mondays[week]}" for week in weeks]
        sentence = f"Raise the committee time of {self.site.name} by {listed(each)}."
        at = ("sites", self.site.id, "committee_minutes")
        yield fixed(Relaxation(sentence, tuple(Change((*at, week), lacking[week], ADD) for week in weeks)))

    def _everywhere(self, size: int) -> Relaxation:
        at = ("sites", self.site.id, "committee_minutes")
        changes = tuple(Change((*at, week), size, ADD) for week in range(self.problem.weeks))
        return Relaxation(f"Raise the committee time of {self.site.name} by {size} minutes in every week.", changes)


def overdraft(problem: Problem, units: list[Unit]) -> dict[int, float]:
    """Minutes that are missing in each week after every team has chosen its best line in turn, again and again."""
    import numpy as np

    caps = np.array(problem.sites[0].committee_minutes, dtype=float)
    used = np.zeros(problem.weeks)
    ways: list[Way] = [()] * len(units)
    missing = float("inf")
    for _ in range(TURNS):
        for number, (line, minutes) in enumerate(units):
            _book(used, minutes, ways[number], -1)
            here = np.repeat(used, 7)
            room = np.repeat(caps, 7)
            costs = np.maximum(0, here + minutes - room) - np.maximum(0, here - room) + EVEN * here
            _, found = cheapest([line], costs[None, :]) if line.count else (None, [[]])
            ways[number] = tuple(found[0])
            _book(used, minutes, ways[number], 1)
        before, missing = missing, float(np.maximum(0, used - caps).sum())
        if missing > SLOW * before or not missing:
            break
    return {week: float(used[week] - caps[week]) for week in range(problem.weeks) if used[week] > caps[week]}


def _book(used: Array, minutes: Array, way: Way, sign: int) -> None:
    for day in way:
        used[day // 7] += sign * minutes[day]


def committee_clashes(problem: Problem, over: Over) -> Iterator[Clash]:
    for site in problem.sites:
        teams = able(problem, (team for team in problem.teams if team.site == site.id))
        names = {team.id for team in teams}
        pins = tuple(pin for pin in problem.pins if pin.team in names)
        nobody: dict[str, Any] = {"leaders": (), "policies": (), "months": (), "quarters": ()}
        narrow = replace(problem, sites=(site,), teams=teams, pins=pins, **nobody)
        if over():
            return
        if teams and not CommitteePart(narrow).feasible(narrow):
            yield clash_of(CommitteePart(narrow), over)
