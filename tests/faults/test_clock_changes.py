"""Spring, autumn, and governments: everything due at a wall time comes once, at the first instant at which clocks show it."""

import os
import subprocess
import zoneinfo
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from planner.actions.ladders import ship_ladders
from planner.actions.zone_rules import ask_zones_again
from planner.domain.instants import at, wall, zone_names
from planner.domain.kinds import EventKind
from planner.domain.states import MessageState
from planner.models.base import db, writing
from planner.models.events import Event, PublishedEvent
from planner.models.messages import Message
from planner.reminders.due import tick
from planner.reminders.placing import Kindness
from tests.domain.times import naive, utc
from tests.faults.stage import Numbers, Stage
from tests.reminders.scenes import make_event, make_program

BERLIN = "Europe/Berlin"
LONG = os.environ.get("FAULTS") == "long"
DIFFICULT = (
    "Africa/Cairo", "Africa/Casablanca", "America/Asuncion", "America/Havana", "America/New_York", "America/Nuuk", "Asia/Beirut",
    "Asia/Gaza", "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Berlin", "Europe/Chisinau", "Europe/Dublin", "Pacific/Chatham",
)  # fmt: skip
CLOCKS = (time(0), time(0, 30), time(2, 30), time(3), time(9), time(23, 59))


def at_night(stage: Stage, start: datetime) -> Event:
    """An event of the night team in Berlin; Nils, its lead, is told the day before."""
    with writing():
        ship_ladders()
        stage.cast.tampa.zone = BERLIN
    return make_event(
        make_program(), kind=EventKind.recognition, start=start, title="Night thanks", team=stage.cast.night_care
    )


def every_hour(stage: Stage, first: datetime, hours: int) -> None:
    """Lives through these hours."""
    for hour in range(hours):
        tick(first + timedelta(hours=hour), Kindness())
        stage.send(first + timedelta(hours=hour))


def test_f20_in_the_hour_that_spring_leaves_out_it_is_the_first_instant_after(stage: Stage) -> None:
    event = at_night(stage, naive(2027, 3, 28, 2, 30))
    assert (event.starts_at, wall(event.starts_at, BERLIN)) == (utc(2027, 3, 28, 1, 30), naive(2027, 3, 28, 3, 30))
    every_hour(stage, utc(2027, 3, 25, 8), 80)
    mails = [taken for taken in stage.sink.taken if "Night thanks" in taken.subject]
    assert {"03:30" in mail.subject for mail in mails} == {True}
    assert stage.numbers(utc(2027, 3, 28, 15)) == Numbers()


def test_f21_in_the_hour_that_autumn_repeats_it_is_the_first(stage: Stage) -> None:
    event = at_night(stage, naive(2027, 10, 31, 2, 30))
    assert event.starts_at == utc(2027, 10, 31, 0, 30)
    every_hour(stage, utc(2027, 10, 28, 8), 80)
    mails = [taken for taken in stage.sink.taken if "Night thanks" in taken.subject]
    assert {"02:30" in mail.subject for mail in mails} == {True}
    assert stage.numbers(utc(2027, 10, 31, 15)) == Numbers()


def test_f22_what_is_due_on_the_day_after_the_spring_change_is_sent(stage: Stage) -> None:
    at_night(stage, naive(2027, 3, 30, 10))
    every_hour(stage, utc(2027, 3, 27, 8), 60)
    digests = [row for row in stage.rows() if row.name == "digest" and row.recipient_id == stage.cast.nils.id]
    assert [(row.state, wall(row.sent_at, BERLIN)) for row in digests if row.sent_at] == [
        (MessageState.sent, naive(2027, 3, 29, 8))
    ]
    assert stage.numbers(utc(2027, 3, 29, 19)) == Numbers()


@pytest.mark.parametrize("zone", zone_names() if LONG else DIFFICULT)
def test_f20_f21_f22_no_day_of_three_years_is_skipped_or_doubled(zone: str) -> None:
    first = date(2026, 1, 1)
    days = [first + timedelta(days=number) for number in range(3 * 365)]
    for clock in CLOCKS:
        instants = [at(day, clock, zone) for day in days]
        assert instants == sorted(set(instants))
        late = [wall(instant, zone) - datetime.combine(day, clock) for day, instant in zip(days, instants, strict=True)]
        # Where a whole day was left out, its occurrence comes a day later; elsewhere at most the gap of the change.
        assert min(late) >= timedelta(0)
        assert max(late) <= timedelta(hours=24)


NEW_RULES = "Zone Europe/Berlin 1:00 - CET 2027 Jan 1\n\t\t\t3:00 - +03\n"


@pytest.fixture
def other_rules(tmp_path: Path) -> Iterator[Path]:
    """A folder of zone files in which Berlin is three hours ahead from 2027 on."""
    source = tmp_path / "rules"
    source.write_text(NEW_RULES)
    subprocess.run(["/usr/sbin/zic", "-d", str(tmp_path / "zones"), str(source)], check=True)
    yield tmp_path / "zones"
    use_rules(())


def use_rules(folders: tuple[str, ...]) -> None:
    """As a restart after an update of tzdata would."""
    zoneinfo.reset_tzpath(folders)
    zoneinfo.ZoneInfo.clear_cache()


def test_f24_an_update_of_the_zone_rules_keeps_the_local_time_and_moves_what_waits(
    stage: Stage, other_rules: Path
) -> None:
    event = at_night(stage, naive(2027, 3, 9, 10))
    day_before = utc(2027, 3, 8, 14)
    tick(day_before, Kindness())
    waiting = db.session.query(Message).filter_by(name="event-coming", state=MessageState.pending).all()
    assert [row.time_version for row in waiting] == [0]
    use_rules((str(other_rules),))
    assert ask_zones_again(now=day_before, base_url="https://planner.example.org") == 1
    published = db.session.get(PublishedEvent, event.id)
    assert published is not None
    assert (published.starts_at, published.ends_at - published.starts_at) == (utc(2027, 3, 9, 7), timedelta(minutes=30))
    assert (published.wall_start, published.sequence) == (naive(2027, 3, 9, 10), 1)
    assert b"SEQUENCE:1" in published.fragment
    assert ask_zones_again(now=day_before, base_url="https://planner.example.org") == 0
    tick(day_before, Kindness())
    stage.send(day_before)
    told = db.session.query(Message).filter_by(name="event-coming").order_by(Message.id).all()
    newest = [(row.time_version, row.state.value) for row in told if row.state is not MessageState.superseded]
    assert newest == [(1, "cancelled"), (1, "sent")]
    [mail] = [taken for taken in stage.sink.taken if "Night thanks" in taken.subject]
    assert "10:00" in mail.subject


def test_f24_what_was_sent_before_an_update_of_the_zone_rules_is_not_sent_again(
    stage: Stage, other_rules: Path
) -> None:
    at_night(stage, naive(2027, 3, 9, 10))
    day_before = utc(2027, 3, 8, 14)
    tick(day_before, Kindness())
    stage.send(day_before)
    use_rules((str(other_rules),))
    assert ask_zones_again(now=day_before, base_url="https://planner.example.org") == 1
    every_hour(stage, day_before, 3)
    assert len([taken for taken in stage.sink.taken if "Night thanks" in taken.subject]) == 1
