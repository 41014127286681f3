"""From the database to the problem that the planning room solves, and the way back from its names to our rows."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from planner.actions import problem_places as places
from planner.actions.problem_leaders import leaders, visit
from planner.actions.problem_pins import pins
from planner.actions.problem_policies import Reviews, reviews
from planner.actions.problem_year import Year, kind_id, minutes_of, read_year
from planner.domain.weeks import months_touched, quarters
from planner.models.events import Event
from planner.models.programs import Program
from planner.planning.plan import Occurrence
from planner.planning.problem import ActivityKind, Budget, CelebrationWeek, Problem, Weights

SLOT_MINUTES = 15
VISIT_LOAD = 3
"""What a floor visit beyond a site's comfortable week counts: as much as a week too early or too late."""
MONTH_SLACK, QUARTER_SLACK = 2.0, 1.5
"""How much more than an even share a month and a quarter may spend."""


@dataclass
class Built:
    """The problem, the year that it was read from, and which held event each pin stands for."""

    problem: Problem
    year: Year
    reviews: Reviews
    pinned: dict[Occurrence, Event]

    @property
    def notes(self) -> list[str]:
        return self.year.notes


def build(program: Program, now: datetime, held: list[Event] | None = None) -> Built:
    """Reads the year of a program. Raises Refused when there is nobody to plan for or nothing to plan.

    `held` has the events that become pins; None for those that generating leaves alone.
    """
    year = read_year(program, now, held)
    problem = _without_policies(year)
    found = reviews(year, problem)
    pinned = pins(year, found, year.held)
    full = replace(
        problem,
        policies=tuple(found.policies),
        leaders=problem.leaders + tuple(found.owners),
        max_sessions_per_week=max(2, ceil(len(found.policies) / 20)),
        pins=tuple(pinned),
    )
    return Built(full, year, found, pinned)


def _without_policies(year: Year) -> Problem:
    program, visits, kinds = year.program, visit(year), _kinds(year)
    celebration = _celebration(year)
    cost = _celebration_cost(year, kinds, celebration)
    return Problem(
        name=program.name,
        start=program.starts_on,
        days=places.days_of(year),
        slot_minutes=SLOT_MINUTES,
        sites=places.sites(year, visits.count),
        shifts=places.shifts(year),
        teams=places.teams(year),
        kinds=kinds,
        tracks=places.tracks(year),
        csw=celebration,
        visit=visits,
        leaders=leaders(year, visits),
        policies=(),
        max_sessions_per_week=2,
        months=_months(program, cost),
        quarters=_quarters(program, cost),
        weights=Weights(visit_load=VISIT_LOAD),
    )


def _kinds(year: Year) -> tuple[ActivityKind, ...]:
    return tuple(
        ActivityKind(
            id=kind_id(cadence, activity),
            name=activity.name,
            minutes=minutes_of(cadence, activity),
            cost_fixed=activity.cost_fixed,
            cost_per_head=activity.cost_per_head,
            committee_minutes=activity.committee_minutes,
        )
        for cadence in (*year.tracks.values(), *year.celebrations)
        for activity in cadence.activities
    )


def _celebration(year: Year) -> CelebrationWeek:
    """A program without a celebration week gets an empty one after its end."""
    program = year.program
    first, last = program.celebration_starts_on, program.celebration_ends_on
    if first is None or last is None:
        after = program.ends_on + timedelta(days=8)
        return CelebrationWeek(after, after, ())
    kinds = tuple(kind_id(cadence, activity) for cadence in year.celebrations for activity in cadence.activities)
    return CelebrationWeek(first, last, kinds)


def _celebration_cost(year: Year, kinds: tuple[ActivityKind, ...], week: CelebrationWeek) -> int:
    return sum(kind.cost(team.size) for kind in kinds if kind.id in week.kinds for team in year.teams.values())


def _months(program: Program, celebration: int) -> tuple[Budget, ...]:
    """Caps that keep spending from heaping up; none without a budget. The celebration week's month may carry the week as well."""
    if not program.budget:
        return ()
    found = []
    for year, month in months_touched(program.starts_on, program.ends_on):
        first = datetime(year, month, 1).date()  # noqa: DTZ001  # a calendar day has no zone
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        week = program.celebration_starts_on
        extra = celebration if week and first <= week <= last else 0
        found.append(Budget(f"{first:%B %Y}", first, last, int(program.budget / 12 * MONTH_SLACK) + extra))
    return tuple(found)


def _quarters(program: Program, celebration: int) -> tuple[Budget, ...]:
    """Caps of the program's quarters, and the budget of the year itself."""
    if not program.budget:
        return ()
    found = [Budget("the whole year", program.starts_on, program.ends_on, program.budget)]
    for number, (first, last) in enumerate(quarters(program.starts_on, program.ends_on)):
        week = program.celebration_starts_on
        extra = celebration if week and first <= week <= last else 0
        found.append(Budget(f"quarter {number + 1}", first, last, int(program.budget / 4 * QUARTER_SLACK) + extra))
    return tuple(found)
