"""What HR is told about a draft: how it is spread, what is empty or too full, and what could not be kept."""

from dataclasses import dataclass, field
from datetime import date

from planner.domain.balance import Dated, FullWeek, empty_weeks, full_weeks, share_outside
from planner.domain.instants import wall
from planner.models import drafts
from planner.models.events import Event
from planner.models.programs import Program

TEAM_CAP = 3
"""Events of one team in one week before it counts as overloaded."""


@dataclass
class Spread:
    """Of the events of a draft that are not cancelled."""

    events: int = 0
    empty: list[date] = field(default_factory=list)
    full: list[FullWeek] = field(default_factory=list)
    outside: float | None = None
    broken: list[tuple[Event, str]] = field(default_factory=list)


def spread_of(program: Program, events: list[Event] | None = None) -> Spread:
    events = drafts.draft_events(program.id) if events is None else events
    live = [event for event in events if not event.cancelled]
    dated = [
        Dated(wall(event.starts_at, event.zone).date(), event.team.name if event.team else "", "", event.minutes)
        for event in live
    ]
    first, last = program.celebration_starts_on, program.celebration_ends_on
    weeks = [(first, last)] if first and last else []
    return Spread(
        events=len(live),
        empty=empty_weeks(dated, program.starts_on, program.ends_on),
        full=full_weeks(
            dated, program.starts_on, program.ends_on, team_cap=TEAM_CAP, celebration=[a for a, _ in weeks]
        ),
        outside=share_outside(dated, weeks),
        broken=[(event, sentence) for event in live for sentence in event.broken],
    )


def facts_of(spread: Spread) -> dict[str, object]:
    """The same as JSON, to be kept with the generation."""
    return {
        "events": spread.events,
        "empty_weeks": [day.isoformat() for day in spread.empty],
        "full_weeks": [week.reason for week in spread.full[:50]],
        "outside": round(spread.outside, 3) if spread.outside is not None else None,
    }
