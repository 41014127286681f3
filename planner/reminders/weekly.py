"""The words of a weekly digest: what is owed, what the week holds, and what waited to be told."""

from collections import Counter
from dataclasses import dataclass

from planner.domain.instants import at, wall
from planner.domain.orphans import ORPHANS
from planner.domain.weeks import monday_of
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.concerned import who_is_who
from planner.models.events import PublishedEvent
from planner.models.messages import Message
from planner.reminders.context import Context, Desk
from planner.reminders.digests import weeks_of
from planner.reminders.phrases import days_ago, short_day, short_when
from planner.reminders.placing import DIGEST_CLOCK
from planner.reminders.standing import standing


@dataclass(frozen=True)
class Weekly:
    context: Context
    folded: tuple[int, ...]


@dataclass(frozen=True)
class Line:
    """One line of the digest."""

    when: str
    words: str
    page: str
    late: bool = False


def weekly_context(desk: Desk) -> Weekly | None:
    """What the reader's digest says as things stand now; None when it would say nothing."""
    monday = at(monday_of(desk.today), DIGEST_CLOCK, desk.zone)
    week = weeks_of([desk.reader.id], monday, who_is_who())[desk.reader.id]
    live = [row for row in week.waiting if standing(row, desk.now) is None]
    if not (live or week.owed or week.events or any(one.pressing for one in week.orphans)):
        return None
    context: Context = {
        "week": f"{short_day(monday_of(desk.today))}",
        "owed": [_owed(desk, row) for row in week.owed],
        "events": [_event(desk, event) for event in week.events if event.ends_at > desk.now],
        "waiting": [line for line in (_waiting(desk, row) for row in live) if line is not None],
        "orphans": [
            f"{ORPHANS[kind].heading}: {count}" for kind, count in Counter(o.kind for o in week.orphans).items()
        ],
        "orphans_page": desk.letterhead.link("/orphans"),
    }
    return Weekly(context, tuple(row.id for row in live))


def _owed(desk: Desk, row: Commitment) -> Line:
    late = row.due_on < wall(desk.now, row.zone).date()
    words = f"{row.title}: was due {days_ago(row.due_on, desk.today)}" if late else row.title
    return Line(short_day(row.due_on), words, _page(desk, row.event_id), late)


def _event(desk: Desk, event: PublishedEvent) -> Line:
    return Line(short_when(event.starts_at, desk.zone, event.all_day), event.title, _page(desk, event.event_id))


def _waiting(desk: Desk, row: Message) -> Line | None:
    if row.about == "event":
        event = db.session.get_one(PublishedEvent, row.about_id)
        return Line(
            short_when(event.starts_at, desk.zone, event.all_day),
            str(row.facts.get("sentence") or event.title),
            _page(desk, event.event_id),
        )
    if row.about == "commitment":
        owed = db.session.get_one(Commitment, row.about_id)
        owner = f" ({owed.owner.name})" if owed.owner and owed.owner_id != desk.reader.id else ""
        return Line(short_day(owed.due_on), f"{owed.title}{owner}", _page(desk, owed.event_id))
    return None


def _page(desk: Desk, event_id: int | None) -> str:
    return desk.letterhead.link(f"/events/{event_id}" if event_id else "/")
