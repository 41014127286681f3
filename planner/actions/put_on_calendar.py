"""Putting a single event on the calendar for all to see: into the program that runs on its day, published alone."""

from dataclasses import dataclass
from datetime import date, datetime, time

from planner.actions.events import EventFacts, NewPlace, add_event
from planner.actions.publish import publish_only
from planner.domain.kinds import EventKind
from planner.domain.moves import day_words
from planner.domain.refusals import Refused
from planner.models.base import writing
from planner.models.events import Event
from planner.models.people import Person
from planner.models.programs import Program, programs_over
from planner.models.sites import Site
from planner.models.teams import Team


@dataclass(frozen=True)
class Entry:
    """What is put there. Without team and site it is for everybody."""

    kind: EventKind
    title: str
    day: date
    minutes: int
    clock: time = time(9)
    description: str = ""
    team: Team | None = None
    site: Site | None = None


def program_on(day: date) -> Program:
    """The program that runs on a day. Raises Refused when none does."""
    found = programs_over(day, day)
    if not found:
        raise Refused(f"No program runs on {day_words(day)}. Make the next program first, or choose an earlier day.")
    return found[-1]


def put(entry: Entry, *, by: Person, now: datetime) -> Event:
    """Adds the event by hand and publishes it alone. Raises Refused when no program runs on the day."""
    with writing():
        event = add(entry, by=by, now=now)
        publish_only(event, by, f"“{event.title}” was put on the calendar.", now)
        return event


def add(entry: Entry, *, by: Person, now: datetime) -> Event:
    """The same, not published yet."""
    place = NewPlace(program_on(entry.day), entry.kind, entry.team, entry.site)
    start = datetime.combine(entry.day, entry.clock)
    facts = EventFacts(entry.title[:200], start, entry.minutes, description=entry.description)
    event = add_event(place, facts, by=by, now=now)
    event.why = []
    return event
