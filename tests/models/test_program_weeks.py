"""Weeks counted by the database are the weeks as anybody would count them by hand, up to the first and the last minute."""

from collections import Counter
from datetime import datetime, time, timedelta
from random import Random

import pytest
from sqlalchemy import select

from planner.actions.events import cancel_event
from planner.domain.balance import Dated, full_weeks
from planner.domain.kinds import EventKind
from planner.domain.weeks import WEEK, monday_of
from planner.models.base import db
from planner.models.calendar import Filters, Look
from planner.models.events import Event
from planner.models.program_weeks import counts_by_week, crowded_weeks
from tests.calendars import EARLIER, TUESDAY, Put, make_program
from tests.cast import Cast

SIX_WEEKS = int(6 * WEEK / timedelta(minutes=1))
MOST = 3


@pytest.fixture
def put(cast: Cast) -> Put:
    """Events from the first minute of the program to the last, some of them off."""
    put, chance = Put(make_program(cast), cast.hana), Random(7)
    first, last = datetime.combine(put.program.starts_on, time()), datetime.combine(put.program.ends_on, time(23, 59))
    for number, start in enumerate(
        [first, last, *(first + timedelta(minutes=chance.randrange(SIX_WEEKS)) for _ in range(40))]
    ):
        kind, team = (
            chance.choice([EventKind.recognition, EventKind.briefing]),
            chance.choice([cast.billing, cast.night_care, None]),
        )
        event = put.event(kind, start, team=team, title=f"Event {number}")
        if number % 7 == 3:
            cancel_event(event, by=cast.hana, now=EARLIER)
    return put


def _live() -> list[Event]:
    return list(db.session.scalars(select(Event).where(Event.cancelled.is_(False))))


def test_every_live_event_is_counted_in_its_week_and_kind(put: Put, cast: Cast) -> None:
    by_hand = Counter((monday_of(event.wall_start.date()), event.kind) for event in _live())
    found = counts_by_week(Look(put.program, cast.hana, draft=True), put.program.starts_on, put.program.ends_on)
    assert {(monday, kind): count for monday, kinds in found.items() for kind, count in kinds.items()} == dict(by_hand)


def test_a_week_is_crowded_when_one_team_has_too_much_in_it(put: Put, cast: Cast) -> None:
    first, last = put.program.starts_on, put.program.ends_on
    dated = [Dated(event.wall_start.date(), event.team.name) for event in _live() if event.team]
    by_hand = {week.monday for week in full_weeks(dated, first, last, team_cap=MOST)}
    assert by_hand
    assert crowded_weeks(Look(put.program, cast.hana, draft=True), first, last, MOST) == by_hand


def test_what_lies_outside_the_days_is_not_counted(put: Put, cast: Cast) -> None:
    look = Look(put.program, cast.hana, draft=True)
    first = put.program.starts_on + WEEK
    found = counts_by_week(look, first, first + WEEK - timedelta(days=1))
    assert list(found) == [first]


def test_weeks_hold_what_the_reader_may_see_and_asked_for(cast: Cast) -> None:
    put = Put(make_program(cast), cast.hana)
    put.event(EventKind.recognition, TUESDAY, team=cast.billing)
    put.event(EventKind.briefing, TUESDAY, team=cast.night_care)
    put.publish()
    first, last = put.program.starts_on, put.program.ends_on

    def seen(look: Look) -> list[dict[EventKind, int]]:
        return list(counts_by_week(look, first, last).values())

    assert seen(Look(put.program, cast.ana)) == [{EventKind.recognition: 1}]
    assert seen(Look(put.program, cast.hana, Filters(team=cast.night_care.id))) == [{EventKind.briefing: 1}]
