"""Publishing: versions, sequences, what is owed, and who is told."""

from collections import Counter
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from planner.actions.commitments import excuse
from planner.actions.generate import generate_now
from planner.actions.moves import move
from planner.actions.publish import preview, publish, publish_only
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentKind, CommitmentState
from planner.models import drafts
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.events import Event, PublishedEvent
from planner.models.leaders import leaders_active
from planner.models.messages import Message
from planner.models.programs import Program
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.scenes import scene
from tests.year import Size, make_year


@pytest.fixture
@scene
def program(cast: Cast, clock: StoppedClock) -> Program:
    """Generated, not yet published."""
    program = make_year(cast, clock.now(), size=Size(teams=2, leaders=2, policies=2))
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    return program


@pytest.fixture
@scene
def published(program: Program, cast: Cast, clock: StoppedClock) -> Program:
    publish(program.id, by=cast.hana, now=clock.now())
    clock.advance(days=1)
    return program


def _visit(program: Program) -> Event:
    return next(event for event in drafts.draft_events(program.id) if event.kind is EventKind.floor_visit)


def owed_for(event: Event) -> Commitment:
    return db.session.scalars(select(Commitment).where(Commitment.key == f"visit:{event.uid}")).one()


def _sequences() -> dict[int, int]:
    return {row.event_id: row.sequence for row in db.session.scalars(select(PublishedEvent))}


def test_the_first_version_publishes_everything(program: Program, cast: Cast, clock: StoppedClock) -> None:
    count = drafts.draft_count(program.id)
    seen = preview(program, by=cast.hana, now=clock.now())
    version = publish(program.id, by=cast.hana, note="  Our first year. ", now=clock.now())
    assert (version.number, version.note, len(version.changes), seen.counts) == (
        1,
        "Our first year.",
        count,
        {"added": count},
    )
    assert set(_sequences().values()) == {0}
    assert all(row.fragment.startswith(b"BEGIN:VEVENT") for row in db.session.scalars(select(PublishedEvent)))
    assert program.draft_changed is False


def test_publishing_twice_says_that_there_is_nothing_to_publish(
    published: Program, cast: Cast, clock: StoppedClock
) -> None:
    with pytest.raises(Refused, match="There is nothing to publish"):
        publish(published.id, by=cast.hana, now=clock.now())


def test_a_move_raises_the_sequence_of_that_event_alone(published: Program, cast: Cast, clock: StoppedClock) -> None:
    visit = _visit(published)
    move(visit, visit.wall_start + timedelta(days=1), cast.hana, clock.now(), force=True)
    version = publish(published.id, by=cast.hana, now=clock.now())
    assert [(change.event_id, change.what) for change in version.changes] == [(visit.id, "moved")]
    assert {number for number, sequence in _sequences().items() if sequence} == {visit.id}
    row = db.session.get_one(PublishedEvent, visit.id)
    assert (row.sequence, row.changed_at, row.version_id) == (1, clock.now(), version.id)
    assert b"SEQUENCE:1" in row.fragment


def test_what_no_reader_sees_raises_nothing(published: Program, cast: Cast, clock: StoppedClock) -> None:
    with writing():
        _visit(published).why = ["Because."]
        _visit(published).pinned = True
    with pytest.raises(Refused, match="There is nothing to publish"):
        publish(published.id, by=cast.hana, now=clock.now())


def test_a_visit_is_owed_by_its_leader_in_its_window(published: Program) -> None:
    visit = _visit(published)
    owed = db.session.scalars(select(Commitment).where(Commitment.key == f"visit:{visit.uid}")).one()
    day = visit.wall_start.date()
    assert (owed.owner_id, owed.opens_on, owed.due_on, owed.state) == (
        visit.leader_id, day - timedelta(days=14), day, CommitmentState.open
    )  # fmt: skip


def test_a_moved_visit_moves_what_is_owed_and_a_new_time_begins(
    published: Program, cast: Cast, clock: StoppedClock
) -> None:
    visit = _visit(published)
    move(visit, visit.wall_start + timedelta(days=2), cast.hana, clock.now(), force=True)
    publish(published.id, by=cast.hana, now=clock.now())
    owed = db.session.scalars(select(Commitment).where(Commitment.key == f"visit:{visit.uid}")).one()
    assert (owed.due_on, owed.time_version) == (visit.wall_start.date(), 2)
    others = db.session.scalars(select(Commitment.time_version).where(Commitment.id != owed.id))
    assert set(others) == {1}


def test_a_cancelled_visit_is_owed_no_more_and_owed_again_when_it_is_back(
    published: Program, cast: Cast, clock: StoppedClock
) -> None:
    visit = _visit(published)
    with writing():
        visit.cancelled = True
    assert [c.what for c in publish(published.id, by=cast.hana, now=clock.now()).changes] == ["cancelled"]
    owed = db.session.scalars(select(Commitment).where(Commitment.key == f"visit:{visit.uid}")).one()
    assert owed.withdrawn is True
    with writing():
        visit.cancelled = False
    assert [c.what for c in publish(published.id, by=cast.hana, now=clock.now()).changes] == ["restored"]
    assert (owed.withdrawn, _sequences()[visit.id]) == (False, 2)


