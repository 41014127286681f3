"""Counting again: 90 days after a rule changed somebody says what it costs now, so that hours given back are more than a guess."""

from datetime import date, datetime

from planner.actions import commitments as owed
from planner.actions.policies import refuse_odd_cost
from planner.actions.promises import home_zone
from planner.domain.commitments import window_for
from planner.domain.instants import wall
from planner.domain.policy_costs import Cost, remeasured_on
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentKind
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.commitments import Commitment, commitment_keyed
from planner.models.decisions import MEASURED, Decision, DecisionCost
from planner.models.people import Person, active_hr


def key_of(decision_id: int) -> str:
    """The key of the commitment to count again."""
    return f"remeasure:{decision_id}"


def owe_remeasure(decision: Decision) -> Commitment:
    """The owner of the rule owes the second count; HR while it has none. In the running transaction."""
    changed_on = decision.begins_on or decision.decided_on
    window = window_for(CommitmentKind.follow_up, remeasured_on(changed_on))
    owner = (
        decision.policy.owner
        if decision.policy.owner and decision.policy.owner.active
        else next(iter(active_hr()), None)
    )
    commitment = Commitment(
        kind=CommitmentKind.follow_up,
        title=f"Count again what “{decision.policy.name}” costs, 90 days after it changed"[:200],
        owner_id=owner.id if owner else None,
        key=key_of(decision.id),
        opens_on=window.opens_on,
        due_on=window.due_on,
        zone=home_zone(),
    )
    db.session.add(commitment)
    db.session.flush()
    return commitment


def counted_again_from(decision: Decision) -> date:
    """The first day on which a second count says something: when its commitment opens."""
    return window_for(CommitmentKind.follow_up, remeasured_on(decision.begins_on or decision.decided_on)).opens_on


def remeasure(decision: Decision, cost: Cost, *, by: Person, now: datetime) -> None:
    """What the rule costs now; hours given back are counted with it from here on, and the register has it as the rule's line.

    Raises Refused before it says anything, after the change was undone, and for figures that cannot be.
    """
    today = wall(now, home_zone()).date()
    refuse_odd_cost(cost)
    if not decision.changes_rule or decision.undone_on is not None:
        raise Refused("This change does not hold, so there is nothing to count.")
    if today < counted_again_from(decision):
        raise Refused("It is too early to count again: wait until about 90 days after the change.")
    with writing():
        line = next((one for one in decision.costs if one.moment == MEASURED), None)
        if line is None:
            line = DecisionCost(moment=MEASURED, counted_on=today)
            decision.costs.append(line)
        line.cost, line.counted_on = cost, today
        decision.policy.cost = cost
        promised = commitment_keyed(key_of(decision.id))
        if promised is not None and not promised.withdrawn:
            owed.done(promised, by, now)
        note("remeasure", "policy", decision.policy_id, f"“{decision.policy.name}” was counted again.", by=by, now=now)


def let_go(decision: Decision) -> None:
    """Nothing is left to count: the change was undone. In the running transaction."""
    promised = commitment_keyed(key_of(decision.id))
    if promised is not None:
        promised.withdrawn = True
