"""Clashes of one team with itself: its recognition of one track, or its floor visits, do not fit into its year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from planner.planning.judge.found import WORDS
from planner.planning.plan import instant_text
from planner.planning.problem import Problem, Team
from planner.planning.reasons.clash_closures import WEEKDAYS, closure_ladders, closure_needs, more
from planner.planning.reasons.clashes import (
    Clash,
    Ladder,
    Need,
    Over,
    Part,
    clash_of,
    closure_words,
    fixed,
    listed,
    without_others,
)
from planner.planning.reasons.lines import Line
from planner.planning.reasons.relaxations import ADD, REMOVE, Change, Relaxation
from planner.planning.reasons.team_lines import Lines, comes

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
FURTHER = range(1, 400)  # days or weeks by which a gap is widened at most


def phone_needs(problem: Problem) -> list[Need]:
    """The cap on minutes off the phones, where the teams of a part have one."""
    capped = [team for team in problem.teams if team.off_phone_week is not None]
    words = f"at most {capped[0].off_phone_week} minutes a week off the phones" if capped else ""
    drop = tuple(Change(("teams", team.id, "off_phone_week"), None) for team in capped)
    return [Need("H24", words, drop)] if capped else []


def phone_ladder(need: Need) -> Ladder:
    """More minutes off the phones for all the teams of the need."""

    def at(size: int) -> Relaxation:
        sentence = f"Let {listed([str(change.path[1]) for change in need.without])} be off the phones for {size} minutes more a week."
        return Relaxation(sentence, tuple(Change(change.path, size, ADD) for change in need.without))

    return Ladder(range(5, 600, 5), at)


@dataclass(frozen=True)
class StreamPart(Part):
    """Some teams of one site, and one track of them, or their floor visits when `track` is None."""

    track: str | None

    @property
    def whom(self) -> tuple[str, ...]:
        return tuple(team.id for team in self.problem.teams)

    def feasible(self, problem: Problem) -> bool:
        lines = Lines(problem)
        return all(_line(lines, team, self.track).possible for team in problem.teams)

    def needs(self) -> list[Need]:
        problem, team = self.problem, self.problem.teams[0]
        off = [day for day in EVERY_DAY if day not in team.workdays]
        found = []
        if off:
            drop = tuple(Change(("teams", name, "workdays"), EVERY_DAY) for name in self.whom)
            found.append(Need("H03", f"no work on {listed([f'{WEEKDAYS[day]}s' for day in off], 7)}", drop))
        if self.track is not None:
            found += phone_needs(self.problem)
        elif problem.leaders:
            drop = tuple(Change(("leaders", x.id, f), ()) for x in problem.leaders for f in ("unavailable", "busy"))
            found.append(Need("H13", "the absences and busy times of the leaders who could come", drop))
        found += closure_needs(problem, problem.site[team.site], quiet=self.track is not None)
        for pin in problem.pins:
            words = f"the pinned {WORDS[pin.type]} at {instant_text(pin.start)}"
            found.append(Need("H23", words, (Change(("pins",), pin, REMOVE),)))
        return found + self._gap_needs()

    def _rule(self) -> tuple[tuple[str, ...], str, str, str]:
        """Where the gaps are kept, their unit, their code, and what the events are called."""
        if self.track is None:
            return ("visit",), "week", "H11", "floor visits"
        return ("tracks", self.track), "day", "H10", f"events of {self.problem.track[self.track].name}"

    def _gap_needs(self) -> list[Need]:
        path, unit, code, name = self._rule()
        low, high, count = self._numbers(self.problem)
        return [
            Need(code, f"at least {low} {unit}s between two {name}", (Change((*path, f"min_gap_{unit}s"), 1),)),
            Need(code, f"at most {high} {unit}s between two {name}", (Change((*path, f"max_gap_{unit}s"), 5000),)),
            Need("H02", f"{count} {name} a year", (Change((*path, "count"), 0),)),
        ]

    def _numbers(self, problem: Problem) -> tuple[int, int, int]:
        if self.track is None:
            return problem.visit.min_gap_weeks, problem.visit.max_gap_weeks, problem.visit.count
        track = problem.track[self.track]
        return track.min_gap_days, track.max_gap_days, track.count

    def ladders(self, kept: list[Need]) -> Iterator[Ladder]:
        path, unit, _, name = self._rule()
        low, high, count = self._numbers(self.problem)
        yield from closure_ladders(self.problem, kept)
        for need in kept:
            field = str(need.without[0].path[-1])
            if field.startswith("max_gap"):
                words = f"Let two {name} be up to {{}} {unit}s apart instead of {high}."
                yield more((*path, field), FURTHER, words, high)
            elif field.startswith("min_gap"):
                words = f"Let two {name} be {{}} {unit}s apart instead of at least {low}."
                yield more((*path, field), range(-1, -low, -1), words, low)
            elif field == "count":
                words = f"Plan {{}} {name} a year instead of {count}."
                yield more((*path, field), range(-1, -count, -1), words, count)
                yield more((*path, field), range(1, 30), words, count)
            elif need.code == "H24":
                yield phone_ladder(need)
            elif need.code == "H13":
                yield from self._absences()
            elif need.code == "H23":
                yield fixed(Relaxation(f"Unpin {need.words.removeprefix('the pinned ')}.", need.without))

    def _absences(self) -> Iterator[Ladder]:
        for leader in self.problem.leaders:
            for away in leader.unavailable:
                drop = (Change(("leaders", leader.id, "unavailable"), away, REMOVE),)
                yield fixed(Relaxation(f"Let {leader.id} come in spite of {closure_words(away)}.", drop))


def _line(lines: Lines, team: Team, track: str | None) -> Line:
    return lines.visits(team) if track is None else lines.recognition(team, lines.problem.track[track])


def _part(problem: Problem, teams: list[Team], track: str | None) -> StreamPart:
    names = {team.id for team in teams}
    site = problem.site[teams[0].site]
    here = [leader for leader in problem.leaders if comes(leader, leader.home == site.id)]
    narrow = replace(
        problem,
        sites=tuple(place for place in problem.sites if place.id == site.id or track is None),
        teams=tuple(teams),
        leaders=tuple(here) if track is None else (),
        policies=(),
        months=(),
        quarters=(),
        pins=tuple(pin for pin in problem.pins if pin.team in names),
    )
    return StreamPart(narrow, track)


def stream_clashes(problem: Problem, over: Over) -> Iterator[Clash]:
    """Teams of a site that cannot be served for the same reason are one clash."""
    lines = Lines(problem)
    stuck: dict[tuple[str | None, str], list[Team]] = defaultdict(list)
    for team in problem.teams:
        for track in (*(track.id for track in problem.tracks), None):
            if not over() and not _line(lines, team, track).possible:
                stuck[track, team.site].append(team)
    for (track, _), teams in stuck.items():
        left = teams
        while left and not over():
            clash = clash_of(_part(problem, left[:1], track), over, partial(_all_alike, problem, left, track))
            left = [team for team in left if team.id not in clash.whom]
            yield clash


def _all_alike(problem: Problem, teams: list[Team], track: str | None, kept: list[Need]) -> StreamPart:
    """Everybody for whom the same needs clash; the first of the teams does by definition."""
    words = {need.words for need in kept}
    others = [team for team in teams[1:] if _shares(_part(problem, [team], track), words)]
    return _part(problem, [teams[0], *others], track)


def _shares(part: StreamPart, words: set[str]) -> bool:
    mine = {need.words for need in part.needs()}
    return words <= mine and not part.feasible(without_others(part, words))
