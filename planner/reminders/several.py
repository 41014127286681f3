"""Several events of which somebody would get a mail each at the same moment are told in one: "3 events are coming"."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import cast

from planner.domain.kindness import Haste
from planner.models.base import db
from planner.models.events import PublishedEvent
from planner.models.messages import MAIL, Message
from planner.models.readers import Reader
from planner.models.weekly import folded
from planner.reminders.context import Context, Desk, calendar_entry, event_context
from planner.reminders.rows import DIGEST, message_row
from planner.reminders.standing import standing

SEVERAL = "events-coming"
TOLD_TOGETHER = "event-coming"
"""What may share a mail. Whatever asks its reader to do something has a mail of its own, with its buttons."""

_Row = dict[str, object]


def shared_mails(rows: Iterable[_Row], people: Mapping[int, Reader], now: datetime) -> list[_Row]:
    """The mails that tell of several of these rows, which then wait for it as others wait for the weekly digest.

    Such a mail takes one place of its reader's week.
    """
    groups: dict[tuple[object, object], list[_Row]] = {}
    for row in rows:
        if row["name"] == TOLD_TOGETHER and row["channel"] == MAIL and _is_hasty(row):
            groups.setdefault((row["recipient_id"], row["next_try_at"]), []).append(row)
    found = [group for group in groups.values() if len(group) > 1]
    for group in found:
        reader, instant = people[cast(int, group[0]["recipient_id"])], cast(datetime, group[0]["next_try_at"])
        for row in group:
            row["channel"] = DIGEST
            reader.recent.remove(instant)
        reader.recent.append(instant)
    return [_mail(group, now) for group in found]


def _is_hasty(row: _Row) -> bool:
    facts = row["facts"]
    return isinstance(facts, Mapping) and facts.get("haste") == Haste.eve.name


def _mail(group: list[_Row], now: datetime) -> _Row:
    first, person = group[0], cast(int, group[0]["recipient_id"])
    return message_row(
        name=SEVERAL,
        about="person",
        about_id=person,
        step=f"with-{first['about_id']}-{first['time_version']}-{first['step']}",
        recipient_id=person,
        due_at=max(cast(datetime, row["due_at"]) for row in group),
        next_try_at=cast(datetime, first["next_try_at"]),
        expires_at=max(cast(datetime, row["expires_at"]) for row in group),
        now=now,
        facts={"haste": Haste.eve.name},
    )


def several_context(desk: Desk) -> tuple[Context, tuple[int, ...], tuple[bytes, ...]] | None:
    """The words, the messages that are told in it, and their calendar entries; None when no event is left of which it would tell."""
    live = [
        (row, _event_of(row)) for row in folded([desk.reader.id]) if _is_told(row, desk) and not standing(row, desk.now)
    ]
    if not live:
        return None
    live.sort(key=lambda pair: (pair[1].starts_at, pair[1].event_id))
    entries = tuple(entry for _, event in live for entry in calendar_entry(desk, event))
    return {"several": [event_context(desk, event) for _, event in live]}, tuple(row.id for row, _ in live), entries


def _is_told(row: Message, desk: Desk) -> bool:
    hasty = row.facts.get("haste") == Haste.eve.name
    return row.name == TOLD_TOGETHER and hasty and row.due_at <= desk.now


def _event_of(row: Message) -> PublishedEvent:
    return db.session.get_one(PublishedEvent, row.about_id)
