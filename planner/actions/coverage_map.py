"""What the coverage map counts: visits and thanks as they were recorded, and what the calendar still plans."""

from planner.domain.coverage import Sighting
from planner.domain.kinds import EventKind
from planner.domain.states import EventState
from planner.models.calendar import Look
from planner.models.coverage import EventMark, event_marks
from planner.models.floor_visits import visit_days
from planner.models.recognitions import recognition_days


def sightings(look: Look) -> list[Sighting]:
    """Visits and thanks as they were recorded, and events: done where somebody said so, else planned, never missed ones."""
    recorded = visit_days()
    written = {event for _, _, event in recorded if event is not None}
    found = [Sighting(str(team), day, "visit", done=True) for team, day, _ in recorded]
    found += [Sighting(str(team), day, "recognition", done=True) for team, day in recognition_days()]
    return found + [_planned(mark) for mark in event_marks(look) if mark.event_id not in written and _counts(mark)]


def _counts(mark: EventMark) -> bool:
    return mark.outcome is not EventState.missed


def _planned(mark: EventMark) -> Sighting:
    visit = mark.kind is EventKind.floor_visit
    return Sighting(
        str(mark.team_id), mark.day, "visit" if visit else "recognition", done=mark.outcome is EventState.done
    )
