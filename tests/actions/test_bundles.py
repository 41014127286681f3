"""One event for every shift, and waves of one: made, changed together, taken off together, joined again."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from planner.actions.bundles import add_for_every_shift, cancel_all, edit_all, join_waves, split_into_waves
from planner.actions.events import EventFacts, NewPlace
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.models.base import db, writing
from planner.models.bundles import bundled_with
from planner.models.events import Event
from planner.models.off_phone import events_off_phone, minutes_by_week
from tests.calendars import TUESDAY, Put, make_program
from tests.cast import Cast
from tests.conftest import StoppedClock


@pytest.fixture
def put(cast: Cast) -> Put:
    return Put(make_program(cast), cast.hana)


def _facts(**more: object) -> EventFacts:
    known: dict[str, object] = {
        "title": "Town hall",
        "wall_start": TUESDAY,
        "minutes": 30,
        "link": "https://meet.example.org/1",
    }
    return EventFacts(**(known | more))  # type: ignore[arg-type]  # the facts as a test says them


def _made(put: Put, cast: Cast, clock: StoppedClock, *, remote: bool = False, **more: object) -> list[Event]:
    place = NewPlace(put.program, EventKind.celebration)
    return add_for_every_shift(place, _facts(**more), remote=remote, by=cast.hana, now=clock.now())


def test_every_shift_has_it_inside_its_own_hours_and_zone(put: Put, cast: Cast, clock: StoppedClock) -> None:
    made = _made(put, cast, clock)
    assert [(one.title, one.site_id, one.zone, one.wall_start) for one in made] == [
        ("Town hall (Day)", cast.dublin.id, "Europe/Dublin", TUESDAY),
        ("Town hall (Night)", cast.tampa.id, "America/New_York", TUESDAY.replace(hour=23, minute=30)),
    ]
    assert len({one.bundle for one in made}) == 1
    assert all(one.pinned for one in made)


def test_one_more_for_those_at_home_has_the_link_alone(put: Put, cast: Cast, clock: StoppedClock) -> None:
    made = _made(put, cast, clock, remote=True)
    assert [(one.title, bool(one.link)) for one in made] == [
        ("Town hall (Day)", False), ("Town hall (Night)", False), ("Town hall (remote)", True)
    ]  # fmt: skip


def test_a_remote_one_needs_its_link(put: Put, cast: Cast, clock: StoppedClock) -> None:
    with pytest.raises(Refused, match="Give the link"):
        _made(put, cast, clock, remote=True, link="")


def test_a_teams_event_is_not_for_every_shift(put: Put, cast: Cast, clock: StoppedClock) -> None:
    place = NewPlace(put.program, EventKind.celebration, team=cast.billing)
    with pytest.raises(Refused, match="leave the team empty"):
        add_for_every_shift(place, _facts(), by=cast.hana, now=clock.now())


def test_changing_all_keeps_each_ones_hour(put: Put, cast: Cast, clock: StoppedClock) -> None:
    first = _made(put, cast, clock)[0]
    facts = _facts(title="Open stage (Day)", wall_start=TUESDAY + timedelta(days=1, hours=1), minutes=45)
    edit_all(first, facts, first.revision, by=cast.hana, now=clock.now())
    assert [(one.title, one.wall_start, one.minutes) for one in bundled_with(first)] == [
        ("Open stage (Day)", TUESDAY + timedelta(days=1, hours=1), 45),
        ("Open stage (Night)", TUESDAY + timedelta(days=1, hours=13, minutes=30), 45),
    ]


def test_taking_all_off_leaves_none(put: Put, cast: Cast, clock: StoppedClock) -> None:
    first = _made(put, cast, clock)[0]
    assert cancel_all(first, by=cast.hana, now=clock.now()) == 2
    assert db.session.query(Event).count() == 0


@pytest.fixture
def thanks(put: Put, cast: Cast) -> Event:
    return put.event(EventKind.recognition, TUESDAY, team=cast.billing, title="Pizza")


def test_waves_follow_each_other_in_the_shift(thanks: Event, cast: Cast, clock: StoppedClock) -> None:
    made = split_into_waves(thanks, 3, by=cast.hana, now=clock.now())
    assert [(one.title, one.wall_start) for one in made] == [
        (f"Pizza (wave {number} of 3)", TUESDAY + timedelta(minutes=30 * (number - 1))) for number in (1, 2, 3)
    ]
    assert made[0] is thanks


def test_a_person_is_away_once_however_many_waves_there_are(thanks: Event, cast: Cast, clock: StoppedClock) -> None:
    split_into_waves(thanks, 3, by=cast.hana, now=clock.now())
    day = TUESDAY.date()
    minutes = minutes_by_week([cast.billing, cast.night_care], events_off_phone(Event, day, day))
    assert minutes == {cast.billing.id: Counter({day - timedelta(days=1): 30}), cast.night_care.id: Counter()}


def test_joining_is_the_way_back(thanks: Event, cast: Cast, clock: StoppedClock) -> None:
    made = split_into_waves(thanks, 2, by=cast.hana, now=clock.now())
    joined = join_waves(made[1], by=cast.hana, now=clock.now())
    assert (joined.id, joined.title, joined.wall_start, joined.waves, joined.bundle) == (
        thanks.id,
        "Pizza",
        TUESDAY,
        1,
        None,
    )
    assert db.session.query(Event).count() == 1


def test_what_has_waves_is_not_split_again(thanks: Event, cast: Cast, clock: StoppedClock) -> None:
    split_into_waves(thanks, 2, by=cast.hana, now=clock.now())
    with pytest.raises(Refused, match="several occurrences already"):
        split_into_waves(thanks, 2, by=cast.hana, now=clock.now())


@pytest.mark.parametrize("waves", [0, 1, 7])
def test_an_odd_number_of_waves_is_refused(thanks: Event, cast: Cast, clock: StoppedClock, waves: int) -> None:
    with pytest.raises(Refused, match="from 2 to 6 waves"):
        split_into_waves(thanks, waves, by=cast.hana, now=clock.now())


def test_a_hand_made_event_over_the_cap_says_so(put: Put, thanks: Event, cast: Cast) -> None:
    with writing():
        cast.dublin.off_phone_week = 45
    second = put.event(EventKind.recognition, TUESDAY + timedelta(days=1), team=cast.billing, title="Cake")
    assert second.broken == ["Billing would be off the phones for 60 minutes in the week of 8 March; 45 are allowed."]
    with writing():
        cast.billing.off_phone_week = 60
    third = put.event(EventKind.briefing, datetime(2027, 3, 16, 10), team=cast.billing, title="News")  # noqa: DTZ001  # a wall time
    assert third.broken == []
