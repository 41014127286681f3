"""The weekly digest: one per person, Monday at eight where they are, and none for somebody to whom it would say nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.domain.instants import at, wall
from planner.domain.kindness import Quiet, allowed_at
from planner.domain.orphans import Orphan
from planner.domain.weeks import WEEK, monday_of
from planner.models.commitments import Commitment
from planner.models.concerned import WhoIsWho, who_is_who
from planner.models.events import PublishedEvent
from planner.models.messages import Message, those_without
from planner.models.orphans import orphans
from planner.models.people import active_hr
from planner.models.readers import Reader, people_by_zone, readers, zones_in_use
from planner.models.ticks import last_tick, record_tick
from planner.models.weekly import events_between, folded, owed_by
from planner.reminders.notices import concerned
from planner.reminders.placing import DIGEST_CLOCK, DIGEST_USEFUL_FOR
from planner.reminders.rows import message_row

FRESH_FOR = timedelta(hours=36)
"""After this only those get one for whom something waits: nobody wants "your week" on a Thursday."""


@dataclass(frozen=True)
class Week:
    """What one person's digest says."""

    waiting: tuple[Message, ...]
    owed: tuple[Commitment, ...]
    events: tuple[PublishedEvent, ...]
    orphans: tuple[Orphan, ...] = ()
    """For HR: what nobody takes care of. Only pressing ones make a digest by themselves."""

    @property
    def empty(self) -> bool:
        return not (self.waiting or self.owed or self.events or any(one.pressing for one in self.orphans))


def weeks_of(people: Collection[int], monday: datetime, who: WhoIsWho) -> dict[int, Week]:
    """The week from `monday` (an instant) for each of these people, in three questions; for HR what has no owner, too."""
    waiting, owed, events = (
        folded(people),
        owed_by(people, (monday + WEEK).date()),
        events_between(monday, monday + WEEK),
    )
    told = {event.event_id: concerned(event, who) for event in events}
    hr = {person.id for person in active_hr()}.intersection(people)
    adrift = tuple(orphans(monday)) if hr else ()
    return {
        person: Week(
            tuple(row for row in waiting if row.recipient_id == person),
            tuple(row for row in owed if row.owner_id == person),
            tuple(event for event in events if person in told[event.event_id]),
            adrift if person in hr else (),
        )
        for person in people
    }


def digest_rows(now: datetime) -> list[dict[str, object]]:
    """Digests that are due and were not looked at yet, in the running transaction: each zone once a week."""
    due = {zone: monday for zone in zones_in_use() if (monday := _monday_due(zone, now)) is not None}
    rows: list[dict[str, object]] = []
    for zone, people in (people_by_zone() if due else {}).items():
        if zone in due:
            rows += _rows_of(people, due[zone], now, f"digest-{wall(due[zone], zone):%G-W%V}")
            record_tick(f"digest {zone}", now)
    return rows


def _monday_due(zone: str, now: datetime) -> datetime | None:
    monday, looked = at(monday_of(wall(now, zone).date()), DIGEST_CLOCK, zone), last_tick(f"digest {zone}")
    return monday if now >= monday and (looked is None or looked < monday) else None


def _rows_of(people: list[int], monday: datetime, now: datetime, step: str) -> list[dict[str, object]]:
    weeks = weeks_of(people, monday, who_is_who())
    found, without = readers(people, now), those_without("digest")
    late = now > monday + FRESH_FOR
    # Who does not want a digest gets one all the same when something waits in it: delayed, never dropped.
    due = [person for person, week in weeks.items() if (week.waiting if late or person in without else not week.empty)]
    read_at = {person: _read_at(found[person], max(monday, now)) for person in due if person in found}
    return [
        message_row(
            name="digest",
            about="person",
            about_id=person,
            step=step,
            recipient_id=person,
            due_at=monday,
            next_try_at=when,
            expires_at=monday + DIGEST_USEFUL_FOR,
            now=now,
            optional=person not in without,
        )
        for person, when in read_at.items()
        if when < monday + DIGEST_USEFUL_FOR
    ]


def _read_at(reader: Reader, moment: datetime) -> datetime:
    """When a digest reaches somebody. Who is away all week gets none; what waits is told in the next."""
    return allowed_at(moment, reader.zone, reader.quiet or Quiet(), reader.absences)
