"""Why not: kept with the generation, with the place where HR changes each thing."""

import pytest

from planner.actions.generate import generate_now
from planner.actions.problems import Built, build
from planner.actions.why_not import where_of
from planner.models.base import writing
from planner.models.generations import GenerationState
from planner.models.programs import Program
from planner.planning.reasons.relaxations import Change, Relaxation
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.year import Size, make_year


@pytest.fixture
def program(cast: Cast, clock: StoppedClock) -> Program:
    return make_year(cast, clock.now(), size=Size(teams=1, leaders=2, policies=1), budget=12_000)


@pytest.fixture
def built(program: Program, clock: StoppedClock) -> Built:
    return build(program, clock.now())


@pytest.mark.parametrize(
    ("path", "thing"),
    [
        (("sites", "Dublin", "committee_minutes", 3), "site"),
        (("teams", "Billing", "workdays"), "team"),
        (("leaders", "Elif Kaya", "quota", "max"), "leader"),
        (("visit", "max_gap_weeks"), "cadence"),
        (("months", 3, "budget"), "program"),
        (("max_sessions_per_week",), None),
        (("sites", "Nowhere", "hosts"), None),
    ],
)
def test_every_change_leads_to_where_hr_makes_it(path: tuple[str | int, ...], thing: str | None, built: Built) -> None:
    where = where_of(built, Relaxation("Do this.", (Change(path, 1),)))
    assert where.get("thing") == thing


def test_a_policy_and_a_cadence_are_found_by_their_names(built: Built) -> None:
    track, policy = next(iter(built.year.tracks)), next(iter(built.reviews.of))
    places = [
        where_of(built, Relaxation("Do this.", (Change((part, name, "x"), 1),)))
        for part, name in (("tracks", track), ("policies", policy))
    ]
    assert places == [
        {"thing": "cadence", "number": built.year.tracks[track].id, "name": track},
        {"thing": "policy", "number": built.reviews.of[policy].id, "name": built.reviews.of[policy].name},
    ]


def test_a_year_that_cannot_be_says_which_rules_clash(program: Program, cast: Cast, clock: StoppedClock) -> None:
    with writing():
        cast.dublin.committee_minutes = 5
    done = generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    told = done.result["why_not"]
    assert isinstance(told, dict)
    assert (done.state, told["complete"]) == (GenerationState.done, True)
    clashes = [clash for clash in told["clashes"] if "H20" in clash["codes"]]
    assert {change["where"].get("name") for clash in clashes for change in clash["changes"]} >= {"Dublin"}


def test_a_year_that_keeps_every_rule_has_nothing_to_say(program: Program, cast: Cast, clock: StoppedClock) -> None:
    assert generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1).result["why_not"] == {}
