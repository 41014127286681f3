"""From a feed's ticket to its state and its text. The state is worked out without rendering; access is asked again each time."""

from datetime import datetime, timedelta

from planner.domain.refusals import Refused
from planner.feeds import scopes
from planner.feeds.calendars import Title, blocks, etag, head, join, last_change
from planner.feeds.levels import LEVELS, kept, with_alarm
from planner.feeds.shelf import Body, Reading, Shelf, State
from planner.feeds.windows import EVERYTHING, midnight, window
from planner.feeds.withdrawn import withdrawn_calendar
from planner.models import selections
from planner.models.feeds import Feed, Ticket, feed_with
from planner.models.people import Person
from planner.models.selections import Row

WITHDRAWN_FOR = timedelta(days=30)
FEW = 200
"""So many changed events are asked for one by one; for more, everything is read anew."""


def is_closed(ticket: Ticket) -> bool:
    """Whether the address answers as if it had never been: the person left, or revoked it without more ado."""
    return ticket.deactivated_at is not None or (ticket.revoked_at is not None and not ticket.withdrawn)


def is_gone(ticket: Ticket, now: datetime) -> bool:
    """Whether a withdrawn feed has told its calendars for long enough."""
    return ticket.withdrawn and ticket.revoked_at is not None and now >= ticket.revoked_at + WITHDRAWN_FOR


def state_of(ticket: Ticket, shelf: Shelf, now: datetime) -> State:
    """What the feed is now: remembered while the calendar's stamp stands still, else worked out from revisions."""
    wishes = (ticket.alarm_minutes, ticket.keep_cancelled)
    key = (ticket.feed_id, ticket.stamp, ticket.made_at, ticket.revoked_at, wishes, window(now))
    return shelf.state(key, now) or shelf.keep_state(key, _work_out(ticket, shelf, now))


def _work_out(ticket: Ticket, shelf: Shelf, now: datetime) -> State:
    feed = feed_with(ticket.feed_id)
    choice = scopes.find(feed.person, feed.scope, feed.scope_ref) if feed else None
    if feed is None or choice is None:
        return State("", "", now, now)
    if ticket.revoked_at is not None:
        return State(f"withdrawn-{ticket.revoked_at:%Y%m%d%H%M%S}", choice.name, ticket.revoked_at, now)
    rows = selections.revisions(scopes.subscribed(feed.person, feed.scope, feed.scope_ref), window(now))
    top = _head(feed, choice, rows)
    tag = etag(top, *_telling(feed), rows)
    shelf.keep_reading(Reading(tag, top, rows, _telling(feed)))
    return State(tag, choice.name, max(last_change(rows, feed.made_at), feed.made_at, midnight(now)), now)


def body_of(ticket: Ticket, state: State, shelf: Shelf, now: datetime) -> tuple[str, Body]:
    """The text and the tag that belongs to it. Tag and text come of one reading of the rows, so no tag stands for an older text."""
    kept = shelf.body(state.etag)
    if kept is not None:
        return state.etag, kept
    feed = feed_with(ticket.feed_id)
    if feed is None:
        raise Refused("This feed is not there any more.")
    if ticket.revoked_at is not None:
        return state.etag, shelf.keep_body(state.etag, [withdrawn_calendar(state.name, ticket.revoked_at)])
    reading = shelf.take_reading(state.etag)
    texts = _texts(reading.rows, shelf) if reading and reading.telling == _telling(feed) else None
    if reading is None or texts is None:
        reading, texts = _read_all(feed, shelf, now)
    return reading.etag, shelf.keep_body(reading.etag, blocks(reading.head, _told_by(feed, texts)))


def _texts(rows: list[Row], shelf: Shelf) -> list[bytes] | None:
    """The text of each row at this very revision: most are known after a change. None when it is better to read everything anew."""
    texts = shelf.texts(rows)
    missing = [row for row, text in zip(rows, texts, strict=True) if text is None]
    if len(missing) > FEW:
        return None
    found = selections.texts_of([row[0] for row in missing]) if missing else {}
    if not all(row in found for row in missing):
        return None
    shelf.keep_texts(missing, [found[row] for row in missing])
    return [found[row] if text is None else text for row, text in zip(rows, texts, strict=True)]


def _read_all(feed: Feed, shelf: Shelf, now: datetime) -> tuple[Reading, list[bytes]]:
    choice = scopes.find(feed.person, feed.scope, feed.scope_ref)
    if choice is None:
        raise Refused("This feed is not open to its owner any more.")
    rows, texts = selections.fragments(scopes.subscribed(feed.person, feed.scope, feed.scope_ref), window(now))
    shelf.keep_texts(rows, texts)
    top = _head(feed, choice, rows)
    return Reading(etag(top, *_telling(feed), rows), top, rows, _telling(feed)), texts


def _told_by(feed: Feed, texts: list[bytes]) -> list[bytes]:
    shown = told(texts, feed.level, feed.alarm_minutes)
    return [kept(one) for one in shown] if feed.keep_cancelled else shown


def _telling(feed: Feed) -> tuple[str, int | None]:
    """How the feed tells what it holds, for its tag."""
    return f"{feed.level} kept" if feed.keep_cancelled else feed.level, feed.alarm_minutes


def _head(feed: Feed, choice: scopes.Choice, rows: list[Row]) -> bytes:
    return head(title_of(feed.scope, choice), last_change(rows, feed.made_at))


def title_of(scope: str, choice: scopes.Choice) -> Title:
    """What the calendar is called in the reader's program."""
    return Title(f"{choice.name} (Planner)", scopes.SCOPES[scope].sentence, choice.zone)


def told(fragments: list[bytes], level: str, alarm_minutes: int | None) -> list[bytes]:
    """The stored events as the level tells them, each with its alarm when one was wished for."""
    show = LEVELS[level].show
    shown = [show(fragment) for fragment in fragments]
    return shown if alarm_minutes is None else [with_alarm(fragment, alarm_minutes) for fragment in shown]


def calendar_for(person: Person, scope: str, choice: scopes.Choice, now: datetime) -> bytes:
    """The calendar as a file, without a feed: everything that the scope holds for the person."""
    selection = scopes.events_for(person, scope, choice.ref)
    rows, fragments = selections.fragments(selection, window(now))
    return join(head(title_of(scope, choice), last_change(rows, now)), fragments)


def file_of(title: Title, selection: selections.Selection, now: datetime) -> bytes:
    """A calendar as a file: everything in the selection, however long ago."""
    rows, fragments = selections.fragments(selection, EVERYTHING)
    return join(head(title, last_change(rows, now)), fragments)
