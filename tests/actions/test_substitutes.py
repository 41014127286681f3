"""When a leader cannot: who is offered, what an answer does, and that nothing is doubled."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from planner.actions.commitments import excuse, reopen
from planner.actions.substitutes import accept, ask, assign, decline, offers
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentState
from planner.models.base import db
from planner.models.events import Event, PublishedEvent
from planner.models.messages import Message
from planner.models.programs import Program
from planner.models.substitutes import AskState, SubstituteAsk
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.published import changed, coming, make_published, places, visit_owed
from tests.scenes import scene


@pytest.fixture
def program(cast: Cast, clock: StoppedClock) -> Program:
    return make_published(cast, clock.now())


@pytest.fixture
@scene
def visit(program: Program, cast: Cast, clock: StoppedClock) -> Event:
    """One that Elif cannot make."""
    found = coming(program, EventKind.floor_visit, leader=cast.elif_)
    excuse(visit_owed(found), "The board meets.", cast.elif_, clock.now())
    return found


def _mails(name: str) -> list[str]:
    rows = db.session.scalars(select(Message).where(Message.name == name).order_by(Message.id))
    return [row.recipient.name for row in rows]


def test_others_are_offered_with_reasons_and_never_the_one_who_cannot(
    visit: Event, cast: Cast, clock: StoppedClock
) -> None:
    found = offers(visit, now=clock.now())
    assert found
    assert all(one.reasons for one in found)
    assert cast.elif_.id not in {one.person.id for one in found}


def test_a_visit_that_is_over_needs_nobody(visit: Event, clock: StoppedClock) -> None:
    assert offers(visit, now=visit.starts_at + timedelta(minutes=1)) == []


def test_asking_sends_one_mail_and_asking_again_none(visit: Event, cast: Cast, clock: StoppedClock) -> None:
    person = offers(visit, now=clock.now())[0].person
    first = ask(visit.id, person.id, by=cast.hana, now=clock.now())
    again = ask(visit.id, person.id, by=cast.hana, now=clock.now())
    assert (first.id, _mails("substitute-asked")) == (again.id, [person.name])
    assert person.id not in {one.person.id for one in offers(visit, now=clock.now())}


def test_who_was_never_offered_cannot_be_asked(visit: Event, cast: Cast, clock: StoppedClock) -> None:
    with pytest.raises(Refused, match="cannot come any more"):
        ask(visit.id, cast.elif_.id, by=cast.hana, now=clock.now())


def test_accepting_publishes_that_visit_alone_and_tells_those_concerned(
    visit: Event, cast: Cast, clock: StoppedClock
) -> None:
    person = offers(visit, now=clock.now())[0].person
    question = ask(visit.id, person.id, by=cast.hana, now=clock.now())
    before = places()
    accept(question.id, by=person, now=clock.now())
    assert changed(before) == {visit.id}
    assert db.session.get_one(PublishedEvent, visit.id).leader_id == person.id
    owed = visit_owed(visit)
    assert (owed.owner_id, owed.state) == (person.id, CommitmentState.open)
    lead = visit.team.lead.name if visit.team and visit.team.lead else ""
    assert sorted(_mails("event-moved")) == sorted([person.name, "Elif Kaya", "Ravi Menon", lead])
    assert _mails("substitute-answered") == ["Hana Novak"]


def test_accepting_twice_is_once(visit: Event, cast: Cast, clock: StoppedClock) -> None:
    person = offers(visit, now=clock.now())[0].person
    question = ask(visit.id, person.id, by=cast.hana, now=clock.now())
    accept(question.id, by=person, now=clock.now())
    before = places()
    accept(question.id, by=person, now=clock.now())
    assert (changed(before), _mails("substitute-answered")) == (set(), ["Hana Novak"])


def test_of_two_who_accept_the_first_has_it(visit: Event, cast: Cast, clock: StoppedClock) -> None:
    people = [one.person for one in offers(visit, now=clock.now())][:2]
    first, second = (ask(visit.id, person.id, by=cast.hana, now=clock.now()).id for person in people)
    accept(second, by=people[1], now=clock.now())
    with pytest.raises(Refused, match="settled already"):
        accept(first, by=people[0], now=clock.now())
    assert db.session.get_one(PublishedEvent, visit.id).leader_id == people[1].id
    assert db.session.get_one(SubstituteAsk, first).state is AskState.withdrawn


def test_declining_offers_the_next_and_tells_who_asked(visit: Event, cast: Cast, clock: StoppedClock) -> None:
    order = [one.person.id for one in offers(visit, now=clock.now())]
    question = ask(visit.id, order[0], by=cast.hana, now=clock.now())
    decline(question.id, "I am in Tampa.", by=question.leader, now=clock.now())
    assert [one.person.id for one in offers(visit, now=clock.now())] == order[1:]
    assert (question.state, question.words, _mails("substitute-answered")) == (
        AskState.declined, "I am in Tampa.", ["Hana Novak"]
    )  # fmt: skip


def test_when_the_leader_can_after_all_nobody_need_answer(visit: Event, cast: Cast, clock: StoppedClock) -> None:
    person = offers(visit, now=clock.now())[0].person
    question = ask(visit.id, person.id, by=cast.hana, now=clock.now())
    reopen(visit_owed(visit), cast.elif_, clock.now())
    with pytest.raises(Refused, match="Elif Kaya makes this visit"):
        accept(question.id, by=person, now=clock.now())


def test_hr_hands_it_over_without_asking(visit: Event, cast: Cast, clock: StoppedClock) -> None:
    person = offers(visit, now=clock.now())[-1].person
    assign(visit.id, person.id, by=cast.hana, now=clock.now())
    row = db.session.get_one(PublishedEvent, visit.id)
    assert (row.leader_id, visit.pinned, visit_owed(visit).owner_id) == (person.id, True, person.id)


def test_what_else_hr_changed_in_the_draft_stays_there(visit: Event, cast: Cast, clock: StoppedClock) -> None:
    visit.title = "A walk through Billing"
    db.session.commit()
    person = offers(visit, now=clock.now())[0].person
    accept(ask(visit.id, person.id, by=cast.hana, now=clock.now()).id, by=person, now=clock.now())
    row = db.session.get_one(PublishedEvent, visit.id)
    assert (visit.title, row.title != visit.title, row.leader_id) == ("A walk through Billing", True, person.id)
