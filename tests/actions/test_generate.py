"""Generating: the queue, the draft as a whole or not at all, and what people set by hand."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from planner.actions.generate import ask, generate_now, work_off_next
from planner.actions.moves import move
from planner.actions.publish import publish
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.models import drafts
from planner.models.base import db, writing
from planner.models.events import PLACEMENT, Event
from planner.models.generations import GenerationState, generation_with
from planner.models.programs import Program
from planner.planning.generate import generate as plan_year
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.year import Size, make_year


@pytest.fixture
def program(cast: Cast, clock: StoppedClock) -> Program:
    return make_year(cast, clock.now(), size=Size(teams=2, leaders=2, policies=2), observances=["customers-day"])


def _places(program: Program) -> dict[str, tuple[object, ...]]:
    return {event.uid: (event.title, event.starts_at, event.cancelled) for event in drafts.draft_events(program.id)}


def test_a_year_holds_what_the_cadences_ask_for(program: Program, cast: Cast, clock: StoppedClock) -> None:
    done = generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    events = [event for event in drafts.draft_events(program.id) if event.team_id is not None]
    assert Counter(event.kind for event in events) == {
        EventKind.recognition: 4 * 12, EventKind.celebration: 4 * (6 + 2), EventKind.floor_visit: 4 * 6,
    }  # fmt: skip
    assert (done.state, done.result["rules_broken"]) == (GenerationState.done, 0)
    assert all(event.why for event in events)


def test_simple_rules_place_what_is_for_everybody(program: Program, cast: Cast, clock: StoppedClock) -> None:
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    shared = [(event.title, f"{event.wall_start:%Y-%m-%d %H:%M}") for event in drafts.draft_events(program.id)
              if event.team_id is None and event.policy_id is None]  # fmt: skip
    assert shared == [
        ("What to look for on a floor visit", "2027-05-11 10:00"),
        ("Get to Know Your Customers Day", "2027-07-15 00:00"),
        ("Briefing before the celebration week", "2027-09-30 10:00"),
        ("Customer Service Week", "2027-10-04 00:00"),
        ("Follow-up of the launched change", "2027-10-13 10:00"),
        ("Get to Know Your Customers Day", "2027-10-21 00:00"),
        ("Get to Know Your Customers Day", "2028-01-20 00:00"),
        ("Annual celebration of stories (Day)", "2028-03-23 14:00"),
        ("Annual celebration of stories (Day)", "2028-03-23 14:00"),
        ("Annual celebration of stories (Night)", "2028-03-23 23:30"),
        ("Get to Know Your Customers Day", "2028-04-20 00:00"),
    ]


def test_generating_again_keeps_every_identity(program: Program, cast: Cast, clock: StoppedClock) -> None:
    _generate_in_no_time(program, cast, clock)
    before = _places(program)
    _generate_in_no_time(program, cast, clock)
    assert _places(program) == before


def _generate_in_no_time(program: Program, cast: Cast, clock: StoppedClock) -> None:
    """With a clock that stands still, the effort alone ends the search, so that a slow machine finds the same year."""
    ask(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    work_off_next(clock.now(), monotonic=lambda: 0.0)


def test_another_seed_moves_events_but_keeps_who_they_are(program: Program, cast: Cast, clock: StoppedClock) -> None:
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    before = _places(program)
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1, seed=7)
    after = _places(program)
    assert after.keys() == before.keys()
    assert after != before


def test_two_events_that_were_moved_by_hand_stay_where_they_are(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    visit = _first(program, EventKind.floor_visit)
    thanks = _first(program, EventKind.recognition)
    for event in (visit, thanks):
        move(event, event.wall_start + timedelta(days=1), cast.hana, clock.now(), force=True)
    moved = {event.uid: (event.starts_at, event.title) for event in (visit, thanks)}
    count = len(_places(program))
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1, seed=3)
    now = {event.uid: (event.starts_at, event.title) for event in drafts.draft_events(program.id) if event.pinned}
    assert now == moved
    assert len(_places(program)) == count


def test_an_event_pinned_while_the_plan_was_made_is_not_doubled(
    program: Program, cast: Cast, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    event, count = _first(program, EventKind.recognition), len(_places(program))
    place = event.wall_start + timedelta(days=2)

    def meanwhile(*args: object, **kwargs: object) -> object:
        move(event, place, cast.hana, clock.now(), force=True)
        return plan_year(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr("planner.actions.year_making.generate", meanwhile)
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1, seed=5)
    assert (event.wall_start, len(_places(program))) == (place, count)


def test_what_overlaps_an_event_made_by_hand_says_so(program: Program, cast: Cast, clock: StoppedClock) -> None:
    _generate_in_no_time(program, cast, clock)
    thanks = _first(program, EventKind.recognition)
    with writing():
        columns = {name: getattr(thanks, name) for name in PLACEMENT if name != "cadence_id"}
        values = columns | {"title": "Fire drill", "cadence_id": None}
        db.session.add(Event(program_id=program.id, uid=drafts.new_uid(), pinned=True, **values))
    _generate_in_no_time(program, cast, clock)
    assert thanks.broken == ["“Fire drill”, which was set by hand, is at the same time."]


def _first(program: Program, kind: EventKind) -> Event:
    return next(event for event in drafts.draft_events(program.id) if event.kind is kind and event.team_id is not None)


def test_what_is_published_and_near_is_not_moved_any_more(program: Program, cast: Cast, clock: StoppedClock) -> None:
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    publish(program.id, by=cast.hana, now=clock.now())
    clock.moment = _first(program, EventKind.recognition).starts_at + timedelta(days=60)
    limit = clock.now() + timedelta(days=7)
    near = {uid: place for uid, place in _places(program).items() if place[1] < limit}  # type: ignore[operator]  # a start
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1, seed=11)
    after = _places(program)
    assert {uid: after[uid] for uid in near} == near
    assert after != near


def test_a_wish_is_worked_off_once(program: Program, cast: Cast, clock: StoppedClock) -> None:
    wish = ask(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    assert ask(program.id, by=cast.hana, now=clock.now()).id == wish.id
    assert [work_off_next(clock.now()), work_off_next(clock.now())] == [True, False]
    assert (wish.state, wish.fraction) == (GenerationState.done, 1.0)


def test_a_generation_whose_worker_died_is_taken_up_again(program: Program, cast: Cast, clock: StoppedClock) -> None:
    wish = ask(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    with writing():
        wish.state, wish.beat_at = GenerationState.running, clock.now()
    assert work_off_next(clock.advance(seconds=59)) is False
    assert work_off_next(clock.advance(seconds=2)) is True
    assert wish.state is GenerationState.done


def test_a_generation_that_ends_its_worker_every_time_is_given_up(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    wish = ask(program.id, by=cast.hana, now=clock.now())
    with writing():
        wish.state, wish.beat_at, wish.result = GenerationState.running, clock.now(), {"tries": 3}
    assert work_off_next(clock.advance(seconds=61)) is False
    assert wish.state is GenerationState.failed


def test_nobody_to_plan_for_is_said_in_a_sentence(program: Program, cast: Cast, clock: StoppedClock) -> None:
    with writing():
        for team in drafts.working_teams():
            team.active = False
    with pytest.raises(Refused, match="There are no teams to plan for yet"):
        generate_now(program.id, by=cast.hana, now=clock.now())


def test_something_unforeseen_leaves_the_old_draft_and_a_sentence(
    program: Program, cast: Cast, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    before = _places(program)
    monkeypatch.setattr("planner.actions.plan_writing.write_draft", lambda *_args, **_kwargs: 1 / 0)
    wish = ask(program.id, by=cast.hana, now=clock.now(), time_limit=1, seed=9)
    assert work_off_next(clock.now()) is True
    assert (wish.state, wish.sentence) == (
        GenerationState.failed, "Something went wrong that should not have. Nothing was changed; ask again."
    )  # fmt: skip
    assert _places(program) == before


def test_a_kill_in_the_middle_of_writing_leaves_the_old_draft_whole(
    program: Program, cast: Cast, clock: StoppedClock, app: Flask, tmp_path: Path
) -> None:
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    before = _places(program)
    wish = ask(program.id, by=cast.hana, now=clock.now(), time_limit=1, seed=4)
    db.session.rollback()
    flag = tmp_path / "writing"
    child = _worker_that_stops_in_mid_write(app, flag)
    while not flag.exists():
        assert child.poll() is None
        time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.wait()
    db.session.rollback()
    assert _places(program) == before
    assert _state_of(wish.id) is GenerationState.running
    assert work_off_next(clock.advance(minutes=5)) is True
    assert _state_of(wish.id) is GenerationState.done


def _state_of(generation_id: int) -> GenerationState | None:
    found = generation_with(generation_id)
    return found.state if found else None


CHILD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from planner.actions import draft_writing, generate
from planner.app import create_app
from planner.models.base import db
real = draft_writing._add, draft_writing._update
count = [0]
def slow(*args):
    count[0] += 1
    if count[0] == 20:
        db.session.flush()
        Path(sys.argv[1]).touch()
        time.sleep(600)
    return real[1](*args)
draft_writing._update = slow
with create_app().app_context():
    generate.work_off_next(datetime(2027, 3, 1, 9, 1, tzinfo=UTC))
"""


def _worker_that_stops_in_mid_write(app: Flask, flag: Path) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "PLANNER_DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
        "PLANNER_DATA_DIR": str(app.config["PLANNER_DATA_DIR"]),
    }
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen([sys.executable, "-c", CHILD, str(flag)], env=environment, cwd=root)
