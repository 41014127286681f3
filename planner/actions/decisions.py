"""Deciding on a rule: the outcome with what it asks for, and everything that follows from it in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from planner.actions import commitments as owed
from planner.actions import trials
from planner.actions.follow_ups import owe_remeasure
from planner.actions.launches import LaunchFacts, save_launch
from planner.actions.named_rules import move_promise
from planner.actions.policies import refuse_odd_cost
from planner.domain.moves import day_words
from planner.domain.outcomes import OUTCOMES, PolicyOutcome, missing
from planner.domain.policy_costs import Cost
from planner.domain.refusals import Refused
from planner.domain.text import clean, refuse_long
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.commitments import commitment_keyed
from planner.models.decisions import BEFORE, EXPECTED, Autonomy, Decision, DecisionCost, Trial, decisions_about
from planner.models.events import Event
from planner.models.named_rules import ABOUT, open_about
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.promises import promise_about
from planner.models.readers import home_day
from planner.models.teams import Team

GONE_FOR_GOOD = frozenset({PolicyOutcome.remove, PolicyOutcome.trial_removal, PolicyOutcome.delegate})
"""Outcomes after which the rule is expected to cost nothing more, unless somebody says otherwise."""


@dataclass(frozen=True)
class Ruling:
    """A decision as it is taken. `changes_on` is the day that the outcome asks for; for a trial the day on which the rule is back.

    `teams` are concerned by a changed rule and briefed about it. `expected` is the ledger line after the change. `may_decide` is what
    agents may decide themselves from then on, `up_to` the limit.
    """

    outcome: PolicyOutcome
    words: str = ""
    reason: str = ""
    changes_on: date | None = None
    teams: Sequence[Team] = field(default=())
    expected: Cost | None = None
    trial: trials.TrialFacts | None = None
    may_decide: str = ""
    up_to: str = ""


def decide(
    policy: Policy, ruling: Ruling, *, by: Person, now: datetime, event: Event | None = None, two_people: bool = False
) -> Decision:
    """Writes the decision down. The register follows; those who named the rule hear within a week; a changed rule becomes a launch with
    its briefings, counted again after 90 days; a trial gets its last day on the calendar.

    Raises Refused for what the outcome lacks, for a rule that the law fixes, while a trial of the same rule runs, and with `two_people`
    to somebody who named the rule.
    """
    today = home_day(now)
    _refuse_odd(policy, ruling, today)
    with writing():
        if two_people:
            _refuse_own_request(policy, by)
        decision = _write(policy, ruling, today, by, event)
        _follow_in_register(policy, decision, today)
        _answer(policy, decision, today, by, now)
        if decision.changes_rule:
            _change(policy, decision, ruling, by, now)
        _settle_session(policy, event, by, now)
        sentence = f"“{policy.name}”: {OUTCOMES[ruling.outcome].label.lower()}."
        note("decide", "policy", policy.id, sentence, by=by, now=now, facts={"decision": decision.id})
        return decision


def _refuse_own_request(policy: Policy, by: Person) -> None:
    if any(by.id == said.person_id for question in open_about(policy.id) for said in question.nominations):
        raise Refused("You named this rule yourself, and here somebody else decides on what one asked for.")


def _refuse_odd(policy: Policy, ruling: Ruling, today: date) -> None:
    outcome = OUTCOMES[ruling.outcome]
    lacks = missing(ruling.outcome, reason=ruling.reason, has_date=ruling.changes_on is not None)
    if lacks:
        raise Refused(lacks[0], "reason" if outcome.needs_reason and not ruling.reason.strip() else "changes_on")
    if policy.legally_fixed and outcome.changes_rule:
        raise Refused(
            f"“{policy.name}” is fixed by {policy.citation}. If that no longer holds, unlock it in the register first."
        )
    if any(one.trial and one.trial.verdict is None for one in decisions_about(policy.id)):
        raise Refused("A trial of this rule is running. It ends first.")
    if ruling.changes_on is not None and ruling.changes_on < today:
        raise Refused("Choose today or a day to come.", "changes_on")
    if outcome.changes_rule:
        _refuse_odd_change(ruling, today)
    for name in ("words", "reason"):
        if found := refuse_long(getattr(ruling, name), "The text"):
            raise Refused(found, name)


def _refuse_odd_change(ruling: Ruling, today: date) -> None:
    if not ruling.words.strip():
        raise Refused("Say in a sentence what holds from then on: agents are briefed with it.", "words")
    if not ruling.teams:
        raise Refused("Tick the teams that work by this rule: they are briefed.", "teams")
    if ruling.expected is not None:
        refuse_odd_cost(ruling.expected)
    if ruling.outcome is PolicyOutcome.delegate and not ruling.may_decide.strip():
        raise Refused("Say what agents may decide from then on.", "may_decide")
    if ruling.outcome is PolicyOutcome.trial_removal:
        trials.refuse_odd(ruling.trial, ruling.changes_on, today)


def _write(policy: Policy, ruling: Ruling, today: date, by: Person, event: Event | None) -> Decision:
    decision = Decision(
        policy=policy,
        policy_id=policy.id,
        event_id=event.id if event else None,
        outcome=ruling.outcome,
        words=clean(ruling.words),
        reason=clean(ruling.reason),
        decided_on=today,
        decided_by_id=by.id,
        changes_on=ruling.changes_on,
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def _follow_in_register(policy: Policy, decision: Decision, today: date) -> None:
    outcome = decision.outcome
    policy.outcome, policy.last_reviewed_on = str(outcome), today
    set_anew = outcome in (PolicyOutcome.postpone, PolicyOutcome.refer)
    policy.review_by = decision.changes_on if set_anew else None
    if outcome is PolicyOutcome.legally_fixed:
        policy.legally_fixed, policy.citation = True, policy.citation or decision.reason[:200]


def _answer(policy: Policy, decision: Decision, today: date, by: Person, now: datetime) -> None:
    """Every open question about the rule has its answer; those who asked hear soon."""
    for question in open_about(policy.id):
        question.decision_id = decision.id
        waiting = promise_about(ABOUT, question.id)
        if waiting is not None and waiting.told_on is None:
            move_promise(
                waiting,
                max(today + timedelta(days=1), min(waiting.commitment.due_on, today + trials.TOLD_WITHIN)),
                by,
                now,
            )


def _change(policy: Policy, decision: Decision, ruling: Ruling, by: Person, now: datetime) -> None:
    expected = ruling.expected or (Cost() if ruling.outcome in GONE_FOR_GOOD else policy.cost)
    for moment, cost in ((BEFORE, policy.cost), (EXPECTED, expected)):
        decision.costs.append(DecisionCost(moment=moment, counted_on=decision.decided_on, cost=cost))
    if ruling.trial is not None and ruling.outcome is PolicyOutcome.trial_removal:
        decision.trial = trials.begin(policy, ruling.trial, decision, by, now)
    db.session.flush()
    begins_on = decision.begins_on or decision.decided_on
    about = f"{OUTCOMES[decision.outcome].sentence} {decision.words}".strip()
    facts = LaunchFacts(policy.name, "rule", begins_on, ruling.teams, about, policy.owner if policy.owner_id else None)
    save_launch(None, facts, by=by, now=now).decision_id = decision.id
    if ruling.outcome is PolicyOutcome.delegate:
        may, up_to = clean(ruling.may_decide)[:200], clean(ruling.up_to)[:120]
        db.session.add(Autonomy(policy_id=policy.id, decision_id=decision.id, what=may, limit=up_to, since=begins_on))
    owe_remeasure(decision)
    if begins_on <= decision.decided_on:
        take_effect(decision)


def take_effect(decision: Decision) -> None:
    """From now on it holds: the rule is expected to cost what was said, and one that goes is out of the rules in force.

    In the running transaction.
    """
    decision.in_force = True
    expected = decision.cost_at(EXPECTED)
    if expected is not None:
        decision.policy.cost = expected
    if decision.outcome is PolicyOutcome.remove:
        decision.policy.active = False


def _settle_session(policy: Policy, event: Event | None, by: Person, now: datetime) -> None:
    """A session that has begun and decided on its own rule was held: what its owner owed is done."""
    if event is None or event.policy_id != policy.id or event.starts_at > now:
        return
    review = commitment_keyed(f"review:{event.uid}")
    if review is not None and not review.withdrawn:
        owed.done(review, by, now)


def told_words(decision: Decision) -> str:
    """What those who named the rule may be told, to begin with; whoever tells them changes it."""
    outcome = OUTCOMES[decision.outcome]
    parts = [f"You named “{decision.policy.name}”. {outcome.sentence}", decision.words, decision.reason]
    if outcome.date_means and decision.changes_on is not None and not decision.trial:
        parts.append(f"{outcome.date_means} {day_words(decision.changes_on)}.")
    if decision.trial is not None:
        trial: Trial = decision.trial
        parts.append(
            f"It is away from {day_words(trial.starts_on)}; on {day_words(trial.back_on)} we look at “{trial.measure}”."
        )
    return " ".join(part.strip() for part in parts if part.strip()) + " Thank you for saying so."
