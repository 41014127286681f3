"""The policy register: what a rule is for, whom it costs how much, who owns it and how often it is looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from planner.domain import policy_costs
from planner.domain.policy_costs import Cost
from planner.domain.policy_grid import LEAST, MOST
from planner.domain.refusals import Refused
from planner.domain.text import clean, refuse, refuse_long, slugify
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.people import Person
from planner.models.policies import Policy, policy_slugs
from planner.models.teams import Team

WORDS = ("name", "why", "protects", "enforced_by", "touch_point", "citation")


@dataclass(frozen=True)
class PolicyFacts:
    """What the register says about a rule. `work` and `penalty` are 1 to 5; `review_months` the cycle; `cost` its ledger line."""

    name: str
    why: str = ""
    owner: Person | None = None
    work: int = 3
    penalty: int = 3
    protects: str = ""
    enforced_by: str = ""
    touch_point: str = ""
    legally_fixed: bool = False
    citation: str = ""
    review_months: int = 12
    active: bool = True
    teams: Sequence[Team] = field(default=())
    cost: Cost = field(default_factory=Cost)


def save_policy(policy: Policy | None, facts: PolicyFacts, *, by: Person, now: datetime) -> Policy:
    """Adds a rule to the register, or changes one. Raises Refused for a missing name or citation, and for figures that cannot be."""
    _refuse_odd(facts)
    with writing():
        found = policy if policy is not None else _new(facts)
        for name in WORDS:
            setattr(found, name, clean(getattr(facts, name)))
        for name in ("work", "penalty", "legally_fixed", "review_months", "active", "cost"):
            setattr(found, name, getattr(facts, name))
        found.owner_id = facts.owner.id if facts.owner else None
        found.teams = list(facts.teams)
        db.session.flush()
        act = "change policy" if policy is not None else "add policy"
        note(act, "policy", found.id, f"The policy “{found.name}” was saved.", by=by, now=now)
        return found


def _new(facts: PolicyFacts) -> Policy:
    policy = Policy(slug=slugify(facts.name, policy_slugs()), name=facts.name)
    db.session.add(policy)
    return policy


def _refuse_odd(facts: PolicyFacts) -> None:
    if found := refuse(facts.name, "The name"):
        raise Refused(found, "name")
    if found := refuse_long(facts.why, "What it is for"):
        raise Refused(found, "why")
    if facts.legally_fixed and not facts.citation.strip():
        raise Refused("A rule that the law fixes needs the citation: which law or contract, and where.", "citation")
    for name in ("work", "penalty"):
        if not policy_costs.PAIN_LEAST <= getattr(facts, name) <= policy_costs.PAIN_MOST:
            raise Refused("How much it hurts goes from 1 to 5.", name)
    if not 1 <= facts.review_months <= 60:
        raise Refused("A policy is reviewed every 1 to 60 months.", "review_months")
    refuse_odd_cost(facts.cost)


def refuse_odd_cost(cost: Cost) -> None:
    """Raises Refused, beside its field, for a ledger line that cannot be."""
    for name, sentence in policy_costs.objections(cost).items():
        raise Refused(sentence, name)


def place(policy: Policy, ease: int | None, impact: int | None, *, by: Person, now: datetime) -> bool:
    """Puts a rule on the grid; whether anything changed. Raises Refused for what is off the table, or off the grid."""
    if policy.legally_fixed:
        raise Refused(f"“{policy.name}” is fixed by {policy.citation or 'law'}: it is off the table.")
    if any(value is not None and not LEAST <= value <= MOST for value in (ease, impact)):
        raise Refused("The grid goes from 1 to 5 each way.")
    if (policy.ease, policy.impact) == (ease, impact):
        return False
    with writing():
        policy.ease, policy.impact = ease, impact
        said = f"ease {ease or 'open'}, impact {impact or 'open'}"
        note("place", "policy", policy.id, f"“{policy.name}” was placed on the grid: {said}.", by=by, now=now)
    return True
