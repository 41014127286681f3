"""What ladders are about, as it is now: a commitment or a published event with its moments and its people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from planner.domain.ladders import Step
from planner.domain.states import Audience
from planner.models.commitments import Commitment
from planner.models.concerned import WhoIsWho, leads_of, owner_of, published_with, who_is_who
from planner.models.events import PublishedEvent
from planner.models.reach import commitments_with, sponsors


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


def commitment_matters(ids: Iterable[int]) -> list[Matter]:
    """Commitments as ladders see them, in a fixed number of questions."""
    commitments = commitments_with(ids)
    if not commitments:
        return []
    published = published_with(row.event_id for row in commitments if row.event_id is not None)
    who, sponsor_of = who_is_who(), sponsors()
    return [_commitment(row, published.get(row.event_id or 0), who, sponsor_of) for row in commitments]


def event_matters(ids: Iterable[int]) -> list[Matter]:
    """Published events as ladders see them."""
    numbers = list(ids)
    if not numbers:
        return []
    who, sponsor_of = who_is_who(), sponsors()
    return [_event(event, who, sponsor_of) for event in published_with(numbers).values()]


def _active(who: WhoIsWho, *numbers: int | None) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for number in numbers if number in who.active))


def _told_until(event: PublishedEvent | None) -> datetime | None:
    """What was rendered anew was told to nobody: what counts is the version that changed it."""
    return event.version.published_at if event is not None and event.sequence > 0 else None


def _moments(event: PublishedEvent | None) -> dict[str, date | datetime]:
    if event is None or event.cancelled:
        return {}
    return {"starts": event.starts_at, "ends": event.ends_at}


def _commitment(row: Commitment, event: PublishedEvent | None, who: WhoIsWho, sponsor_of: Mapping[int, int]) -> Matter:
    leads = {row.team.lead_id} if row.team else leads_of(event, who) if event else frozenset[int]()
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
            Audience.sponsor: _active(who, sponsor_of.get(row.program_id or 0)),
            Audience.hr: who.hr,
        },
        told_until=_told_until(event),
        snoozed_until=row.snoozed_until,
    )


def _event(event: PublishedEvent, who: WhoIsWho, sponsor_of: Mapping[int, int]) -> Matter:
    owner = owner_of(event)
    return Matter(
        about="event",
        id=event.event_id,
        time_version=event.sequence,
        ladder="event",
        zone=event.zone,
        anchors=_moments(event),
        people={
            Audience.owner: _active(who, owner),
            Audience.assistant: _active(who, who.assistants.get(event.leader_id or 0)),
            Audience.lead: _active(who, *sorted(leads_of(event, who))),
            Audience.sponsor: _active(who, sponsor_of.get(event.program_id)),
            Audience.hr: who.hr,
        },
        told_until=_told_until(event),
    )