def test_what_was_done_stays_done_when_its_event_moves(published: Program, cast: Cast, clock: StoppedClock) -> None:
    visit = _visit(published)
    owed = db.session.scalars(select(Commitment).where(Commitment.key == f"visit:{visit.uid}")).one()
    with writing():
        owed.state, owed.closed_at = CommitmentState.done, clock.now()
    due_on = owed.due_on
    move(visit, visit.wall_start + timedelta(days=2), cast.hana, clock.now(), force=True)
    publish(published.id, by=cast.hana, now=clock.now())
    assert (owed.state, owed.due_on) == (CommitmentState.done, due_on)


def test_what_was_excused_is_owed_again_by_whoever_takes_the_visit_over(
    published: Program, cast: Cast, clock: StoppedClock
) -> None:
    visit = _visit(published)
    first = owed_for(visit)
    leader, other = first.owner, next(row.person for row in leaders_active() if row.person_id != first.owner_id)
    assert leader is not None
    excuse(first, "Travelling", leader, clock.now())
    with writing():
        visit.leader_id, published.draft_changed = other.id, True
    publish(published.id, by=cast.hana, now=clock.now())
    again = owed_for(visit)
    assert (again.owner_id, again.state, again.reason, again.withdrawn, again.closed_at) == (
        other.id,
        CommitmentState.open,
        "",
        False,
        None,
    )


def test_only_those_concerned_are_told(published: Program, cast: Cast, clock: StoppedClock) -> None:
    visit = next(
        event for event in drafts.draft_events(published.id)
        if event.kind is EventKind.floor_visit and event.leader_id == cast.elif_.id and event.team_id == cast.billing.id
    )  # fmt: skip
    with writing():
        for message in db.session.scalars(select(Message)):
            db.session.delete(message)
    move(visit, visit.wall_start + timedelta(days=1), cast.hana, clock.now(), force=True)
    seen = preview(published, by=cast.hana, now=clock.now())
    publish(published.id, by=cast.hana, now=clock.now())
    told = Counter(message.recipient.name for message in db.session.scalars(select(Message)))
    assert told == {"Elif Kaya": 1, "Ravi Menon": 1, "Tomas Byrne": 1}
    assert {person.name: number for person, number in seen.told} == told


def test_preparation_is_counted_back_once_for_all_teams_of_a_site(published: Program) -> None:
    tasks = db.session.scalars(select(Commitment).where(Commitment.kind == CommitmentKind.preparation)).all()
    kick_off = sorted(
        (task.due_on.isoformat(), task.title) for task in tasks if "Kick-off" in task.title and "Dublin" in task.title
    )
    assert [title for _, title in kick_off] == [
        f"Kick-off breakfast with the week's plan in Dublin, 2 teams: {what}"
        for what in (
            "begin to prepare", "settle staffing with workforce planning, and the menu", "take the final count and print what is needed",
            "confirm everything with everybody",
        )
    ]  # fmt: skip


def test_the_celebration_week_has_its_ladder_and_its_follow_ups(published: Program, cast: Cast) -> None:
    week = next(event for event in drafts.draft_events(published.id) if event.title == "Customer Service Week")
    owed = {key: row for key, row in drafts.commitments_of(published.id).items() if week.uid in key}
    assert Counter(key.partition(":")[0] for key in owed) == {"task": 7, "follow-up": 3}
    assert {row.owner_id for row in owed.values()} == {cast.hana.id}


def test_one_event_alone_leaves_the_rest_of_the_draft_unpublished(
    published: Program, cast: Cast, clock: StoppedClock
) -> None:
    visits = [event for event in drafts.draft_events(published.id) if event.kind is EventKind.floor_visit]
    for event in visits[:2]:
        move(event, event.wall_start + timedelta(days=1), cast.hana, clock.now(), force=True)
    version = publish_only(visits[0], cast.elif_, "Elif Kaya moved her visit.", clock.now())
    assert version is not None
    assert [change.event_id for change in version.changes] == [visits[0].id]
    assert ({number for number, sequence in _sequences().items() if sequence}, published.draft_changed) == (
        {visits[0].id},
        True,
    )
    assert [d.event.id for d in preview(published, by=cast.hana, now=clock.now()).differences] == [visits[1].id]


def test_of_two_who_publish_at_the_same_time_one_is_told_that_there_is_nothing_left(
    program: Program, cast: Cast, clock: StoppedClock, app: Flask
) -> None:
    program_id, start, outcomes = program.id, Barrier(2), []
    db.session.rollback()

    def publish_too() -> None:
        with app.app_context():
            start.wait()
            try:
                outcomes.append(f"version {publish(program_id, by=None, now=clock.now()).number}")
            except Refused as refusal:
                outcomes.append(refusal.sentence)

    threads = [Thread(target=publish_too) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [
        "There is nothing to publish: the draft and what is published are the same.",
        "version 1",
    ]
