"""What is due becomes a row, once; what is done, withdrawn, moved or too late does not."""

from datetime import datetime, timedelta

from planner.actions.ladders import ship_ladders
from planner.domain.states import CommitmentState
from planner.models.base import db, writing
from planner.models.messages import Message
from planner.models.ticks import last_tick
from planner.reminders.due import tick
from planner.reminders.placing import Kindness
from tests.cast import Cast
from tests.domain.times import naive, utc
from tests.reminders.scenes import Visit, cancel, make_program, make_visit, move

START = naive(2027, 3, 16, 10)
KIND = Kindness()


def scene(cast: Cast, start: datetime = START) -> Visit:
    with writing():
        ship_ladders()
    return make_visit(cast, start=start, program=make_program(sponsor=cast.hana))


def sent(*, about: str = "commitment") -> list[tuple[str, str, str]]:
    rows = db.session.query(Message).filter_by(about=about).order_by(Message.id).all()
    return [(row.name, row.recipient.name.split()[0], row.state.value) for row in rows]


def test_nothing_is_early_and_the_brief_comes_when_the_window_opens(cast: Cast) -> None:
    scene(cast)
    tick(utc(2027, 3, 2, 8, 59), KIND)
    assert sent() == []
    tick(utc(2027, 3, 2, 9), KIND)
    assert sent() == [("visit-brief", "Elif", "pending")]


def test_ticking_again_adds_nothing(cast: Cast) -> None:
    scene(cast)
    assert [tick(utc(2027, 3, 2, 9), KIND) for _ in range(3)][1:] == [0, 0]


def test_the_tick_is_recorded(cast: Cast) -> None:
    tick(utc(2027, 3, 2, 9), KIND)
    assert last_tick("tick") == utc(2027, 3, 2, 9)


def test_a_step_for_two_goes_to_both(cast: Cast) -> None:
    scene(cast)
    for moment in (utc(2027, 3, 2, 9), utc(2027, 3, 9, 9)):
        tick(moment, KIND)
    assert sent()[1:] == [("visit-slots", "Elif", "pending"), ("visit-slots", "Ravi", "pending")]


def test_done_ends_the_ladder(cast: Cast) -> None:
    visit = scene(cast)
    with writing():
        visit.commitment.state = CommitmentState.done
    tick(utc(2027, 3, 19, 9), KIND)
    assert sent() == []


def test_after_an_outage_only_the_newest_step_is_sent(cast: Cast) -> None:
    scene(cast)
    tick(utc(2027, 3, 15, 16), KIND)
    assert sent() == [
        ("visit-brief", "Elif", "superseded"),
        ("visit-slots", "Elif", "superseded"),
        ("visit-slots", "Ravi", "superseded"),
        ("visit-tomorrow", "Elif", "pending"),
        ("visit-tomorrow", "Ravi", "pending"),
    ]


def test_a_cancelled_visit_is_silent(cast: Cast) -> None:
    visit = scene(cast)
    cancel(visit, utc(2027, 3, 1, 9))
    tick(utc(2027, 3, 16, 18), KIND)
    assert sent() == []


def test_after_a_move_the_notice_stands_for_the_steps_that_are_past(cast: Cast) -> None:
    visit = scene(cast)
    move(visit, naive(2027, 3, 3, 10), utc(2027, 3, 1, 9))
    tick(utc(2027, 3, 1, 9, 1), KIND)
    assert sent() == [
        ("visit-brief", "Elif", "superseded"),
        ("visit-slots", "Elif", "superseded"),
        ("visit-slots", "Ravi", "superseded"),
    ]
    tick(utc(2027, 3, 2, 15), KIND)
    assert [row for row in sent() if row[2] == "pending"] == [
        ("visit-tomorrow", "Elif", "pending"),
        ("visit-tomorrow", "Ravi", "pending"),
    ]


def test_a_snoozed_ladder_goes_on_where_it_stands_afterwards(cast: Cast) -> None:
    visit = scene(cast)
    with writing():
        visit.commitment.snoozed_until = naive(2027, 3, 10).date()
    tick(utc(2027, 3, 9, 9), KIND)
    assert sent() == []
    tick(utc(2027, 3, 10, 9), KIND)
    assert [row for row in sent() if row[2] == "pending"] == [
        ("visit-slots", "Elif", "pending"),
        ("visit-slots", "Ravi", "pending"),
    ]


def test_a_deactivated_owner_gets_nothing_and_what_is_owed_goes_to_hr(cast: Cast) -> None:
    scene(cast)
    with writing():
        cast.elif_.deactivated_at = utc(2027, 3, 1)
    tick(utc(2027, 3, 16, 18), KIND)
    assert [row for row in sent() if row[2] == "pending"] == [("visit-done", "Hana", "pending")]


def test_the_sponsor_reads_of_it_in_the_digest(cast: Cast) -> None:
    scene(cast)
    tick(utc(2027, 3, 23, 9), KIND)
    row = db.session.query(Message).filter_by(name="visit-sponsor").one()
    assert (row.recipient_id, row.channel, row.next_try_at) == (cast.hana.id, "digest", utc(2027, 3, 29, 7))


def test_a_leader_gets_one_message_in_two_working_days(cast: Cast) -> None:
    first = scene(cast)
    make_visit(cast, start=START + timedelta(hours=2), program=first.program)
    tick(utc(2027, 3, 2, 9), KIND)
    times = [row.next_try_at for row in db.session.query(Message).filter_by(name="visit-brief").order_by(Message.id)]
    assert times == [utc(2027, 3, 2, 9), utc(2027, 3, 4, 9)]


def test_more_than_the_cap_goes_into_the_digest(cast: Cast) -> None:
    first = scene(cast)
    with writing():
        first.commitment.owner_id = cast.tomas.id
    for hour in (1, 2):
        visit = make_visit(cast, start=START + timedelta(hours=hour), program=first.program)
        with writing():
            visit.commitment.owner_id = cast.tomas.id
    tick(utc(2027, 3, 2, 9), Kindness(cap=2))
    rows = db.session.query(Message).filter_by(name="visit-brief").order_by(Message.id)
    assert [row.channel for row in rows] == ["email", "digest", "digest"]


def test_the_lead_hears_of_the_day_before(cast: Cast) -> None:
    scene(cast)
    tick(utc(2027, 3, 15, 15), KIND)
    assert sent(about="event") == [("event-coming", "Tomas", "superseded"), ("event-coming", "Tomas", "pending")]
