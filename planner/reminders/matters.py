"""What ladders are about, as it is now: a commitment or a published event with its moments and its people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from planner.domain.ladders import Step
from planner.domain.states import Audience
from planner.models.concerned import WhoIsWho, who_is_who
from planner.models.happenings import Happening, Owed, happenings_with, owed_with
from planner.models.reach import sponsors


@dataclass(frozen=True)
class Matter:
    """`told_until`: a change notice spoke for every step up to this instant. `people` are numbers of active people."""

    about: str
    id: int
    time_version: int
    ladder: str
    zone: str
    anchors: Mapping[str, date | datetime]
    people: Mapping[Audience, tuple[int, ...]] = field(default_factory=dict)
    told_until: datetime | None = None
    snoozed_until: date | None = None

    def audience(self, step: Step) -> tuple[int, ...]:
        """Who gets a step, each person once. A nudge that would reach nobody, because its owner has left, goes to HR."""
        found = dict.fromkeys(person for word in step.audience for person in self.people.get(word, ()))
        if not found and not step.is_reminder and Audience.owner in step.audience:
            return self.people.get(Audience.hr, ())
        return tuple(found)

    def capacity(self, step: Step, person: int) -> str:
        """As what somebody gets a step: the first of its audiences that they belong to; HR for one that had nobody else."""
        words = (word for word in step.audience if person in self.people.get(word, ()))
        return next(words, Audience.hr).value


@dataclass(frozen=True)
class Cast:
    """Who is who at the moment of a look, asked once for all its matters: the sponsors by program beside everybody else."""

    who: WhoIsWho
    sponsors: Mapping[int, int]


def cast() -> Cast:
    """Read afresh."""
    return Cast(who_is_who(), sponsors())


def commitment_matters(ids: Iterable[int], known: Cast | None = None) -> list[Matter]:
    """Commitments as ladders see them, in a fixed number of questions."""
    commitments = owed_with(ids)
    if not commitments:
        return []
    published = happenings_with(row.event_id for row in commitments if row.event_id is not None)
    known = known or cast()
    return [_commitment(row, published.get(row.event_id or 0), known) for row in commitments]


def event_matters(ids: Iterable[int], known: Cast | None = None) -> list[Matter]:
    """Published events as ladders see them."""
    events = happenings_with(ids)
    if not events:
        return []
    known = known or cast()
    return [_event(event, known) for event in events.values()]


def _active(who: WhoIsWho, *numbers: int | None) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for number in numbers if number in who.active))


def _told_until(event: Happening | None) -> datetime | None:
    """What was rendered anew was told to nobody: what counts is the version that changed it."""
    return event.changed_at if event is not None and event.sequence > 0 else None


def _moments(event: Happening | None) -> dict[str, date | datetime]:
    if event is None or event.cancelled:
        return {}
    return {"starts": event.starts_at, "ends": event.ends_at}


def _commitment(row: Owed, event: Happening | None, known: Cast) -> Matter:
    who = known.who
    leads = {row.lead_id} if row.has_team is not None else event.leads(who) if event else frozenset[int]()
    return Matter(
        about="commitment",
        id=row.id,
        time_version=row.time_version,
        ladder=row.kind.value,
        zone=row.zone,
        anchors={"opens": row.opens_on, "due": row.due_on, **_moments(event)},
        people={
            Audience.owner: _active(who, row.owner_id),
            Audience.assistant: _active(who, who.assistants.get(row.owner_id or 0)),
            Audience.lead: _active(who, *sorted(lead for lead in leads if lead)),
            Audience.sponsor: _active(who, known.sponsors.get(row.program_id or 0)),
            Audience.hr: who.hr,
        },
        told_until=_told_until(event),
        snoozed_until=row.snoozed_until,
    )


def _event(event: Happening, known: Cast) -> Matter:
    who = known.who
    return Matter(
        about="event",
        id=event.id,
        time_version=event.sequence,
        ladder="event",
        zone=event.zone,
        anchors=_moments(event),
        people={
            Audience.owner: _active(who, event.owner_id),
            Audience.assistant: _active(who, who.assistants.get(event.leader_id or 0)),
            Audience.lead: _active(who, *sorted(event.leads(who))),
            Audience.sponsor: _active(who, known.sponsors.get(event.program_id)),
            Audience.hr: who.hr,
        },
        told_until=_told_until(event),
    )
