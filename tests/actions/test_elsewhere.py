"""Where else an event could be: places that the checker judged, put there by a button, and taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.actions.draft_plan import read_draft
from planner.actions.elsewhere import Target, places_for, put
from planner.actions.generate import generate_now
from planner.actions.moves import move
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.models import drafts
from planner.models.base import writing
from planner.models.events import Event
from planner.models.programs import Program
from planner.planning.judge.check import check
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.scenes import scene
from tests.year import Size, make_year


@pytest.fixture
@scene
def program(cast: Cast, clock: StoppedClock) -> Program:
    found = make_year(cast, clock.now(), size=Size(teams=1, leaders=2, policies=1))
    generate_now(found.id, by=cast.hana, now=clock.now(), time_limit=1)
    return found


def _some(program: Program, kind: EventKind, place: int = 2) -> Event:
    return [event for event in drafts.draft_events(program.id) if event.kind is kind and event.cadence_id][place]


def _judged(program: Program, clock: StoppedClock) -> tuple[int, int]:
    draft = read_draft(program, clock.now())
    verdict = check(replace(draft.built.problem, pins=()), draft.plan)
    return verdict.hard, verdict.cost


@pytest.mark.parametrize("kind", [EventKind.recognition, EventKind.floor_visit, EventKind.policy_review])
def test_an_event_that_is_put_elsewhere_costs_what_was_said(
    kind: EventKind, program: Program, cast: Cast, clock: StoppedClock
) -> None:
    event = _some(program, kind, 0)
    places = [place for place in places_for(event, clock.now()) if not place.forbidden]
    before = _judged(program, clock)
    assert len(places) == 3
    put(event, places[0].target, pinned=True, by=cast.hana, now=clock.now())
    assert (event.wall_start, event.pinned) == (places[0].wall_start, True)
    assert _judged(program, clock) == (before[0], before[1] + places[0].cost)


def test_undoing_it_brings_everything_back(program: Program, cast: Cast, clock: StoppedClock) -> None:
    event = _some(program, EventKind.floor_visit)
    leader = next(one.person_id for one in drafts.working_leaders() if one.person_id != event.leader_id)
    other = Target(event.starts_at + timedelta(days=7), leader, event.activity_id)
    columns = ("wall_start", "starts_at", "ends_at", "leader_id", "title", "minutes", "activity_id")
    was = {name: getattr(event, name) for name in columns}
    sentence, before = put(event, other, pinned=True, by=cast.hana, now=clock.now())
    assert event.leader_id == leader
    assert event.leader is not None
    assert sentence.endswith(f", with {event.leader.name}.")
    put(event, before, pinned=False, by=cast.hana, now=clock.now())
    assert ({name: getattr(event, name) for name in columns}, event.pinned) == (was, False)


def test_a_pinned_event_has_other_places_too(program: Program, cast: Cast, clock: StoppedClock) -> None:
    event = _some(program, EventKind.recognition)
    move(event, event.wall_start + timedelta(days=1), cast.hana, clock.now(), force=True)
    assert [place.forbidden for place in places_for(event, clock.now())][:1] == [False]


def test_no_place_lies_in_the_past(program: Program, clock: StoppedClock) -> None:
    event = _some(program, EventKind.recognition)
    clock.moment = event.starts_at - timedelta(days=1)
    assert [place for place in places_for(event, clock.now()) if place.target.start <= clock.now()] == []


def test_what_no_cadence_made_has_no_other_places(program: Program, clock: StoppedClock) -> None:
    event = next(event for event in drafts.draft_events(program.id) if event.cadence_id is None)
    assert places_for(event, clock.now()) == []


def test_a_leader_or_an_activity_that_cannot_be_is_refused(program: Program, cast: Cast, clock: StoppedClock) -> None:
    visit, thanks = _some(program, EventKind.floor_visit), _some(program, EventKind.recognition)
    with pytest.raises(Refused, match="This leader can no longer visit"):
        put(visit, replace(Target.of(visit), leader_id=9999), pinned=True, by=cast.hana, now=clock.now())
    with pytest.raises(Refused, match="This activity is no longer one of the cadence"):
        put(thanks, replace(Target.of(thanks), activity_id=9999), pinned=True, by=cast.hana, now=clock.now())
    assert (visit.pinned, thanks.pinned) == (False, False)


def test_a_cancelled_event_is_not_put_anywhere(program: Program, cast: Cast, clock: StoppedClock) -> None:
    event = _some(program, EventKind.recognition)
    with writing():
        event.cancelled = True
    with pytest.raises(Refused, match="This event was cancelled"):
        put(event, Target.of(event), pinned=True, by=cast.hana, now=clock.now())
