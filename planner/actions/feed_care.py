"""Care for feeds in use: ending many at once, switching all of them off, and telling an owner who else reads theirs."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from planner.domain.refusals import Refused
from planner.feeds import scopes
from planner.feeds.clients import program_of
from planner.models import feeds as questions
from planner.models.audit import note
from planner.models.base import writing
from planner.models.feeds import Feed, Fetch
from planner.models.messages import insert_new
from planner.models.organisations import organisation
from planner.models.people import Person
from planner.models.tombstones import Grave, bury
from planner.reminders.rows import message_row

UNUSED_AFTER = timedelta(days=180)
NEWS_LASTS = timedelta(days=14)
NEW_READER = "feed-new-reader"


def end(feeds: Iterable[Feed], why: str, *, by: Person, now: datetime) -> int:
    """Ends feeds at once; `why` completes "A feed of … was ended: …". How many were still in use."""
    with writing():
        found = [feed for feed in feeds if feed.revoked_at is None]
        for feed in found:
            feed.revoked_at, feed.withdrawn = now, False
            bury(Grave.feed, [feed.token_hash], now)
            note("revoke feed", "feed", feed.id, f"A feed of {feed.person.name} was ended: {why}.", by=by, now=now)
        return len(found)


def end_unused(*, by: Person, now: datetime) -> int:
    """Ends every feed that no calendar read for half a year; how many."""
    with writing():
        return end(questions.unused_feeds(now - UNUSED_AFTER), "nobody read it for 180 days", by=by, now=now)


def is_unused(feed: Feed, now: datetime) -> bool:
    """Whether no calendar read it for half a year."""
    return (feed.last_fetched_at or feed.made_at) < now - UNUSED_AFTER


def switch_feeds(*, off: bool, by: Person, now: datetime) -> None:
    """Answers no feed any more, or all of them again: the tokens stay. Raises Refused before the first run."""
    with writing():
        found = organisation()
        if found is None:
            raise Refused("Nobody is here yet: begin with the first run.")
        if found.feeds_off is not off:
            found.feeds_off = off
            sentence = "Calendar feeds were switched off." if off else "Calendar feeds were switched on again."
            note("switch feeds", "organisation", found.id, sentence, by=by, now=now)


def tell_new_readers(fetches: Mapping[int, Fetch]) -> None:
    """In the running transaction: a message to the owner of a feed that a second program reads from now on. The first is their own.

    `fetches` by the number of the feed.
    """
    feeds = questions.feeds_read(fetches.values())
    rows = [row for feed in feeds if (row := _news(feed, fetches[feed.id])) is not None]
    if rows:
        insert_new(rows)


def _news(feed: Feed, fetch: Fetch) -> dict[str, object] | None:
    """Once for each program and address: the key of the message says so."""
    if not feed.person.active:
        return None
    program = program_of(fetch.client)
    before = {program_of(reader.client) for reader in feed.readers if reader.client != fetch.client}
    if not before or program in before:
        return None
    choice = scopes.find(feed.person, feed.scope, feed.scope_ref)
    return message_row(
        name=NEW_READER,
        about="person",
        about_id=feed.person_id,
        step=f"reader-{feed.token_hash[:8]}-{hashlib.sha256(program.encode()).hexdigest()[:12]}",
        recipient_id=feed.person_id,
        due_at=fetch.at,
        expires_at=fetch.at + NEWS_LASTS,
        now=fetch.at,
        facts={"program": program, "feed": feed.id, "name": choice.name if choice else "a calendar"},
    )
