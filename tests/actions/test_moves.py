"""Moving events by hand: what breaks is said, what is offered breaks nothing, and the way back leads back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from planner.actions.moves import Objected, move, objections_to, offer_slots, put_back
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.models.base import db, writing
from planner.models.events import Event
from planner.models.leaders import Absence
from planner.models.sites import Closure, ClosureKind, Holiday
from tests.calendars import TUESDAY, Put, make_program
from tests.cast import Cast
from tests.conftest import NOW
from tests.scenes import scene

DAY = timedelta(days=1)
SATURDAY = TUESDAY + 4 * DAY


@pytest.fixture
def put(cast: Cast) -> Put:
    return Put(make_program(cast), cast.hana)


@pytest.fixture
@scene
def visit(put: Put, cast: Cast) -> Event:
    made = put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    return made


def test_an_allowed_move_pins_the_event_and_changes_the_draft_alone(visit: Event, put: Put, cast: Cast) -> None:
    with writing():
        visit.pinned = False
    move(visit, TUESDAY + DAY, cast.hana, NOW)
    assert (visit.wall_start, visit.pinned, visit.broken) == (TUESDAY + DAY, True, [])
    assert visit.published is not None
    assert visit.published.wall_start == TUESDAY
    assert put.program.draft_changed


def test_the_instants_follow_the_wall_time_across_a_clock_change(visit: Event, cast: Cast) -> None:
    move(visit, datetime(2027, 3, 30, 10), cast.hana, NOW)  # noqa: DTZ001  # a wall time, after the clocks went forward
    assert visit.starts_at == datetime(2027, 3, 30, 9, 0, tzinfo=UTC)
    assert visit.ends_at == datetime(2027, 3, 30, 9, 30, tzinfo=UTC)


def test_a_day_off_is_said_and_nothing_moves(visit: Event, cast: Cast) -> None:
    with pytest.raises(Objected) as refusal:
        move(visit, SATURDAY, cast.hana, NOW)
    assert refusal.value.sentences == ["Billing does not work on Saturdays."]
    assert visit.wall_start == TUESDAY


def test_hr_may_move_anyway_and_what_breaks_stays_with_the_event(visit: Event, cast: Cast) -> None:
    moved = move(visit, SATURDAY, cast.hana, NOW, force=True)
    assert visit.broken == ["Billing does not work on Saturdays."]
    assert moved.sentence == "“Floor visit to Billing” moved from Tuesday 9 March, 10:00 to Saturday 13 March, 10:00."


def test_a_leader_cannot_force_a_move(visit: Event, cast: Cast) -> None:
    with pytest.raises(Objected):
        move(visit, SATURDAY, cast.elif_, NOW, force=True)


def test_a_leaders_own_move_is_published_at_once(visit: Event, cast: Cast) -> None:
    move(visit, TUESDAY + DAY, cast.elif_, NOW)
    assert visit.published is not None
    assert (visit.published.wall_start, visit.published.sequence) == (TUESDAY + DAY, 1)


def test_a_leaders_move_leaves_other_changes_of_the_draft_unpublished(put: Put, cast: Cast) -> None:
    visit, other = put.visit(TUESDAY, cast.billing, cast.elif_), put.visit(TUESDAY + DAY, cast.billing, cast.elif_)
    put.publish()
    move(other, TUESDAY + 2 * DAY, cast.hana, NOW)
    move(visit, TUESDAY + 6 * DAY, cast.elif_, NOW)
    assert other.published is not None
    assert other.published.wall_start == TUESDAY + DAY
    assert put.program.draft_changed


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("holiday", "Wednesday 10 March is a public holiday in Dublin (Founders' Day)."),
        ("blackout", "Dublin is closed to events on 10 March (Stocktaking)."),
        ("absence", "Elif Kaya is away on 10 March (Board)."),
    ],
)
def test_what_stands_in_the_way_is_said(visit: Event, cast: Cast, what: str, sentence: str) -> None:
    day = date(2027, 3, 10)
    with writing():
        if what == "holiday":
            db.session.add(Holiday(site_id=cast.dublin.id, day=day, name="Founders' Day"))
        elif what == "blackout":
            db.session.add(Closure(kind=ClosureKind.blackout, starts_on=day, ends_on=day, reason="Stocktaking"))
        else:
            db.session.add(Absence(leader_id=cast.elif_.id, starts_on=day, ends_on=day, reason="Board"))
    assert objections_to(visit, TUESDAY + DAY) == [sentence]


def test_a_peak_keeps_recognition_away_but_no_visit(put: Put, visit: Event, cast: Cast) -> None:
    thanks = put.event(EventKind.recognition, TUESDAY + 7 * DAY, team=cast.billing, title="Thanks")
    with writing():
        day = date(2027, 3, 10)
        db.session.add(Closure(kind=ClosureKind.peak, starts_on=day, ends_on=day, reason="Renewals"))
    assert objections_to(visit, TUESDAY + DAY) == []
    assert objections_to(thanks, TUESDAY + DAY) == ["Dublin has its peak on 10 March: Renewals."]


def test_a_holiday_that_hr_struck_out_stands_in_nobodys_way(visit: Event, cast: Cast) -> None:
    with writing():
        db.session.add(Holiday(site=cast.dublin, day=date(2027, 3, 10), name="Struck", observed=False))
    assert objections_to(visit, TUESDAY + DAY) == []


def test_the_team_and_the_leader_are_in_one_place_at_a_time(put: Put, visit: Event, cast: Cast) -> None:
    put.event(EventKind.recognition, TUESDAY + DAY, team=cast.billing, title="Thanks")
    assert objections_to(visit, TUESDAY + DAY) == [
        "Billing has “Thanks” on Wednesday 10 March, 10:00–10:30: the two overlap."
    ]


def test_three_slots_are_offered_on_different_days_and_each_breaks_nothing(visit: Event) -> None:
    slots = offer_slots(visit, now=NOW)
    assert len({slot.date() for slot in slots}) == 3
    assert [objections_to(visit, slot) for slot in slots] == [[], [], []]


def test_a_missed_visit_is_offered_slots_from_today_on(visit: Event) -> None:
    later = NOW + timedelta(days=30)
    assert min(offer_slots(visit, now=later)) > later.replace(tzinfo=None)


def test_night_teams_are_offered_times_of_their_night(put: Put, cast: Cast) -> None:
    visit = put.visit(TUESDAY.replace(hour=23), cast.night_care, cast.elif_)
    slots = offer_slots(visit, now=NOW)
    assert [objections_to(visit, slot) for slot in slots] == [[], [], []]
    assert all(slot.hour >= 22 or slot.hour < 7 for slot in slots)


def test_nothing_is_offered_while_the_leader_is_away_for_weeks(visit: Event, cast: Cast) -> None:
    with writing():
        db.session.add(Absence(leader_id=cast.elif_.id, starts_on=date(2027, 3, 1), ends_on=date(2027, 6, 1)))
    assert offer_slots(visit, now=NOW) == []


def test_putting_back_restores_place_length_and_pin(visit: Event, cast: Cast) -> None:
    with writing():
        visit.pinned = False
    moved = move(visit, TUESDAY + DAY, cast.hana, NOW, minutes=60)
    put_back(visit, moved.before, moved.minutes_before, moved.pinned_before, cast.hana, NOW)
    assert (visit.wall_start, visit.minutes, visit.pinned) == (TUESDAY, 30, False)


def test_a_cancelled_event_cannot_be_moved(visit: Event, cast: Cast) -> None:
    with writing():
        visit.cancelled = True
    with pytest.raises(Refused) as refusal:
        move(visit, TUESDAY + DAY, cast.hana, NOW)
    assert refusal.value.sentence == "This event was cancelled. Restore it first, then move it."


def test_weekends_are_offered_for_what_stands_on_a_weekend_only(visit: Event, cast: Cast) -> None:
    with writing():
        cast.billing.workdays = [0, 1, 2, 3, 4, 5, 6]
    offered = {slot.weekday() for slot in offer_slots(visit, 7, now=NOW)}
    with writing():
        visit.wall_start += timedelta(days=6 - visit.wall_start.weekday())
    assert (offered, {slot.weekday() for slot in offer_slots(visit, 7, now=NOW)}) == (set(range(5)), set(range(7)))
