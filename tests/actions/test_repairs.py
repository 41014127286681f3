"""Repairs: what something that happened makes impossible, the least change around it, and deciding upon it in one step.

Longer than most files, as it tells every cause and every decision once.
"""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from planner import clock as planner_clock
from planner.actions import repairs as acts
from planner.actions.absences import add_absence, remove_absence
from planner.actions.closures import ClosureFacts, add_closure
from planner.actions.events import cancel_event, restore_event
from planner.actions.holidays import set_holiday
from planner.actions.moves import move
from planner.actions.people import deactivate
from planner.actions.places import set_team_active
from planner.actions.repairs import again, changes_of, dismiss_repair, draft_repair, look, publish_repair
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.models import drafts
from planner.models.audit import AuditRow
from planner.models.base import db, writing
from planner.models.events import Event, PublishedEvent
from planner.models.leaders import Absence, leader_of
from planner.models.messages import Message
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.repairs import Repair, RepairState, repair_with
from planner.models.sites import ClosureKind
from planner.models.teams import Team
from planner.models.versions import last_version
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.published import AFTER_THE_FREEZE, changed, coming, make_published, places

DAY = timedelta(days=1)


@pytest.fixture
def program(cast: Cast, clock: StoppedClock) -> Program:
    return make_published(cast, clock.now())


def _away(cast: Cast, person: Person, first: date, last: date, clock: StoppedClock) -> Absence:
    leader = leader_of(person)
    assert leader is not None
    return add_absence(leader, first, last, by=cast.hana, now=clock.now(), reason="leave")


def _look(cast: Cast, clock: StoppedClock, event: Event | None = None) -> Repair:
    repair = look("Something happened.", by=cast.hana, now=clock.now(), event=event)
    assert repair is not None
    return repair


def _visits_of(program: Program, person: Person, first: date, last: date) -> set[int]:
    return {
        event.id for event in drafts.draft_events(program.id)
        if event.kind is EventKind.floor_visit and event.leader_id == person.id and first <= event.wall_start.date() <= last
    }  # fmt: skip


def _hit_by_absence(program: Program, cast: Cast, clock: StoppedClock, days: int = 2) -> tuple[Repair, set[int]]:
    visit = coming(program, EventKind.floor_visit, leader=cast.elif_)
    first, last = visit.wall_start.date(), visit.wall_start.date() + days * DAY
    hit = _visits_of(program, cast.elif_, first, last)
    _away(cast, cast.elif_, first, last, clock)
    return _look(cast, clock), hit


def test_where_everything_fits_nothing_is_offered(program: Program, cast: Cast, clock: StoppedClock) -> None:
    assert look("Nothing much.", by=cast.hana, now=clock.now()) is None


