"""Whose calendar cannot know yet: feeds that hold an event which changed after they were last read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from planner.feeds import scopes
from planner.models import feed_truth
from planner.models.feed_truth import Published, Unread
from planner.models.people import person_with

SHOWN_FEEDS = 500
"""So many feeds a page looks at; the nightly thousand after a year was published is nothing to be shown."""

AT_ONCE = 20
"""So many changes are looked for in all feeds with one question."""


@dataclass(frozen=True)
class Behind:
    """One feed that has not seen one change."""

    feed: Unread
    change: Published


def behind(changes: Sequence[Published], limit: int | None = None) -> list[Behind]:
    """Every feed that holds one of these events and was last read before it changed."""
    return [one for part in behind_in_parts(changes, limit) for one in part]


def behind_in_parts(changes: Sequence[Published], limit: int | None = None) -> Iterator[list[Behind]]:
    """The same, for some of the changes at a time, in their order: whoever wants the first few asks no more."""
    feeds = feed_truth.not_since(max(change.at for change in changes), limit) if changes else []
    for first in range(0, len(changes) if feeds else 0, AT_ONCE):
        yield _behind(feeds, {change.event.event_id: change for change in changes[first : first + AT_ONCE]})


def _behind(feeds: Iterable[Unread], by_event: Mapping[int, Published]) -> list[Behind]:
    unread = _unread(feeds, {event_id: change.at for event_id, change in by_event.items()})
    return [Behind(feed, by_event[event_id]) for feed in feeds for event_id in sorted(unread.get(feed.id, ()))]


def _unread(feeds: Iterable[Unread], changed: Mapping[int, datetime]) -> dict[int, set[int]]:
    """Feed -> which of these events it holds and has not seen as they are: one question for all feeds of a calendar, not one for each of
    five thousand feeds."""
    calendars: dict[tuple[str, str], list[Unread]] = {}
    for feed in feeds:
        own = feed.scope == scopes.OWN
        calendars.setdefault((feed.scope, "" if own else feed.scope_ref), []).append(feed)
    found: dict[int, set[int]] = {}
    for group in calendars.values():
        reader = person_with(group[0].person_id)
        if reader is None:
            continue  # erased a moment ago
        selection = scopes.events_for_each(group[0].scope, group[0].scope_ref, reader)
        for feed_id, event_id in feed_truth.unread_by_each([feed.id for feed in group], changed, selection):
            found.setdefault(feed_id, set()).add(event_id)
    return found
