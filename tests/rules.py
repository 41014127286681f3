"""A rule that hurts, named by several, and ways to decide on it, for tests of policies."""

from datetime import date, datetime
from typing import Any

from planner.actions.decisions import Ruling, decide
from planner.actions.named_rules import Naming, name_rule
from planner.actions.policies import PolicyFacts, save_policy
from planner.actions.trials import TrialFacts
from planner.domain.outcomes import PolicyOutcome
from planner.domain.policy_costs import Cost
from planner.domain.trials import Bound
from planner.models.decisions import Decision
from planner.models.named_rules import NamedRule
from planner.models.policies import Policy
from tests.cast import Cast
from tests.conftest import NOW

COST = Cost(contacts_a_month=600, agent_seconds=120, customer_seconds=1800, repeats_in_100=50)
"""600 contacts a month, 2 minutes of an agent, half an hour of the customer, every second comes again: 360 and 5,400 hours a year."""
FIRST, LAST = date(2027, 3, 8), date(2027, 5, 3)


def make_rule(cast: Cast, name: str = "Refunds over 20 need a signature", **facts: object) -> Policy:
    """Elif's rule, counted, with the billing team in its review."""
    given: dict[str, Any] = {
        "owner": cast.elif_,
        "work": 4,
        "penalty": 5,
        "cost": COST,
        "teams": [cast.billing],
        **facts,
    }
    return save_policy(None, PolicyFacts(name, **given), by=cast.hana, now=NOW)


def named(cast: Cast, rule: Policy, now: datetime = NOW) -> NamedRule:
    """Ana names it."""
    return name_rule(Naming(rule, words="A customer waited three days."), by=cast.ana, now=now)


def removal(cast: Cast, day: date = date(2027, 3, 15)) -> Ruling:
    return Ruling(PolicyOutcome.remove, "Refund it.", changes_on=day, teams=[cast.billing, cast.night_care])


def trial(cast: Cast, first: date = FIRST, last: date = LAST) -> Ruling:
    guard = TrialFacts(first, "complaints a week", Bound.at_most, 5)
    return Ruling(PolicyOutcome.trial_removal, "Refund it.", changes_on=last, teams=[cast.billing], trial=guard)


def on_trial(cast: Cast, rule: Policy) -> Decision:
    return decide(rule, trial(cast), by=cast.elif_, now=NOW)
