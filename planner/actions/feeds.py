"""What people do with feeds: make, rotate, revoke; and rendering events again when something beside them changed."""

import re
import secrets
from collections.abc import Iterable
from datetime import datetime

from planner.actions.accounts import token_hash
from planner.actions.feed_care import tell_new_readers
from planner.domain.refusals import Refused
from planner.feeds import scopes
from planner.feeds.fragments import rendered
from planner.feeds.levels import LEVELS
from planner.models import feeds as questions
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.events import PublishedEvent
from planner.models.feeds import Feed, Fetch
from planner.models.messages import carry_over
from planner.models.people import Person
from planner.models.selections import published_among
from planner.models.tombstones import Grave, bury

TOKEN_SIGN = "cswp_feed_"  # noqa: S105  # what tokens begin with, so that whoever finds one in a text knows what it opens
LONGEST_ALARM = 7 * 24 * 60
FEW = 1000
"""So many numbers go into one question; SQLite takes no more than 32,766."""


def make_feed(
    person: Person,
    scope: str,
    ref: str,
    *,
    now: datetime,
    by: Person | None,
    level: str = "full",
    alarm_minutes: int | None = None,
    keep_cancelled: bool = False,
) -> tuple[Feed, str]:
    """A feed and its token, which is not kept: hand it on at once. Raises Refused for what the person may not ask for, or has already."""
    if not person.active:
        raise Refused(f"{person.name} was deactivated and cannot have a feed.")
    choice = _choice(person, scope, ref)
    _check_wishes(scope, level, alarm_minutes)
    token = _new_token()
    with writing():
        feed = questions.feed_like(person, scope, choice.ref, level)
        if feed is not None and feed.revoked_at is None:
            raise Refused(
                f"There is a feed of {choice.name} already. Give it a new address if the old one is lost.", "scope"
            )
        if feed is None:
            feed = Feed(person_id=person.id, scope=scope, scope_ref=choice.ref, level=level)
            db.session.add(feed)
        _renew(feed, token, now)
        feed.alarm_minutes, feed.keep_cancelled = alarm_minutes, keep_cancelled
        db.session.flush()
        note("make feed", "feed", feed.id, f"A feed of {choice.name} was made for {person.name}.", by=by, now=now)
    return feed, token


def _choice(person: Person, scope: str, ref: str) -> scopes.Choice:
    choice = scopes.find(person, scope, ref)
    if choice is None:
        raise Refused(
            f"{person.name} cannot subscribe to {scope}:{ref}. Choose one of the calendars that are offered.", "scope"
        )
    return choice


def _check_wishes(scope: str, level: str, alarm_minutes: int | None) -> None:
    if level not in LEVELS:
        raise Refused(f"A feed tells one of: {', '.join(LEVELS)}.", "level")
    if alarm_minutes is not None and scope != "person":
        raise Refused("Only your own calendar can carry alarms.", "alarm_minutes")
    if alarm_minutes is not None and not 0 <= alarm_minutes <= LONGEST_ALARM:
        raise Refused("An alarm comes between 0 minutes and 7 days before the event.", "alarm_minutes")


def _new_token() -> str:
    """256 random bits."""
    return TOKEN_SIGN + secrets.token_urlsafe(32)


def _renew(feed: Feed, token: str, now: datetime) -> None:
    feed.token_hash, feed.token_start = token_hash(token), token.removeprefix(TOKEN_SIGN)[:6]
    feed.made_at = now
    feed.revoked_at, feed.withdrawn = None, False
    feed.last_fetched_at, feed.last_client = None, ""
    feed.readers.clear()


def rotate(feed: Feed, *, now: datetime, by: Person | None) -> str:
    """A new token; the old one is unknown from now on."""
    token = _new_token()
    with writing():
        bury(Grave.feed, [feed.token_hash], now)
        _renew(feed, token, now)
        note("rotate feed", "feed", feed.id, f"A feed of {feed.person.name} got a new address.", by=by, now=now)
    return token


def revoke(feed: Feed, *, now: datetime, by: Person | None, empty: bool = False) -> None:
    """Ends a feed. With `empty`, calendars that still ask are told for 30 days, so that the events vanish from them."""
    with writing():
        feed.revoked_at, feed.withdrawn = now, empty
        bury(Grave.feed, [feed.token_hash], now)
        note("revoke feed", "feed", feed.id, f"A feed of {feed.person.name} was revoked.", by=by, now=now)


def keep_cancelled(feed: Feed, keep: bool, *, now: datetime, by: Person | None) -> None:
    """Whether the feed shows what is cancelled as an ordinary event: Google hides what is marked."""
    with writing():
        feed.keep_cancelled = keep
        what = "keeps what is cancelled visible" if keep else "marks what is cancelled"
        note("change feed", "feed", feed.id, f"A feed of {feed.person.name} {what}.", by=by, now=now)


def record_fetches(fetches: Iterable[Fetch]) -> None:
    """Notes who read which feed; the owner hears of a program that reads it beside another."""
    fetches = list(fetches)
    with writing():
        questions.record(fetches)
        tell_new_readers({fetch.feed_id: fetch for fetch in fetches})


def render_again(*, now: datetime, base_url: str) -> int:
    """Renders every published event, and moves the revision of those whose text differs; how many did.

    Call it after a team, site, leader or policy was renamed, when the base URL or the zone rules changed, and after an upgrade.
    Looking takes about a millisecond an event and holds no lock; only what differs is written.
    """
    differing = [event.event_id for event in published_among(None) if _differs(event, base_url)]
    if not differing:
        return 0
    with writing():
        events = published_among(differing if len(differing) <= FEW else None)
        return sum(_render_one(event, now, base_url) for event in events)


_REVISION = re.compile(rb"^(DTSTAMP|LAST-MODIFIED|SEQUENCE):.*\r\n", re.MULTILINE)


def _differs(event: PublishedEvent, base_url: str) -> bool:
    """The three lines of the revision are left out of the comparison: they move because the rest did, not the other way round."""
    return _REVISION.sub(b"", rendered(event, base_url)) != _REVISION.sub(b"", event.fragment)


def _render_one(event: PublishedEvent, now: datetime, base_url: str) -> bool:
    """Asked again under the lock: somebody may have published meanwhile."""
    if not _differs(event, base_url):
        return False
    if event.fragment:
        carry_over(event.event_id, event.sequence, event.sequence + 1)
        event.sequence += 1
        event.changed_at = now
    event.fragment = rendered(event, base_url)
    return True


def address(base_url: str, token: str, name: str) -> str:
    """The address that calendars are given. Thunderbird takes the calendar's name from its last part."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-") or "Planner"
    return f"{base_url}/feeds/{token}/{readable}.ics"
