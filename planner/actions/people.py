"""People: added, changed, deactivated and brought back. Nobody is deleted, and the last one in HR stays."""

from dataclasses import dataclass
from datetime import datetime

from planner.actions.feeds import revoke
from planner.domain.refusals import ChangedMeanwhile, Refused
from planner.domain.states import MessageState, Role
from planner.domain.text import clean, refuse
from planner.models.accounts import Account, forget_links_of
from planner.models.api_tokens import end_tokens, hashes_of
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.feeds import feeds_of
from planner.models.messages import waiting_for
from planner.models.people import Person, active_hr, person_by_email
from planner.models.sign_ins import end_sign_ins
from planner.models.sites import Site
from planner.models.substitutes import withdraw_asks_to
from planner.models.teams import Team, teams_led_by
from planner.models.tombstones import Grave, bury, unbury


@dataclass(frozen=True)
class PersonFacts:
    """What is known about a person; `zone` only when they read another clock than their site's."""

    name: str
    email: str
    role: Role
    site: Site | None = None
    team: Team | None = None
    zone: str | None = None


def save_person(
    person: Person | None, facts: PersonFacts, *, by: Person | None, now: datetime, revision: int | None = None
) -> Person:
    """Adds a person with an account, or changes one. Raises Refused beside the field, ChangedMeanwhile when `revision` is old."""
    with writing():
        if person is not None and revision is not None and person.revision != revision:
            raise ChangedMeanwhile(person.name)
        _refuse_odd(person, facts)
        found, act = (person, "change person") if person is not None else (_new(facts), "add person")
        for name in ("role", "site", "team", "zone"):
            setattr(found, name, getattr(facts, name))
        found.name, found.email = clean(facts.name), facts.email.strip().lower()
        db.session.flush()
        note(act, "person", found.id, f"{found.name} was saved as {found.role.label}.", by=by, now=now)
        return found


def _new(facts: PersonFacts) -> Person:
    person = Person(name=facts.name, email=facts.email.strip().lower(), role=facts.role)
    db.session.add_all([person, Account(person=person)])
    return person


def _refuse_odd(person: Person | None, facts: PersonFacts) -> None:
    refusal = refuse(facts.name, "The name")
    if refusal:
        raise Refused(refusal, "name")
    other = person_by_email(facts.email)
    if other is not None and other is not person:
        gone = "" if other.active else " That person was deactivated and can be brought back."
        raise Refused(f"{other.name} has this address already.{gone}", "email")
    if person is not None and facts.role is not Role.hr:
        refuse_last_hr(person, "role")


def refuse_last_hr(person: Person, field: str | None = None) -> None:
    """Raises Refused for the only one in HR who is here."""
    if active_hr() == [person]:
        raise Refused(f"{person.name} is the only one in HR. Give somebody else the role HR first.", field)


def deactivate(person: Person, *, by: Person | None, now: datetime) -> None:
    """Ends a person's sign-in, feeds and messages; what they did stays. Raises Refused for the last one in HR."""
    with writing():
        if not person.active:
            return
        refuse_last_hr(person)
        person.deactivated_at = now
        for team in teams_led_by(person):
            team.lead = None
        end_sign_ins(person.id)
        forget_links_of(person.id)
        withdraw_asks_to(person.id)
        bury(Grave.program, hashes_of(person.id), now)
        end_tokens(person.id, now)
        feeds = _revoke_feeds(person, by, now)
        messages = _withdraw_messages(person)
        bury(Grave.left, [person.mark], now)
        facts: dict[str, object] = {"feeds": feeds, "messages": messages}
        note("deactivate person", "person", person.id, f"{person.name} was deactivated.", by=by, now=now, facts=facts)


def _revoke_feeds(person: Person, by: Person | None, now: datetime) -> int:
    feeds = feeds_of(person)
    for feed in feeds:
        revoke(feed, now=now, by=by, empty=True)
    return len(feeds)


def _withdraw_messages(person: Person) -> int:
    """Nothing more goes out; a message that is being sent right now may still arrive."""
    messages = waiting_for(person.id)
    for message in messages:
        message.state = MessageState.cancelled
    return len(messages)


def reactivate(person: Person, *, by: Person | None, now: datetime) -> None:
    """Lets a person in again. Feeds are not brought back: they make new ones."""
    with writing():
        if person.active:
            return
        if person.erased_at is not None:
            raise Refused("This person was erased: nobody is left to bring back. Add them anew.")
        person.deactivated_at = None
        unbury(Grave.left, person.mark)
        note("reactivate person", "person", person.id, f"{person.name} was brought back.", by=by, now=now)
