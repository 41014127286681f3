"""The next messages that the ladders will send, as everything stands now: what HR looks at before trusting them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from planner.domain.ladders import Step
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.readers import recall
from planner.reminders.due import coming_entries
from planner.reminders.matters import Matter
from planner.reminders.placing import Entry, Kindness, Place, is_eve, place

DAYS_AHEAD = 30
MOST = 20


@dataclass(frozen=True)
class Coming:
    """One message to come. `digest` means that it waits for the weekly digest; `ladder` is what it is about."""

    at: datetime
    person_id: int
    person: str
    step: Step
    ladder: str
    about: str
    about_id: int
    title: str
    page: int | None
    digest: bool


@dataclass(frozen=True)
class Outlook:
    """The next messages that a filter lets through, and the people and ladders among which it may choose."""

    messages: list[Coming]
    people: dict[int, str]
    ladders: list[str]


def outlook(now: datetime, kindness: Kindness, *, person: int | None = None, ladder: str | None = None) -> Outlook:
    """The next `MOST` messages, moved off unkind hours as the tick will move them."""
    entries = coming_entries(now, DAYS_AHEAD)
    recall({entry.reader.id: entry.reader for entry in entries}, now)
    placed = list(_placed(entries, kindness))
    people = {entry.reader.id: entry.reader.name for entry, _ in placed}
    wanted = [
        (entry, where) for entry, where in placed
        if person in (None, entry.reader.id) and ladder in (None, entry.matter.ladder)
    ]  # fmt: skip
    first = sorted(wanted, key=lambda pair: pair[1].at)[:MOST]
    return Outlook(
        [_coming(entry, where) for entry, where in first],
        dict(sorted(people.items(), key=lambda pair: pair[1])),
        sorted({entry.matter.ladder for entry, _ in placed}),
    )


def _placed(entries: Iterable[Entry], kindness: Kindness) -> Iterable[tuple[Entry, Place]]:
    coming = list(entries)
    for entry in coming:
        if is_eve(entry.step):
            entry.reader.taken.append(place(entry, entry.due_at, kindness).at)
    for entry in coming:
        where = place(entry, entry.due_at, kindness)
        if is_eve(entry.step):
            entry.reader.taken.remove(where.at)
        if not where.digest:
            entry.reader.recent.append(where.at)
        yield entry, where


def _coming(entry: Entry, where: Place) -> Coming:
    matter = entry.matter
    title, page = _about(matter)
    return Coming(
        where.at, entry.reader.id, entry.reader.name, entry.step, matter.ladder, matter.about, matter.id, title, page,
        where.digest,
    )  # fmt: skip


def _about(matter: Matter) -> tuple[str, int | None]:
    if matter.about == "event":
        return db.session.get_one(PublishedEvent, matter.id).title, matter.id
    commitment = db.session.get_one(Commitment, matter.id)
    return commitment.title, commitment.event_id
