"""Programs and their cadences: years that tile, sets of presets, copies by rule."""

from datetime import date

import pytest

from planner.actions.cadences import choose_set, remove_cadence, save_cadence
from planner.actions.programs import copy_program, make_program
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.models.activities import catalogue
from planner.models.base import db
from planner.models.programs import Program
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.scenes import scene
from tests.year import SMALL, make_year


@pytest.fixture
@scene
def program(cast: Cast, clock: StoppedClock) -> Program:
    clock.advance(days=-90)
    return make_year(
        cast, clock.now(), start=date(2027, 1, 1), budget=40_000, observances=["bosss-day"], theme="Open doors"
    )


def test_a_copy_joins_the_year_before_and_has_its_dates_by_rule(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    copied = copy_program(program.id, by=cast.hana, now=clock.now(), keep=frozenset({"budget", "cadences"}))
    assert (program.ends_on, copied.starts_on, copied.ends_on) == (
        date(2028, 1, 2),
        date(2028, 1, 3),
        date(2028, 12, 31),
    )
    assert (copied.celebration_starts_on, copied.theme, copied.budget, copied.observances) == (
        date(2028, 10, 2),
        "",
        40_000,
        [],
    )
    assert [(c.name, [a.number for a in c.activities]) for c in copied.cadences] == [
        (c.name, [a.number for a in c.activities]) for c in program.cadences
    ]  # fmt: skip


def test_a_year_is_copied_once(program: Program, cast: Cast, clock: StoppedClock) -> None:
    copy_program(program.id, by=cast.hana, now=clock.now())
    with pytest.raises(Refused, match="is there already"):
        copy_program(program.id, by=cast.hana, now=clock.now())


@pytest.mark.parametrize(("month", "week"), [(1, date(2029, 10, 1)), (5, date(2029, 10, 1)), (11, date(2030, 10, 7))])
def test_any_start_month_is_offered_the_week_of_its_own_october(
    month: int, week: date, cast: Cast, clock: StoppedClock
) -> None:
    made = make_program({"name": "Any"}, year=2029, month=month, zone="UTC", by=cast.hana, now=clock.now())
    assert (made.celebration_starts_on, (made.ends_on - made.starts_on).days % 7) == (week, 6)


def test_a_name_that_deceives_is_refused(cast: Cast, clock: StoppedClock) -> None:
    with pytest.raises(Refused) as refusal:
        make_program({"name": "=?utf-8?q?x?="}, year=2029, month=1, zone="UTC", by=cast.hana, now=clock.now())
    assert refusal.value.field == "name"


def test_a_set_replaces_cadences_but_those_of_one_name_stay_the_same_row(
    program: Program, cast: Cast, clock: StoppedClock
) -> None:
    before = {cadence.name: cadence.id for cadence in program.cadences}
    choose_set(program.id, "light", by=cast.hana, now=clock.now())
    db.session.expire_all()
    after = {cadence.name: cadence.id for cadence in program.cadences}
    assert after.keys() == {"Monthly thanks", "Floor visits, four a year", "Policy review", "Celebration week"}
    assert {name: after[name] for name in ("Monthly thanks", "Policy review", "Celebration week")} == {
        name: before[name] for name in ("Monthly thanks", "Policy review", "Celebration week")
    }  # fmt: skip


def _values(**values: object) -> dict[str, object]:
    return {
        "name": "More", "kind": EventKind.recognition, "in_celebration_week": False, "times_a_year": 6, "minutes": None,
        "min_gap_days": 30, "ideal_gap_days": 61, "max_gap_days": 91, "tolerance_days": 5, **values,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": EventKind.floor_visit}, "kind"),
        ({"name": "Monthly thanks"}, "name"),
        ({"name": ""}, "name"),
        ({"ideal_gap_days": 10}, "times_a_year"),
    ],
)
def test_a_cadence_that_makes_no_sense_is_refused_beside_its_field(
    values: dict[str, object], field: str, program: Program, cast: Cast, clock: StoppedClock
) -> None:
    with pytest.raises(Refused) as refusal:
        save_cadence(program.id, None, _values(**values), [catalogue()[3].id], by=cast.hana, now=clock.now())
    assert (refusal.value.field, len(program.cadences)) == (field, 5)


def test_a_cadence_with_events_can_go(program: Program, cast: Cast, clock: StoppedClock) -> None:
    from planner.actions.generate import generate_now
    from planner.actions.publish import publish

    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    publish(program.id, by=cast.hana, now=clock.now())
    cadence = program.cadences[1]
    remove_cadence(program.id, cadence.id, by=cast.hana, now=clock.now())
    done = generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    assert done.result["gone"] == (2 + SMALL.teams) * 6
