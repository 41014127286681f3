"""What is owed after a decision: the guard measure before a trial ends, and after 90 days a second count of what the rule costs."""

from datetime import date, datetime, timedelta

from planner.actions import commitments as owed
from planner.actions.policies import refuse_odd_cost
from planner.domain.commitments import window_for
from planner.domain.policy_costs import Cost, remeasured_on
from planner.domain.refusals import Refused
from planner.domain.states import OPEN_COMMITMENT_STATES, CommitmentKind
from planner.domain.text import TITLE_LONGEST
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.commitments import Commitment, commitment_keyed
from planner.models.decisions import MEASURED, Decision, DecisionCost, Trial
from planner.models.people import Person, active_hr
from planner.models.readers import home_day, home_zone


def key_of(decision_id: int) -> str:
    """The key of the commitment to count again."""
    return f"remeasure:{decision_id}"


def guard_key_of(decision_id: int) -> str:
    """The key of the commitment to enter a trial's guard measure."""
    return f"guard:{decision_id}"


def owe_remeasure(decision: Decision) -> Commitment:
    """The owner of the rule owes the second count; HR while it has none. In the running transaction."""
    due_on = remeasured_on(decision.begins_on or decision.decided_on)
    title = f"Count again what “{decision.policy.name}” costs, 90 days after it changed"
    return _owe(decision, CommitmentKind.follow_up, key_of(decision.id), title, due_on)


def owe_guard(decision: Decision, trial: Trial) -> Commitment:
    """The owner owes the value of the guard measure the day before the trial ends. In the running transaction."""
    title = f"Enter “{trial.measure}” before the trial of “{decision.policy.name}” ends"
    return _owe(decision, CommitmentKind.check_in, guard_key_of(decision.id), title, trial.back_on - timedelta(days=1))


def _owe(decision: Decision, kind: CommitmentKind, key: str, title: str, due_on: date) -> Commitment:
    window, owner = window_for(kind, due_on), decision.policy.owner
    owner = owner if owner is not None and owner.active else next(iter(active_hr()), None)
    commitment = Commitment(
        kind=kind,
        title=title[:TITLE_LONGEST],
        owner_id=owner.id if owner else None,
        key=key,
        opens_on=window.opens_on,
        due_on=window.due_on,
        zone=home_zone(),
    )
    db.session.add(commitment)
    db.session.flush()
    return commitment


def settle(key: str, by: Person, now: datetime) -> None:
    """What was owed under this key is done, if it is owed still."""
    found = commitment_keyed(key)
    if found is not None and not found.withdrawn:
        owed.done(found, by, now)


def counted_again_from(decision: Decision) -> date:
    """The first day on which a second count says something: when its commitment opens."""
    return window_for(CommitmentKind.follow_up, remeasured_on(decision.begins_on or decision.decided_on)).opens_on


def remeasure(decision: Decision, cost: Cost, *, by: Person, now: datetime) -> None:
    """What the rule costs now; hours given back are counted with it from here on, and the register has it as the rule's line.

    Raises Refused before it says anything, after the change was undone, and for figures that cannot be.
    """
    today = home_day(now)
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
        settle(key_of(decision.id), by, now)
        note("remeasure", "policy", decision.policy_id, f"“{decision.policy.name}” was counted again.", by=by, now=now)


def let_go(key: str) -> None:
    """Nothing is owed under this key any more, unless it was done. In the running transaction."""
    found = commitment_keyed(key)
    if found is not None and found.state in OPEN_COMMITMENT_STATES:
        found.withdrawn = True
