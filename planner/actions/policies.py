"""The policy register: what a rule is for, whom it costs, who owns it and how often it is looked at again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from planner.domain.refusals import Refused
from planner.domain.text import clean, refuse, slugify
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.people import Person
from planner.models.policies import Policy, policy_slugs
from planner.models.teams import Team


@dataclass(frozen=True)
class PolicyFacts:
    """What the register says about a rule. `pain` is 1 to 5; `review_months` the cycle."""

    name: str
    why: str = ""
    owner: Person | None = None
    pain: int = 3
    protects: str = ""
    enforced_by: str = ""
    touch_point: str = ""
    legally_fixed: bool = False
    citation: str = ""
    review_months: int = 12
    active: bool = True
    teams: Sequence[Team] = field(default=())


def save_policy(policy: Policy | None, facts: PolicyFacts, *, by: Person, now: datetime) -> Policy:
    """Adds a rule to the register, or changes one. Raises Refused for a missing name or citation, and for an odd cycle."""
    _refuse_odd(facts)
    with writing():
        found = policy if policy is not None else _new(facts)
        for name in ("name", "why", "protects", "enforced_by", "touch_point", "citation"):
            setattr(found, name, clean(getattr(facts, name)))
        for name in ("pain", "legally_fixed", "review_months", "active"):
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
    if facts.legally_fixed and not facts.citation.strip():
        raise Refused("A rule that the law fixes needs the citation: which law or contract, and where.", "citation")
    if not 1 <= facts.pain <= 5:
        raise Refused("How much it hurts goes from 1 to 5.", "pain")
    if not 1 <= facts.review_months <= 60:
        raise Refused("A policy is reviewed every 1 to 60 months.", "review_months")
