"""From a feed's ticket to what it is now. Its text is never older than its tag: the tag is made from the text.

Access is asked again whenever anything around the events changed; an event that changed is asked for alone.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from planner.feeds import scopes
from planner.feeds.bodies import Blocks, Body, blocks_of, changed, last_change
from planner.feeds.calendars import Title, head, join
from planner.feeds.fragments import is_sound
from planner.feeds.levels import LEVELS, kept, with_alarm
from planner.feeds.shelf import Known, Shelf, Source
from planner.feeds.windows import EVERYTHING, window
from planner.feeds.withdrawn import withdrawn_calendar
from planner.models import selections
from planner.models.feeds import Feed, feed_with
from planner.models.own_watch import own_watch
from planner.models.people import Person
from planner.models.selections import Held
from planner.models.tickets import Ticket

WITHDRAWN_FOR = timedelta(days=30)
log = logging.getLogger(__name__)
FEW = 200
"""So many changed events are put in their places; for more, everything is read anew."""
LARGE = 500_000
"""From so many bytes on any feed remembers what it was made from, so that what changed is asked for alone. Of smaller ones only people's
own do, of which there are thousands: they share one question."""


class Opened(NamedTuple):
    """What a feed is, and its body; None where there is nothing to be read, or where it is as it was but has left the shelf: whoever wants
    it all the same asks once more, and it is read anew."""

    known: Known
    body: Body | None


def is_closed(ticket: Ticket) -> bool:
    """Whether the address answers as if it had never been: it was revoked without more ado, or feeds are switched off."""
    return ticket.feeds_off or (ticket.revoked_at is not None and not ticket.withdrawn)


def is_gone(ticket: Ticket, now: datetime) -> bool:
    """Whether a withdrawn feed has told its calendars for long enough."""
    return ticket.withdrawn and ticket.revoked_at is not None and now >= ticket.revoked_at + WITHDRAWN_FOR


def opened(ticket: Ticket, shelf: Shelf, now: datetime) -> Opened:
    """What the feed is now, with its body: from what is known of it as far as that holds."""
    known = shelf.known(ticket.feed_id)
    if known is not None and known.holds(ticket, now):
        body = shelf.body(known.etag)
        if body is not None or not known.etag:
            return Opened(known, body)
    found = _with_changes(ticket, known, shelf, now) or _read(ticket, known, now)
    return Opened(shelf.keep(found.known), found.body and shelf.keep_body(found.body))


def _with_changes(ticket: Ticket, known: Known | None, shelf: Shelf, now: datetime) -> Opened | None:
    """What is known, with the events that changed since; None when it is better, or the only way, to read everything anew."""
    if known is None or known.source is None or not known.fresh(now) or not _only_later(ticket, known.ticket):
        return None
    source, body = known.source, shelf.body(known.etag)
    found = source.watch.changes_since(known.ticket.stamp, FEW)
    if found is None:
        return None
    mine = {number: event for number, event in found.items() if event is not None or number in known.events}
    if not mine:
        return Opened(replace(known, ticket=ticket), body)
    if body is None:
        return None
    told = {number: event and _told(event, source) for number, event in mine.items()}
    after = changed(body, told, _head_of(source, ticket.made_at))
    again = replace(known, ticket=ticket, etag=after.etag, modified_at=now, events=after.numbers())
    return Opened(again, after)


def _only_later(ticket: Ticket, before: Ticket) -> bool:
    return ticket.stamp > before.stamp and ticket == before._replace(stamp=ticket.stamp)


def _read(ticket: Ticket, before: Known | None, now: datetime) -> Opened:
    """Everything asked anew: who may read it, what it is called, and what it holds."""
    feed = feed_with(ticket.feed_id)
    choice = scopes.find(feed.person, feed.scope, feed.scope_ref) if feed and feed.person.active else None
    if feed is None or choice is None:
        return Opened(Known(ticket, "", "", now, now), None)
    if ticket.revoked_at is not None:
        body = withdrawn_calendar(choice.name, ticket.revoked_at)
        return Opened(Known(ticket, body.etag, choice.name, ticket.revoked_at, now), body)
    selection = scopes.subscribed(feed.person, feed.scope, feed.scope_ref)
    own = feed.scope == scopes.OWN
    watch = own_watch(feed.person_id, window(now)) if own else selections.Watch.of(selection, window(now))
    source = _source(feed, choice, watch)
    events = selections.held(selection, window(now))
    blocks = blocks_of(told for event in events if (told := _told(event, source)) is not None)
    body = Body(_head_of(source, feed.made_at)(blocks), blocks)
    modified_at = before.modified_at if before is not None and _as_it_was(body, ticket, before, now) else now
    known = Known(ticket, body.etag, choice.name, modified_at, now)
    if own or body.size >= LARGE:
        known = replace(known, source=source, events=body.numbers())
    return Opened(known, body)


def _as_it_was(body: Body, ticket: Ticket, before: Known, now: datetime) -> bool:
    """Whether a reader who asks by date may keep what it has. Once a day it may not: another process may have seen an event leave and come
    back, and told it so."""
    return before.etag == body.etag and before.ticket.around == ticket.around and before.read_at.day == now.day


def _source(feed: Feed, choice: scopes.Choice, watch: selections.Watch) -> Source:
    return Source(title_of(feed.scope, choice), watch, feed.level, feed.alarm_minutes, feed.keep_cancelled)


def _head_of(source: Source, made_at: datetime) -> Callable[[Blocks], bytes]:
    return lambda blocks: head(source.title, last_change(blocks, made_at))


def title_of(scope: str, choice: scopes.Choice) -> Title:
    """What the calendar is called in the reader's program."""
    return Title(f"{choice.name} (Planner)", scopes.SCOPES[scope].sentence, choice.zone)


def _told(event: Held, source: Source) -> Held | None:
    """The event as the feed tells it: as its level says, with an alarm when one was wished for. None for a text that is no event: one
    that is broken must not take the whole feed with it."""
    if not is_sound(event.text):
        log.error("Event %s is left out of a feed: its text is broken. Publish it again.", event.event_id)
        return None
    shown = LEVELS[source.level].show(event.text)
    if source.alarm_minutes is not None:
        shown = with_alarm(shown, source.alarm_minutes)
    return event._replace(text=kept(shown) if source.keep_cancelled else shown)


def calendar_for(person: Person, scope: str, choice: scopes.Choice, now: datetime, *, as_feed: bool = False) -> bytes:
    """The calendar as a file: everything that the scope holds for the person, however long ago; or as much `as_feed` would hold."""
    selection = scopes.events_for(person, scope, choice.ref)
    return _file(title_of(scope, choice), selections.held(selection, window(now) if as_feed else EVERYTHING), now)


def file_of(title: Title, selection: selections.Selection, now: datetime) -> bytes:
    """A calendar as a file: everything in the selection, however long ago."""
    return _file(title, selections.held(selection, EVERYTHING), now)


def _file(title: Title, events: list[Held], now: datetime) -> bytes:
    changed_at = max((event.changed_at for event in events), default=now)
    return join(head(title, changed_at), [event.text for event in events if is_sound(event.text)])
