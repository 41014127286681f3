"""What a repaired plan changes of the published one: pairs of before and after, with the reason."""

from collections import defaultdict
from dataclasses import dataclass

from planner.planning.check import check
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem


@dataclass(frozen=True)
class Move:
    """`what` is moved, reassigned, added or removed."""

    what: str
    before: Occurrence | None
    after: Occurrence | None
    why: list[str]


def moves(problem: Problem, published: Plan, plan: Plan) -> list[Move]:
    """Of each series the nearest are paired; what made the old place impossible is the reason, else that it made room."""
    there = {what.identity for what in plan.occurrences}
    known = {what.identity for what in published.occurrences}
    old, new = defaultdict(list), defaultdict(list)
    for what in published.occurrences:
        if what.identity not in there:
            old[_series(what)].append(what)
    for what in plan.occurrences:
        if what.identity not in known:
            new[_series(what)].append(what)
    why = _whys(problem, published)
    found = [move for name in {**old, **new} for move in _paired(old[name], new[name], why)]
    return sorted(found, key=lambda move: (move.before or move.after or plan.occurrences[0]).start)


def _series(what: Occurrence) -> tuple[str | None, ...]:
    return (what.type, what.whom, what.track, what.kind if what.type == "csw" else None)


def _whys(problem: Problem, published: Plan) -> dict[Occurrence, list[str]]:
    found: dict[Occurrence, list[str]] = defaultdict(list)
    for broken in check(problem, published).broken:
        if broken.occurrence is not None:
            found[published.occurrences[broken.occurrence]].append(broken.sentence)
    return found


def _paired(old: list[Occurrence], new: list[Occurrence], why: dict[Occurrence, list[str]]) -> list[Move]:
    found, left = [], list(new)
    for before in old:
        after = min(left, key=lambda one: abs(one.start - before.start), default=None)
        if after is not None:
            left.remove(after)
        reasons = list(why.get(before, ())) or ["It makes room for another."]
        found.append(Move(_what(before, after), before, after, reasons))
    return found + [Move("added", None, after, []) for after in left]


def _what(before: Occurrence, after: Occurrence | None) -> str:
    if after is None:
        return "removed"
    return "reassigned" if after.start == before.start else "moved"
