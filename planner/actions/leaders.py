"""Leaders: who owes floor visits, how many, from where, and who acts for them."""

from dataclasses import dataclass
from datetime import datetime

from planner.domain.refusals import ChangedMeanwhile, Refused
from planner.domain.states import LeaderLevel
from planner.models.audit import note
from planner.models.base import db, hold, writing
from planner.models.leaders import Leader, leader_of
from planner.models.people import Person
from planner.models.sites import Site


@dataclass(frozen=True)
class LeaderFacts:
    """The three visit figures and the days away from home are per quarter."""

    level: LeaderLevel
    home: Site
    visits_least: int
    visits_owed: int
    visits_most: int
    trips_most: int = 4
    assistant: Person | None = None


def save_leader(
    person: Person, facts: LeaderFacts, *, by: Person | None, now: datetime, revision: int | None = None
) -> Leader:
    """Makes a person a leader, or changes what the leader owes. Raises Refused, ChangedMeanwhile.

    `revision` is the one that was seen, 0 for somebody who owed nothing yet; None when nobody looked.
    """
    _refuse_odd(person, facts)
    with writing():
        db.session.flush()
        hold(person)
        leader = leader_of(person)
        if revision is not None and (leader.revision if leader else 0) != revision:
            raise ChangedMeanwhile(f"What {person.name} owes")
        if leader is None:
            leader = Leader(person=person)
            db.session.add(leader)
        for name, value in vars(facts).items():
            setattr(leader, name, value)
        db.session.flush()
        sentence = f"{person.name} owes {facts.visits_owed} visits a quarter."
        note("save leader", "person", person.id, sentence, by=by, now=now)
        return leader


def _refuse_odd(person: Person, facts: LeaderFacts) -> None:
    if not facts.visits_least <= facts.visits_owed <= facts.visits_most:
        raise Refused("The visits rise from least to owed to most.", "visits_owed")
    if facts.assistant is person:
        raise Refused("Nobody is their own assistant.", "assistant")
    if facts.assistant is not None and not facts.assistant.active:
        raise Refused(f"{facts.assistant.name} was deactivated and cannot act for anybody.", "assistant")
