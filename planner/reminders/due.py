"""The tick: what is due and not yet a row becomes a row. It holds no state, and may run anywhere and however often."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypedDict, cast

from planner.domain.instants import ONE_DAY
from planner.domain.kindness import MOST_A_DAY, too_many
from planner.domain.ladders import newest_due
from planner.domain.states import MessageState
from planner.models.audit import note
from planner.models.base import writing
from planner.models.concerned import who_is_who
from planner.models.messages import MAIL, insert_new, unsent_about
from planner.models.readers import Reader, recall
from planner.models.ticks import record_tick, take_turn
from planner.reminders.digests import digest_rows
from planner.reminders.lulls import Lull
from planner.reminders.missing import by_person, missing_steps, readers_of
from planner.reminders.placing import Entry, Kindness, is_eve, place
from planner.reminders.room import keep_room
from planner.reminders.rows import DIGEST, message_row
from planner.reminders.several import shared_mails
from planner.reminders.team_posts import coming_posts

INBOX = "inbox"


class _Columns(TypedDict):
    name: str
    about: str
    about_id: int
    time_version: int
    step: str
    recipient_id: int
    facts: dict[str, object]


def tick(now: datetime, kindness: Kindness, lull: Lull | None = None) -> int:
    """Writes a row for everything that is due at `now`; how many were new. Another worker's turn gives 0, and so does a lull."""
    with writing():
        if not take_turn():
            return 0
        count = 0 if lull is not None and lull.lasts(now) else _look(now, kindness, lull or Lull())
        record_tick("tick", now)
    return count


def _look(now: datetime, kindness: Kindness, lull: Lull) -> int:
    missing = missing_steps(now)
    people = readers_of(missing, now)
    mine = [entries for matter, steps in missing for entries in by_person(matter, steps, people).values()]
    count = insert_new(_ladder_rows(mine, now, kindness)) + insert_new(digest_rows(now))
    lull.begin(now, (entry.due_at for entries in mine for entry in entries.values()))
    return count


def _ladder_rows(mine: list[dict[int, Entry]], now: datetime, kindness: Kindness) -> list[dict[str, object]]:
    """The rows of the ladders that are due."""
    send, passed = _newest(mine, now)
    rows = [_passed_row(entry, why, now) for entry, why in passed]
    people = {entry.reader.id: entry.reader for entry in send}
    recall(people, now)
    keep_room(send, now, kindness)
    # What cannot wait takes its place before what can.
    eves = [_row(entry, now, kindness) for entry in sorted(send, key=_by_age) if is_eve(entry.step)]
    rows += eves + shared_mails(eves, people, now)
    rows += [_row(entry, now, kindness) for entry in sorted(send, key=_by_age) if not is_eve(entry.step)]
    _note_floods(rows, people, now)
    _overtake(send)
    return rows + (coming_posts(send, who_is_who(), now) if send else [])


def _newest(mine: list[dict[int, Entry]], now: datetime) -> tuple[list[Entry], list[tuple[Entry, str]]]:
    """Of the steps that are due: the newest for each person and matter, and those that are passed over, with the reason."""
    send: list[Entry] = []
    passed: list[tuple[Entry, str]] = []
    for entries in mine:
        newest, older = newest_due(((entry.step, entry.due_at) for entry in entries.values()), now)
        passed += [(entries[step.position], "A newer message of the same ladder went instead.") for step in older]
        if newest is None:
            continue
        entry = entries[newest.position]
        told_until = entry.matter.told_until
        if told_until is not None and entry.due_at <= told_until:
            passed.append((entry, "The notice of the change went instead."))
        else:
            send.append(entry)
    return send, passed


def _by_age(entry: Entry) -> tuple[datetime, str, int]:
    return entry.due_at, entry.matter.about, entry.matter.id


def _row(entry: Entry, now: datetime, kindness: Kindness) -> dict[str, object]:
    if entry.expires_at <= now:
        return _passed_row(
            entry, "It fell due while the worker stood still, and is too late now.", now, MessageState.expired
        )
    found = place(entry, now, kindness)
    channel = DIGEST if found.digest else INBOX if too_many(entry.reader.recent, found.at) else MAIL
    if channel == MAIL:
        entry.reader.recent.append(found.at)
    columns = _columns(entry)
    if found.haste is not None:
        columns["facts"]["haste"] = found.haste.name
    return message_row(
        **columns,
        due_at=entry.due_at,
        next_try_at=found.at,
        expires_at=found.expires_at,
        channel=channel,
        now=now,
    )


def _note_floods(rows: Iterable[Mapping[str, object]], people: Mapping[int, Reader], now: datetime) -> None:
    """HR can read whose mailbox was spared, and how much: somebody may have made a thousand events, by mistake or not."""
    spared = Counter(row["recipient_id"] for row in rows if row["channel"] == INBOX)
    for person, count in spared.items():
        reader = people[cast(int, person)]
        sentence = f"{count} messages to {reader.name} went to the inbox alone: more than {MOST_A_DAY} fell on one day."
        note("spare", "person", reader.id, sentence, by=None, now=now)


def _passed_row(
    entry: Entry, why: str, now: datetime, state: MessageState = MessageState.superseded
) -> dict[str, object]:
    return message_row(
        **_columns(entry), due_at=entry.due_at, expires_at=entry.expires_at, now=now, state=state, last_words=why
    )


def _columns(entry: Entry) -> _Columns:
    return {
        "name": entry.step.message,
        "about": entry.matter.about,
        "about_id": entry.matter.id,
        "time_version": entry.matter.time_version,
        "step": str(entry.step.position),
        "recipient_id": entry.reader.id,
        "facts": {"as": entry.matter.capacity(entry.step, entry.reader.id)},
    }


def _overtake(send: Iterable[Entry]) -> None:
    """What waits unsent for the same person about the same matter gives way to the newer step."""
    newer = {(entry.matter.about, entry.matter.id, entry.reader.id) for entry in send}
    for about in ("commitment", "event"):
        for message in unsent_about(about, {number for kind, number, _ in newer if kind == about}):
            waits = message.state is MessageState.pending and "-" not in message.step
            if waits and (about, message.about_id, message.recipient_id) in newer:
                message.state = MessageState.superseded
                message.last_words = "A newer message of the same ladder went instead."


def coming_entries(now: datetime, days: int = 30) -> list[Entry]:
    """What the ladders will send in the coming days, earliest first, as everything stands now."""
    missing = missing_steps(now, timedelta(days=days))
    people = readers_of(missing, now)
    entries = [
        entry
        for matter, steps in missing
        for of_person in by_person(matter, steps, people).values()
        for entry in of_person.values()
        if now < entry.due_at <= now + timedelta(days=days) + ONE_DAY
    ]
    return sorted(entries, key=_by_age)
