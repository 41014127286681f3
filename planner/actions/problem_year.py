"""What the database knows about a program's year, read in one go, with the names under which the planning room sees it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.models import drafts
from planner.models.activities import Activity
from planner.models.cadences import Cadence
from planner.models.events import Event
from planner.models.leaders import Leader
from planner.models.policies import Policy, active_policies
from planner.models.programs import Program
from planner.models.sites import Closure, Site, closures_between
from planner.models.teams import Team
from planner.models.versions import last_version

T = TypeVar("T")


class HasId(Protocol):
    @property
    def id(self) -> int: ...


FREEZE = timedelta(days=7)
"""Published events that begin sooner than this are left where they are: a week is the least that people need to change their plans."""

ENGINES_OWN = {EventKind.floor_visit, EventKind.policy_review}


@dataclass
class Year:
    """Names are unique among their like: people read them in the sentences that planning hands back."""

    program: Program
    sites: dict[str, Site]
    teams: dict[str, Team]
    leaders: dict[str, Leader]
    tracks: dict[str, Cadence]
    visits: Cadence | None
    reviews: Cadence | None
    celebrations: list[Cadence]
    policies: dict[str, Policy]
    closures: list[Closure]
    held: list[Event]
    """Events that stay where they are: pinned, or published and too near."""
    notes: list[str] = field(default_factory=list)
    """What HR should know about how the problem was made."""


def kind_id(cadence: Cadence, activity: Activity) -> str:
    """Readable, because sentences about what is missing name it; the same activity may serve two cadences."""
    return f"{activity.name} ({cadence.name})"


def minutes_of(cadence: Cadence, activity: Activity | None) -> int:
    """The cadence's length where it has one, else the activity's, else half an hour."""
    return cadence.minutes or (activity.minutes if activity else None) or 30


def read_year(program: Program, now: datetime, held: list[Event] | None = None) -> Year:
    """Raises Refused when there is nobody to plan for or nothing to plan."""
    teams = [team for team in drafts.working_teams() if team.workdays]
    if not teams:
        raise Refused("There are no teams to plan for yet. Bring people and teams in first.")
    if not program.cadences:
        raise Refused("The program has no cadences yet. Choose a set of them first.")
    usable = [cadence for cadence in program.cadences if cadence.times_a_year > 0]
    return Year(
        program=program,
        sites=_named((site.name, site) for site in drafts.sites_with_holidays()),
        teams=_named((team.name, team) for team in teams),
        leaders=_named((leader.person.name, leader) for leader in drafts.working_leaders()),
        tracks=_named(
            (c.name, c) for c in usable if c.kind not in ENGINES_OWN and not c.in_celebration_week and c.activities
        ),
        visits=next((c for c in usable if c.kind is EventKind.floor_visit), None),
        reviews=next((c for c in usable if c.kind is EventKind.policy_review), None),
        celebrations=[c for c in usable if c.in_celebration_week and program.celebration_starts_on is not None],
        policies=_named((policy.name, policy) for policy in active_policies()),
        closures=closures_between(program.starts_on, program.ends_on),
        held=held_events(program, now) if held is None else held,
    )


def held_events(program: Program, now: datetime) -> list[Event]:
    """What generating leaves alone."""
    return held_among(drafts.draft_events(program.id), program, now)


def held_among(events: Iterable[Event], program: Program, now: datetime) -> list[Event]:
    """The same of events that have been read already."""
    published = last_version(program.id) is not None
    return [event for event in events if event.pinned or (published and is_near(event, now))]


def is_near(event: Event, now: datetime) -> bool:
    """Published, and over or about to begin."""
    return event.published is not None and event.published.starts_at < now + FREEZE


def _named(things: Iterable[tuple[str, T]]) -> dict[str, T]:
    """By name; of things with one name the later ones get a number behind it."""
    seen: Counter[str] = Counter()
    named: dict[str, T] = {}
    for name, thing in things:
        seen[name] += 1
        named[name if seen[name] == 1 else f"{name} ({seen[name]})"] = thing
    return named
