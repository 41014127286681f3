"""What somebody answers from a mail, without signing in: the link names the person, the commitment and one act."""

from dataclasses import dataclass
from datetime import date, datetime

from planner.actions import commitments as owed
from planner.actions import substitutes
from planner.actions.floor_visits import Visit, record_visit
from planner.actions.insights import Raised
from planner.actions.moves import offer_slots
from planner.actions.optional_messages import want
from planner.actions.recognitions import Thanks
from planner.actions.replanning import plan_again
from planner.actions.substitutes import Offer
from planner.actions.telling import tell_what
from planner.domain.instants import plus_workdays, wall
from planner.domain.outcomes import InsightCategory
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentKind, CommitmentState, Role
from planner.models.commitments import Commitment, commitment_with
from planner.models.events import Event, event_with
from planner.models.floor_visits import floor_visit_of
from planner.models.leaders import leader_of
from planner.models.people import Person, person_with
from planner.models.promises import promise_of
from planner.models.substitutes import SubstituteAsk, ask_with
from planner.reminders.answers import Act, Answer, AnswerExpired, AnswerWrong, read_answer


@dataclass(frozen=True)
class Asked:
    """Who answers about what. `commitment` is None only for `unsubscribe`."""

    answer: Answer
    person: Person
    commitment: Commitment | None
    question: SubstituteAsk | None = None
    """For `accept` and `decline`: what a substitute is asked."""

    @property
    def owed(self) -> Commitment:
        """The commitment, for acts that have one."""
        if self.commitment is None:
            raise AnswerWrong
        return self.commitment

    @property
    def event(self) -> Event | None:
        """The event that keeps the commitment."""
        event_id = self.owed.event_id
        return event_with(event_id) if event_id is not None else None


def asked(secret: str, token: str, now: datetime) -> Asked:
    """What a link asks. Raises AnswerWrong for a link that is none, AnswerExpired for one that no longer counts.

    A link counts as long as its person is active and still owes the thing, acts for its owner, or is HR.
    """
    answer = read_answer(secret, token, now)
    person = person_with(answer.person_id)
    if person is None:
        raise AnswerWrong
    if not person.active:
        raise AnswerExpired
    if answer.act is Act.unsubscribe:
        return Asked(answer, person, None)
    if answer.act in (Act.accept, Act.decline):
        return Asked(answer, person, None, _question(answer, person))
    commitment = commitment_with(int(answer.thing)) if answer.thing.isdigit() else None
    if commitment is None:
        raise AnswerWrong
    if not _answers_for(person, commitment):
        raise AnswerExpired
    return Asked(answer, person, commitment)


def _question(answer: Answer, person: Person) -> SubstituteAsk:
    found = ask_with(int(answer.thing)) if answer.thing.isdigit() else None
    if found is None:
        raise AnswerWrong
    if not substitutes.may_answer(found, person):
        raise AnswerExpired
    return found


def say_to_question(about: Asked, words: str, now: datetime) -> None:
    """Takes the visit over, or says that it cannot be. Raises Refused when somebody else has it already."""
    if about.question is None:
        raise AnswerWrong
    if about.answer.act is Act.accept:
        substitutes.accept(about.question.id, by=about.person, now=now)
    else:
        substitutes.decline(about.question.id, words, by=about.person, now=now)


def who_else(about: Asked, now: datetime) -> list[Offer]:
    """After “cannot”: who could make the visit instead."""
    event = about.event
    excused = about.owed.kind is CommitmentKind.floor_visit and about.owed.state is CommitmentState.excused
    return substitutes.offers(event, now=now) if event is not None and excused else []


def ask_instead(about: Asked, leader_id: int, now: datetime) -> None:
    """Asks one of them. Raises Refused for somebody who cannot come any more."""
    if about.owed.event_id is not None and about.owed.state is CommitmentState.excused:
        substitutes.ask(about.owed.event_id, leader_id, by=about.person, now=now)


def _answers_for(person: Person, commitment: Commitment) -> bool:
    if person.role is Role.hr or commitment.owner_id == person.id:
        return True
    leader = leader_of(commitment.owner) if commitment.owner else None
    return leader is not None and leader.assistant_id == person.id


