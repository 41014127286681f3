"""Sites, teams and shifts: added and changed, teams also put away. What has history is never deleted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Protocol, TypeVar

from planner.actions.holidays import fetch_holidays, subdivisions_of
from planner.domain.instants import is_zone
from planner.domain.refusals import ChangedMeanwhile, Refused
from planner.domain.text import clean, refuse, slugify
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.people import Person
from planner.models.shifts import Shift, all_shifts
from planner.models.sites import Site, all_sites
from planner.models.teams import Team, all_teams


class Named(Protocol):
    id: int
    name: str
    slug: str
    revision: int


T = TypeVar("T", bound=Named)


@dataclass(frozen=True)
class SiteFacts:
    """`country` is two letters; `subdivision` a code of the part whose holidays count. The last three bound what the generator plans."""

    name: str
    zone: str
    country: str
    subdivision: str | None = None
    hosts: int = 2
    committee_minutes: int = 600
    off_phone_week: int | None = None
    directions: str = ""


@dataclass(frozen=True)
class ShiftFacts:
    """Local hours; an end at or before the start is on the next day."""

    name: str
    starts: time
    ends: time


@dataclass(frozen=True)
class TeamFacts:
    """`workdays` are weekdays from Monday 0 on which a shift of the team begins."""

    name: str
    site: Site
    shift: Shift
    size: int
    workdays: list[int]
    lead: Person | None = None
    off_phone_week: int | None = None


def save_site(
    site: Site | None, facts: SiteFacts, *, by: Person | None, now: datetime, revision: int | None = None
) -> Site:
    """Adds or changes a site, and fetches its public holidays when the country is new. Raises Refused, ChangedMeanwhile."""
    parts = subdivisions_of(facts.country)
    if not is_zone(facts.zone):
        raise Refused(f"“{facts.zone}” is not a time zone such as Europe/Dublin.", "zone")
    if facts.subdivision and facts.subdivision not in parts.values():
        codes = ", ".join(sorted(set(parts.values()))) or "none"
        raise Refused(f"Parts of {facts.country} with holidays of their own: {codes}.", "subdivision")
    with writing():
        before = (site.country, site.subdivision) if site else None
        values = vars(facts)
        found = _save(Site, site, all_sites(), values, revision, by, now)
        if before != (found.country, found.subdivision):
            fetch_holidays(found, (now.year, now.year + 1))
        return found


def save_shift(
    shift: Shift | None, facts: ShiftFacts, *, by: Person | None, now: datetime, revision: int | None = None
) -> Shift:
    """Adds or changes a shift. Raises Refused, ChangedMeanwhile."""
    with writing():
        return _save(Shift, shift, all_shifts(), vars(facts), revision, by, now)


def save_team(
    team: Team | None, facts: TeamFacts, *, by: Person | None, now: datetime, revision: int | None = None
) -> Team:
    """Adds or changes a team. Raises Refused, ChangedMeanwhile."""
    if not facts.workdays:
        raise Refused("Say on which days a shift begins: Mon-Fri, or Mon, Wed, Fri.", "workdays")
    if facts.lead is not None and not facts.lead.active:
        raise Refused(f"{facts.lead.name} was deactivated and cannot lead a team.", "lead")
    with writing():
        return _save(Team, team, all_teams(), vars(facts), revision, by, now)


def _save(
    kind: Callable[..., T],
    row: T | None,
    others: list[T],
    values: Mapping[str, object],
    revision: int | None,
    by: Person | None,
    now: datetime,
) -> T:
    thing = getattr(kind, "__name__", "thing").lower()
    if row is not None and revision is not None and row.revision != revision:
        raise ChangedMeanwhile(row.name)
    name = clean(str(values["name"]))
    _refuse_name(name, [other for other in others if other is not row])
    found = row if row is not None else kind(slug=slugify(name, {other.slug for other in others}))
    for fact, value in values.items():
        setattr(found, fact, value)
    found.name = name
    db.session.add(found)
    db.session.flush()
    act = "change" if row is not None else "add"
    note(f"{act} {thing}", thing, found.id, f"The {thing} {name} was saved.", by=by, now=now)
    return found


def _refuse_name(name: str, others: list[T]) -> None:
    refusal = refuse(name, "The name")
    if refusal:
        raise Refused(refusal, "name")
    if any(other.name.casefold() == name.casefold() for other in others):
        raise Refused(f"There is another one called {name}. Two things need two names.", "name")


def set_team_active(team: Team, active: bool, *, by: Person | None, now: datetime) -> None:
    """Puts a team away, so that nothing more is planned for it, or brings it back. Its history stays."""
    with writing():
        if team.active != active:
            team.active = active
            what = "brought back" if active else "deactivated"
            note(f"{what} team", "team", team.id, f"The team {team.name} was {what}.", by=by, now=now)
