"""The grid: every rule in exactly one field, and an order in which a session works."""

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.policy_grid import Field, Placed, field_of, order

LEVELS = st.integers(1, 5)
PLACED = st.builds(Placed, st.integers(1, 99), st.none() | LEVELS, LEVELS, st.integers(0, 9), st.booleans())


def _slow_field(one: Placed) -> Field:
    """The picture, cell by cell: E and I in 4, 5 are easy and matter."""
    if one.locked:
        return Field.locked
    if one.ease is None:
        return Field.unplaced
    cells = {(ease, impact): Field.leave for ease in (1, 2, 3) for impact in (1, 2, 3)}
    cells |= {(ease, impact): Field.small_and_easy for ease in (4, 5) for impact in (1, 2, 3)}
    cells |= {(ease, impact): Field.worth_the_work for ease in (1, 2, 3) for impact in (4, 5)}
    cells |= {(ease, impact): Field.quick_kill for ease in (4, 5) for impact in (4, 5)}
    return cells[one.ease, one.impact]


@given(PLACED)
def test_the_field_is_the_one_of_its_cell(one: Placed) -> None:
    assert field_of(one) is _slow_field(one)


@given(st.lists(PLACED, max_size=8, unique_by=lambda one: one.key))
def test_the_order_keeps_every_rule_and_what_the_law_fixes_comes_last(rules: list[Placed]) -> None:
    found = order(rules)
    assert sorted(found, key=lambda one: one.key) == sorted(rules, key=lambda one: one.key)
    fields = [field_of(one) for one in found]
    kills, locked = fields.count(Field.quick_kill), fields.count(Field.locked)
    assert fields[:kills] == [Field.quick_kill] * kills
    assert fields[len(fields) - locked :] == [Field.locked] * locked


def test_of_two_alike_the_one_with_more_voices_comes_first() -> None:
    few, many = Placed(1, 5, 5, voices=1), Placed(2, 5, 5, voices=4)
    assert order([few, many]) == [many, few]


def test_a_rule_that_nobody_placed_stands_with_those_worth_the_work() -> None:
    rules = [Placed(1, 1, 1), Placed(2, None, 5), Placed(3, 5, 1), Placed(4, 2, 4), Placed(5, 5, 5)]
    assert [one.key for one in order(rules)] == [5, 2, 4, 3, 1]
