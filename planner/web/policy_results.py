"""What reviews gave back: hours by rule, and what agents may decide themselves since. More of the policies blueprint."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from planner.domain.outcomes import OUTCOMES, PolicyOutcome
from planner.domain.policy_costs import Hours, hours_a_year, so_far, total
from planner.domain.trials import Verdict
from planner.models.decisions import Decision, autonomies, changes_in_force, decisions_with
from planner.models.policies import all_policies
from planner.web.access import allowed
from planner.web.policies import blueprint, today


@dataclass(frozen=True)
class Given:
    """A change that holds: hours a year, and those since it began."""

    decision: Decision
    a_year: Hours
    since: Hours


def given_lines(day: date) -> list[Given]:
    """Every change that holds, what gives most back first; one question however many."""
    lines = [
        Given(one, one.hours, so_far(one.hours, one.begins_on or one.decided_on, day)) for one in changes_in_force()
    ]
    return sorted(lines, key=lambda line: (-line.a_year.total, line.decision.id))


@blueprint.get("/hours")
@allowed("see policies")
def hours() -> ResponseReturnValue:
    """Hours given back, and the ledger of what the rules in force still take."""
    lines = given_lines(today())
    ledger = sorted(
        ((one, hours_a_year(one.cost)) for one in all_policies()), key=lambda pair: (-pair[1].total, pair[0].id)
    )
    return render_template(
        "policies/hours.html",
        lines=lines,
        a_year=total(line.a_year for line in lines),
        since=total(line.since for line in lines),
        measured=sum(line.decision.measured for line in lines),
        ledger=[pair for pair in ledger if pair[1].total],
        uncounted=sum(not pair[1].total for pair in ledger),
        ledger_total=total(pair[1] for pair in ledger),
    )


@blueprint.get("/autonomy")
@allowed("see policies")
def autonomy() -> ResponseReturnValue:
    """What agents may decide, up to which limit, since when."""
    everything, day = autonomies(standing=False), today()
    held = [one for one in everything if one.until is None]
    this_year = sum(one.since.year == day.year for one in held)
    return render_template(
        "policies/autonomy.html",
        held=held,
        ended=[one for one in everything if one.until],
        this_year=this_year,
        day=day,
    )


@blueprint.get("/autonomy/card")
@allowed("see policies")
def autonomy_card() -> ResponseReturnValue:
    """The same as a card to print and put beside the screen."""
    held = [one for one in autonomies() if one.since <= today()]
    return render_template("policies/card.html", held=held, day=today())


@blueprint.get("/decisions")
@allowed("see policies")
def decisions() -> ResponseReturnValue:
    """What reviews decided, or one outcome of it; what became gone for good by a trial counts as removed."""
    chosen = next((one for one in PolicyOutcome if one == request.args.get("outcome")), None)
    found = decisions_with(None)
    shown = [one for one in found if chosen is None or settled_as(one) is chosen]
    counts = Counter(settled_as(one) for one in found)
    return render_template("policies/decisions.html", decisions=shown, chosen=chosen, counts=counts, outcomes=OUTCOMES)


def settled_as(decision: Decision) -> PolicyOutcome:
    """The outcome as it ended: a trial whose guard held removed the rule."""
    kept = decision.trial is not None and decision.trial.verdict is Verdict.kept
    return PolicyOutcome.remove if kept else decision.outcome
