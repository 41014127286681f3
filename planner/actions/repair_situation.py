"""The published year as it stands after something happened: what takes place, what of it no longer fits, and what may be moved."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from planner.actions.problem_pins import pins
from planner.actions.problems import Built, build
from planner.actions.repair_allowance import allowed_as_published
from planner.actions.repair_newcomers import would_have_had
from planner.domain.kinds import EventKind
from planner.models import drafts
from planner.models.calendar import AnyEvent
from planner.models.events import Event
from planner.models.policies import Policy
from planner.models.programs import Program
from planner.models.teams import Team
from planner.planning.calendar import Calendar
from planner.planning.judge.check import Broken, check
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem

MOST_OUTSIDE = 60
FREEZE = timedelta(days=14)
"""Nothing that begins sooner than this moves unless it must: people have arranged their days."""


@dataclass(frozen=True)
class InForce:
    """An event as it takes place: its row in the draft, and the row that says where it takes place."""

    event: Event
    row: AnyEvent
    fixed: bool
    """HR pinned it, or its place is taken although it is off: no repair touches it."""
    event_id: int
    team_id: int | None
    starts_at: datetime
    off: bool
    """These four again: rows of a year are read afresh one by one after a transaction, what stands here is not."""

    @classmethod
    def of(cls, event: Event, row: AnyEvent, *, fixed: bool) -> "InForce":
        return cls(event, row, fixed, event.id, row.team_id, row.starts_at, row.cancelled)


@dataclass
class Situation:
    """`base` is the year as published, and as HR set it by hand since; `homeless` cannot take place as they were.

    `newcomers` are teams with nothing in the published year yet, `past` what they would have had of it, which is nobody's event.
    `ended` are events of teams that are no more, `outside` those that no cadence made, which only a person can move; `ownerless`
    policies with a review to come and nobody to hold it.
    """

    program: Program
    built: Built
    now: datetime
    problem: Problem
    base: dict[Occurrence, InForce]
    homeless: dict[int, InForce] = field(default_factory=dict)
    past: tuple[Occurrence, ...] = ()
    newcomers: frozenset[str] = frozenset()
    ended: list[InForce] = field(default_factory=list)
    outside: list[InForce] = field(default_factory=list)
    ownerless: list[Policy] = field(default_factory=list)
    by_hand: frozenset[int] = frozenset()

    @property
    def plan(self) -> Plan:
        return Plan.of((*self.base, *self.past), self.problem.name)

    @property
    def calendar(self) -> Calendar:
        return Calendar(self.problem)

    def broken(self, plan: Plan | None = None) -> list[tuple[Occurrence, Broken]]:
        """What of a plan breaks a rule and is still to come, by place and time; of the published plan when none is given."""
        whole = self.plan if plan is None else plan
        found = [(whole.occurrences[one.occurrence], one) for one in check(self.problem, whole).broken
                 if one.occurrence is not None]  # fmt: skip
        return [(what, one) for what, one in found if what.start > self.now and not self._is_off(what)]

    def _is_off(self, what: Occurrence) -> bool:
        known = self.base.get(what)
        return known is not None and known.off

    @property
    def stamp(self) -> str:
        """A hash of everything that a repair follows from: the same stamp, the same repair."""
        places = sorted((place.event_id, place.starts_at.isoformat(), place.fixed) for place in self.base.values())
        lost = [sorted(self.homeless), sorted(one.event_id for one in self.ended)]
        text = json.dumps([self.problem.to_json(), self.plan.to_json(), places, lost], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def read_situation(program: Program, by_hand: Collection[int], now: datetime) -> Situation:
    """Reads it. `by_hand` has the events of which HR's draft counts instead of what is published. Raises Refused as `build` does."""
    events = [found for event in drafts.draft_events(program.id) if (found := _in_force(event, by_hand)) is not None]
    built = build(program, now, held=[])
    teams = {team.id for team in built.year.teams.values()}
    by_row = {id(one.row): one for one in events}
    places = pins(built.year, built.reviews, [one.row for one in events])
    whole = {what: by_row[id(row)] for what, row in places.items()}
    homeless = {one.event_id: one for one in events if _homeless(one, built, teams, by_hand, now)}
    base = {what: one for what, one in whole.items() if one.event_id not in homeless}
    fixed = [what for what, one in base.items() if one.fixed]
    owed = {what.policy or "" for what in whole if what.type == "session"}
    known = {one.team_id for one in events}
    new = {name for name, team in built.year.teams.items() if team.id not in known}
    past = would_have_had(built.problem, new, (now + FREEZE).date())
    problem = allowed_as_published(built.problem, Plan.of((*base, *past)), owed, (*fixed, *past))
    problem = _never_again(problem, built, homeless.values())
    placed = {one.event_id for one in whole.values()} | homeless.keys()
    return Situation(
        program=program,
        built=built,
        now=now,
        problem=problem,
        base=base,
        homeless=homeless,
        past=tuple(past),
        newcomers=frozenset(new),
        ended=[one for one in events if _ended(one, teams, now)],
        outside=[one for one in events if one.event_id not in placed and _outside(one, teams, now)][:MOST_OUTSIDE],
        ownerless=_ownerless(events, now),
        by_hand=frozenset(by_hand),
    )


