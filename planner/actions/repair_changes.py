"""What a repair would do, kept as data: each event with its old and new place, why, who is told, and the columns to write."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import cast

from planner.actions.draft_events import Writer
from planner.actions.repair_situation import InForce, Situation
from planner.domain.kinds import EventKind
from planner.domain.moves import day_words
from planner.models.calendar import AnyEvent
from planner.models.concerned import WhoIsWho
from planner.models.events import PublishedEvent
from planner.models.people import Person
from planner.planning.plan import Occurrence
from planner.planning.repair.changes import Move
from planner.reminders.notices import concerned

INSTANTS = ("wall_start", "starts_at", "ends_at")
KEPT = ("kind", "title", "description", "minutes", "place", "link", "activity_id", "all_day")
"""What an event keeps when it only moves: HR may have changed it since it was generated."""


@dataclass(frozen=True)
class Change:
    """`what` is moved, reassigned, added or removed. `values` are columns as JSON: instants and wall times are ISO texts."""

    what: str
    event: int | None
    kind: str
    title: str
    whom: str
    before: str
    after: str
    why: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)
    by_hand: bool = False
    """HR made this change in the draft; publishing the repair publishes it with the rest."""

    def to_json(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def read(cls, data: Mapping[str, object]) -> "Change":
        return cls(**cast("dict[str, str]", dict(data)))  # type: ignore[arg-type]  # what to_json wrote

    @property
    def columns(self) -> dict[str, object]:
        """The columns to write, instants as such."""
        found = dict(self.values)
        for name in (name for name in INSTANTS if name in found):
            found[name] = datetime.fromisoformat(str(found[name]))
        if "kind" in found:
            found["kind"] = EventKind(str(found["kind"]))
        return found


class Teller:
    """Writes changes into words: places, and the names of those who would be told."""

    def __init__(self, situation: Situation, who: WhoIsWho, people: Mapping[int, Person]) -> None:
        self.situation, self.who, self.people = situation, who, people
        self.writer = Writer(situation.built)
        self.teams = {team.id: team for team in situation.built.year.teams.values()}

    def change(self, move: Move, known: InForce | None) -> Change:
        """One event that goes to another place, or is new."""
        entry = self.writer.wanted(move.after) if move.after is not None else None
        values: dict[str, object] = dict(entry.values) if entry else {"cancelled": True}
        row = known.row if known else None
        if row is not None and entry is not None:
            values = self._differing(row, values, same=move.what != "added" and self._same_kind(move))
        after = SimpleNamespace(**self._side(row, values))
        sides = [side for side in (row if known and not row_is_off(known) else None, after) if side is not None]
        return Change(
            what=move.what,
            event=known.event_id if known else None,
            kind=str(after.kind),
            title=str(after.title),
            whom=self._whom(after),
            before=self.place(row) if row is not None else "",
            after="" if values.get("cancelled") else self.place(cast("AnyEvent", after)),
            why=list(move.why),
            told=self.told(sides),
            values={name: _plain(value) for name, value in values.items()},
        )

    def by_hand(self, one: InForce) -> Change:
        """What HR changed in the draft and the repair is made around."""
        event, published = one.event, one.event.published
        off = event.cancelled
        what = "removed" if off else "added" if published is None else "moved"
        return Change(
            what=what,
            event=event.id,
            kind=event.kind.value,
            title=event.title,
            whom=self._whom(event),
            before=self.place(published) if published is not None else "",
            after="" if off else self.place(event),
            why=["HR cancelled it." if off else "HR set it there by hand."],
            told=self.told([side for side in (published, event) if side is not None]),
            by_hand=True,
        )

    def ended(self, one: InForce) -> Change:
        """An event of a team that is no more."""
        team = one.row.team.name if one.row.team else ""
        move = Move("removed", None, None, [f"{team} was put away: nothing more takes place for it."])
        return self.change(move, one)

    def place(self, row: AnyEvent) -> str:
        """Day, time and leader as people read them."""
        leader = self.people.get(row.leader_id or 0)
        when = f"{day_words(row.wall_start.date())}, {row.wall_start:%H:%M}"
        return f"{when}, {leader.name}" if leader else when

    def told(self, sides: Iterable[object]) -> list[str]:
        found: frozenset[int] = frozenset()
        for side in sides:
            found |= concerned(cast("PublishedEvent", side), self.who)
        return sorted(self.people[number].name for number in found if number in self.people)

    def _same_kind(self, move: Move) -> bool:
        return move.before is None or move.after is None or move.before.kind == move.after.kind

    def _differing(self, row: AnyEvent, values: dict[str, object], *, same: bool) -> dict[str, object]:
        """Columns that change. Where the activity stays, its words and length do, too."""
        kept = set(KEPT) if same or row.kind in (EventKind.floor_visit, EventKind.policy_review) else {"link"}
        start, end = cast("datetime", values["starts_at"]), values["ends_at"]
        if "minutes" in kept:
            end = start + (row.ends_at - row.starts_at)
        found = {name: value for name, value in values.items() if name not in kept} | {"ends_at": end}
        return {name: value for name, value in found.items() if getattr(row, name) != value} | (
            {"cancelled": False} if row.cancelled else {}
        )

    def _side(self, row: AnyEvent | None, values: Mapping[str, object]) -> dict[str, object]:
        """The event as it would be, as far as words and notices ask."""
        names = ("kind", "title", "wall_start", "leader_id", "team_id", "site_id", "policy_id", "cancelled")
        found: dict[str, object] = {name: values.get(name, getattr(row, name, None)) for name in names}
        team = self.teams.get(cast("int", found["team_id"] or 0))
        return found | {"team": team or (row.team if row else None), "policy": self._policy(row, found)}

    def _policy(self, row: AnyEvent | None, found: Mapping[str, object]) -> object:
        if row is not None:
            return row.policy
        return next((p for p in self.situation.built.year.policies.values() if p.id == found["policy_id"]), None)

    def _whom(self, side: object) -> str:
        team, policy = getattr(side, "team", None), getattr(side, "policy", None)
        if policy is not None:
            return ", ".join(one.name for one in policy.teams)
        return str(team.name) if team is not None else "Everybody"


def row_is_off(one: InForce) -> bool:
    return one.row.cancelled and (one.event.published is None or one.event.published.cancelled)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, EventKind) else value


def nearest(candidates: Iterable[InForce], after: Occurrence) -> InForce | None:
    """Of events that lost their place the one that was nearest in time."""
    return min(candidates, key=lambda one: abs(one.starts_at - after.start), default=None)
