"""How a policy review can end, and where what the front line passes on goes."""

from dataclasses import dataclass
from enum import StrEnum


class PolicyOutcome(StrEnum):
    remove = "remove"
    simplify = "simplify"
    delegate = "delegate to agents"
    replace_ = "replace"
    keep = "keep with reason"
    legally_fixed = "legally fixed"
    refer = "refer outside"
    trial_removal = "trial removal"
    postpone = "postpone"


@dataclass(frozen=True)
class Outcome:
    """An outcome in words, and what has to be said with it: a reason, a date, or neither.

    `date_means` is the label of the date; empty when there is none. `changes_rule` asks for a briefing and for
    telling those who named the rule.
    """

    key: PolicyOutcome
    label: str
    sentence: str
    changes_rule: bool
    needs_reason: bool = False
    date_means: str = ""


OUTCOMES: dict[PolicyOutcome, Outcome] = {
    outcome.key: outcome
    for outcome in (
        Outcome(PolicyOutcome.remove, "Remove", "The rule goes.", changes_rule=True, date_means="Gone from"),
        Outcome(
            PolicyOutcome.simplify,
            "Simplify",
            "The rule stays with less work in it.",
            changes_rule=True,
            date_means="In force from",
        ),
        Outcome(
            PolicyOutcome.delegate,
            "Delegate to agents",
            "Agents decide this themselves, up to a limit.",
            changes_rule=True,
            date_means="In force from",
        ),
        Outcome(
            PolicyOutcome.replace_,
            "Replace",
            "Another rule takes its place.",
            changes_rule=True,
            date_means="In force from",
        ),
        Outcome(
            PolicyOutcome.keep,
            "Keep, with the reason",
            "The rule stays, and people hear why.",
            changes_rule=False,
            needs_reason=True,
        ),
        Outcome(
            PolicyOutcome.legally_fixed,
            "Legally fixed",
            "A law or contract demands it; the reason names which.",
            changes_rule=False,
            needs_reason=True,
        ),
        Outcome(
            PolicyOutcome.refer,
            "Refer outside",
            "Somebody outside owns the rule; the reason names who is asked.",
            changes_rule=False,
            needs_reason=True,
            date_means="Answer by",
        ),
        Outcome(
            PolicyOutcome.trial_removal,
            "Trial removal",
            "The rule is suspended for a while and comes back by itself unless it is removed.",
            changes_rule=True,
            date_means="Back on",
        ),
        Outcome(
            PolicyOutcome.postpone,
            "Postpone",
            "No decision yet; the review has a new date.",
            changes_rule=False,
            needs_reason=True,
            date_means="Reviewed again by",
        ),
    )
}


class InsightCategory(StrEnum):
    product = "product"
    market = "market"
    competitor = "competitor"
    testimonial = "testimonial"
    process = "process"
    policy = "policy"
    system = "system"
    tool = "tool"
    launch = "launch not briefed"


@dataclass(frozen=True)
class Category:
    """What an insight is about, who receives it unless HR names somebody, and whether a customer must consent first."""

    key: InsightCategory
    label: str
    receiver: str
    needs_consent: bool = False


CATEGORIES: dict[InsightCategory, Category] = {
    category.key: category
    for category in (
        Category(InsightCategory.product, "A product could be better", "product"),
        Category(InsightCategory.market, "A new market or need", "sales and marketing"),
        Category(InsightCategory.competitor, "What a competitor does", "strategy and marketing"),
        Category(InsightCategory.testimonial, "A customer who would speak for us", "marketing", needs_consent=True),
        Category(InsightCategory.process, "A process that gets in the way", "operations"),
        Category(InsightCategory.policy, "A rule that hurts", "policy owner"),
        Category(InsightCategory.system, "A system that fails", "IT"),
        Category(InsightCategory.tool, "A tool that is missing", "IT"),
        Category(InsightCategory.launch, "Customers knew before we did", "campaign owner"),
    )
}


def missing(outcome: PolicyOutcome, *, reason: str, has_date: bool) -> list[str]:
    """What a decision still lacks, a sentence each."""
    found = OUTCOMES[outcome]
    sentences = []
    if found.needs_reason and not reason.strip():
        sentences.append(f"“{found.label}” needs the reason: people will be told it.")
    if found.date_means and not has_date:
        sentences.append(f"“{found.label}” needs a date: “{found.date_means}”.")
    return sentences
