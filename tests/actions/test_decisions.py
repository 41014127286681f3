"""What follows from a decision: the register, the answer to those who asked, the briefing, the second count; and trials on their day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from planner.actions import follow_ups, promises
from planner.actions.decisions import Ruling, decide, told_words
from planner.actions.rules_by_date import keep_days
from planner.actions.trials import read_guard
from planner.domain.kinds import EventKind
from planner.domain.outcomes import PolicyOutcome
from planner.domain.policy_costs import Cost, Hours
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentState
from planner.domain.trials import Verdict
from planner.models.base import db
from planner.models.commitments import Commitment, commitment_keyed
from planner.models.decisions import Decision, autonomies, changes_in_force, decisions_about
from planner.models.events import Event, PublishedEvent
from planner.models.launches import launch_of
from planner.models.named_rules import ABOUT, open_named_rules
from planner.models.promises import promise_about
from tests.cast import Cast
from tests.conftest import NOW
from tests.rules import COST, FIRST, LAST, make_rule, named, on_trial, removal, trial
from tests.year import make_year

TODAY = date(2027, 3, 1)
HOURS = Hours(Fraction(360), Fraction(5400))


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def owed(decision: Decision) -> Commitment:
    found = commitment_keyed(follow_ups.key_of(decision.id))
    assert found is not None
    return found


def test_a_removal_goes_into_force_on_its_day_and_not_before(cast: Cast) -> None:
    rule = make_rule(cast)
    decision = decide(rule, removal(cast), by=cast.elif_, now=NOW)
    assert (rule.active, decision.in_force, rule.outcome, rule.last_reviewed_on) == (True, False, "remove", TODAY)
    assert keep_days(noon(date(2027, 3, 14))) == 0
    assert (keep_days(noon(date(2027, 3, 15))), rule.active, decision.in_force) == (1, False, True)
    assert keep_days(noon(date(2027, 3, 16))) == 0


def test_one_for_today_holds_at_once(cast: Cast) -> None:
    decision = decide(make_rule(cast), removal(cast, TODAY), by=cast.elif_, now=NOW)
    assert (decision.in_force, decision.policy.active) == (True, False)


def test_everybody_who_named_it_hears_within_a_week_of_the_decision(cast: Cast) -> None:
    rule = make_rule(cast)
    question = named(cast, rule)
    decision = decide(rule, removal(cast), by=cast.elif_, now=NOW)
    promise = promise_about(ABOUT, question.id)
    assert promise is not None
    assert (promise.commitment.due_on, promise.commitment.time_version) == (date(2027, 3, 8), 2)
    assert (question.decision_id, open_named_rules()) == (decision.id, [])
    promises.tell(promise, told_words(decision), by=cast.elif_, now=NOW)
    assert (promise.commitment.state, promise.words.count("Refund it.")) == (CommitmentState.done, 1)


def test_a_day_that_was_promised_earlier_is_not_put_off_by_deciding(cast: Cast) -> None:
    rule = make_rule(cast)
    question = named(cast, rule)
    decide(rule, removal(cast, date(2027, 4, 20)), by=cast.elif_, now=noon(date(2027, 3, 30)))
    promise = promise_about(ABOUT, question.id)
    assert promise is not None
    assert promise.commitment.due_on == date(2027, 3, 31)


def test_a_changed_rule_becomes_a_launch_for_its_teams(cast: Cast) -> None:
    decision = decide(make_rule(cast), removal(cast), by=cast.elif_, now=NOW)
    launch = launch_of(decision.id)
    assert launch is not None
    assert (launch.kind, launch.launch_on, [team.name for team in launch.teams]) == (
        "rule",
        date(2027, 3, 15),
        ["Billing", "Night Care"],
    )


def test_the_second_count_is_owed_ninety_days_after_the_change(cast: Cast) -> None:
    decision = decide(make_rule(cast), removal(cast), by=cast.elif_, now=NOW)
    found = owed(decision)
    assert (found.due_on, found.opens_on, found.owner_id) == (date(2027, 6, 13), date(2027, 5, 30), cast.elif_.id)


def test_hours_are_expected_at_first_and_counted_later(cast: Cast) -> None:
    rule = make_rule(cast)
    decision = decide(rule, removal(cast), by=cast.elif_, now=NOW)
    keep_days(noon(date(2027, 3, 15)))
    assert (decision.hours, decision.measured) == (HOURS, False)
    with pytest.raises(Refused, match="too early"):
        follow_ups.remeasure(decision, Cost(), by=cast.elif_, now=noon(date(2027, 5, 29)))
    left = replace(COST, contacts_a_month=60)
    follow_ups.remeasure(decision, left, by=cast.elif_, now=noon(date(2027, 6, 13)))
    assert (decision.hours, decision.measured) == (Hours(Fraction(324), Fraction(4860)), True)
    assert (decision.expected_hours, rule.cost, owed(decision).state) == (HOURS, left, CommitmentState.done)


def test_what_is_simplified_is_expected_to_cost_what_was_said(cast: Cast) -> None:
    ruling = Ruling(
        PolicyOutcome.simplify, "One signature.", changes_on=TODAY, teams=[cast.billing],
        expected=replace(COST, agent_seconds=60),
    )  # fmt: skip
    decision = decide(make_rule(cast), ruling, by=cast.elif_, now=NOW)
    assert decision.hours == Hours(Fraction(180), Fraction(0))
    assert decision.policy.active


def test_delegating_adds_a_line_to_what_agents_decide(cast: Cast) -> None:
    ruling = Ruling(
        PolicyOutcome.delegate, "You decide.", changes_on=TODAY, teams=[cast.billing],
        may_decide="Refunds without asking", up_to="50 euros",
    )  # fmt: skip
    decide(make_rule(cast), ruling, by=cast.elif_, now=NOW)
    assert [(one.what, one.limit, one.since) for one in autonomies()] == [("Refunds without asking", "50 euros", TODAY)]


@pytest.mark.parametrize(
    ("outcome", "day", "state"),
    [(PolicyOutcome.keep, None, date(2028, 3, 1)), (PolicyOutcome.postpone, date(2027, 9, 1), date(2027, 9, 1))],
)
def test_a_rule_that_stays_is_due_again(cast: Cast, outcome: PolicyOutcome, day: date | None, state: date) -> None:
    rule = make_rule(cast)
    decide(rule, Ruling(outcome, reason="It protects the old.", changes_on=day), by=cast.elif_, now=NOW)
    assert (rule.cycle.due_on, rule.active, launch_of(decisions_about(rule.id)[0].id)) == (state, True, None)


def test_what_the_law_turns_out_to_fix_is_locked_with_its_citation(cast: Cast) -> None:
    rule = make_rule(cast)
    decide(rule, Ruling(PolicyOutcome.legally_fixed, reason="Payments act, section 3"), by=cast.elif_, now=NOW)
    assert (rule.legally_fixed, rule.citation) == (True, "Payments act, section 3")
    with pytest.raises(Refused, match="fixed by Payments act, section 3"):
        decide(rule, removal(cast), by=cast.elif_, now=NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"words": " "}, "words"),
        ({"teams": []}, "teams"),
        ({"changes_on": None}, "changes_on"),
        ({"changes_on": date(2027, 2, 27)}, "changes_on"),
        ({"outcome": PolicyOutcome.delegate}, "may_decide"),
        ({"outcome": PolicyOutcome.keep}, "reason"),
        ({"outcome": PolicyOutcome.trial_removal}, "starts_on"),
        ({"expected": Cost(contacts_a_month=-1)}, "contacts_a_month"),
    ],
)
def test_a_decision_that_lacks_something_is_refused_and_nothing_is_written(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    rule = make_rule(cast)
    with pytest.raises(Refused) as refusal:
        decide(rule, replace(removal(cast), **changes), by=cast.elif_, now=NOW)
    assert (refusal.value.field, decisions_about(rule.id)) == (field, [])


@pytest.fixture
def year(cast: Cast) -> None:
    make_year(cast, NOW, start=date(2027, 1, 1))


def last_day(decision: Decision) -> PublishedEvent:
    assert decision.trial is not None
    assert decision.trial.event_id is not None
    return db.session.get_one(PublishedEvent, decision.trial.event_id)


def ended(decision: Decision) -> Verdict | None:
    assert decision.trial is not None
    return decision.trial.verdict


@pytest.mark.usefixtures("year")
def test_a_trial_stands_on_the_calendar_with_its_last_day(cast: Cast) -> None:
    event = last_day(on_trial(cast, make_rule(cast)))
    assert (event.kind, event.title, event.wall_start.date()) == (
        EventKind.milestone,
        "Trial ends: Refunds over 20 need a signature",
        LAST,
    )
    assert "complaints a week at most 5" in event.description


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    ("reading", "verdict", "active", "title"),
    [
        (5.0, Verdict.kept, False, "Gone for good"),
        (5.5, Verdict.reverted, True, "Back in force"),
        (None, Verdict.reverted, True, "Back in force"),
    ],
)
def test_a_trial_ends_on_its_day_by_the_guard(
    cast: Cast, reading: float | None, verdict: Verdict, active: bool, title: str
) -> None:
    rule = make_rule(cast)
    decision = on_trial(cast, rule)
    keep_days(noon(FIRST))
    assert (decision.in_force, rule.active) == (True, True)
    if reading is not None:
        read_guard(decision, reading, by=cast.elif_, now=noon(date(2027, 4, 30)))
    keep_days(noon(LAST - timedelta(days=1)))
    assert ended(decision) is None
    keep_days(noon(LAST))
    assert (ended(decision), rule.active, decision.in_force) == (verdict, active, not active)
    assert last_day(decision).title == f"{title}: Refunds over 20 need a signature"
    assert owed(decision).withdrawn is active
    assert [one.id for one in changes_in_force()] == ([] if active else [decision.id])
    assert rule.cost == (COST if active else Cost())


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("reading", [3.0, 9.0])
def test_whoever_named_a_rule_is_promised_to_hear_how_its_trial_ended(cast: Cast, reading: float) -> None:
    rule = make_rule(cast)
    named(cast, rule)
    decision = on_trial(cast, rule)
    keep_days(noon(FIRST))
    read_guard(decision, reading, by=cast.elif_, now=noon(date(2027, 4, 30)))
    keep_days(noon(LAST))
    found = promise_about("trial", decision.id)
    assert found is not None
    assert (found.hearers, found.commitment.due_on, found.commitment.owner_id) == (
        [cast.ana],
        LAST + timedelta(days=7),
        cast.elif_.id,
    )


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("read", [True, False])
def test_the_owner_owes_the_guard_the_day_before_the_end(cast: Cast, read: bool) -> None:
    decision = on_trial(cast, make_rule(cast))
    guard = commitment_keyed(follow_ups.guard_key_of(decision.id))
    assert guard is not None
    assert (guard.due_on, guard.opens_on, guard.owner_id) == (date(2027, 5, 2), date(2027, 4, 18), cast.elif_.id)
    if read:
        read_guard(decision, 3, by=cast.elif_, now=noon(date(2027, 4, 30)))
    keep_days(noon(FIRST))
    keep_days(noon(LAST))
    state = CommitmentState.done if read else CommitmentState.open
    assert (guard.state, guard.withdrawn) == (state, not read)


@pytest.mark.usefixtures("year")
def test_while_a_trial_runs_the_rule_is_not_decided_on_again(cast: Cast) -> None:
    rule = make_rule(cast)
    on_trial(cast, rule)
    with pytest.raises(Refused, match="A trial of this rule is running"):
        decide(rule, removal(cast), by=cast.elif_, now=NOW)


@pytest.mark.usefixtures("year")
def test_the_guard_is_corrected_until_the_end_and_not_after(cast: Cast) -> None:
    decision = on_trial(cast, make_rule(cast))
    with pytest.raises(Refused, match="nothing to read yet"):
        read_guard(decision, 1, by=cast.elif_, now=NOW)
    for value in (9.0, 3.0):
        read_guard(decision, value, by=cast.elif_, now=noon(date(2027, 4, 30)))
    keep_days(noon(LAST))
    with pytest.raises(Refused, match="This trial is over"):
        read_guard(decision, 9.0, by=cast.elif_, now=noon(LAST))
    assert decision.trial is not None
    assert decision.trial.reading == 3.0


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (FIRST, FIRST + timedelta(days=13), "changes_on"),
        (FIRST, FIRST + timedelta(days=184), "changes_on"),
        (date(2027, 2, 28), LAST, "starts_on"),
    ],
)
def test_a_trial_that_is_too_short_too_long_or_past_is_refused(cast: Cast, first: date, last: date, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide(make_rule(cast), trial(cast, first, last), by=cast.elif_, now=NOW)
    assert refusal.value.field == field
    assert db.session.scalar(db.select(Event.id)) is None


def test_a_trial_needs_a_program_on_its_last_day(cast: Cast) -> None:
    rule = make_rule(cast)
    with pytest.raises(Refused, match="No program runs on Monday 3 May"):
        on_trial(cast, rule)
    assert decisions_about(rule.id) == []