def test_the_visits_of_an_absence_go_elsewhere_and_nothing_else_changes(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    repair, hit = _hit_by_absence(program, cast, clock)
    before = places()
    assert (repair.state, repair.unmended, {one["event"] for one in repair.standing}) == (RepairState.ready, [], hit)
    assert all(change.why and change.told for change in changes_of(repair))
    publish_repair(repair.id, by=cast.hana, now=clock.now())
    assert changed(before) == hit == {change.event for change in changes_of(repair)}
    assert look("Looked again.", by=cast.hana, now=clock.now()) is None


def test_what_must_move_in_the_next_days_does_and_the_rest_of_them_stays(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    visit = coming(program, EventKind.floor_visit)
    clock.moment = visit.starts_at - 5 * DAY
    soon = clock.now().date() + DAY
    assert visit.leader is not None
    _away(cast, visit.leader, visit.wall_start.date(), visit.wall_start.date(), clock)
    repair = _look(cast, clock)
    assert visit.id in {change.event for change in changes_of(repair)}
    before = places()
    near = {
        row.event_id
        for row in db.session.scalars(select(PublishedEvent))
        if row.wall_start.date() < soon + timedelta(days=13)
    }
    publish_repair(repair.id, by=cast.hana, now=clock.now())
    moved = changed(before)
    assert moved & near == {one["event"] for one in repair.standing} & near


def test_a_new_day_off_moves_what_lies_on_it(program: Program, cast: Cast, clock: StoppedClock) -> None:
    event = coming(program, EventKind.recognition)
    assert event.site is not None
    day = event.wall_start.date()
    set_holiday(event.site, day, "Town fair", observed=True, by=cast.hana, now=clock.now())
    repair = _look(cast, clock)
    publish_repair(repair.id, by=cast.hana, now=clock.now())
    on_it = [row for row in db.session.scalars(select(PublishedEvent)) if row.site_id == event.site_id and row.wall_start.date() == day
             and not row.all_day and not row.cancelled]  # fmt: skip
    assert on_it == []


def test_a_blackout_that_nothing_can_avoid_is_said(program: Program, cast: Cast, clock: StoppedClock) -> None:
    assert program.celebration_starts_on is not None
    assert program.celebration_ends_on is not None
    facts = ClosureFacts(
        ClosureKind.blackout, program.celebration_starts_on, program.celebration_ends_on, "Move", cast.dublin
    )
    add_closure(facts, by=cast.hana, now=clock.now())
    repair = _look(cast, clock)
    assert repair.state is RepairState.ready
    assert any("no other place" in sentence for sentence in repair.unmended) or repair.unmended


def test_what_clashes_with_an_event_moved_by_hand_makes_room(program: Program, cast: Cast, clock: StoppedClock) -> None:
    visit = coming(program, EventKind.floor_visit)
    other = next(
        event for event in drafts.draft_events(program.id)
        if event.team_id == visit.team_id and event.kind is EventKind.recognition and event.starts_at > visit.ends_at
    )  # fmt: skip
    move(visit, other.wall_start, cast.hana, clock.now(), force=True)
    repair = _look(cast, clock, visit)
    assert {change.event for change in changes_of(repair)} >= {visit.id, other.id}
    assert [change.by_hand for change in changes_of(repair) if change.event == visit.id] == [True]
    before, place = places(), visit.wall_start
    publish_repair(repair.id, by=cast.hana, now=clock.now())
    row = db.session.get_one(PublishedEvent, visit.id)
    assert row.wall_start == place
    assert changed(before) == {change.event for change in changes_of(repair)}


def test_a_visit_cancelled_by_hand_is_offered_another_time(program: Program, cast: Cast, clock: StoppedClock) -> None:
    visit = coming(program, EventKind.floor_visit)
    cancel_event(visit, by=cast.hana, now=clock.now())
    repair = _look(cast, clock, visit)
    change = next(change for change in changes_of(repair) if change.event == visit.id)
    assert (change.what, change.after != "", change.by_hand) == ("moved", True, False)
    publish_repair(repair.id, by=cast.hana, now=clock.now())
    row = db.session.get_one(PublishedEvent, visit.id)
    assert (row.cancelled, visit.cancelled, visit.pinned) == (False, False, False)


def test_no_visit_cancelled_by_hand_is_offered_to_the_same_leader_at_the_same_hour(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    """One in three was, and to publish that was refused."""
    visits = [event for event in drafts.draft_events(program.id) if event.kind is EventKind.floor_visit]
    for visit in [event for event in visits if event.wall_start.date() >= AFTER_THE_FREEZE][:4]:
        cancel_event(visit, by=cast.hana, now=clock.now())
        repair = _look(cast, clock, visit)
        offered = {(change.event, change.before == change.after) for change in changes_of(repair)}
        assert (visit.id, True) not in offered
        dismiss_repair(repair.id, by=cast.hana, now=clock.now())
        restore_event(visit, by=cast.hana, now=clock.now())


def test_a_repair_that_puts_back_what_people_see_anyway_is_published_and_tells_nobody(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    """Recognition has no leader whose hour is taken: it may come back where it was."""
    event = coming(program, EventKind.recognition)
    cancel_event(event, by=cast.hana, now=clock.now())
    repair, version, before = _look(cast, clock, event), last_version(program.id), places()
    told = db.session.query(Message).count()
    with writing():
        own = next(change for change in repair.changes if change["event"] == event.id)
        repair.changes = [{**own, "values": {"cancelled": False}}]
    assert publish_repair(repair.id, by=cast.hana, now=clock.now()) == version
    assert (event.cancelled, repair.state, changed(before)) == (False, RepairState.published, set())
    assert (db.session.query(Message).count(), program.draft_changed) == (told, False)


def test_a_team_that_ends_is_taken_off_the_calendar(program: Program, cast: Cast, clock: StoppedClock) -> None:
    set_team_active(cast.billing, False, by=cast.hana, now=clock.now())
    repair = _look(cast, clock)
    publish_repair(repair.id, by=cast.hana, now=clock.now())
    rows = db.session.scalars(select(PublishedEvent).where(PublishedEvent.team_id == cast.billing.id))
    assert {(row.starts_at > clock.now()) for row in rows if row.cancelled} == {True}
    live = db.session.scalars(
        select(PublishedEvent).where(PublishedEvent.team_id == cast.billing.id, ~PublishedEvent.cancelled)
    )
    assert [row for row in live if row.starts_at > clock.now()] == []


def test_a_team_that_is_new_gets_the_rest_of_its_year_and_nobody_else_moves(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    with writing():
        team = Team(
            slug="chat",
            name="Chat",
            site=cast.dublin,
            shift=cast.day,
            size=7,
            workdays=[0, 1, 2, 3, 4],
            lead=cast.tomas,
        )
        db.session.add(team)
    repair = _look(cast, clock)
    before = places()
    publish_repair(repair.id, by=cast.hana, now=clock.now())
    new = list(db.session.scalars(select(PublishedEvent).where(PublishedEvent.team_id == team.id)))
    assert changed(before) == {row.event_id for row in new}
    assert {row.starts_at >= clock.now() + 14 * DAY for row in new} == {True}
    old = [row for row in db.session.scalars(select(PublishedEvent)) if row.team_id == cast.billing.id]
    assert 0.6 * len(old) < len(new) < len(old)


def test_a_leader_who_leaves_gives_all_visits_to_others(program: Program, cast: Cast, clock: StoppedClock) -> None:
    visit = coming(program, EventKind.floor_visit, after=clock.now().date())
    assert visit.leader is not None
    leaver = visit.leader
    hit = _visits_of(program, leaver, clock.now().date() + DAY, date(2028, 1, 1))
    deactivate(leaver, by=cast.hana, now=clock.now())
    repair = _look(cast, clock)
    assert {one["event"] for one in repair.standing} >= hit
    publish_repair(repair.id, by=cast.hana, now=clock.now())
    rows = [db.session.get_one(PublishedEvent, number) for number in hit]
    assert [row.event_id for row in rows if row.leader_id == leaver.id and not row.cancelled] == []


def test_a_policy_whose_owner_left_asks_for_a_new_one(program: Program, cast: Cast, clock: StoppedClock) -> None:
    review = coming(program, EventKind.policy_review, after=date(2027, 1, 4))
    clock.moment = review.starts_at - 3 * DAY
    deactivate(cast.elif_, by=cast.hana, now=clock.now())
    repair = _look(cast, clock)
    assert any("nobody to hold it: name an owner" in sentence for sentence in repair.unmended)


def test_other_changes_of_the_draft_stay_unpublished(program: Program, cast: Cast, clock: StoppedClock) -> None:
    other = coming(program, EventKind.recognition, after=date(2027, 6, 1))
    move(other, other.wall_start + timedelta(minutes=30), cast.hana, clock.now(), force=True)
    wanted = other.wall_start
    repair, hit = _hit_by_absence(program, cast, clock)
    with writing():
        words = db.session.get_one(Event, min(hit))
        words.description = "Bring the cake."
    before = places()
    publish_repair(repair.id, by=cast.hana, now=clock.now())
    assert changed(before) == hit
    assert (other.wall_start, db.session.get_one(PublishedEvent, other.id).wall_start != wanted) == (wanted, True)
    assert db.session.get_one(Event, min(hit)).description == "Bring the cake."
    assert db.session.get_one(PublishedEvent, min(hit)).description != "Bring the cake."
    assert db.session.get_one(Program, program.id).draft_changed


def test_publishing_twice_is_once(program: Program, cast: Cast, clock: StoppedClock) -> None:
    repair, _ = _hit_by_absence(program, cast, clock)
    first = publish_repair(repair.id, by=cast.hana, now=clock.now())
    messages = db.session.query(Message).count()
    second = publish_repair(repair.id, by=cast.hana, now=clock.now())
    assert first is not None
    assert second is not None
    assert (second.id, db.session.query(Message).count()) == (first.id, messages)
    with pytest.raises(Refused, match="decided upon already"):
        dismiss_repair(repair.id, by=cast.hana, now=clock.now())


def test_only_those_concerned_are_told(program: Program, cast: Cast, clock: StoppedClock) -> None:
    repair, _ = _hit_by_absence(program, cast, clock)
    known = {message.id for message in db.session.scalars(select(Message))}
    publish_repair(repair.id, by=cast.hana, now=clock.now())
    written = {message.recipient.name for message in db.session.scalars(select(Message)) if message.id not in known}
    assert written == {name for change in changes_of(repair) for name in change.told}


def test_into_the_draft_tells_nobody(program: Program, cast: Cast, clock: StoppedClock) -> None:
    repair, hit = _hit_by_absence(program, cast, clock)
    before, messages = places(), db.session.query(Message).count()
    assert draft_repair(repair.id, by=cast.hana, now=clock.now())
    assert (changed(before), db.session.query(Message).count()) == (set(), messages)
    differing = {
        event.id for event in drafts.draft_events(program.id)
        if event.published
        and (event.leader_id, event.starts_at) != (event.published.leader_id, event.published.starts_at)
    }  # fmt: skip
    assert differing == hit


def test_a_plan_that_changed_meanwhile_is_never_overwritten(program: Program, cast: Cast, clock: StoppedClock) -> None:
    repair, hit = _hit_by_absence(program, cast, clock)
    _away(cast, cast.elif_, date(2027, 11, 1), date(2027, 11, 12), clock)
    before = places()
    assert publish_repair(repair.id, by=cast.hana, now=clock.now()) is None
    assert (changed(before), repair.state) == (set(), RepairState.waiting)
    acts.work_again(repair.id, now=clock.now())
    assert publish_repair(repair.id, by=cast.hana, now=clock.now()) is not None
    assert changed(before) >= hit


def test_what_was_dismissed_is_not_offered_again_until_more_happens(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    repair, hit = _hit_by_absence(program, cast, clock)
    dismiss_repair(repair.id, by=cast.hana, now=clock.now())
    assert look("Looked again.", by=cast.hana, now=clock.now()) is None
    again(repair.id, by=cast.hana, now=clock.now())
    found = repair_with(repair.id)
    assert found is not None
    assert (found.state, {change.event for change in changes_of(found)}) == (RepairState.ready, hit)


def test_a_second_cause_joins_the_repair_that_is_open(program: Program, cast: Cast, clock: StoppedClock) -> None:
    first, hit = _hit_by_absence(program, cast, clock)
    event = coming(program, EventKind.recognition, after=date(2027, 5, 1))
    assert event.site is not None
    set_holiday(event.site, event.wall_start.date(), "Town fair", observed=True, by=cast.hana, now=clock.now())
    second = look("A day off.", by=cast.hana, now=clock.now())
    assert second is not None
    assert (second.id, second.causes) == (first.id, ["Something happened.", "A day off."])
    assert {change.event for change in changes_of(second)} >= hit | {event.id}


def test_when_the_cause_is_gone_there_is_nothing_to_repair(program: Program, cast: Cast, clock: StoppedClock) -> None:
    visit = coming(program, EventKind.floor_visit, leader=cast.elif_)
    absence = _away(cast, cast.elif_, visit.wall_start.date(), visit.wall_start.date(), clock)
    repair = _look(cast, clock)
    remove_absence(absence, by=cast.hana, now=clock.now())
    assert look("There after all.", by=cast.hana, now=clock.now()) is None
    found = repair_with(repair.id)
    assert found is not None
    assert found.state is RepairState.needless


def test_a_large_year_waits_for_the_worker(
    program: Program, cast: Cast, clock: StoppedClock, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from planner.jobs.passes import generate

    monkeypatch.setattr(acts, "SMALL", 0)
    repair, hit = _hit_by_absence(program, cast, clock)
    assert repair.at_work
    with pytest.raises(Refused, match="still being worked out"):
        publish_repair(repair.id, by=cast.hana, now=clock.now())
    assert generate(app, planner_clock.now)
    db.session.expire_all()
    assert (repair.state, {change.event for change in changes_of(repair)}) == (RepairState.ready, hit)


def test_every_decision_is_in_the_audit_log(program: Program, cast: Cast, clock: StoppedClock) -> None:
    repair, _ = _hit_by_absence(program, cast, clock)
    publish_repair(repair.id, by=cast.hana, now=clock.now())
    acts_done = [row.act for row in db.session.scalars(select(AuditRow).order_by(AuditRow.id))]
    assert acts_done[-2:] == ["ask for repair", "publish repair"]
    assert clock.now().date() < AFTER_THE_FREEZE