def _in_force(event: Event, by_hand: Collection[int]) -> InForce | None:
    """None for what does not take place: never published, or dropped by generating."""
    if event.id in by_hand:
        live = event.published is not None and not event.published.cancelled
        return InForce.of(event, event, fixed=True) if live or not event.cancelled else None
    row = event.published
    if row is None or (row.cancelled and not event.pinned):
        return None
    return InForce.of(event, row, fixed=event.pinned or row.cancelled)


def _homeless(one: InForce, built: Built, teams: set[int], by_hand: Collection[int], now: datetime) -> bool:
    """Cancelled by hand, or a visit whose leader makes visits no more."""
    if one.starts_at <= now:
        return False
    if one.event_id in by_hand and one.event.cancelled:
        return True
    leaders = {leader.person_id for leader in built.year.leaders.values()}
    visit = one.row.kind is EventKind.floor_visit and one.row.team_id in teams and built.year.visits is not None
    return visit and not one.row.cancelled and one.row.leader_id not in leaders


def _never_again(problem: Problem, built: Built, homeless: Iterable[InForce]) -> Problem:
    """HR took these off by hand: the same leader at the same hour is no repair of it."""
    taken: dict[int | None, list[tuple[datetime, datetime]]] = {}
    for one in (one for one in homeless if one.event.cancelled):
        rows: list[AnyEvent] = [one.event, *([one.event.published] if one.event.published is not None else [])]
        for row in rows:
            whose = row.policy.owner_id if row.policy is not None else row.leader_id
            taken.setdefault(whose, []).append((row.starts_at, row.ends_at))
    people = {name: row.person_id for name, row in built.year.leaders.items()}
    leaders = (replace(one, busy=(*one.busy, *taken.get(people.get(one.id), ()))) for one in problem.leaders)
    return replace(problem, leaders=tuple(leaders))


def _ended(one: InForce, teams: set[int], now: datetime) -> bool:
    team: Team | None = one.row.team
    live = one.starts_at > now and not one.off
    return live and team is not None and not team.active and team.id not in teams


def _outside(one: InForce, teams: set[int], now: datetime) -> bool:
    """Put by hand, at an hour, to come."""
    return one.starts_at > now and not (one.off or one.row.all_day) and (one.team_id is None or one.team_id in teams)


def _ownerless(events: list[InForce], now: datetime) -> list[Policy]:
    coming = [one.row for one in events if one.starts_at > now and not one.off]
    found = {row.policy.id: row.policy for row in coming if row.policy is not None}
    return [policy for policy in found.values() if policy.owner is None or not policy.owner.active]
