"""The draft as it stands, said as a plan: what it would cost, and what could be elsewhere, is asked of that."""

from dataclasses import dataclass
from datetime import datetime

from planner.actions.problem_pins import pins
from planner.actions.problem_year import held_among
from planner.actions.problems import Built, build
from planner.models import drafts
from planner.models.events import Event
from planner.models.programs import Program
from planner.planning.plan import Occurrence, Plan


@dataclass(frozen=True)
class Drafted:
    """The problem of a program, and every event of its draft that a cadence made, as the occurrence that the planning room knows."""

    built: Built
    events: dict[Occurrence, Event]

    @property
    def plan(self) -> Plan:
        return Plan.of(self.events, self.built.problem.name)


def read_draft(program: Program, now: datetime) -> Drafted:
    """Reads the draft once for both. Raises Refused when there is nobody to plan for or nothing to plan."""
    there = drafts.draft_events(program.id)
    built = build(program, now, held_among(there, program, now))
    return Drafted(built, pins(built.year, built.reviews, [event for event in there if not event.cancelled]))
