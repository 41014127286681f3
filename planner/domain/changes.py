"""What publishing would change and whom each change concerns, in words, before anybody is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from planner.domain.kinds import KINDS, EventKind
from planner.domain.states import Audience, EventState


@dataclass(frozen=True, kw_only=True)
class Placement:
    """An event as readers of the calendar see it. Instants are aware UTC; walls are naive, in `zone`.

    `owner`, `leader`, `team` are names as printed; an empty string means there is none.
    """

    uid: str
    kind: EventKind
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    wall_start: datetime
    wall_end: datetime
    place: str = ""
    team: str = ""
    leader: str = ""
    owner: str = ""
    description: str = ""
    all_day: bool = False
    state: EventState = EventState.confirmed


class What(StrEnum):
    added = "added"
    moved = "moved"
    changed = "changed"
    cancelled = "cancelled"
    restored = "restored"


@dataclass(frozen=True)
class Change:
    """One event before and after; `before` is None for an added one, `after` for one that is gone from the plan."""

    what: What
    uid: str
    before: Placement | None
    after: Placement | None

    @property
    def shown(self) -> Placement:
        """The side to show: the new one where there is one."""
        found = self.after or self.before
        if found is None:
            raise ValueError("A change has a before or an after.")
        return found


_WHEN = ("starts_at", "ends_at", "zone", "wall_start", "wall_end", "all_day")
_SEEN = (*_WHEN, "kind", "title", "place", "team", "leader", "owner", "description")


def _differ(before: Placement, after: Placement, names: tuple[str, ...]) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in names)


def _is_off(placement: Placement | None) -> bool:
    return placement is None or placement.state is EventState.cancelled


def visible(before: Placement, after: Placement) -> bool:
    """Whether a reader of the calendar would see a difference.

    Of the states only "cancelled" shows: a draft that agrees with what is published, or a visit that was
    recorded as done, is no news.
    """
    return _differ(before, after, _SEEN) or _is_off(before) != _is_off(after)


def raises_sequence(before: Placement, after: Placement) -> bool:
    """Whether the event's sequence rises: exactly when a reader would see a difference.

    Calendars ignore an edit that moves neither SEQUENCE, LAST-MODIFIED nor DTSTAMP, so the three move together
    on anything that shows, not on date, time and place alone.
    """
    return visible(before, after)


def _change(uid: str, before: Placement | None, after: Placement | None) -> Change | None:
    if _is_off(after):
        return None if _is_off(before) else Change(What.cancelled, uid, before, after)
    if before is None:
        return Change(What.added, uid, None, after)
    if _is_off(before):
        return Change(What.restored, uid, before, after)
    if after is None or not visible(before, after):
        return None
    return Change(What.moved if _differ(before, after, _WHEN) else What.changed, uid, before, after)


def compare(old: Mapping[str, Placement], new: Mapping[str, Placement]) -> list[Change]:
    """What is different in `new`, by uid of event, earliest first. An event that is gone counts as cancelled."""
    pairs = ((uid, old.get(uid), new.get(uid)) for uid in {**old, **new})
    found = [change for uid, before, after in pairs if (change := _change(uid, before, after)) is not None]
    return sorted(found, key=lambda change: (change.shown.starts_at, change.uid))


def named(placement: Placement) -> str:
    """The event as a sentence begins with it: "Floor visit to Dublin Billing"."""
    if placement.kind is EventKind.floor_visit and placement.team:
        return f"Floor visit to {placement.team}"
    label = KINDS[placement.kind].label
    name = placement.title if placement.title.startswith(label) else f"{label} “{placement.title}”"
    return f"{name} for {placement.team}" if placement.team and placement.team not in name else name


def when(placement: Placement, *, year: bool = False) -> str:
    """Local day and time as people read it, "Tue 3 Mar 10:00", with the year when asked for."""
    wall = placement.wall_start
    day = f"{wall:%a} {wall.day} {wall:%b}" + (f" {wall.year}" if year else "")
    return day if placement.all_day else f"{day} {wall:%H:%M}"


def sentence(change: Change) -> str:
    """One line that says what happens to an event."""
    before, after = change.before, change.after
    if change.what is What.added:
        return f"New: {named(change.shown)} on {when(change.shown)}"
    if change.what is What.restored:
        return f"{named(change.shown)} takes place again, on {when(change.shown)}"
    if change.what is What.cancelled:
        return f"{named(before or change.shown)} on {when(before or change.shown)} is cancelled"
    if before is None or after is None:
        raise ValueError("A moved or changed event has a before and an after.")
    if change.what is What.moved:
        return _moved(before, after)
    return f"{named(after)} on {when(after)}: {_differences(before, after)}"


def _moved(before: Placement, after: Placement) -> str:
    if when(before) == when(after) and before.zone == after.zone:
        line = f"{named(after)} on {when(after)} {_new_hours(before, after)}"
    else:
        year = before.wall_start.year != after.wall_start.year
        line = f"{named(before)} moves from {when(before, year=year)} to {when(after, year=year)}"
        if before.zone != after.zone:
            line += f" ({after.zone})"
    rest = _differences(before, after)
    return f"{line}; {rest}" if rest else line


def _new_hours(before: Placement, after: Placement) -> str:
    if before.wall_end != after.wall_end:
        return f"ends at {after.wall_end:%H:%M} instead of {before.wall_end:%H:%M}"
    return "keeps its local time under new clock rules"


def _differences(before: Placement, after: Placement) -> str:
    parts = []
    for name, words in (("place", "place"), ("leader", "leader"), ("owner", "owner"), ("team", "team")):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            parts.append(f"{words} is now {new or 'open'}" + (f" instead of {old}" if old else ""))
    if before.title != after.title:
        parts.append(f"title is now “{after.title}”")
    if before.kind != after.kind:
        parts.append(f"kind is now {after.kind}")
    if before.description != after.description:
        parts.append("the description is new")
    return ", ".join(parts)


def concerns(change: Change) -> tuple[Audience, ...]:
    """Who is to be told, on both sides of the change: the owner always, a leader's assistant, the team's lead.

    The leader is the owner of a floor visit; people are looked up from `before` and `after`, so that the leader
    and the team who lose an event hear of it too. What is over concerns nobody any more; that is for the caller.
    """
    sides = [side for side in (change.before, change.after) if side is not None]
    who = [Audience.owner]
    if any(side.leader for side in sides):
        who.append(Audience.assistant)
    if any(side.team for side in sides):
        who.append(Audience.lead)
    return tuple(who)
