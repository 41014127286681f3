"""What the generator proposes: occurrences on the calendar, and their JSON (csw-plan/1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from planner.planning.reading import Place, ProblemRefused

FORMAT = "csw-plan/1"
TYPES = ("recognition", "csw", "visit", "session")
NEEDS = {
    "recognition": ("team", "track", "kind"),
    "csw": ("team", "kind"),
    "visit": ("team", "leader"),
    "session": ("policy",),
}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One thing that takes place. `start` is an aware UTC instant; what does not apply to the type is None."""

    type: str
    start: datetime
    team: str | None = None
    track: str | None = None
    kind: str | None = None
    leader: str | None = None
    policy: str | None = None

    @property
    def whom(self) -> str:
        return self.team or self.policy or ""

    @property
    def identity(self) -> tuple[str, str, str | None, str | None, datetime]:
        """What makes two occurrences the same one: type, whom it concerns, track, kind or leader, start."""
        return (self.type, self.whom, self.track, self.kind or self.leader, self.start)

    @classmethod
    def read(cls, place: Place) -> Occurrence:
        """Only what the type needs is read, so that a stray key cannot change an occurrence's identity."""
        kind = place["type"].one_of(TYPES)
        return cls(type=kind, start=place["start"].instant(), **{name: place[name].text() for name in NEEDS[kind]})

    def to_json(self) -> dict[str, str]:
        out = {"type": self.type}
        out |= {name: getattr(self, name) for name in NEEDS[self.type] if getattr(self, name)}
        return out | {"start": instant_text(self.start)}


@dataclass(frozen=True)
class Plan:
    """All occurrences of a year. `why_not` says in sentences what could not be kept, when something could not."""

    occurrences: tuple[Occurrence, ...]
    instance: str = ""
    why_not: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, occurrences: Iterable[Occurrence], instance: str = "", why_not: Iterable[str] = ()) -> Plan:
        return cls(tuple(sorted(occurrences, key=_by_start)), instance, tuple(why_not))

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Plan:
        place = Place(data, "")
        if place["format"].text() != FORMAT:
            raise ProblemRefused(f'format: expected "{FORMAT}".')
        name = place.maybe("instance") if data.get("instance") else None
        return cls(tuple(Occurrence.read(item) for item in place["occurrences"].items()), name.text() if name else "")

    def to_json(self) -> dict[str, object]:
        out: dict[str, object] = {"format": FORMAT, "instance": self.instance}
        out["occurrences"] = [occurrence.to_json() for occurrence in self.occurrences]
        return out | ({"why_not": list(self.why_not)} if self.why_not else {})


def instant_text(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def _by_start(occurrence: Occurrence) -> tuple[datetime, str, str, str]:
    return (occurrence.start, occurrence.type, occurrence.whom, occurrence.track or "")
