"""What is told of the calendar, of people and of places."""

from typing import Any

from planner.api.shapes import (
    CLOCK,
    DAY,
    FLAG,
    INSTANT,
    NUMBER,
    TEXT,
    WALL,
    Field,
    Reader,
    Shape,
    list_of,
    name_of,
    named,
    or_nothing,
    words_of,
)
from planner.domain.api_parts import Part
from planner.domain.kinds import EventKind
from planner.domain.states import EventState, Role
from planner.models.calendar import standing
from planner.models.events import PublishedEvent


def _hr_plans(_row: object, reader: Reader) -> bool:
    return reader.may("edit the program")


def _sees_draft(_row: object, reader: Reader) -> bool:
    return reader.may("see the draft")


def _state(event: PublishedEvent) -> EventState:
    """That it was moved is told by `sequence`: a program keeps no week in its head as a reader does."""
    return standing(event.cancelled, event.event.outcome, news=False, moved=False)


def _asks_why(event: PublishedEvent, reader: Reader) -> bool:
    """The reasons are the draft's: they are told while it is where readers see it, to HR and the lead of the team."""
    draft = event.event
    same = draft.starts_at == event.starts_at and draft.leader_id == event.leader_id
    led = event.team is not None and event.team.lead_id == reader.person.id
    return same and reader.may("ask why", own=led)


PROGRAM = Shape(
    "Program",
    "One year of engagement.",
    (
        Field("id", NUMBER, lambda p: p.id),
        Field("name", TEXT, lambda p: p.name),
        Field("starts_on", DAY, lambda p: p.starts_on),
        Field("ends_on", DAY, lambda p: p.ends_on),
        Field("zone", TEXT, lambda p: p.zone, "An IANA zone."),
        Field("theme", TEXT, lambda p: p.theme),
        Field("celebration_starts_on", or_nothing(DAY), lambda p: p.celebration_starts_on),
        Field("celebration_ends_on", or_nothing(DAY), lambda p: p.celebration_ends_on),
        Field("annual_celebration_on", or_nothing(DAY), lambda p: p.annual_celebration_on),
        Field("goals", list_of(TEXT), lambda p: p.goals, "For HR.", _hr_plans),
        Field("budget", NUMBER, lambda p: p.budget, "Whole units of the currency; 0 for no limit. For HR.", _hr_plans),
        Field("currency", TEXT, lambda p: p.currency, "For HR.", _hr_plans),
    ),
)

EVENT = Shape(
    "Event",
    "An event as it is published.",
    (
        Field("id", NUMBER, lambda e: e.event_id),
        Field("uid", TEXT, lambda e: e.uid, "The UID that calendars know it by; it never changes."),
        Field("program_id", NUMBER, lambda e: e.program_id),
        Field("kind", words_of(EventKind), lambda e: e.kind),
        Field("title", TEXT, lambda e: e.title),
        Field("description", TEXT, lambda e: e.description),
        Field("state", words_of(EventState), _state, "Confirmed until it is cancelled, done or missed."),
        Field("starts_at", INSTANT, lambda e: e.starts_at),
        Field("ends_at", INSTANT, lambda e: e.ends_at),
        Field("wall_start", WALL, lambda e: e.wall_start),
        Field("zone", TEXT, lambda e: e.zone),
        Field("minutes", NUMBER, lambda e: e.minutes),
        Field("all_day", FLAG, lambda e: e.all_day),
        Field("place", TEXT, lambda e: e.place),
        Field("link", TEXT, lambda e: e.link),
        Field("site", named("Where it is for a whole site."), lambda e: name_of(e.site)),
        Field("team", named("For whom."), lambda e: name_of(e.team)),
        Field("leader", named("Who comes."), lambda e: name_of(e.leader)),
        Field("policy", named("What a review is about."), lambda e: name_of(e.policy)),
        Field("sequence", NUMBER, lambda e: e.sequence, "Rises when date, time, place or state changes."),
        Field("changed_at", INSTANT, lambda e: e.changed_at),
        Field("why", list_of(TEXT), lambda e: e.event.why, "Why it is there. For HR, and the team's lead.", _asks_why),
        Field("pinned", FLAG, lambda e: e.event.pinned, "Whether somebody set it by hand. For HR.", _sees_draft),
    ),
)

_PERSON = (
    Field("id", NUMBER, lambda p: p.id),
    Field("name", TEXT, lambda p: p.name),
    Field("email", TEXT, lambda p: p.email),
    Field("role", words_of(Role), lambda p: p.role),
    Field("site", named("Where they work."), lambda p: name_of(p.site)),
    Field("team", named("With whom they work."), lambda p: name_of(p.team)),
)
PERSON = Shape("Person", "Somebody who was not deactivated.", _PERSON)


def me_of(reader: Reader, parts: list[str]) -> dict[str, object]:
    """What a program is told of its own person and token."""
    return {**PERSON.of(reader.person, reader), "parts": sorted(parts)}


ME = Shape("Me", "Whose the token is, and what it opens.", (*_PERSON, Field("parts", list_of(words_of(Part)), dict)))

SITE = Shape(
    "Site",
    "A place with a zone and public holidays.",
    (
        Field("id", NUMBER, lambda s: s.id),
        Field("slug", TEXT, lambda s: s.slug),
        Field("name", TEXT, lambda s: s.name),
        Field("zone", TEXT, lambda s: s.zone),
        Field("country", TEXT, lambda s: s.country, "Two letters."),
        Field("subdivision", or_nothing(TEXT), lambda s: s.subdivision),
    ),
)

TEAM = Shape(
    "Team",
    "People who work together, in one shift at one site.",
    (
        Field("id", NUMBER, lambda t: t.id),
        Field("slug", TEXT, lambda t: t.slug),
        Field("name", TEXT, lambda t: t.name),
        Field("site", named("Where it works."), lambda t: name_of(t.site)),
        Field("lead", named("Who leads it."), lambda t: name_of(t.lead)),
        Field("size", NUMBER, lambda t: t.size),
        Field("workdays", list_of(NUMBER), lambda t: t.workdays, "Days on which a shift begins, Monday 0 to Sunday 6."),
        Field("shift_name", TEXT, lambda t: t.shift.name),
        Field("shift_starts", CLOCK, lambda t: t.shift.starts),
        Field("shift_ends", CLOCK, lambda t: t.shift.ends),
    ),
)


def _months(row: Any) -> object:  # noqa: ANN401  # a row of the coverage map
    return [{"month": f"{year:04}-{month:02}", **vars(cell)} for (year, month), cell in row.cells.items()]


_COUNTS = ("visits_planned", "visits_done", "recognitions_planned", "recognitions_done")
_MONTH = {
    "type": "object",
    "properties": {"month": {**TEXT, "pattern": r"^\d{4}-\d{2}$"}, **dict.fromkeys(_COUNTS, NUMBER)},
    "required": ["month", *_COUNTS],
    "additionalProperties": False,
}
COVERAGE = Shape(
    "Coverage",
    "How often a team was visited and thanked in each month of a program, as planned and as done.",
    (
        Field("team_id", NUMBER, lambda r: int(r.team.team)),
        Field("shift_name", TEXT, lambda r: r.team.shift),
        Field("site_name", TEXT, lambda r: r.team.site),
        Field("last_visit", or_nothing(DAY), lambda r: r.last_visit),
        Field("last_recognition", or_nothing(DAY), lambda r: r.last_recognition),
        Field("months", list_of(_MONTH), _months),
    ),
)
