"""Rows of columns say the same of an event as the event itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import cast as taken_as

import pytest
from sqlalchemy import select

from planner.actions.events import cancel_event
from planner.domain.kinds import EventKind
from planner.domain.states import EventState
from planner.models.base import db, writing
from planner.models.calendar import NEWS, AnyEvent, Filters, Look, differs, has_news, state_of
from planner.models.events import Event, EventRow, PublishedEvent
from planner.models.occurrences import occurrences
from tests.calendars import EARLIER, TUESDAY, Put, make_program
from tests.cast import Cast

DAY = timedelta(days=1)
MARCH = (date(2027, 3, 1), date(2027, 3, 31))


@pytest.fixture
def put(cast: Cast) -> Put:
    """An event in each state that a draft knows, in order of their days."""
    put = Put(make_program(cast), cast.hana)
    named = ("confirmed", "cancelled", "done", "draft")
    events = [put.visit(TUESDAY + n * DAY, cast.billing, cast.elif_, name) for n, name in enumerate(named[:3])]
    put.publish()
    cancel_event(events[1], by=cast.hana, now=EARLIER)
    with writing():
        events[2].outcome = EventState.done
    put.event(EventKind.milestone, TUESDAY + 3 * DAY, site=cast.dublin, title="draft")
    return put


@pytest.mark.parametrize("draft", [True, False])
def test_a_row_has_the_state_of_its_event(put: Put, cast: Cast, draft: bool) -> None:
    row: EventRow = Event if draft else PublishedEvent
    events = taken_as("Iterable[AnyEvent]", db.session.scalars(select(row).order_by(row.wall_start)))
    found = occurrences(Look(put.program, cast.hana, draft=draft), *MARCH)
    assert [(one.title, one.state) for one in found] == [(event.title, state_of(event)) for event in events]
    assert [one.state for one in found] == (
        ["confirmed", "cancelled", "done", "draft"] if draft else ["confirmed", "confirmed", "done"]
    )


def test_a_row_names_what_stands_beside_the_event(put: Put, cast: Cast) -> None:
    visit, *_, milestone = occurrences(Look(put.program, cast.hana, draft=True), *MARCH)
    assert (visit.team, visit.site, visit.leader) == (cast.billing.name, cast.dublin.name, cast.elif_.name)
    assert (milestone.team, milestone.site, milestone.leader) == ("", cast.dublin.name, "")
    assert (visit.pinned, visit.drafted, visit.end - visit.start) == (True, True, timedelta(minutes=30))


def test_every_filter_holds_beside_the_names(put: Put, cast: Cast) -> None:
    every = Filters(cast.dublin.id, cast.billing.id, cast.elif_.id, EventKind.floor_visit, cast.billing.shift_id)
    assert len(occurrences(Look(put.program, cast.hana, every), *MARCH)) == 3
    assert occurrences(Look(put.program, cast.hana, replace(every, shift=cast.night_care.shift_id)), *MARCH) == []


def test_what_is_pinned_or_broken_in_the_draft_is_not_told_of_what_is_published(put: Put, cast: Cast) -> None:
    with writing():
        for event in db.session.scalars(select(Event)):
            event.broken = ["It is too early."]
    drafted = occurrences(Look(put.program, cast.hana, draft=True), *MARCH)
    assert [one.broken for one in drafted] == [True, False, True, True]
    published = occurrences(Look(put.program, cast.elif_), *MARCH)
    assert [(one.broken, one.pinned, one.drafted) for one in published] == [(False, False, False)] * 3


def test_an_event_of_several_days_is_there_on_its_last(cast: Cast) -> None:
    put = Put(make_program(cast), cast.hana)
    put.event(EventKind.celebration, TUESDAY, title="Three days", minutes=3 * 1440)
    look = Look(put.program, cast.hana, draft=True)
    last = TUESDAY.date() + 3 * DAY
    assert [len(occurrences(look, day, day)) for day in (TUESDAY.date() - DAY, TUESDAY.date(), last, last + DAY)] == [
        0,
        1,
        1,
        0,
    ]


@pytest.mark.parametrize("name", NEWS)
def test_news_is_the_same_for_a_question_as_for_an_event(put: Put, cast: Cast, name: str) -> None:
    event = db.session.scalars(select(Event).where(Event.title == "confirmed")).one()
    other = {
        "minutes": 45,
        "cancelled": True,
        "wall_start": TUESDAY + DAY,
        "leader_id": None,
        "team_id": cast.night_care.id,
    }
    with writing():
        setattr(event, name, other.get(name, "Another"))
    assert event.published is not None
    assert differs(event, event.published)
    asked = select(Event.title).outerjoin(Event.published).where(has_news()).order_by(Event.id)
    unchanged = {"cancelled", "draft"}
    assert set(db.session.scalars(asked)) - unchanged == {event.title}
