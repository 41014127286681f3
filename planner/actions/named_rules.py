"""Naming a rule that hurts: a voice for a rule of the register or for one that nobody has written down yet; merging what is the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from planner.actions import promises
from planner.actions.policies import PolicyFacts, save_policy
from planner.domain.naming import ANSWER_DAYS
from planner.domain.refusals import Refused
from planner.domain.text import clean, refuse, refuse_long
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.named_rules import ABOUT, NamedRule, Nomination, open_about
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.promises import Promise, promise_about
from planner.models.readers import home_day


@dataclass(frozen=True)
class Naming:
    """What somebody says: which rule, and what it did. `policy` None when it is not in the register; then `name` says what it is."""

    policy: Policy | None = None
    name: str = ""
    words: str = ""
    touch_point: str = ""


def answer_day(now: datetime) -> date:
    """The day by which whoever names a rule today hears."""
    return home_day(now) + timedelta(days=ANSWER_DAYS)


def name_rule(said: Naming, *, by: Person, now: datetime) -> NamedRule:
    """Adds a voice, and promises an answer. About a rule that is open already it joins the others and waits for the same answer.

    Raises Refused without a name, or for a rule that is gone.
    """
    _refuse_odd(said)
    with writing():
        found = _open_question(said, now)
        found.nominations.append(
            Nomination(person=by, person_id=by.id, team_id=by.team_id, words=clean(said.words), made_at=now)
        )
        db.session.flush()
        _promise(found, by, now)
        note("name a rule", "named rule", found.id, f"A rule was named: {found.title}.", by=by, now=now)
        return found


def _refuse_odd(said: Naming) -> None:
    if said.policy is None and (found := refuse(said.name, "The rule")):
        raise Refused(found, "name")
    if said.policy is not None and not said.policy.active:
        raise Refused(
            f"“{said.policy.name}” is gone already. If you still meet it, name it in your own words.", "policy"
        )
    if found := refuse_long(said.words, "What it did"):
        raise Refused(found, "words")


def _open_question(said: Naming, now: datetime) -> NamedRule:
    if said.policy is not None:
        there = open_about(said.policy.id)
        if there:
            return there[0]
    policy = said.policy
    found = NamedRule(
        policy_id=policy.id if policy else None,
        name=policy.name if policy else clean(said.name),
        touch_point=policy.touch_point if policy else clean(said.touch_point)[:120],
        opened_at=now,
    )
    db.session.add(found)
    db.session.flush()
    return found


def _promise(found: NamedRule, by: Person, now: datetime) -> Promise:
    known = promise_about(ABOUT, found.id)
    if known is not None:
        promises.join(known, [by])
        return known
    owner = found.policy.owner if found.policy and found.policy.owner and found.policy.owner.active else None
    return promises.promise(
        f"What becomes of the rule “{found.title}”", about=ABOUT, about_id=found.id, owner=owner, to=[by],
        due_on=answer_day(now), now=now, by=by, team=by.team,
    )  # fmt: skip


def merge(keep: NamedRule, others: Sequence[NamedRule], *, by: Person, now: datetime) -> NamedRule:
    """The same rule under several names: the voices add up under one, and all wait for one answer, by the earliest day promised.

    Raises Refused when one is answered already, or when they are about different rules of the register.
    """
    _refuse_odd_merge(keep, others)
    with writing():
        for other in others:
            _take_over(keep, other, by, now)
        names = ", ".join(f"“{other.title}”" for other in others)
        note("merge", "named rule", keep.id, f"{names} went into “{keep.title}”.", by=by, now=now)
        return keep


def _refuse_odd_merge(keep: NamedRule, others: Sequence[NamedRule]) -> None:
    if not others:
        raise Refused("Tick at least two rules to merge.")
    if not all(one.open for one in (keep, *others)):
        raise Refused("One of these is answered or merged already. Load the page again.")
    if len({one.policy_id for one in (keep, *others)} - {None}) > 1:
        raise Refused("These are different rules of the register. Take one away.")


def _take_over(keep: NamedRule, other: NamedRule, by: Person, now: datetime) -> None:
    if keep.policy_id is None and other.policy_id is not None:
        keep.policy_id, keep.policy, keep.name = other.policy_id, other.policy, other.title
    for nomination in list(other.nominations):
        nomination.named_rule = keep
    other.merged_into_id = keep.id
    db.session.flush()
    kept, given_up = promise_about(ABOUT, keep.id), promise_about(ABOUT, other.id)
    if given_up is None or kept is None:
        return
    due, today = min(kept.commitment.due_on, given_up.commitment.due_on), home_day(now)
    if today < due < kept.commitment.due_on:
        move_promise(kept, due, by, now)
    promises.join(kept, given_up.hearers)
    promises.give_up(given_up, by=by, now=now, why=f"“{other.name}” is answered together with “{keep.title}”.")


def move_promise(kept: Promise, due_on: date, by: Person, now: datetime) -> None:
    """The same promise by another day."""
    commitment = kept.commitment
    promises.promise(
        commitment.title, about=kept.about, about_id=kept.about_id, owner=commitment.owner, to=[], due_on=due_on, now=now, by=by
    )  # fmt: skip


def put_in_register(named: NamedRule, policy: Policy | None, *, by: Person, now: datetime) -> Policy:
    """Says which rule of the register was meant; a new entry of that name when it is none. What is open about the rule comes together.

    Raises Refused when it is in the register already, or answered.
    """
    if not named.open or named.policy_id is not None:
        raise Refused("This is in the register or answered already. Load the page again.")
    with writing():
        found = policy or save_policy(None, PolicyFacts(named.name, touch_point=named.touch_point), by=by, now=now)
        there = open_about(found.id)
        named.policy_id, named.policy = found.id, found
        db.session.flush()
        _give_owner(named, found)
        if there:
            merge(there[0], [named], by=by, now=now)
        sentence = f"“{named.name}” is the rule “{found.name}” of the register."
        note("put in register", "named rule", named.id, sentence, by=by, now=now)
        return found


def _give_owner(named: NamedRule, policy: Policy) -> None:
    waiting = promise_about(ABOUT, named.id)
    if waiting is not None and waiting.told_on is None and policy.owner is not None and policy.owner.active:
        waiting.commitment.owner = policy.owner
