"""Whose calendar cannot know yet: feeds that hold an event which changed after they were last read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from planner.feeds import scopes
from planner.models import feed_truth
from planner.models.feed_truth import Published
from planner.models.feeds import Feed

SHOWN_FEEDS = 500
"""So many feeds a page looks at; the nightly thousand after a year was published is nothing to be shown."""


@dataclass(frozen=True)
class Behind:
    """One feed that has not seen one change."""

    feed: Feed
    change: Published


def behind(changes: Iterable[Published], limit: int | None = None) -> list[Behind]:
    """Every feed that holds one of these events and was last read before it changed."""
    found = list(changes)
    if not found:
        return []
    by_event = {change.event.event_id: change for change in found}
    feeds = feed_truth.not_since(max(change.at for change in found), limit)
    return [
        Behind(feed, by_event[event_id])
        for feed in feeds
        for event_id in sorted(_held(feed, by_event))
        if _before(feed, by_event[event_id].at)
    ]


def _held(feed: Feed, by_event: Iterable[int]) -> set[int]:
    return feed_truth.held(scopes.subscribed(feed.person, feed.scope, feed.scope_ref), list(by_event))


def _before(feed: Feed, moment: datetime) -> bool:
    return feed.last_fetched_at is not None and feed.last_fetched_at < moment
