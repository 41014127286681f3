"""The cost ledger against a slow obvious version that walks through every contact of every month."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.policy_costs import (
    Cost,
    Hours,
    given_back,
    hours_a_year,
    objections,
    pain_of,
    remeasured_on,
    so_far,
    total,
    whole,
)

FEW = st.builds(Cost, st.integers(0, 40), st.integers(0, 7200), st.integers(0, 7200), st.integers(0, 300))
DAYS = st.dates(date(2025, 1, 1), date(2029, 12, 31))


def _slow(cost: Cost) -> Hours:
    """Twelve months, each contact by itself; a hundredth of a contact comes back for each of 100."""
    agents = customers = Fraction(0)
    for _ in range(12):
        for _ in range(cost.contacts_a_month):
            agents += Fraction(cost.agent_seconds, 3600)
            customers += Fraction(cost.customer_seconds, 3600)
            for _ in range(cost.repeats_in_100):
                agents += Fraction(cost.agent_seconds, 360_000)
                customers += Fraction(cost.customer_seconds, 360_000)
    return Hours(agents, customers)


@given(st.builds(Cost, st.integers(0, 8), st.integers(0, 7200), st.integers(0, 7200), st.integers(0, 60)))
def test_hours_a_year_are_what_walking_through_every_contact_finds(cost: Cost) -> None:
    assert hours_a_year(cost) == _slow(cost)


def test_half_an_hour_of_waiting_against_three_minutes_with_a_call_back() -> None:
    """The example of the sources: 30 minutes in a queue, or 3 minutes and a call back 25 minutes later as promised."""
    waiting, called_back = Cost(1000, 180, 30 * 60), Cost(1000, 180, 3 * 60)
    assert (whole(hours_a_year(waiting).customers), whole(hours_a_year(called_back).customers)) == (6000, 600)
    assert given_back(waiting, called_back) == Hours(Fraction(0), Fraction(5400))


@given(FEW, FEW)
def test_what_a_change_gives_back_is_lost_again_when_it_is_undone(before: Cost, after: Cost) -> None:
    assert given_back(before, after) + given_back(after, before) == Hours()
    assert given_back(before, before) == Hours()


@given(FEW, DAYS, st.integers(-40, 900), st.integers(0, 400))
def test_so_far_grows_by_the_same_every_day(cost: Cost, since: date, days: int, more: int) -> None:
    a_year, until = hours_a_year(cost), since + timedelta(days=days)
    later = so_far(a_year, since, until + timedelta(days=more))
    assert so_far(a_year, since, since + timedelta(days=365)) == a_year
    if days >= 0:
        assert later - so_far(a_year, since, until) == a_year.times(Fraction(more, 365))
    else:
        assert so_far(a_year, since, until) == Hours()


@given(st.lists(FEW, max_size=5))
def test_the_total_is_the_sum_in_any_order(costs: list[Cost]) -> None:
    hours = [hours_a_year(cost) for cost in costs]
    assert total(hours) == total(reversed(hours))
    assert total(hours).total == sum((one.agents + one.customers for one in hours), Fraction(0))


@pytest.mark.parametrize(
    ("hours", "shown"), [("1/2", 1), ("49/100", 0), ("-1/2", -1), ("-2/5", 0), ("5/2", 3), ("0", 0)]
)
def test_whole_hours_round_halves_away_from_nought(hours: str, shown: int) -> None:
    assert whole(Fraction(hours)) == shown


@given(st.integers(1, 5), st.integers(1, 5))
def test_pain_lies_between_the_two_scores(work: int, penalty: int) -> None:
    found = pain_of(work, penalty)
    assert min(work, penalty) <= found <= max(work, penalty)
    assert found == pain_of(penalty, work)
    assert pain_of(work, work) == work


def test_a_second_count_comes_ninety_days_later() -> None:
    assert remeasured_on(date(2027, 3, 15)) == date(2027, 6, 13)


@pytest.mark.parametrize(
    ("cost", "fields"),
    [
        (Cost(), []),
        (Cost(-1), ["contacts_a_month"]),
        (Cost(1, -1, 0), ["agent_seconds"]),
        (Cost(1, 0, 31 * 24 * 3600), ["customer_seconds"]),
        (Cost(1, 0, 0, 1001), ["repeats_in_100"]),
    ],
)
def test_what_cannot_be_is_said_field_by_field(cost: Cost, fields: list[str]) -> None:
    assert list(objections(cost)) == fields
