"""The made-up year: a program half over, generated and published before it began."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from planner.actions.cadences import choose_set
from planner.actions.demo.people import Crowd
from planner.actions.demo.sizes import Size
from planner.actions.generate import generate_now
from planner.actions.programs import make_program
from planner.actions.publish import publish
from planner.domain.observances import OBSERVANCES
from planner.domain.presets import COMMITTEE_ROLES, GOALS
from planner.domain.weeks import program_start
from planner.models.programs import Program

MONTHS_BEFORE = 5
PUBLISHED_BEFORE = timedelta(days=42)
LAUNCHED = "Agents may promise a call-back themselves, at the hour that the customer names."


def start_of_demo_year(today: date) -> date:
    """The first day of the program: about five months ago, so that today is in its middle."""
    month = (today.month - 1 - MONTHS_BEFORE) % 12 + 1
    return program_start(today.year - (month > today.month), month)


def make_year(crowd: Crowd, size: Size, *, now: datetime, tell: Callable[[float, str], None]) -> Program:
    """Makes, generates and publishes the program as HR did before it began; what comes after publishing is history's part."""
    starts_on = start_of_demo_year(now.date())
    before = now.replace(year=starts_on.year, month=starts_on.month, day=starts_on.day) - PUBLISHED_BEFORE
    program = make_program(
        _facts(crowd, starts_on),
        year=starts_on.year,
        month=starts_on.month,
        zone=crowd.sites[0].zone,
        by=crowd.hr,
        now=before,
    )
    choose_set(program.id, "steady", by=crowd.hr, now=before)
    generate_now(program.id, by=crowd.hr, now=before, time_limit=size.seconds, tell=tell)
    publish(program.id, by=crowd.hr, note="The year as the committee agreed it.", now=before)
    return program


def _facts(crowd: Crowd, starts_on: date) -> dict[str, object]:
    leads = [team.lead.name for team in crowd.teams if team.lead]
    return {
        "name": f"The other 51 weeks, {starts_on.year}/{(starts_on.year + 1) % 100:02d}",
        "theme": "Every contact counts",
        "theme_publisher": "our own",
        "goals": [goal.key for goal in GOALS[:3]],
        "committee": {role.key: leads[number % len(leads)] for number, role in enumerate(COMMITTEE_ROLES)},
        "sponsor_id": crowd.leaders[0].person.id,
        "observances": [observance.key for observance in OBSERVANCES],
        "launched_change": LAUNCHED,
    }
