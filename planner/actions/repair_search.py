"""Searching the least change: what must move does, even inside the next days; everything else of these days stays."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from planner.actions.repair_situation import FREEZE, Situation
from planner.planning.judge.check import Broken
from planner.planning.judge.ledger import minutes_of, team_names
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.progress import Progress
from planner.planning.repair.repair import replan
from planner.planning.repair.substitutes import substitutes

NOTICE = timedelta(hours=24)
"""What must move inside these days goes nowhere sooner than this."""
WRONG_PLACE = frozenset({"H01", "H03", "H04", "H05", "H06", "H07", "H13"})
CLASH = frozenset({"H09", "H12"})


@dataclass(frozen=True)
class Effort:
    """How long to search, what hears of it, what may end it, and a clock for that."""

    seconds: float
    progress: Callable[[Progress], None] | None = None
    stop: Callable[[], bool] | None = None
    monotonic: Callable[[], float] = time.monotonic


@dataclass(frozen=True)
class Found:
    """`must` had to let go of their place inside the freeze; `missing` of them found no other."""

    plan: Plan
    must: tuple[Occurrence, ...]
    missing: tuple[Occurrence, ...]


def search(situation: Situation, effort: Effort) -> Found:
    """The year with the least change that was found."""
    freeze = situation.now + FREEZE
    must = must_move(situation, freeze)
    kept = [what for what in (*situation.base, *situation.past) if what not in must]
    kept += _stand_ins(situation, kept, must)
    plan = _replan(situation.problem, Plan.of(kept), freeze, effort)
    missing = _missing(plan, must)
    if missing:
        plan = _inside(situation, plan, freeze, effort)
    return Found(plan, tuple(must), tuple(_missing(plan, must)))


def _replan(problem: Problem, plan: Plan, freeze: datetime, effort: Effort) -> Plan:
    return replan(
        problem,
        plan,
        freeze_before=freeze,
        time_limit=effort.seconds,
        progress=effort.progress,
        stop=effort.stop,
        monotonic=effort.monotonic,
    )


def must_move(situation: Situation, freeze: datetime) -> list[Occurrence]:
    """What of the next days cannot take place where it is."""
    found: dict[Occurrence, None] = {}
    for what, broken in situation.broken():
        if what.start < freeze:
            found.update(dict.fromkeys(_lets_go(situation, what, broken, freeze)))
    return list(found)


def _lets_go(situation: Situation, what: Occurrence, broken: Broken, freeze: datetime) -> list[Occurrence]:
    fixed = situation.base[what].fixed
    if broken.code in WRONG_PLACE:
        return [] if fixed else [what]
    if broken.code not in CLASH:
        return []
    if not fixed:
        return [what]
    near = (other for other in situation.base if situation.now < other.start < freeze and other != what)
    return [one for one in near if not situation.base[one].fixed and clash(situation.problem, what, one)]


def clash(problem: Problem, one: Occurrence, other: Occurrence) -> bool:
    """Whether two occurrences overlap for the same team or the same leader."""
    length = {what: timedelta(minutes=minutes_of(problem, what)) for what in (one, other)}
    if one.start >= other.start + length[other] or other.start >= one.start + length[one]:
        return False
    teams = set(team_names(problem, one)) & set(team_names(problem, other))
    return bool(teams) or bool({_leader(problem, one)} & {_leader(problem, other)} - {None})


def _leader(problem: Problem, what: Occurrence) -> str | None:
    return problem.policy[what.policy].owner if what.policy else what.leader


def _stand_ins(situation: Situation, kept: list[Occurrence], must: list[Occurrence]) -> list[Occurrence]:
    """For visits of the next days whose leader cannot: somebody else at the same hour, so that the team keeps its visit."""
    found: list[Occurrence] = []
    for visit in (what for what in must if what.type == "visit"):
        plan = Plan.of([*kept, *found, visit], situation.problem.name)
        offers = substitutes(
            situation.problem, plan, visit, not_before=situation.now, count=len(situation.problem.leaders)
        )
        found += [offer.occurrence for offer in offers if offer.occurrence.start == visit.start][:1]
    return found


def _missing(plan: Plan, must: list[Occurrence]) -> list[Occurrence]:
    """Of what had to let go, what has no place in the plan: fewer of its series than there were."""
    there: dict[tuple[object, ...], int] = {}
    for what in plan.occurrences:
        there[series(what)] = there.get(series(what), 0) + 1
    return [what for what in must if what.type == "csw" and not there.get(series(what))]


def series(what: Occurrence) -> tuple[object, ...]:
    """What an occurrence is one of."""
    return (what.type, what.whom, what.track, what.kind if what.type == "csw" else None)


def _inside(situation: Situation, plan: Plan, freeze: datetime, effort: Effort) -> Plan:
    """Once more with the next days open, for what can take place nowhere else; everything that is there stays."""
    near = tuple(what for what in plan.occurrences if what.start < freeze)
    pins = tuple(dict.fromkeys((*situation.problem.pins, *near)))
    return _replan(replace(situation.problem, pins=pins), plan, situation.now + NOTICE, effort)
