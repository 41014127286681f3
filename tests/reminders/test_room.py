"""The cap of a week: what may wait leaves the places to what cannot, and several events of one day come in one mail."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.actions.ladders import ship_ladders
from planner.actions.rehearsals import Played, Year, play
from planner.domain.kinds import EventKind
from planner.domain.states import CommitmentKind, MessageState
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.events import Event, PublishedEvent
from planner.models.messages import Attempt, Message
from planner.models.programs import Program
from planner.models.versions import Change, Version
from planner.reminders.due import tick
from planner.reminders.placing import Kindness
from tests.cast import Cast
from tests.domain.times import naive, utc
from tests.reminders.post import letterhead
from tests.reminders.scenes import make_event, make_program

CAP = 5
MONDAY = date(2027, 3, 15)
WORKDAYS = st.integers(0, 9).map(lambda day: MONDAY + timedelta(days=day // 5 * 7 + day % 5))


@pytest.fixture
def program(cast: Cast) -> Program:
    with writing():
        ship_ladders()
    return make_program()


def huddle(cast: Cast, program: Program, start: datetime) -> Event:
    return make_event(program, kind=EventKind.recognition, start=start, title="Huddle", team=cast.billing)


def task(cast: Cast, due: date, number: int) -> None:
    with writing():
        db.session.add(
            Commitment(
                kind=CommitmentKind.preparation, title=f"Task {number}", owner_id=cast.tomas.id, key=f"task:{number}",
                opens_on=due - timedelta(days=20), due_on=due, zone="Europe/Dublin",
            )
        )  # fmt: skip


def played(tmp_path: Path) -> Played:
    year = Year(utc(2027, 3, 1), utc(2027, 4, 5), 0)
    return play(year, letterhead("", tmp_path), tmp_path / "post", lambda _share, _words: None)


def to_tomas(cast: Cast) -> list[tuple[str, str, str]]:
    rows = db.session.query(Message).filter_by(recipient_id=cast.tomas.id).order_by(Message.id)
    return [(row.name, row.channel, row.state.value) for row in rows]


def test_three_events_of_tomorrow_come_in_one_mail(program: Program, cast: Cast, tmp_path: Path) -> None:
    for hour in (10, 12, 14):
        huddle(cast, program, naive(2027, 3, 17, hour))
    played(tmp_path)
    told = [row for row in to_tomas(cast) if row[1] != "digest" and row[0] != "digest"]
    assert told == [("events-coming", "email", "sent")]
    words = db.session.query(Message).filter_by(name="events-coming").one()
    assert (words.subject, words.text.count("Huddle")) == ("3 events are coming, the first Wed 17 Mar, 10:00", 3)
    assert [row[2] for row in to_tomas(cast) if row[0] == "event-coming"] == ["sent"] * 6


def test_an_event_that_is_called_off_before_the_mail_goes_is_left_out(
    program: Program, cast: Cast, tmp_path: Path
) -> None:
    events = [huddle(cast, program, naive(2027, 3, 17, hour)) for hour in (10, 12)]
    now = utc(2027, 3, 16, 15)
    tick(now, Kindness())
    with writing():
        db.session.get_one(PublishedEvent, events[0].id).cancelled = True
    play(Year(now, now + timedelta(hours=1), 0), letterhead("", tmp_path), tmp_path, lambda _s, _w: None, anew=False)
    (mail,) = db.session.query(Message).filter_by(name="events-coming", state=MessageState.sent)
    assert mail.subject == "Tomorrow: Huddle, Wed 17 Mar, 12:00"


def test_when_none_is_left_no_mail_goes(program: Program, cast: Cast, tmp_path: Path) -> None:
    events = [huddle(cast, program, naive(2027, 3, 17, hour)) for hour in (10, 12)]
    now = utc(2027, 3, 16, 15)
    tick(now, Kindness())
    with writing():
        for event in events:
            db.session.get_one(PublishedEvent, event.id).cancelled = True
    play(Year(now, now + timedelta(hours=1), 0), letterhead("", tmp_path), tmp_path, lambda _s, _w: None, anew=False)
    (mail,) = db.session.query(Message).filter_by(name="events-coming")
    assert (mail.state, list(tmp_path.glob("*.eml"))) == (MessageState.superseded, [])


def test_what_may_wait_leaves_the_places_that_the_week_will_need(program: Program, cast: Cast, tmp_path: Path) -> None:
    """Four tasks are owed early in the week; four events come on four days of it. Of the tasks one has a place."""
    for day in range(4):
        huddle(cast, program, naive(2027, 3, 23 + day, 10))
    for number in range(4):
        task(cast, date(2027, 3, 19 + number), number)
    (tomas,) = [one for one in played(tmp_path).figures.people if one.person_id == cast.tomas.id]
    assert tomas.weeks[date(2027, 3, 22)] == CAP
    rows = db.session.query(Message).filter(Message.name == "preparation-owed", Message.channel == "email").all()
    assert [row.recipient_id for row in rows if row.sent_at and row.sent_at > utc(2027, 3, 22)] == [cast.tomas.id]


def test_reminders_that_would_miss_their_day_in_the_digest_have_their_places_kept_as_well(
    program: Program, cast: Cast, tmp_path: Path
) -> None:
    """Two tasks are late on Monday; four more, due on Thursday, are spoken of on Tuesday. One of the late ones goes alone."""
    for number, due in enumerate([date(2027, 3, 12)] * 2 + [date(2027, 3, 18)] * 4):
        task(cast, due, number)
    (tomas,) = [one for one in played(tmp_path).figures.people if one.person_id == cast.tomas.id]
    assert tomas.weeks[MONDAY] == CAP
    alone = db.session.query(Message).filter_by(name="preparation-owed", channel="email", recipient_id=cast.tomas.id)
    assert [f"{row.sent_at:%d %b %H:%M}" for row in alone if row.sent_at] == ["15 Mar 09:00"]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    events=st.lists(st.tuples(WORKDAYS, st.integers(8, 16)), max_size=9),
    tasks=st.lists(WORKDAYS, max_size=9),
)
def test_nobody_is_over_the_cap_by_a_mail_that_could_have_waited(
    events: list[tuple[date, int]], tasks: list[date], program: Program, cast: Cast, tmp_path: Path
) -> None:
    _forget(program)
    for day, hour in events:
        huddle(cast, program, naive(day.year, day.month, day.day, hour))
    for number, due in enumerate(tasks):
        task(cast, due, number)
    outcome = played(tmp_path)
    assert outcome.figures.needless(CAP) == ()
    told = {
        (row.name, row.about_id, row.step)
        for row in db.session.query(Message).filter_by(recipient_id=cast.tomas.id)
        if row.state in (MessageState.sent, MessageState.superseded)
    }
    owed = db.session.query(Commitment).count()
    # Two steps of each thing reach Tomas: every one was told, or a newer one of the same thing in its place.
    assert sum(1 for name, _, _ in told if name.startswith(("event-coming", "preparation"))) == 2 * (len(events) + owed)


def _forget(program: Program) -> None:
    with writing():
        for thing in (Attempt, Message, Change, Commitment, PublishedEvent, Event):
            db.session.query(thing).delete()
        db.session.query(Version).filter(Version.program_id == program.id, Version.number > 1).delete()
