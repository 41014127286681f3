"""Events that stay where they are, said in the words of the planning room."""

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from planner.actions.problem_policies import Reviews
from planner.actions.problem_year import Year, kind_id
from planner.domain.kinds import EventKind
from planner.models.cadences import Cadence
from planner.models.calendar import AnyEvent
from planner.planning.plan import Occurrence

R = TypeVar("R", bound=AnyEvent)


def pins(year: Year, found: Reviews, rows: Iterable[R]) -> dict[Occurrence, R]:
    """Events as occurrences. Those that no cadence made have none: the generator cannot plan around them."""
    teams = {team.id: name for name, team in year.teams.items()}
    labels: dict[int, list[str]] = {}
    for label, row in found.of.items():
        labels.setdefault(row.id, []).append(label)
    seen: Counter[int] = Counter()
    pinned: dict[Occurrence, R] = {}
    for event in sorted(rows, key=lambda row: (row.starts_at, row.team_id or 0, row.title)):
        if event.policy_id is not None:
            what = _review(event, labels.get(event.policy_id, []), seen)
        else:
            what = _for_team(year, event, teams.get(event.team_id or 0))
        if what is not None:
            pinned.setdefault(what, event)
    return pinned


def _review(event: AnyEvent, labels: list[str], seen: Counter[int]) -> Occurrence | None:
    number = seen[event.policy_id or 0]
    seen[event.policy_id or 0] += 1
    return Occurrence("session", event.starts_at, policy=labels[number]) if number < len(labels) else None


def _for_team(year: Year, event: AnyEvent, team: str | None) -> Occurrence | None:
    if team is None:
        return None
    if event.kind is EventKind.floor_visit:
        return _visit(year, event, team)
    for name, cadence in year.tracks.items():
        if kind := _kind(cadence, event):
            return Occurrence("recognition", event.starts_at, team, name, kind)
    for cadence in year.celebrations:
        if kind := _kind(cadence, event):
            return Occurrence("csw", event.starts_at, team, kind=kind)
    return None


def _visit(year: Year, event: AnyEvent, team: str) -> Occurrence | None:
    if year.visits is None:
        return None
    leaders = {leader.person_id: name for name, leader in year.leaders.items()}
    leader = leaders.get(event.leader_id or 0)
    return Occurrence("visit", event.starts_at, team, leader=leader) if leader else None


def _kind(cadence: Cadence, event: AnyEvent) -> str | None:
    """None when the event is not of this cadence, or its activity no longer is."""
    if cadence.id != event.cadence_id:
        return None
    return next(
        (kind_id(cadence, activity) for activity in cadence.activities if activity.id == event.activity_id), None
    )
