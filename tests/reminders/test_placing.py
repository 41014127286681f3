"""When a message reaches somebody, whatever their week looks like: never nowhere, never early, never after the event.

Nor at an unkind hour, unless the event would be over by then.
"""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.instants import at, wall
from planner.domain.kindness import Haste, Quiet, is_away
from planner.domain.ladders import Anchor, Step
from planner.domain.states import Audience
from planner.domain.weeks import monday_of
from planner.models.readers import Reader
from planner.reminders.matters import Matter
from planner.reminders.placing import Entry, Kindness, Place, digest_for, entry_of, is_eve, place
from tests.domain.times import utc

ZONES = ("Europe/Dublin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC")
FIRST = date(2027, 1, 4)
KIND = Kindness()
ROUND_THE_CLOCK = frozenset(range(7))

days = st.integers(0, 360).map(lambda number: FIRST + timedelta(days=number))
clocks = st.integers(0, 24 * 4 - 1).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


@st.composite
def steps(draw: st.DrawFn) -> Step:
    anchor = draw(st.sampled_from(Anchor))
    counted = draw(st.integers(-30, 30))
    in_hours = draw(st.booleans()) and abs(counted) <= 24
    return Step(
        position=1, anchor=anchor, days=0 if in_hours else counted, hours=counted if in_hours else 0,
        audience=(Audience.owner,), message="visit-brief", workdays_only=draw(st.booleans()),
        at=None if in_hours else draw(st.none() | clocks), digest=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def matters(draw: st.DrawFn) -> Matter:
    zone, day = draw(st.sampled_from(ZONES)), draw(days)
    starts = at(day, draw(clocks), zone)
    window, owed_after = draw(st.integers(1, 30)), draw(st.integers(0, 90) | st.just(0))
    return Matter(
        about="commitment", id=1, time_version=1, ladder="floor visit", zone=zone,
        anchors={
            "opens": day - timedelta(days=window), "due": day + timedelta(days=owed_after),
            "starts": starts, "ends": starts + timedelta(minutes=30),
        },
    )  # fmt: skip


@st.composite
def readers(draw: st.DrawFn) -> Reader:
    away = draw(st.lists(st.tuples(days, st.integers(0, 25)), max_size=3))
    hours = draw(st.none() | st.tuples(clocks, clocks))
    recent = draw(st.lists(days, max_size=8))
    zone = draw(st.sampled_from(ZONES))
    return Reader(
        id=1, name="Elif", zone=zone, is_leader=draw(st.booleans()),
        closed=frozenset(draw(st.lists(days, max_size=3))),
        absences=tuple((day, day + timedelta(days=length)) for day, length in away),
        recent=[at(day, time(9), zone) for day in recent],
        taken=[at(day, time(15), zone) for day in draw(st.lists(days, max_size=8))],
        quiet=Quiet(*hours) if hours else None,
    )  # fmt: skip


@st.composite
def placed(draw: st.DrawFn) -> tuple[Entry, datetime, Place]:
    """A step that is due, looked at by a worker that may have stood still a while."""
    entry = entry_of(draw(matters()), draw(steps()), draw(readers()))
    now = entry.due_at + timedelta(minutes=draw(st.integers(0, 3 * 24 * 60)))
    if entry.expires_at <= now:
        now = entry.due_at
    return entry, now, place(entry, now, KIND)


def arrives(entry: Entry, where: Place) -> datetime:
    """When the reader has it in hand."""
    return digest_for(entry.reader, where.at - timedelta(seconds=1), KIND.quiet)[1] if where.digest else where.at


def worth_sending(entry: Entry, now: datetime) -> bool:
    """The tick records a step that is worth nothing any more as expired, and places the others."""
    return now < entry.expires_at


@given(placed())
def test_never_nowhere(case: tuple[Entry, datetime, Place]) -> None:
    entry, now, where = case
    if worth_sending(entry, now):
        assert arrives(entry, where) < where.expires_at


@given(placed())
def test_never_early(case: tuple[Entry, datetime, Place]) -> None:
    entry, now, where = case
    assert arrives(entry, where) >= max(entry.due_at, now)


@given(placed())
def test_a_reminder_never_comes_after_its_event_nor_a_nudge_before_it_is_over(
    case: tuple[Entry, datetime, Place],
) -> None:
    entry, now, where = case
    starts, ends = entry.matter.anchors["starts"], entry.matter.anchors["ends"]
    assert isinstance(starts, datetime)
    assert isinstance(ends, datetime)
    if not entry.step.is_reminder:
        assert arrives(entry, where) >= ends
    elif worth_sending(entry, now) and entry.step.anchor is not Anchor.ends and entry.due_at < starts:
        assert arrives(entry, where) < starts


@given(placed())
def test_what_falls_due_is_worth_sending(case: tuple[Entry, datetime, Place]) -> None:
    """What is owed after an event, such as the thanks that follow the week, expired before it was due: a rehearsed year showed it."""
    entry = case[0]
    assert entry.due_at < entry.expires_at


@given(placed())
def test_never_at_an_unkind_hour_unless_it_would_be_too_late(case: tuple[Entry, datetime, Place]) -> None:
    entry, now, where = case
    moment = wall(arrives(entry, where), entry.reader.zone)
    quiet = entry.reader.quiet or KIND.quiet
    absences = () if is_eve(entry.step) and not where.digest else entry.reader.absences
    unkind = moment.weekday() not in quiet.weekdays or quiet.covers(moment.time()) or is_away(moment.date(), absences)
    hurried = entry.step.is_reminder and where.at == max(entry.due_at, now)
    assert hurried or not unkind


@given(placed())
def test_what_may_wait_goes_alone_only_while_the_week_has_a_place(case: tuple[Entry, datetime, Place]) -> None:
    entry, _, where = case
    reader = entry.reader
    if where.digest or where.haste is not None:
        return
    places = [
        moment for moment in (*reader.recent, *reader.taken) if week_of(moment, reader) == week_of(where.at, reader)
    ]
    assert len(places) < KIND.cap


@given(placed())
def test_only_what_speaks_of_tomorrow_or_would_miss_its_event_is_hasty(case: tuple[Entry, datetime, Place]) -> None:
    entry, now, where = case
    if where.haste is Haste.eve:
        assert is_eve(entry.step)
    if where.haste is Haste.late:
        assert entry.step.is_reminder
        assert digest_for(entry.reader, max(entry.due_at, now), KIND.quiet)[1] >= entry.expires_at


def week_of(moment: datetime, reader: Reader) -> date:
    return monday_of(wall(moment, reader.zone).date())


@given(readers(), st.integers(0, 300))
def test_a_digest_finds_its_reader_at_home(reader: Reader, day: int) -> None:
    now = utc(2027, 1, 4) + timedelta(days=day)
    when, read_at = digest_for(reader, now, KIND.quiet)
    shown = wall(when, reader.zone)
    assert (shown.weekday(), shown.time(), when > now) == (0, time(8), True)
    assert not is_away(wall(read_at, reader.zone).date(), reader.absences)
