"""What the draft should hold: an entry for every occurrence of a plan, with the columns of an event and the series that it belongs to."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from planner.actions.problem_year import kind_id, minutes_of
from planner.actions.problems import Built
from planner.domain.instants import wall
from planner.domain.kinds import EventKind
from planner.models.activities import Activity
from planner.models.cadences import Cadence
from planner.models.events import Event
from planner.models.policies import Policy
from planner.models.teams import Team
from planner.planning.plan import Occurrence

Series = tuple[object, ...]
AGENDA = "Agenda: what the rule protects, what it costs agents and customers, then keep, change or drop. At least one seat is for an agent."


@dataclass
class Wanted:
    """An event to be in the draft. `values` are the columns of `PLACEMENT`."""

    series: Series
    values: dict[str, object]
    why: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def series_of(event: Event, celebrations: frozenset[int]) -> Series:
    """What an event is one of: the reviews of a policy, a cadence for a team, or the events of one title."""
    if event.policy_id is not None:
        return ("policy", event.policy_id)
    if event.cadence_id is not None and event.team_id is not None:
        return cadence_series(event.cadence_id, event.team_id, event.activity_id, celebrations)
    return ("alone", event.title, event.site_id, event.team_id)


def cadence_series(cadence_id: int, team_id: int, activity_id: int | None, celebrations: frozenset[int]) -> Series:
    return ("cadence", cadence_id, team_id, activity_id if cadence_id in celebrations else None)


class Writer:
    """Turns occurrences into entries; activities of visits and reviews take turns in the order of time."""

    def __init__(self, built: Built) -> None:
        self.year, self.reviews = built.year, built.reviews
        self.celebrations = frozenset(cadence.id for cadence in self.year.celebrations)
        self.turns: Counter[Series] = Counter()
        self.site_names = {site.id: name for name, site in self.year.sites.items()}
        cadences = (*self.year.tracks.values(), *self.year.celebrations)
        self.kinds = {kind_id(c, a): (c, a) for c in cadences for a in c.activities}

    def wanted(self, what: Occurrence) -> Wanted:
        if what.type == "session":
            return self._review(what, self.reviews.of[what.policy or ""])
        team = self.year.teams[what.team or ""]
        if what.type == "visit":
            return self._visit(what, team)
        cadence, activity = self.kinds[what.kind or ""]
        series = cadence_series(cadence.id, team.id, activity.id, self.celebrations)
        values = self._at(what, team, minutes_of(cadence, activity))
        values |= {"kind": cadence.kind, "title": activity.name, "description": activity.description}
        values |= {"activity_id": activity.id, "cadence_id": cadence.id, "team_id": team.id}
        return Wanted(series, values)

    def _visit(self, what: Occurrence, team: Team) -> Wanted:
        cadence = self.year.visits
        assert cadence is not None  # noqa: S101  # a plan has visits only when there is a cadence for them
        series = ("cadence", cadence.id, team.id, None)
        activity = self._turn(series, cadence)
        values = self._at(what, team, cadence.minutes or 30)
        values |= {"kind": EventKind.floor_visit, "title": f"Floor visit to {team.name}"[:200]}
        values |= {
            "description": f"{activity.name}." if activity else "",
            "activity_id": activity.id if activity else None,
        }
        values |= {"cadence_id": cadence.id, "team_id": team.id}
        values["leader_id"] = self.year.leaders[what.leader or ""].person_id
        return Wanted(series, values)

    def _review(self, what: Occurrence, policy: Policy) -> Wanted:
        cadence = self.year.reviews
        assert cadence is not None  # noqa: S101  # likewise
        series = ("policy", policy.id)
        activity = self._turn(series, cadence)
        teams = self._teams_of(policy)
        values = self._at(what, teams[0], cadence.minutes or 60)
        values |= {"kind": EventKind.policy_review, "title": f"Policy review: {policy.name}"[:200]}
        values |= {"description": _about_review(activity, teams), "policy_id": policy.id, "cadence_id": cadence.id}
        values["activity_id"] = activity.id if activity else None
        return Wanted(series, values)

    def _teams_of(self, policy: Policy) -> list[Team]:
        by_id = {team.id: team for team in self.year.teams.values()}
        asked = self.reviews.chosen.get(policy.id) or [team.id for team in policy.teams]
        return [by_id[team_id] for team_id in asked if team_id in by_id]

    def _turn(self, series: Series, cadence: Cadence) -> Activity | None:
        number = self.turns[series]
        self.turns[series] += 1
        return cadence.activities[number % len(cadence.activities)] if cadence.activities else None

    def _at(self, what: Occurrence, team: Team, minutes: int) -> dict[str, object]:
        zone = team.site.zone
        return {
            "wall_start": wall(what.start, zone),
            "minutes": minutes,
            "zone": zone,
            "starts_at": what.start,
            "ends_at": what.start + timedelta(minutes=minutes),
            "all_day": False,
            "place": team.site.name,
            "link": "",
            "site_id": team.site_id,
            "activity_id": None,
            "cadence_id": None,
            "team_id": None,
            "leader_id": None,
            "policy_id": None,
        }


def _about_review(activity: Activity | None, teams: list[Team]) -> str:
    form = f"{activity.name}. " if activity else ""
    return f"{form}{AGENDA} Taking part: {', '.join(team.name for team in teams)}."
