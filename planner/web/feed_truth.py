"""Feeds and what they have not seen: for one's own feed the changes since it was last read, for HR the changes that calendars lack."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.feeds import scopes
from planner.feeds.truth import SHOWN_FEEDS, behind_in_parts
from planner.models.feed_truth import Published, changes_of, held
from planner.models.feeds import Feed

AHEAD = timedelta(days=60)
SOON = timedelta(days=14)
SHOWN_CHANGES = 10


@dataclass(frozen=True)
class Unseen:
    """A change, and how many feeds cannot have seen it."""

    change: Published
    count: int


def unseen_by(feed: Feed, now: datetime) -> list[Published]:
    """Changes of what the feed holds that were published after any calendar read it."""
    if feed.last_fetched_at is None:
        return []
    changes = {one.event.event_id: one for one in changes_of(now, now + AHEAD, feed.last_fetched_at)}
    mine = held(scopes.subscribed(feed.person, feed.scope, feed.scope_ref), changes) if changes else set()
    return [change for number, change in changes.items() if number in mine][:SHOWN_CHANGES]


def unseen_changes(now: datetime) -> list[Unseen]:
    """For HR: changes of the next two weeks that some calendar cannot have seen, the next first."""
    found: list[Unseen] = []
    changes = changes_of(now, now + SOON, now - AHEAD)
    for part in behind_in_parts(changes, SHOWN_FEEDS):
        counts = Counter(one.change.event.event_id for one in part)
        found += [Unseen(one, counts[one.event.event_id]) for one in changes if one.event.event_id in counts]
        if len(found) >= SHOWN_CHANGES:
            break
    return found[:SHOWN_CHANGES]
