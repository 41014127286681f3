"""What Planner knows already, in the shape in which a file says it: kind, key, fact, value."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import cast

from planner.actions.imports.things import KINDS, key_of
from planner.domain.states import Role
from planner.models.leaders import Leader, all_leaders
from planner.models.people import Person, everybody
from planner.models.policies import Policy, all_policies
from planner.models.shifts import all_shifts
from planner.models.sites import Site, all_sites
from planner.models.teams import Team, all_teams

Facts = dict[str, object]


@dataclass
class Known:
    """`facts` by kind and key; `rows` the stored things themselves under the same keys; `gone` the addresses of the deactivated."""

    facts: dict[str, dict[str, Facts]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    rows: dict[str, dict[str, object]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    gone: set[str] = field(default_factory=set)
    slugs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, kind: str, key: str, row: object, facts: Facts) -> None:
        self.rows[kind][key] = row
        self.slugs[kind].add(str(getattr(row, "slug", "")))
        self.facts[kind][key] = facts

    def person(self, email: str) -> Person:
        """The stored person with this address. Raises KeyError."""
        return cast(Person, self.rows["person"][email])

    def site(self, key: str) -> Site:
        """The stored site. Raises KeyError."""
        return cast(Site, self.rows["site"][key])

    def hr(self) -> set[str]:
        """The addresses of those who may change everything."""
        return {key for key, facts in self.facts["person"].items() if facts["role"] is Role.hr and key not in self.gone}


def read_known() -> Known:
    """Everything, from the database: a fixed number of questions, however many people there are."""
    known = Known()
    for site in all_sites():
        facts: Facts = {"name": site.name, "zone": site.zone, "country": site.country, "subdivision": site.subdivision}
        known.add("site", key_of(site.name), site, facts)
    for shift in all_shifts():
        known.add("shift", key_of(shift.name), shift, {"name": shift.name, "starts": shift.starts, "ends": shift.ends})
    for team in all_teams():
        known.add("team", key_of(team.name), team, _team(team))
    _read_people(known)
    for leader in all_leaders():
        _read_leader(known, leader)
    for policy in all_policies(active=False):
        known.add("policy", key_of(policy.name), policy, _policy(policy))
    return known


def _read_people(known: Known) -> None:
    for person in everybody():
        site, team = person.site, person.team
        facts: Facts = {
            "name": person.name,
            "role": person.role,
            "site": site.name if site else None,
            "team": team.name if team else None,
        }
        known.add("person", person.email, person, facts)
        if not person.active:
            known.gone.add(person.email)


def _team(team: Team) -> Facts:
    return {
        "name": team.name,
        "site": team.site.name,
        "shift": team.shift.name,
        "size": team.size,
        "workdays": sorted(team.workdays),
        "lead": team.lead.email if team.lead else None,
    }


def _read_leader(known: Known, leader: Leader) -> None:
    email = leader.person.email
    facts: Facts = {name: getattr(leader, name) for name in ("level", "visits_least", "visits_owed", "visits_most")}
    facts |= {"home": leader.home.name, "assistant": leader.assistant.email if leader.assistant else None}
    known.add("leader", email, leader, facts)
    for absence in leader.absences:
        away: Facts = {"starts_on": absence.starts_on, "ends_on": absence.ends_on, "reason": absence.reason}
        known.add("absence", f"{email} {absence.starts_on}", absence, away)


def _policy(policy: Policy) -> Facts:
    return {
        "name": policy.name,
        "why": policy.why,
        "owner": policy.owner.email if policy.owner else None,
        "pain": policy.pain,
        "teams": [team.name for team in policy.teams],
        "review_months": policy.review_months,
    }
