"""The nightly audit: what the ladders ask for is worked out anew and held against the table, and the difference is kept for HR."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from planner.domain.instants import at
from planner.domain.states import MessageState
from planner.models import night_audits
from planner.models.base import db, writing
from planner.models.expected import AT_ONCE, should_have_gone, steps_with_row, waiting_until
from planner.models.handovers import surroundings
from planner.models.health import LATE_AFTER
from planner.models.message_log import titles_of
from planner.models.messages import Message
from planner.models.night_audits import NightAudit
from planner.models.readers import home_day, home_zone
from planner.models.ticks import last_tick, record_tick
from planner.reminders.expected import expected_between, step_key
from planner.reminders.placing import Entry
from planner.reminders.standing import Fallen, standing

WEEK = timedelta(days=7)
NIGHT = time(3)
SINCE = "audited since"
"""The tick that says when the first worker began: before that nothing was to be sent."""
MOST_NAMED = 100
WHAT = {MessageState.sent: "delivered", MessageState.dead: "refused", MessageState.expired: "expired"}


def audit_if_due(now: datetime) -> bool:
    """Once a night, from three o'clock on where the organisation is; whether it was."""
    day, zone = home_day(now), home_zone()
    if last_tick(SINCE) is None:
        with writing():
            record_tick(SINCE, now)
    if now < at(day, NIGHT, zone) or night_audits.audit_of(day) is not None:
        return False
    found = look(now)
    with writing():
        if night_audits.audit_of(day) is None:
            db.session.add(found.row(day, now))
            night_audits.forget_old()
    return True


@dataclass
class Found:
    """What became of what was due, and what is to come."""

    counts: Counter[str] = field(default_factory=Counter)
    differences: list[dict[str, object]] = field(default_factory=list)

    def row(self, day: object, now: datetime) -> NightAudit:
        counts = {name: self.counts[name] for name in ("delivered", "refused", "expired", "waiting", "missing")}
        return NightAudit(
            day=day,
            at=now,
            due=sum(counts.values()),
            coming=self.counts["coming"],
            stale=self.counts["stale"],
            differences=self.differences[:MOST_NAMED],
            **counts,
        )


def look(now: datetime) -> Found:
    """Reads only. What fell due in the last minutes is given its time."""
    last = now - LATE_AFTER
    first = max(now - WEEK, last_tick(SINCE) or now)
    found = Found()
    _count_rows(should_have_gone(first, last), found)
    _count_missing(expected_between(first, last, now), found)
    found.counts["coming"] = len(expected_between(now, now + WEEK, now))
    found.counts["stale"] = _stale(waiting_until(now + WEEK), now)
    return found


def _count_rows(rows: list[Message], found: Found) -> None:
    titles = titles_of([row for row in rows if row.state is not MessageState.sent])
    for row in rows:
        what = WHAT.get(row.state, "waiting")
        found.counts[what] += 1
        if what != "delivered":
            found.differences.append(_difference(what, row.name, row.due_at, titles[row.id], row.id, row.last_words))


def _count_missing(entries: list[Entry], found: Found) -> None:
    there = steps_with_row({step_key(entry) for entry in entries})
    for entry in entries:
        if step_key(entry) not in there:
            found.counts["missing"] += 1
            words = f"It was for {entry.reader.name}, and was never written down: did the worker stand still?"
            found.differences.append(_difference("missing", entry.step.message, entry.due_at, "", 0, words))


def _difference(what: str, name: str, due: datetime, title: str, number: int, words: str) -> dict[str, object]:
    return {"what": what, "name": name, "due": due.isoformat(), "title": title, "message": number, "words": words}


def _stale(rows: list[Message], now: datetime) -> int:
    """How many of these nothing asks for any more."""
    count = 0
    for first in range(0, len(rows), AT_ONCE):
        part = rows[first : first + AT_ONCE]
        with surroundings(part):
            count += sum(isinstance(standing(row, now), Fallen) for row in part)
    return count
