"""Scenarios: made beside the draft, used in one step with the way back, around what people set by hand."""

import json
from datetime import timedelta

import pytest

from planner.actions import scenarios
from planner.actions.draft_plan import read_draft
from planner.actions.generate import generate_now, work_off_next, work_off_now
from planner.actions.moves import move
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.domain.scenarios import Settings
from planner.models import drafts
from planner.models.audit import AuditRow
from planner.models.base import db, writing
from planner.models.generations import (
    Generation,
    GenerationPurpose,
    GenerationState,
    latest_of,
    plan_of,
    scenarios_of,
    unfinished_of,
)
from planner.models.programs import Program
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.scenes import scene
from tests.year import Size, make_year

SIX = Settings(visits=4)


@pytest.fixture
@scene
def program(cast: Cast, clock: StoppedClock) -> Program:
    found = make_year(cast, clock.now(), size=Size(teams=1, leaders=2, policies=1))
    generate_now(found.id, by=cast.hana, now=clock.now(), time_limit=1)
    return found


def _places(program: Program) -> dict[str, tuple[object, ...]]:
    events = drafts.draft_events(program.id)
    return {event.uid: (event.title, event.starts_at) for event in events if not event.cancelled}


def _made(program: Program, cast: Cast, clock: StoppedClock, name: str = "Six", settings: Settings = SIX) -> Generation:
    wish = scenarios.add(program.id, name, settings, by=cast.hana, now=clock.now())
    with writing():
        wish.time_limit = 1
    return work_off_now(wish, clock.now())


def _visits(program: Program) -> int:
    events = drafts.draft_events(program.id)
    return sum(event.kind is EventKind.floor_visit and not event.cancelled for event in events)


def test_a_scenario_leaves_the_draft_alone(program: Program, cast: Cast, clock: StoppedClock) -> None:
    before, drafted = _places(program), latest_of(program.id)
    made = _made(program, cast, clock)
    assert (made.state, made.purpose, _places(program)) == (GenerationState.done, GenerationPurpose.scenario, before)
    assert latest_of(program.id) == drafted
    assert (
        made.sentence
        == f"“Six” has {len(read_draft(program, clock.now()).plan.occurrences) - 6} events; every rule is kept. The draft is as it was."
    )


def test_a_scenario_is_worked_off_by_the_worker_and_keeps_its_plan_and_figures(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    wish = scenarios.add(program.id, "Calm", Settings(calm=True), by=cast.hana, now=clock.now())
    assert unfinished_of(program.id) is None
    with writing():
        wish.time_limit = 1
    assert work_off_next(clock.now()) is True
    stored = plan_of(wish.id)
    assert (stored or {}).get("format") == "csw-plan/1"
    assert wish.figures["hard"] == 0
    assert {site: sum(map(sum, kinds.values())) for site, kinds in wish.weeks.items()}.keys() == {"Dublin", "Tampa"}


def test_using_a_scenario_writes_it_and_keeps_the_draft_before_it(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    before = _places(program)
    assert _visits(program) == 3 * 6
    used = scenarios.use(_made(program, cast, clock).id, by=cast.hana, now=clock.now())
    assert (_visits(program), used.purpose, latest_of(program.id)) == (3 * 4, GenerationPurpose.year, used)
    kept, _ = scenarios_of(program.id)
    assert kept.name == "The draft before “Six”"
    scenarios.use(kept.id, by=cast.hana, now=clock.now())
    assert sorted(_places(program).values()) == sorted(before.values())


def test_what_was_set_by_hand_after_a_scenario_was_made_stays_when_it_is_used(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    made = _made(program, cast, clock, settings=Settings(seed=5))
    event = next(e for e in drafts.draft_events(program.id) if e.kind is EventKind.recognition and e.team_id)
    move(event, event.wall_start + timedelta(days=1), cast.hana, clock.now(), force=True)
    place, count = event.wall_start, len(_places(program))
    scenarios.use(made.id, by=cast.hana, now=clock.now())
    assert (event.wall_start, event.pinned, len(_places(program))) == (place, True, count)


def test_a_team_that_is_gone_since_is_left_out_and_said(program: Program, cast: Cast, clock: StoppedClock) -> None:
    made = _made(program, cast, clock)
    with writing():
        cast.billing.active = False
    used = scenarios.use(made.id, by=cast.hana, now=clock.now())
    notes = used.result["notes"]
    assert isinstance(notes, list)
    assert [note for note in notes if "left out" in note] == [
        "24 events of the scenario were left out: their team, leader, activity or policy is no longer there."
    ]


def test_using_and_deleting_are_noted(program: Program, cast: Cast, clock: StoppedClock) -> None:
    made = _made(program, cast, clock)
    scenarios.use(made.id, by=cast.hana, now=clock.now())
    scenarios.delete(made.id, by=cast.hana, now=clock.now())
    acts = [row.act for row in db.session.query(AuditRow).order_by(AuditRow.id) if "scenario" in row.act]
    assert acts == ["add scenario", "use scenario", "delete scenario"]


@pytest.mark.parametrize(
    ("name", "settings", "sentence"),
    [
        (" ", SIX, "Give the scenario a name by which you will know it."),
        ("SIX", SIX, "There is a scenario “SIX” already: choose another name, or delete that one."),
        (
            "Rich",
            Settings(budget=10),
            "The program has no budget, so there is none to change: give it one under “Edit”.",
        ),
    ],
)
def test_what_cannot_be_is_refused(
    program: Program, cast: Cast, clock: StoppedClock, name: str, settings: Settings, sentence: str
) -> None:
    scenarios.add(program.id, "Six", SIX, by=cast.hana, now=clock.now())
    with pytest.raises(Refused) as refusal:
        scenarios.add(program.id, name, settings, by=cast.hana, now=clock.now())
    assert refusal.value.sentence == sentence


def test_a_scenario_is_not_used_before_it_is_finished_nor_deleted_while_it_runs(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    wish = scenarios.add(program.id, "Six", SIX, by=cast.hana, now=clock.now())
    with pytest.raises(Refused, match="This scenario is not finished yet"):
        scenarios.use(wish.id, by=cast.hana, now=clock.now())
    with writing():
        wish.state = GenerationState.running
    with pytest.raises(Refused, match="It is being made"):
        scenarios.delete(wish.id, by=cast.hana, now=clock.now())


def test_the_draft_is_judged_as_the_scenarios_are(program: Program, clock: StoppedClock) -> None:
    standing = scenarios.standing(program, clock.now())
    last = latest_of(program.id)
    assert standing is not None
    assert last is not None
    assert (json.loads(json.dumps(standing.figures)), standing.weeks) == (last.figures, last.weeks)


def test_without_a_draft_nothing_stands(cast: Cast, clock: StoppedClock) -> None:
    assert scenarios.standing(make_year(cast, clock.now()), clock.now()) is None


def test_every_event_of_a_generated_draft_is_found_again(program: Program, clock: StoppedClock) -> None:
    stored = plan_of(latest_of(program.id).id)  # type: ignore[union-attr]  # it was just made
    assert stored == read_draft(program, clock.now()).plan.to_json()
