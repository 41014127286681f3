"""The best legal leaders for a visit whose leader cannot come."""

from dataclasses import dataclass, replace
from datetime import datetime

from planner.planning.calendar import Calendar
from planner.planning.check import check
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Leader, Problem


@dataclass(frozen=True)
class Substitute:
    """A visit as another leader would make it, what the year would cost then, and why that leader."""

    occurrence: Occurrence
    cost: int
    reasons: list[str]


def substitutes(
    problem: Problem, plan: Plan, visit: Occurrence, *, not_before: datetime | None = None, count: int = 5
) -> list[Substitute]:
    """At the same hour, by what the year would cost; each breaks no rule that stands without the visit."""
    if not_before is not None and visit.start < not_before:
        return []
    calendar = Calendar(problem)
    others = [what for what in plan.occurrences if what.identity != visit.identity]
    without = check(problem, Plan.of(others), calendar).hard
    found = []
    for leader in (one for one in problem.leaders if one.id != visit.leader and one.quota.max > 0):
        offer = replace(visit, leader=leader.id)
        verdict = check(problem, Plan.of([*others, offer]), calendar)
        if verdict.hard < without:
            found.append(Substitute(offer, verdict.cost, _reasons(problem, plan, leader, visit)))
    return sorted(found, key=lambda one: one.cost)[:count]


def _reasons(problem: Problem, plan: Plan, leader: Leader, visit: Occurrence) -> list[str]:
    site = problem.team[visit.team or ""].site
    where = f"At home in {site}." if leader.home == site else f"Comes from {leader.home}: a trip."
    visits = [what for what in plan.occurrences if what.type == "visit" and what.leader == leader.id]
    before = sum(what.team == visit.team for what in visits)
    known = "Has not visited this team this year." if not before else f"Visits this team {before} times this year."
    return ["Free at that time.", where, known, f"{len(visits)} visits in the year so far."]
