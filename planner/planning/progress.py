"""Telling the caller how far the generator is, about twice a second, and hearing whether to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from planner.planning.judge.check import Verdict
from planner.planning.plan import Plan

EVERY = 0.4  # seconds


@dataclass(frozen=True)
class Progress:
    """`fraction` runs from 0 to 1 and never back; `cost`, `bound`, `hard` and `plan` are None until they are known."""

    fraction: float
    sentence: str
    cost: int | None = None
    bound: int | None = None
    hard: int | None = None
    plan: Plan | None = None


class Teller:
    """Knows when to speak. Work may end early by the time limit or by `stop`; it never takes longer decisions by itself."""

    def __init__(
        self,
        tell: Callable[[Progress], None] | None,
        stop: Callable[[], bool] | None,
        monotonic: Callable[[], float],
        time_limit: float,
    ) -> None:
        self.tell, self._stop, self.monotonic = tell, stop, monotonic
        self.started = monotonic()
        self.time_limit = time_limit
        self.spoken = self.started - EVERY
        self.fraction, self.best = 0.0, Progress(0.0, "")

    @property
    def elapsed(self) -> float:
        return self.monotonic() - self.started

    def part(self, low: float, high: float, sentence: str, until: float = 1.0) -> Callable[[float], bool]:
        """A watch for one part of the work, which reports between two fractions and ends at a share of the time limit."""

        def watch(done: float) -> bool:
            self.say(low + (high - low) * min(1.0, done), sentence)
            return self.over(until)

        return watch

    @property
    def stopped(self) -> bool:
        return self._stop is not None and self._stop()

    def over(self, until: float = 1.0) -> bool:
        return self.elapsed >= self.time_limit * until or self.stopped

    def say(self, fraction: float, sentence: str, at_once: bool = False) -> None:
        self.fraction = max(self.fraction, fraction)
        now = self.monotonic()
        if self.tell is None or (now - self.spoken < EVERY and not at_once):
            return
        self.spoken = now
        best = self.best
        self.tell(Progress(self.fraction, sentence, best.cost, best.bound, best.hard, best.plan))

    def bound(self, bound: int) -> None:
        """No legal year can cost less."""
        self.best = replace(self.best, bound=bound)

    def offer(self, sentence: str, plan: Plan, verdict: Verdict) -> None:
        """A complete plan is there; it goes out at once when it is better than all before."""
        best = self.best
        if best.plan is not None and (verdict.hard, verdict.cost) >= (best.hard, best.cost):
            return
        plan = Plan(plan.occurrences, plan.instance, tuple(item.sentence for item in verdict.broken))
        self.best = Progress(self.fraction, sentence, verdict.cost, best.bound, verdict.hard, plan)
        self.say(self.fraction, sentence, at_once=True)

    def finished(self, sentence: str) -> Plan:
        """The best of all that was offered."""
        self.say(1.0, sentence, at_once=True)
        if self.best.plan is None:
            raise RuntimeError("Nothing was offered.")
        return self.best.plan

    def found(self, fraction: float, sentence: str, plan: Plan, cost: int, hard: int) -> None:
        """A complete plan is there; it goes out at once."""
        self.best = Progress(fraction, sentence, cost, self.best.bound, hard, plan)
        self.say(fraction, sentence, at_once=True)
