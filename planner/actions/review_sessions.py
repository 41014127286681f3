"""Preparing a policy review: seats, agenda, purpose, and the confirmation that is refused while somebody who must be there is missing."""

from datetime import date, datetime, time

from planner.actions.publish import publish_only
from planner.actions.put_on_calendar import Entry, add
from planner.domain.instants import wall
from planner.domain.kinds import EventKind
from planner.domain.moves import day_words
from planner.domain.refusals import Refused
from planner.domain.sessions import Item, Seat, Seated, missing, ordered
from planner.domain.states import Role
from planner.domain.text import clean, refuse_long
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.events import Event
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.review_sessions import ReviewSession, SessionMember, SessionRule, session_of

MINUTES = 60


def plan_review(policy: Policy, day: date, clock: time, *, by: Person, now: datetime) -> Event:
    """Puts a review of the rule on the calendar for all to see. Raises Refused for a day that is over, or that no program has."""
    if day < wall(now, "UTC").date():
        raise Refused("Choose a day to come.", "day")
    with writing():
        site = policy.teams[0].site if policy.teams else None
        entry = Entry(EventKind.policy_review, f"Policy review: {policy.name}", day, MINUTES, clock, site=site)
        event = add(entry, by=by, now=now)
        event.policy_id, event.policy = policy.id, policy
        db.session.flush()
        publish_only(event, by, f"A review of “{policy.name}” is on {day_words(day)}.", now)
        return event


def _room(event: Event) -> ReviewSession:
    found = session_of(event.id)
    if found is None:
        found = ReviewSession(event_id=event.id)
        db.session.add(found)
        db.session.flush()
    return found


def seat(event: Event, person: Person, at: Seat | None = None, *, by: Person, now: datetime) -> None:
    """Gives somebody a seat: an agent an agent's, unless said otherwise. Their team takes part in the review from then on, so that its
    calendar shows it. What was confirmed is confirmed anew. Raises Refused for somebody who was deactivated or sits there already.
    """
    if not person.active:
        raise Refused(f"{person.name} was deactivated. Choose somebody else.", "person")
    with writing():
        room = _room(event)
        if any(one.person_id == person.id for one in room.members):
            raise Refused(f"{person.name} has a seat already.", "person")
        chosen = at or (Seat.agent if person.role is Role.agent else Seat.member)
        room.members.append(SessionMember(person=person, person_id=person.id, seat=chosen))
        room.confirmed_at = room.confirmed_by_id = None
        policy = event.policy
        if policy is not None and person.team is not None and person.team not in policy.teams:
            policy.teams.append(person.team)
        note("seat", "event", event.id, f"{person.name} has a seat in “{event.title}”.", by=by, now=now)


def unseat(event: Event, person_id: int, *, by: Person, now: datetime) -> None:
    """Takes a seat back."""
    with writing():
        room = _room(event)
        room.members = [one for one in room.members if one.person_id != person_id]
        room.confirmed_at = room.confirmed_by_id = None
        note("unseat", "event", event.id, f"A seat in “{event.title}” is free again.", by=by, now=now)


def put_on_agenda(event: Event, policy: Policy, *, by: Person, now: datetime) -> None:
    """One more rule for the session. Raises Refused when it is on the agenda already, or gone."""
    with writing():
        room = _room(event)
        if policy.id in {event.policy_id, *(one.policy_id for one in room.rules)}:
            raise Refused(f"“{policy.name}” is on the agenda already.", "policy")
        if not policy.active:
            raise Refused(f"“{policy.name}” is gone.", "policy")
        room.rules.append(SessionRule(policy=policy, policy_id=policy.id))
        note("agenda", "event", event.id, f"“{policy.name}” is on the agenda of “{event.title}”.", by=by, now=now)


def take_off_agenda(event: Event, policy_id: int, *, by: Person, now: datetime) -> None:
    """The rule waits for another session."""
    with writing():
        room = _room(event)
        room.rules = [one for one in room.rules if one.policy_id != policy_id]
        note("agenda", "event", event.id, f"A rule was taken off the agenda of “{event.title}”.", by=by, now=now)


def agenda_of(event: Event, room: ReviewSession | None, voices: dict[int, int]) -> list[Policy]:
    """The rules in the order in which they are taken: what hurts most first, what the law fixes at the end."""
    rules = {event.policy.id: event.policy} if event.policy else {}
    rules |= {one.policy_id: one.policy for one in (room.rules if room else [])}
    items = [Item(one.id, one.pain, voices.get(one.id, 0), one.legally_fixed) for one in rules.values()]
    return [rules[item.policy] for item in ordered(items)]


def lacks(event: Event, room: ReviewSession | None) -> list[str]:
    """What the session lacks before it can be confirmed, a sentence each."""
    members = room.members if room else []
    seated = [Seated(one.person_id, one.seat, one.person.team_id) for one in members]
    agenda = [Item(one.id, one.pain, locked=one.legally_fixed) for one in agenda_of(event, room, {})]
    return missing(seated, agenda)


def confirm(event: Event, purpose: str, *, by: Person, now: datetime) -> None:
    """The session takes place as it stands. Raises Refused with everything that is missing."""
    if found := refuse_long(purpose, "The purpose"):
        raise Refused(found, "purpose")
    if event.cancelled:
        raise Refused("This session was cancelled.")
    lacking = lacks(event, session_of(event.id))
    if lacking:
        raise Refused(" ".join(lacking))
    with writing():
        room = _room(event)
        room.purpose, room.confirmed_at, room.confirmed_by_id = clean(purpose), now, by.id
        note("confirm", "event", event.id, f"“{event.title}” was confirmed.", by=by, now=now)
