"""The words of an event in somebody else's calendar: what it is, with whom, and when on its own clock."""

from datetime import date, datetime, timedelta

from planner.domain.instants import local
from planner.domain.kinds import KINDS
from planner.domain.text import clean
from planner.models.events import PublishedEvent


def one_line(text: str) -> str:
    """Text for a property that is shown on one line."""
    return " ".join(clean(text).split())


def paragraphs(text: str) -> str:
    """Text with its lines; tabs become spaces, because some readers refuse every control character."""
    return clean(text).replace("\t", " ")


def summary(event: PublishedEvent) -> str:
    """The title; a cancelled one says so itself, because Outlook ignores STATUS."""
    title = one_line(event.title) or KINDS[event.kind].label
    return f"Cancelled: {title}" if event.cancelled else title


def location(event: PublishedEvent) -> str:
    """The place and its site, or the link when there is nowhere to go to."""
    place, site = one_line(event.place), one_line(event.site.name) if event.site else ""
    if place and site and site not in place:
        return f"{place}, {site}"
    return place or one_line(event.link) or site


def description(event: PublishedEvent, address: str) -> str:
    """What it is, when on the event's own clock, with whom, what HR wrote, and where to read more."""
    facts = [
        f"{KINDS[event.kind].label}: {own_time(event)}.",
        *_people(event),
        "This event was cancelled." if event.cancelled else "",
    ]
    blocks = [
        "\n".join(fact for fact in facts if fact),
        paragraphs(event.description),
        one_line(event.link) and f"To join: {one_line(event.link)}",
        f"In Planner: {address}",
    ]
    return "\n\n".join(block for block in blocks if block)


def _people(event: PublishedEvent) -> list[str]:
    named = (
        ("Leader", event.leader.name if event.leader else ""),
        ("Team", event.team.name if event.team else ""),
        ("Policy", event.policy.name if event.policy else ""),
    )
    return [f"{label}: {one_line(name)}" for label, name in named if name]


def days(event: PublishedEvent) -> tuple[date, date]:
    """First day and the day after the last of an all-day event."""
    first = event.wall_start.date()
    return first, first + timedelta(days=max(1, event.minutes // 1440))


def own_time(event: PublishedEvent) -> str:
    """When it is on the clock of the event's own zone, which may not be the reader's."""
    if event.all_day:
        first, after = days(event)
        last = after - timedelta(days=1)
        return f"all day, {_day(first)}" if last == first else f"{_day(first)} to {_day(last)}"
    return f"{_span(local(event.starts_at, event.zone), local(event.ends_at, event.zone))} ({event.zone})"


def _span(start: datetime, end: datetime) -> str:
    if start.date() == end.date():
        return f"{_day(start)}, {start:%H:%M} to {end:%H:%M}"
    return f"{_day(start)}, {start:%H:%M} to {_day(end)}, {end:%H:%M}"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"
