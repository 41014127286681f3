"""What is posted into the chats of teams, beside the messages to their people: an event is coming, moved, new, or off. Each once."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from planner.models.concerned import WhoIsWho, published_with
from planner.models.events import PublishedEvent
from planner.models.teams import Team
from planner.models.versions import Change, Version
from planner.models.ways import chats
from planner.reminders.channels.chat import NAME as CHAT
from planner.reminders.placing import Entry
from planner.reminders.rows import message_row


def change_posts(
    version: Version,
    events: Mapping[int, PublishedEvent],
    names: Mapping[str, str],
    most: int,
    who: WhoIsWho,
    now: datetime,
) -> list[dict[str, object]]:
    """A post a change and team; one with all of them for a team to which more than `most` happened at once."""
    teams = _with_chat()
    found: dict[int, list[Change]] = {}
    for change in version.changes:
        event = events.get(change.event_id)
        if event is not None and event.ends_at > now:
            for team_id in teams_of(event) & teams.keys():
                found.setdefault(team_id, []).append(change)
    rows: list[dict[str, object]] = []
    for team_id, changes in found.items():
        reader = _reader(teams[team_id], who)
        if reader is not None and len(changes) > most:
            rows.append(_many(version, changes, events, team_id, reader, now))
        elif reader is not None:
            rows += [_one(change, version, events[change.event_id], names, team_id, reader, now) for change in changes]
    return rows


def coming_posts(entries: Iterable[Entry], who: WhoIsWho, now: datetime) -> list[dict[str, object]]:
    """A post for each step that reminds of an event, however many people it reminds."""
    steps = {(entry.matter.id, entry.step.position): entry for entry in entries if _reminds(entry)}
    teams = _with_chat() if steps else {}
    if not teams:
        return []
    events = published_with(number for number, _ in steps)
    return [
        _coming(entry, team_id, reader, now)
        for (number, _), entry in steps.items()
        for team_id in sorted(teams_of(events[number]) & teams.keys())
        if (reader := _reader(teams[team_id], who)) is not None
    ]


def teams_of(event: PublishedEvent) -> set[int]:
    """The teams that take part by name; what is for a whole site has a chat of its own, if any."""
    if event.team_id is not None:
        return {event.team_id}
    return {team.id for team in event.policy.teams} if event.policy else set()


def _with_chat() -> dict[int, Team]:
    return {chat.team_id: chat.team for chat in chats()}


def _reader(team: Team, who: WhoIsWho) -> int | None:
    """In whose zone it is written: the lead's, else somebody's of HR."""
    if team.lead_id in who.active:
        return team.lead_id
    return who.hr[0] if who.hr else None


def _reminds(entry: Entry) -> bool:
    return (
        entry.matter.about == "event"
        and entry.step.is_reminder
        and not entry.step.digest
        and entry.due_at < entry.expires_at
    )


def _coming(entry: Entry, team_id: int, reader: int, now: datetime) -> dict[str, object]:
    return message_row(
        name=entry.step.message,
        about="event",
        about_id=entry.matter.id,
        time_version=entry.matter.time_version,
        step=f"{entry.step.position}-team-{team_id}",
        recipient_id=reader,
        due_at=entry.due_at,
        expires_at=entry.expires_at,
        now=now,
        channel=CHAT,
        team_id=team_id,
    )


def _one(
    change: Change,
    version: Version,
    event: PublishedEvent,
    names: Mapping[str, str],
    team_id: int,
    reader: int,
    now: datetime,
) -> dict[str, object]:
    return message_row(
        name=names[change.what],
        about="event",
        about_id=event.event_id,
        time_version=event.sequence,
        step=f"version-{version.id}-team-{team_id}",
        recipient_id=reader,
        due_at=now,
        expires_at=event.ends_at,
        now=now,
        channel=CHAT,
        team_id=team_id,
        facts={"sentence": change.sentence, "what": change.what, "version": version.number},
    )


def _many(
    version: Version,
    changes: list[Change],
    events: Mapping[int, PublishedEvent],
    team_id: int,
    reader: int,
    now: datetime,
) -> dict[str, object]:
    return message_row(
        name="year-changed",
        about="version",
        about_id=version.id,
        step=f"changes-team-{team_id}",
        recipient_id=reader,
        due_at=now,
        expires_at=max(events[change.event_id].ends_at for change in changes),
        now=now,
        channel=CHAT,
        team_id=team_id,
        facts={"events": [change.event_id for change in changes], "sentences": [one.sentence for one in changes]},
    )
