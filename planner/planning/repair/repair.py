"""Least change: what was published stays unless it must move, and nothing moves before the freeze ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from planner.planning.calendar import Calendar, minute_of
from planner.planning.judge.check import check
from planner.planning.plan import Plan
from planner.planning.problem import Problem
from planner.planning.progress import Progress, Teller
from planner.planning.repair.mending import Mending


@dataclass(frozen=True)
class Repair:
    """`changed` published occurrences are not in the plan any more; no legal plan does with fewer than `least`."""

    plan: Plan
    changed: int
    least: int
    hard: int

    @property
    def proven(self) -> bool:
        return self.hard == 0 and self.changed == self.least


def replan(
    problem: Problem,
    published: Plan,
    *,
    freeze_before: datetime | None,
    seed: int = 0,
    time_limit: float,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> Plan:
    """A plan for the changed problem that differs from the published one as little as could be found."""
    teller = Teller(progress, stop, monotonic, time_limit)
    return repaired(problem, published, freeze_before=freeze_before, seed=seed, teller=teller).plan


def repaired(
    problem: Problem, published: Plan, *, freeze_before: datetime | None, seed: int = 0, teller: Teller | None = None
) -> Repair:
    """The same with the number of changes, and how many of them are certainly needed."""
    teller = teller or Teller(None, None, lambda: 0.0, 1.0)
    calendar = Calendar(problem, None if freeze_before is None else minute_of(freeze_before))
    teller.say(0.0, "Looking for what must move", at_once=True)
    before = check(problem, published, calendar)
    plan, least, after = published, 0, before
    if before.hard:
        mending = Mending(problem, calendar, published, before, seed)
        plan, least = mending.run(teller), mending.least
        after = check(problem, plan, calendar)
    if after.hard > before.hard:  # nothing was gained: then rather no change at all
        plan, after = published, before
    plan = Plan.of(plan.occurrences, problem.name, (item.sentence for item in after.broken))
    repair = Repair(plan, changes(published, plan), least, after.hard)
    teller.found(1.0, _sentence(repair), plan, after.cost, after.hard)
    return repair


def changes(published: Plan, plan: Plan) -> int:
    """Published occurrences that are not in the plan as they were."""
    now = {occurrence.identity for occurrence in plan.occurrences}
    return sum(occurrence.identity not in now for occurrence in published.occurrences)


def _sentence(repair: Repair) -> str:
    if not repair.changed:
        return "Nothing that was published changes"
    events = "1 published event changes" if repair.changed == 1 else f"{repair.changed} published events change"
    return f"{events}; fewer are not possible" if repair.proven else f"{events}; fewer were not found"
