"""The executives' page: what came of listening in the program so far, each figure with a way to the list behind it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.actions.launches import gate_of
from planner.domain.outcomes import PolicyOutcome
from planner.domain.policy_costs import total, whole
from planner.domain.promises import figures
from planner.models.decisions import autonomies, decisions_between
from planner.models.launches import hearings_between, launches_from
from planner.models.named_rules import open_named_rules
from planner.models.programs import current_program
from planner.models.promises import PromiseFilters, all_promises_matching
from planner.web.access import allowed, can, me
from planner.web.policies import today
from planner.web.policy_results import given_lines, settled_as

blueprint = Blueprint("reports", __name__, url_prefix="/reports")


@dataclass(frozen=True)
class Figure:
    """`address` leads to the list that the figure counts; `note` says what it does not say by itself."""

    label: str
    value: str
    icon: str
    address: str
    note: str = ""


def _span(day: date) -> tuple[date, date, str]:
    program = current_program(day)
    if program is None:
        return date(day.year, 1, 1), day, str(day.year)
    return program.starts_on, min(program.ends_on, max(day, program.starts_on)), program.name


@blueprint.get("")
@allowed("see reports")
def index() -> ResponseReturnValue:
    """Rules, hours, promises and briefings."""
    day = today()
    first, last, name = _span(day)
    groups = [
        ("Rules that changed", _rules(first, last)),
        ("Time given back", _hours(day)),
        ("Promises to the front line", _promises(day)),
        ("Agents know it first", _launches(first, last, day)),
    ]
    return render_template("reports/index.html", groups=groups, first=first, last=last, name=name)


def _rules(first: date, last: date) -> list[Figure]:
    counts = Counter(settled_as(one) for one in decisions_between(first, last) if one.undone_on is None)
    waiting = open_named_rules()
    shown = (
        (PolicyOutcome.remove, "Rules removed", "trash"),
        (PolicyOutcome.simplify, "Rules simplified", "wand"),
        (PolicyOutcome.delegate, "Left to agents", "user-check"),
        (PolicyOutcome.trial_removal, "Away on trial", "hourglass"),
    )
    found = [
        Figure(label, str(counts[key]), sign, url_for("policies.decisions", outcome=key)) for key, label, sign in shown
    ]
    voices = sum(one.voices for one in waiting)
    note = f"{voices} {'voice' if voices == 1 else 'voices'}" if waiting else ""
    return [*found, Figure("Named, not decided", str(len(waiting)), "message-2", url_for("policies.named"), note)]


def _hours(day: date) -> list[Figure]:
    lines = given_lines(day)
    a_year, since = total(line.a_year for line in lines), total(line.since for line in lines)
    counted = sum(line.decision.measured for line in lines)
    address = url_for("policies.hours")
    return [
        Figure("Agents, hours a year", f"{whole(a_year.agents):,}", "users", address, f"{whole(since.agents):,} so far"),
        Figure(
            "Customers, hours a year", f"{whole(a_year.customers):,}", "heart-handshake", address,
            f"{whole(since.customers):,} so far",
        ),
        Figure("Counted again after 90 days", f"{counted} of {len(lines)}", "checklist", address, "the others are expected"),
        Figure("What agents decide", str(len(autonomies())), "user-check", url_for("policies.autonomy")),
    ]  # fmt: skip


def _promises(day: date) -> list[Figure]:
    """As the ledger itself counts them: what is told or past its day, whenever it was promised."""
    sums = figures((one.given for one in all_promises_matching(me(), PromiseFilters())), day)
    address = url_for("promises.index") if can("see promises", own=True) else ""
    median = "–" if sums.median_days is None else f"{sums.median_days:g} days"
    return [
        Figure(
            "Promises kept", "–" if sums.percent is None else f"{sums.percent}%", "circle-check", address,
            f"{sums.kept} of {sums.due} that were due",
        ),
        Figure("Until they hear", median, "clock", address, "the middle one"),
        Figure("Late", str(sums.late), "clock-exclamation", address, f"{sums.open} still in time"),
    ]  # fmt: skip


def _launches(first: date, last: date, day: date) -> list[Figure]:
    coming = launches_from(day)
    red = sum(not gate_of(one, day).open for one in coming)
    address = url_for("launches.index")
    return [
        Figure("Heard from callers first", str(hearings_between(first, last)), "phone", address),
        Figure("Launches to come, not briefed", str(red), "alert-triangle", address, f"of {len(coming)}"),
    ]
