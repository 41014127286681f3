"""What a repair changes, event by event, and why: in sentences that name what made the old place impossible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from planner.planning.calendar import Calendar
from planner.planning.judge.check import Verdict, check
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.repair.streams import StreamKey, stream_key

What = Literal["moved", "reassigned", "added", "removed"]
ITSELF = {"H01", "H03", "H04", "H05", "H06", "H07", "H13"}  # broken by one event alone, wherever the others are


@dataclass(frozen=True)
class Move:
    """`before` is None for what is new, `after` for what is gone. Reassigned: the same start with another leader or kind."""

    what: What
    before: Occurrence | None
    after: Occurrence | None
    why: list[str]


def moves(problem: Problem, published: Plan, plan: Plan) -> list[Move]:
    """Every difference between two plans, in the order of the calendar, with the reasons under the rules of `problem`.

    A reason is a rule that would be broken if this one change were taken back and all others stayed.
    """
    calendar = Calendar(problem)
    pairs = list(_pairs(published, plan))
    if not pairs:
        return []
    reasons = _Reasons(problem, calendar, published, plan)
    found = [Move(_what(old, new), old, new, reasons.of(old, new)) for old, new in pairs]
    return sorted(found, key=lambda move: _first(move).start)


def _first(move: Move) -> Occurrence:
    found = move.before or move.after
    assert found is not None  # a pair has at least one side  # noqa: S101
    return found


def _pairs(published: Plan, plan: Plan) -> Iterator[tuple[Occurrence | None, Occurrence | None]]:
    """What went and what came, paired within the same team and track, visit or policy: the nearest first."""
    before, after = set(published.occurrences), set(plan.occurrences)
    came: dict[StreamKey, list[Occurrence]] = defaultdict(list)
    for new in after - before:
        came[stream_key(new)].append(new)
    gone = sorted(before - after, key=lambda old: (old.start, old.whom, old.track or ""))
    lonely = []
    for old in gone:
        mine = came[stream_key(old)]
        if not mine:
            lonely.append(old)
            continue
        new = min(mine, key=lambda other: (_apart(old, other), other.start))
        mine.remove(new)
        yield old, new
    yield from ((old, None) for old in lonely)
    yield from ((None, new) for rest in came.values() for new in sorted(rest, key=lambda one: one.start))


def _apart(old: Occurrence, new: Occurrence) -> tuple[bool, float]:
    """Celebration events are paired by kind; then the nearest."""
    return (old.type == "csw" and old.kind != new.kind, abs((old.start - new.start).total_seconds()))


def _what(old: Occurrence | None, new: Occurrence | None) -> What:
    if old is None:
        return "added"
    if new is None:
        return "removed"
    return "reassigned" if old.start == new.start else "moved"


class _Reasons:
    """Sentences about one change at a time. The plan is judged as it was, and only where that says nothing, once more."""

    def __init__(self, problem: Problem, calendar: Calendar, published: Plan, plan: Plan) -> None:
        self.problem, self.calendar, self.plan = problem, calendar, plan
        verdict = check(problem, published, calendar)
        self.itself: dict[Occurrence, list[str]] = defaultdict(list)
        for item in verdict.broken:
            if item.code in ITSELF and item.occurrence is not None:
                self.itself[published.occurrences[item.occurrence]].append(item.sentence)
        self._now: Verdict | None = None

    def of(self, old: Occurrence | None, new: Occurrence | None) -> list[str]:
        if new is not None and new in self.problem.pins:
            return ["It was put there by hand."]
        if old is not None and old in self.itself:
            return list(dict.fromkeys(self.itself[old]))
        return self._undone(old, new)

    def _undone(self, old: Occurrence | None, new: Occurrence | None) -> list[str]:
        """What would be broken if only this change were taken back."""
        without = [what for what in self.plan.occurrences if what != new] + ([old] if old is not None else [])
        now = {item.sentence for item in self._verdict().broken}
        then = check(self.problem, Plan.of(without, self.plan.instance), self.calendar)
        broken = list(dict.fromkeys(item.sentence for item in then.broken if item.sentence not in now))
        if not broken:
            return [self._saved(then.cost)]
        if old is None:
            return broken
        return [f"It makes room: if it had stayed, this rule would be broken. {sentence}" for sentence in broken]

    def _saved(self, cost: int) -> str:
        change = cost - self._verdict().cost
        return f"It could have stayed; here the year costs {change} less." if change > 0 else "It could have stayed."

    def _verdict(self) -> Verdict:
        if self._now is None:
            self._now = check(self.problem, self.plan, self.calendar)
        return self._now
