"""Leaving: access ends at once, and all that somebody had in hand goes to one person or to several, in one step.

Each receiver is told once, with everything that is theirs now. What nobody can take stands on the list of orphans.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from planner.actions.moves import objections_to
from planner.actions.people import deactivate
from planner.actions.repair_applying import write_published
from planner.actions.repair_changes import Change
from planner.domain.leaving import GROUPS
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentKind, MessageState
from planner.models import leaving as questions
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.events import Event
from planner.models.leaders import Leader
from planner.models.leaving import BY_EVENT
from planner.models.messages import insert_new, made_for
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.stamps import calendar_moves
from planner.models.truth import truth_moves
from planner.reminders.rows import message_row

HANDED_OVER = "handed-over"
NEWS_LASTS = timedelta(days=14)
Receivers = Mapping[str, Person]
"""Key of a group -> who takes it; a group without anybody stays, and its things stand on the list of orphans."""


@dataclass
class HandedOver:
    """What went to whom, by number of the person, and what nobody could take."""

    to: dict[int, list[str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def add(self, person: Person, names: Iterable[str]) -> None:
        """Once each, in their order."""
        self.to[person.id] = list(dict.fromkeys([*self.to.get(person.id, []), *names]))


def leave(person: Person, receivers: Receivers, *, by: Person | None, now: datetime) -> HandedOver:
    """Deactivates a person and hands over what is open. Raises Refused for the last one in HR, and for a receiver who left."""
    with writing():
        _refuse_odd(person, receivers)
        done = HandedOver()
        for key, (_, columns) in GROUPS.items():
            if key in receivers and key != "events":
                _give(columns, person, receivers[key], now, done)
        if "events" in receivers:
            _give_events(person, receivers["events"], by, now, done)
        if "owed" in receivers:
            _give_commitments(person, receivers["owed"], done)
        deactivate(person, by=by, now=now)
        _tell_receivers(person, done, by, now)
        return done


def _refuse_odd(person: Person, receivers: Receivers) -> None:
    for to in receivers.values():
        if not to.active or to.id == person.id:
            raise Refused(f"{to.name} cannot take anything over. Choose somebody else.", "everything")


def _give(columns: Iterable[str], person: Person, to: Person, now: datetime, done: HandedOver) -> None:
    in_hand = questions.in_hand(person.id, now)
    for column in columns:
        if column in in_hand and column not in BY_EVENT:
            questions.give(column, person.id, to.id, now)
            done.add(to, in_hand[column])
    db.session.expire_all()
    truth_moves()
    calendar_moves(db.session())


def _give_events(person: Person, to: Person, by: Person | None, now: datetime, done: HandedOver) -> None:
    """Published events are published anew, one version a program. An event that the receiver cannot make loses its leader."""
    events = questions.events_to_come(person.id, now)
    able = db.session.get(Leader, to.id) is not None
    takes = {event.id: able and _free(event, to) for event in events}
    done.add(to, (_event_words(event) for event in events if takes[event.id]))
    done.left += [_event_words(event) for event in events if not takes[event.id]]
    for program_id in dict.fromkeys(event.program_id for event in events):
        changes = [_change(one, to if takes[one.id] else None) for one in events if one.program_id == program_id]
        _publish(program_id, changes, f"{person.name} has left: {to.name} takes over.", by, now)


def _free(event: Event, to: Person) -> bool:
    event.leader = to
    db.session.flush()
    return not any(found.startswith(to.name) for found in objections_to(event, event.wall_start))


def _change(event: Event, to: Person | None) -> Change:
    why = [f"{to.name} took it over." if to else "Its leader has left, and nobody could take it over."]
    values: dict[str, object] = {"leader_id": to.id if to else None}
    return Change("reassigned", event.id, event.kind.value, event.title, "", "", "", why, [], values)


def _publish(program_id: int, changes: list[Change], sentence: str, by: Person | None, now: datetime) -> None:
    published = [one for one in changes if db.session.get_one(Event, one.event).published is not None]
    if published:
        write_published(db.session.get_one(Program, program_id), published, sentence, by, now)  # type: ignore[arg-type]  # on the command line it is nobody
    for one in changes:
        db.session.get_one(Event, one.event).leader_id = one.values["leader_id"]  # type: ignore[assignment]  # a number or None
    db.session.flush()


def _event_words(event: Event) -> str:
    return f"{event.title}, {event.wall_start:%d %b %Y}"


def _give_commitments(person: Person, to: Person, done: HandedOver) -> None:
    """What an event keeps goes the way of the event: it has a leader who can, or nobody yet."""
    for owed in questions.open_commitments(person.id):
        able = owed.kind is not CommitmentKind.floor_visit or db.session.get(Leader, to.id) is not None
        owed.owner, owed.snoozed_until = (to if able else None), None
        if able:
            done.add(to, [owed.title])
        else:
            done.left.append(owed.title)
    db.session.flush()


def _tell_receivers(person: Person, done: HandedOver, by: Person | None, now: datetime) -> None:
    """Instead of what publishing wrote to them about the very same."""
    for number, names in done.to.items():
        for message in made_for(number, now):
            message.state = MessageState.superseded
            message.last_words = "It is told in the mail about what was handed over."
        sentence = f"{len(names)} of {person.name}’s things went to somebody else."
        note("hand over", "person", person.id, sentence, by=by, now=now, facts={"to": number, "things": names})
    insert_new(_row(person, number, names, now) for number, names in done.to.items() if names)


def _row(person: Person, to: int, names: list[str], now: datetime) -> dict[str, object]:
    return message_row(
        name=HANDED_OVER,
        about="person",
        about_id=person.id,
        step=f"handed-over-{now:%Y%m%d%H%M%S}",
        recipient_id=to,
        due_at=now,
        expires_at=now + NEWS_LASTS,
        now=now,
        facts={"who": person.name, "things": names},
    )