def say_done(about: Asked, now: datetime, words: str = "") -> None:
    """It took place, or was done; of a promise, in which words. Saying so again changes nothing.

    Raises Refused for a visit that is still to come, and for a promise without words.
    """
    event = about.event
    if event is not None and about.owed.kind is CommitmentKind.floor_visit and event.starts_at > now:
        raise Refused("This visit is still to come. Come back to this page once it has taken place.")
    promise = promise_of(about.owed.id) if about.owed.kind is CommitmentKind.promise else None
    if promise is not None and promise.told_on is None:
        tell_what(promise, words, by=about.person, now=now)
        return
    owed.done(about.owed, about.person, now)


def take_back(about: Asked, now: datetime) -> None:
    """What was answered was a mistake: it is owed again."""
    if about.owed.state in (CommitmentState.done, CommitmentState.excused):
        owed.reopen(about.owed, about.person, now)


def say_cannot(about: Asked, reason: str, now: datetime) -> None:
    """It cannot be; HR reads why. Raises Refused without a reason or once it is done."""
    if about.owed.state is not CommitmentState.excused:
        owed.excuse(about.owed, reason, about.person, now)


@dataclass(frozen=True)
class Heard:
    """The optional lines after a visit."""

    text: str = ""
    category: InsightCategory = InsightCategory.process
    thanked: str = ""
    deed: str = ""


def may_tell_more(about: Asked) -> bool:
    """Whether the visit took place and nobody has written down yet what came of it."""
    event, commitment = about.event, about.owed
    visited = commitment.kind is CommitmentKind.floor_visit and commitment.state is CommitmentState.done
    return visited and event is not None and commitment.team is not None and floor_visit_of(event.id) is None


def tell_more(about: Asked, heard: Heard, now: datetime) -> None:
    """Writes down what was heard and whom to thank. Raises Refused for half of a thanks; a second time changes nothing."""
    event, team, leader = about.event, about.owed.team, about.owed.owner
    if not may_tell_more(about) or event is None or team is None or leader is None:
        return
    if bool(heard.thanked.strip()) != bool(heard.deed.strip()):
        field = "deed" if heard.thanked.strip() else "thanked"
        raise Refused("Say whom to thank and what for: both, or leave both empty.", field)
    visit = Visit(
        visited_on=wall(event.starts_at, event.zone).date(),
        shift=team.shift.name,
        minutes=event.minutes,
        nothing_raised=not heard.text.strip(),
        raised=[Raised(heard.text, heard.category)] if heard.text.strip() else [],
        thanks=[Thanks(heard.thanked, heard.deed)] if heard.thanked.strip() else [],
    )
    record_visit(visit, team=team, leader=leader, by=about.person, now=now, event=event)


def slots(about: Asked, now: datetime) -> list[datetime]:
    """Up to three other times that break no rule (naive, in the event's zone)."""
    event = about.event
    if event is None or event.cancelled or about.owed.state in (CommitmentState.done, CommitmentState.excused):
        return []
    return offer_slots(event, 3, now=now)


def choose_slot(about: Asked, start: datetime, now: datetime) -> None:
    """Moves the event. Choosing the time that it has already changes nothing. Raises Refused when it does not fit any more."""
    event = about.event
    if event is None:
        raise Refused("There is no event to move: say done or cannot instead.")
    if event.wall_start != start:
        plan_again(event, start, about.person, now)


def snooze_choices(about: Asked, now: datetime) -> list[date]:
    """Days until which nudges may stay away: the next working day, three on, a week on."""
    today = wall(now, about.owed.zone).date()
    return [plus_workdays(today, count, ()) for count in (1, 3, 5)]


def choose_snooze(about: Asked, until: date, now: datetime) -> None:
    """Keeps nudges quiet until a day. Raises Refused for an odd day, or when nothing is owed any more."""
    if about.owed.snoozed_until != until:
        owed.snooze(about.owed, until, about.person, now)


def unsubscribe(about: Asked, now: datetime) -> None:
    """Ends an optional message for somebody. Raises Refused for one that is not optional."""
    want(about.person, about.answer.thing, False, by=about.person, now=now)


def subscribe_again(about: Asked, now: datetime) -> None:
    """Takes `unsubscribe` back."""
    want(about.person, about.answer.thing, True, by=about.person, now=now)
