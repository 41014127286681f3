"""Nine ways for a review to end, and a receiver for everything the front line passes on."""

import pytest

from planner.domain.outcomes import CATEGORIES, OUTCOMES, InsightCategory, PolicyOutcome, missing


def test_every_outcome_and_category_has_its_entry() -> None:
    assert list(OUTCOMES) == list(PolicyOutcome)
    assert len(OUTCOMES) == 9
    assert list(CATEGORIES) == list(InsightCategory)


def test_only_what_changes_the_rule_asks_for_a_briefing() -> None:
    assert [str(key) for key, outcome in OUTCOMES.items() if outcome.changes_rule] == [
        "remove",
        "simplify",
        "delegate to agents",
        "replace",
        "trial removal",
    ]


@pytest.mark.parametrize("key", PolicyOutcome)
def test_a_rule_which_stays_needs_a_reason_and_one_which_changes_a_date(key: PolicyOutcome) -> None:
    outcome = OUTCOMES[key]
    assert outcome.needs_reason is not outcome.changes_rule
    assert bool(outcome.date_means) or not outcome.changes_rule


def test_what_a_decision_lacks() -> None:
    assert missing(PolicyOutcome.postpone, reason=" ", has_date=False) == [
        "“Postpone” needs the reason: people will be told it.",
        "“Postpone” needs a date: “Reviewed again by”.",
    ]
    assert missing(PolicyOutcome.trial_removal, reason="", has_date=True) == []
    assert missing(PolicyOutcome.keep, reason="It protects agents.", has_date=False) == []


def test_a_testimonial_needs_the_customers_consent() -> None:
    assert [str(key) for key, category in CATEGORIES.items() if category.needs_consent] == ["testimonial"]
    assert CATEGORIES[InsightCategory.policy].receiver == "policy owner"
