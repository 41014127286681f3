"""How good and how quick the year generator is: cost, bound, broken rules, time to the first legal plan, memory.

    python -m benchmarks.plan FOLDER-OR-FILES [--budget 5 --budget 30] [--seed 0] [--save DIR]

Each file is a csw-bench/1 problem. Without files a few problems are made up here.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path
from typing import NamedTuple

from planner.planning.check import check
from planner.planning.generate import generate
from planner.planning.plan import Plan
from planner.planning.problem import Problem
from planner.planning.progress import Progress

HEAD = f"{'problem':<14}{'budget':>8}{'seconds':>9}{'first':>8}{'hard':>6}{'cost':>8}{'bound':>8}{'MiB':>7}"


class Row(NamedTuple):
    """One run; `bound` covers the recognition part only."""

    name: str
    budget: float
    seconds: float
    first: float | None
    hard: int
    cost: int
    bound: int | None
    memory: int

    def text(self) -> str:
        first = "-" if self.first is None else f"{self.first:.1f}"
        bound = "-" if self.bound is None else str(self.bound)
        head = f"{self.name:<14}{self.budget:>8.0f}{self.seconds:>9.1f}{first:>8}"
        return f"{head}{self.hard:>6}{self.cost:>8}{bound:>8}{self.memory:>7}"


def run(problem: Problem, budget: float, seed: int) -> tuple[Row, Plan]:
    started, first, last = time.monotonic(), None, Progress(0.0, "")

    def hear(step: Progress) -> None:
        nonlocal first, last
        last = step
        if first is None and step.hard == 0:
            first = time.monotonic() - started

    plan = generate(problem, seed=seed, time_limit=budget, progress=hear)
    seconds, verdict = time.monotonic() - started, check(problem, plan)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Row(problem.name, budget, seconds, first, verdict.hard, verdict.cost, last.bound, memory), plan


def problems(paths: list[Path]) -> list[Problem]:
    files = [file for path in paths for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    if files:
        return [Problem.from_json(json.loads(file.read_text())) for file in files]
    from tests.planning.problems import problem

    return [problem(sites=2, teams=teams, leaders=4, policies=4, seed=teams) for teams in (4, 12, 24)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--budget", type=float, action="append", help="seconds; may be given several times")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--save", type=Path, help="folder for the plans")
    args = parser.parse_args()
    sys.stdout.write(HEAD + "\n")
    for problem in problems(args.paths):
        for budget in args.budget or [5.0]:
            row, plan = run(problem, budget, args.seed)
            sys.stdout.write(row.text() + "\n")
            sys.stdout.flush()
            if args.save:
                args.save.mkdir(parents=True, exist_ok=True)
                (args.save / f"{problem.name}-{budget:.0f}.json").write_text(json.dumps(plan.to_json()))


if __name__ == "__main__":
    main()
