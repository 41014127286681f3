"""The briefing gate, against a version that asks every team by itself."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.briefings import Gate, Light, gate

LAUNCH = date(2027, 4, 20)
AROUND = st.integers(-20, 10).map(lambda days: LAUNCH + timedelta(days=days))
BRIEFED = st.lists(st.tuples(st.integers(1, 5), AROUND), max_size=8)


def _slow_open(teams: set[int], briefed: list[tuple[int, date]], days: int) -> bool:
    if not teams:
        return False
    for team in teams:
        heard = False
        for who, day in briefed:
            if who == team and (LAUNCH - day).days >= days:
                heard = True
        if not heard:
            return False
    return True


@given(st.sets(st.integers(1, 5)), BRIEFED, st.integers(0, 10), AROUND)
def test_the_gate_is_open_when_every_team_heard_in_time(
    teams: set[int], briefed: list[tuple[int, date]], days: int, today: date
) -> None:
    found = gate(teams, briefed, LAUNCH, today, days)
    assert found.open is _slow_open(teams, briefed, days)
    if not found.open:
        assert found.light is (Light.past if today >= LAUNCH else Light.red)
    assert {*found.bare, *found.late} <= teams


def test_the_teams_without_a_briefing_and_those_briefed_too_late_are_named() -> None:
    briefed = [(1, LAUNCH), (2, LAUNCH - timedelta(days=1)), (2, LAUNCH + timedelta(days=1))]
    assert gate([3, 2, 1], briefed, LAUNCH, LAUNCH - timedelta(days=5)) == Gate(Light.red, bare=(3,), late=(1,))
