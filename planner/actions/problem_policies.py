"""Which policies are reviewed in the year, within which weeks, by whom and with which teams."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from planner.actions.problem_leaders import only_owner
from planner.actions.problem_year import Year
from planner.domain.weeks import week_index
from planner.models.policies import Policy as PolicyRow
from planner.planning.calendar import Calendar
from planner.planning.problem import Leader, Policy, Problem

WARNING_WEEKS = 8
"""How long before it is due a review may take place; done early counts."""
NEVER_REVIEWED_WEEKS = 26
FEWEST_STARTS = 20
"""Starts that teams must have in common before they count as sharing hours."""
CHOSEN_TEAMS = 3


@dataclass
class Reviews:
    """`of` says which row a name stands for; `chosen` has the teams of policies that named none."""

    policies: list[Policy] = field(default_factory=list)
    owners: list[Leader] = field(default_factory=list)
    of: dict[str, PolicyRow] = field(default_factory=dict)
    chosen: dict[int, list[int]] = field(default_factory=dict)
    """Policy id -> team ids."""


def reviews(year: Year, problem: Problem) -> Reviews:
    """`problem` has everything but policies: its calendar says which teams share hours."""
    found, calendar = Reviews(), Calendar(problem)
    if year.reviews is None:
        return found
    minutes = year.reviews.minutes or 60
    for name, row in year.policies.items():
        windows = windows_of(row, year.program.starts_on, year.program.ends_on, year.reviews.times_a_year)
        if not windows:
            year.notes.append(_not_due(row))
            continue
        teams = _participants(year, row, found, calendar, minutes)
        owner = _owner(year, row, found, problem.team[teams[0]].site)
        for number, (first, last) in enumerate(_with_held(windows, row, year)):
            label = name if number == 0 else f"{name}, review {number + 1}"
            found.of[label] = row
            found.policies.append(Policy(label, row.pain, owner, tuple(teams), minutes, first, last))
    return found


def windows_of(row: PolicyRow, starts_on: date, ends_on: date, times: int) -> list[tuple[int, int]]:
    """First and last week of each review in the year, counted from 0; none when it is not due.

    A policy never reviewed comes early in the year; one that the law fixes comes only when it is due.
    """
    weeks = week_index(starts_on, ends_on) + 1
    due = row.cycle.due_on
    if due is None:
        first = (0, NEVER_REVIEWED_WEEKS - 1)
    elif due <= ends_on:
        last = min(weeks - 1, max(week_index(starts_on, due), WARNING_WEEKS))
        first = (max(0, last - WARNING_WEEKS), last)
    elif row.legally_fixed or row.review_months > 12:
        return []
    else:
        first = (weeks - 13, weeks - 1)
    if times < 2:
        return [first]
    return [(number * weeks // times, (number + 1) * weeks // times - 1) for number in range(times)]


def _with_held(windows: list[tuple[int, int]], row: PolicyRow, year: Year) -> list[tuple[int, int]]:
    """A review that stays where it is counts as the year's, even where the next one would be due later: its window reaches to it."""
    starts = sorted(event.starts_at.date() for event in year.held if event.policy_id == row.id)
    weeks = [week_index(year.program.starts_on, day) for day in starts]
    kept = [(min(first, week), max(last, week)) for (first, last), week in zip(windows, weeks, strict=False)]
    return kept + windows[len(kept) :]


def _not_due(row: PolicyRow) -> str:
    reason = "it is fixed by law and not due" if row.legally_fixed else "it is not due in this program"
    return f"“{row.name}” is not reviewed this year: {reason}."


def _owner(year: Year, row: PolicyRow, found: Reviews, home: str) -> str:
    """The leader who owns it; else its owner as somebody who only owns policies; else whoever it will be."""
    for name, leader in year.leaders.items():
        if leader.person_id == row.owner_id:
            return name
    person = row.owner if row.owner and row.owner.active else None
    name = person.name if person else f"the owner of “{row.name}”"
    if person is None:
        year.notes.append(f"“{row.name}” has no owner: name one, so that somebody answers for its review.")
    while name in year.leaders:
        name += " (owner)"
    if all(owner.id != name for owner in found.owners):
        found.owners.append(only_owner(year, name, person, home))
    return name


def _participants(year: Year, row: PolicyRow, found: Reviews, calendar: Calendar, minutes: int) -> list[str]:
    names = {team.id: name for name, team in year.teams.items()}
    asked = [names[team.id] for team in row.teams if team.id in names]
    if not asked:
        asked = _turn(year, len(found.of))
        teams = _sharing(calendar, asked, minutes)[:CHOSEN_TEAMS]
        found.chosen[row.id] = [year.teams[name].id for name in teams]
        year.notes.append(
            f"“{row.name}” named no teams: {_listed(teams)} {'sits' if len(teams) == 1 else 'sit'} in its review."
        )
        return teams
    teams = _sharing(calendar, asked, minutes)
    left_out = [name for name in asked if name not in teams]
    if left_out:
        year.notes.append(
            f"The review of “{row.name}” finds no hour in which {_listed(asked)} all work: "
            f"it suits {_listed(teams)}, not {_listed(left_out)}."
        )
    return teams


def _turn(year: Year, number: int) -> list[str]:
    """The teams of one site, beginning at a different one each time, so that the work goes round."""
    names = list(year.teams)
    first = year.teams[names[number * CHOSEN_TEAMS % len(names)]]
    at_site = [name for name, team in year.teams.items() if team.site_id == first.site_id]
    place = next(i for i, name in enumerate(at_site) if year.teams[name] is first)
    return at_site[place:] + at_site[:place]


def _sharing(calendar: Calendar, names: list[str], minutes: int) -> list[str]:
    """The most teams, in order, that have hours in common with those before them."""
    best: list[str] = []
    for place in range(len(names)):
        teams = _from(calendar, names[place:] + names[:place], minutes)
        if len(teams) > len(best):
            best = teams
        if len(best) == len(names):
            break
    return [name for name in names if name in best]


def _from(calendar: Calendar, names: Iterable[str], minutes: int) -> list[str]:
    teams: list[str] = []
    common: set[int] = set()
    for name in names:
        starts = set(calendar.quiet_starts(calendar.problem.team[name], minutes))
        shared = starts & common if teams else starts
        if not teams or len(shared) >= FEWEST_STARTS:
            teams, common = [*teams, name], shared
    return teams


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "nobody"
