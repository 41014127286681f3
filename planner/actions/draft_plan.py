"""The draft as it stands, said as a plan: what it would cost, and what could be elsewhere, is asked of that."""

from planner.actions.problem_pins import pins
from planner.actions.problems import Built
from planner.models import drafts
from planner.models.events import Event
from planner.planning.plan import Occurrence, Plan


def drafted(built: Built) -> dict[Occurrence, Event]:
    """Every event of the draft that a cadence made, as the occurrence that the planning room knows it by."""
    events = [event for event in drafts.draft_events(built.year.program.id) if not event.cancelled]
    return pins(built.year, built.reviews, events)


def draft_plan(built: Built) -> Plan:
    return Plan.of(drafted(built), built.problem.name)
