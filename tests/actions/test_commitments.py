"""What becomes of something owed, by what people say and by the passing of time."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from planner.actions import commitments as acts
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentState, EventState, LeaderLevel
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.events import Event
from planner.models.leaders import Leader
from tests.calendars import TUESDAY, Put, counting_questions, make_program, visit_owed
from tests.cast import Cast
from tests.conftest import NOW
from tests.scenes import scene

AFTER = NOW + timedelta(days=10)


@pytest.fixture
@scene
def visit(cast: Cast) -> Event:
    put = Put(make_program(cast), cast.hana)
    made = put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    return made


@pytest.fixture
def owed(visit: Event) -> Commitment:
    return visit_owed(visit)


def test_done_closes_it_and_the_event_took_place(owed: Commitment, visit: Event, cast: Cast) -> None:
    acts.done(owed, cast.elif_, AFTER)
    assert (owed.state, owed.closed_by_id, visit.outcome) == (CommitmentState.done, cast.elif_.id, EventState.done)


def test_done_twice_keeps_who_said_it_first(owed: Commitment, cast: Cast) -> None:
    acts.done(owed, cast.elif_, AFTER)
    acts.done(owed, cast.ravi, AFTER + timedelta(days=1))
    assert (owed.closed_by_id, owed.closed_at) == (cast.elif_.id, AFTER)


def test_an_excuse_needs_a_reason(owed: Commitment, cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        acts.excuse(owed, "  ", cast.elif_, NOW)
    assert refusal.value.field == "reason"
    assert owed.state is CommitmentState.open


def test_an_excuse_is_kept_with_its_reason_and_can_be_taken_back(owed: Commitment, cast: Cast) -> None:
    acts.excuse(owed, "The board meets.", cast.elif_, NOW)
    assert (owed.state, owed.reason) == (CommitmentState.excused, "The board meets.")
    acts.reopen(owed, cast.elif_, NOW)
    assert (owed.state, owed.reason) == (CommitmentState.open, "")


@pytest.mark.parametrize("until", [date(2027, 3, 1), date(2027, 2, 1), date(2027, 5, 1)])
def test_nudges_rest_until_a_day_within_the_month(owed: Commitment, cast: Cast, until: date) -> None:
    with pytest.raises(Refused):
        acts.snooze(owed, until, cast.elif_, NOW)
    acts.snooze(owed, date(2027, 3, 5), cast.elif_, NOW)
    assert owed.snoozed_until == date(2027, 3, 5)


def test_a_visit_is_handed_to_another_leader_and_its_event_is_published(
    owed: Commitment, visit: Event, cast: Cast
) -> None:
    with writing():
        db.session.add(
            Leader(
                person=cast.nils,
                level=LeaderLevel.manager,
                home=cast.tampa,
                visits_least=0,
                visits_owed=1,
                visits_most=9,
            )
        )
    acts.delegate(owed, cast.nils, cast.ravi, NOW)
    assert visit.published is not None
    assert (owed.owner_id, visit.leader_id, visit.published.leader_id) == (cast.nils.id, cast.nils.id, cast.nils.id)


def test_a_visit_cannot_be_handed_to_somebody_who_is_no_leader(owed: Commitment, cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        acts.delegate(owed, cast.tomas, cast.elif_, NOW)
    assert refusal.value.sentence == "Tomas Byrne is not a leader who visits. Choose one who is."
    assert owed.owner_id == cast.elif_.id


def test_what_is_withdrawn_cannot_be_done(owed: Commitment, cast: Cast) -> None:
    with writing():
        owed.withdrawn = True
    with pytest.raises(Refused):
        acts.done(owed, cast.elif_, NOW)


@pytest.mark.parametrize(
    ("days", "state"),
    [(0, CommitmentState.open), (1, CommitmentState.late), (13, CommitmentState.late), (14, CommitmentState.missed)],
)
def test_time_makes_it_late_the_day_after_and_missed_two_weeks_later(
    owed: Commitment, days: int, state: CommitmentState
) -> None:
    due = visit_time_of(owed)
    acts.sweep(due + timedelta(days=days))
    assert owed.state is state


def visit_time_of(owed: Commitment) -> datetime:

    return datetime.combine(owed.due_on, time(12), tzinfo=UTC)


def test_a_missed_visit_did_not_take_place_until_somebody_says_so(owed: Commitment, visit: Event, cast: Cast) -> None:
    acts.sweep(NOW + timedelta(days=60))
    assert visit.outcome is EventState.missed
    acts.done(owed, cast.elif_, NOW + timedelta(days=61))
    assert (owed.state, visit.outcome) == (CommitmentState.done, EventState.done)


def test_a_sweep_with_nothing_to_do_asks_one_question(owed: Commitment) -> None:
    with counting_questions() as asked:
        assert acts.sweep(NOW) == 0
    assert len([words for words in asked if words.startswith("SELECT")]) == 1


def test_sweeping_twice_changes_nothing_the_second_time(owed: Commitment) -> None:
    assert acts.sweep(NOW + timedelta(days=60)) == 1
    assert acts.sweep(NOW + timedelta(days=60)) == 0
