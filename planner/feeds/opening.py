"""From a feed's ticket to its state and its text. The state is worked out without rendering; access is asked again each time."""

from datetime import datetime, timedelta

from planner.domain.refusals import Refused
from planner.feeds import scopes
from planner.feeds.calendars import Title, etag, head, join, last_change
from planner.feeds.levels import LEVELS, kept, with_alarm
from planner.feeds.shelf import Body, Shelf, State
from planner.feeds.windows import EVERYTHING, midnight, window
from planner.feeds.withdrawn import withdrawn_calendar
from planner.models import selections
from planner.models.feeds import Feed, Ticket, feed_with
from planner.models.people import Person
from planner.models.selections import Row

WITHDRAWN_FOR = timedelta(days=30)


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
    return shelf.state(key, now) or shelf.keep_state(key, _work_out(ticket, now))


def _work_out(ticket: Ticket, now: datetime) -> State:
    feed = feed_with(ticket.feed_id)
    choice = scopes.find(feed.person, feed.scope, feed.scope_ref) if feed else None
    if feed is None or choice is None:
        return State("", "", now, now)
    if ticket.revoked_at is not None:
        return State(f"withdrawn-{ticket.revoked_at:%Y%m%d%H%M%S}", choice.name, ticket.revoked_at, now)
    rows = selections.revisions(scopes.subscribed(feed.person, feed.scope, feed.scope_ref), window(now))
    tag = etag(_head(feed, choice, rows), _telling(feed), feed.alarm_minutes, rows)
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
        return state.etag, shelf.keep_body(state.etag, withdrawn_calendar(state.name, ticket.revoked_at))
    return _written(feed, shelf, now)


def _written(feed: Feed, shelf: Shelf, now: datetime) -> tuple[str, Body]:
    choice = scopes.find(feed.person, feed.scope, feed.scope_ref)
    if choice is None:
        raise Refused("This feed is not open to its owner any more.")
    selection = scopes.subscribed(feed.person, feed.scope, feed.scope_ref)
    rows, fragments = selections.fragments(selection, window(now))
    top = _head(feed, choice, rows)
    tag = etag(top, _telling(feed), feed.alarm_minutes, rows)
    shown = told(fragments, feed.level, feed.alarm_minutes)
    return tag, shelf.keep_body(tag, join(top, [kept(one) for one in shown] if feed.keep_cancelled else shown))


def _telling(feed: Feed) -> str:
    """How the feed tells what it holds, for its tag."""
    return f"{feed.level} kept" if feed.keep_cancelled else feed.level


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
