"""How good and how quick the planner is, as a Markdown table: plans of every problem of a folder, and repairs of them.

    python -m benchmarks.plan FOLDER-OR-FILES [--budgets 5,30] [--only small] [--judge CHECK.PY]
                              [--disrupt DISRUPT.PY --cases 60] [--seed 0] [--save DIR]

Each file is a csw-bench/1 problem; without files a few are made up here. Without `--budgets` they follow from the size of the
problem. `--judge` is the benchmark's own checker, `--disrupt` its maker of replanning cases.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.judging import Json, disrupted, judged
from benchmarks.measured import with_peak
from planner.planning.generate import generate
from planner.planning.plan import Plan
from planner.planning.problem import Problem
from planner.planning.progress import Progress
from planner.planning.repair.repair import replan

BUDGETS = {"small": (5.0, 30.0), "medium": (30.0, 60.0), "large": (90.0, 180.0)}
REPAIR = {"small": 1.0, "medium": 3.0, "large": 15.0}
MADE_UP = (5.0,)
KINDS = ("absence", "holiday", "pin")


class Run(NamedTuple):
    """One plan: seconds it took, when the first legal one was there, and the last bound that was told."""

    plan: Plan
    seconds: float
    first: float | None
    bound: int | None
    memory: int


def planned(problem: Problem, budget: float, seed: int) -> Run:
    started, first, bound = time.monotonic(), None, None

    def hear(step: Progress) -> None:
        nonlocal first, bound
        bound = step.bound if step.bound is not None else bound
        if first is None and step.hard == 0:
            first = time.monotonic() - started

    plan, memory = with_peak(partial(generate, problem, seed=seed, time_limit=budget, progress=hear))
    return Run(plan, time.monotonic() - started, first, bound, memory)


def plan_rows(problems: list[Json], args: argparse.Namespace) -> Iterator[list[object]]:
    for data in problems:
        for budget in args.budgets or BUDGETS.get(_size(data), MADE_UP):
            run = planned(Problem.from_json(data), budget, args.seed)
            found = judged(args.judge, data, run.plan)
            ratio = f"{found['cost'] / run.bound:.3f}" if run.bound else None
            first = None if run.first is None else f"{run.first:.1f}"
            row = [data["name"], f"{budget:g}", f"{run.seconds:.1f}", first, found["hard"], found["cost"]]
            yield [*row, run.bound, ratio, run.memory, found["agrees"]]
            if args.save:
                args.save.mkdir(parents=True, exist_ok=True)
                (args.save / f"{data['name']}-{budget:g}.json").write_text(json.dumps(run.plan.to_json()))


def repair_rows(problems: list[Json], args: argparse.Namespace) -> Iterator[list[object]]:
    """Cases in turn over the problems and the kinds of disruption."""
    plans: dict[str, Plan] = {}
    for number in range(args.cases if problems else 0):
        data, kind = problems[number % len(problems)], KINDS[number // len(problems) % len(KINDS)]
        name, limit = str(data["name"]), REPAIR.get(_size(data), MADE_UP[0])
        if name not in plans:
            plans[name] = generate(Problem.from_json(data), seed=args.seed, time_limit=4 * limit)
        case = disrupted(args.disrupt, data, plans[name], kind, number + 1)
        if case is not None:
            yield _repair_row(args, case, plans[name], kind, limit)


def _repair_row(args: argparse.Namespace, case: Json, published: Plan, kind: str, limit: float) -> list[object]:
    freeze = str(case["freeze_before"])
    problem, moment = Problem.from_json(case["instance"]), datetime.fromisoformat(freeze)
    started = time.monotonic()
    work = partial(replan, problem, published, freeze_before=moment, seed=args.seed, time_limit=limit)
    plan, memory = with_peak(work)
    seconds = time.monotonic() - started
    found = judged(args.judge, case["instance"], plan, published, freeze)
    row = [case["instance"]["name"], kind, f"{limit:g}", f"{seconds:.1f}", found["hard"], found["frozen"]]
    return [*row, case["must_change"], found["changed"], found["cost"], memory, found["agrees"]]


def _size(data: Json) -> str:
    return str(data.get("size", ""))


def read(paths: list[Path], only: str) -> list[Json]:
    files = [file for path in paths for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    if files:
        found = [json.loads(file.read_text()) for file in files]
        return [data for data in found if data.get("format") == "csw-bench/1" and only in data["name"]]
    from tests.planning.problems import document

    return [document(sites=2, teams=teams, leaders=4, policies=4, seed=teams) for teams in (4, 12, 24)]


def table(head: str, rows: Iterator[list[object]]) -> None:
    """Row by row, as a run takes long."""
    names = head.split(", ")
    print(f"\n| {' | '.join(names)} |\n|{'---|' * len(names)}")
    for row in rows:
        print(f"| {' | '.join('–' if cell is None else str(cell) for cell in row)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--budgets", type=lambda text: [float(part) for part in text.split(",") if part], default=[])
    parser.add_argument("--only", default="", help="a part of the problems' names")
    parser.add_argument("--judge", type=Path, help="the benchmark's checker")
    parser.add_argument("--disrupt", type=Path, help="the benchmark's maker of replanning cases")
    parser.add_argument("--cases", type=int, default=60)
    parser.add_argument("--no-plans", action="store_true", help="the repairs alone")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--save", type=Path, help="folder for the plans")
    args = parser.parse_args()
    problems = read(args.paths, args.only)
    if not problems:
        sys.exit("No csw-bench/1 problem there.")
    if not args.no_plans:
        head = "problem, budget s, seconds, first legal s, hard, cost, bound, cost / bound, MiB, judge agrees"
        table(head, plan_rows(problems, args))
    if args.disrupt:
        head = (
            "case, kind, limit s, seconds, hard, changed in the freeze, must change, changed, cost, MiB, judge agrees"
        )
        table(head, repair_rows(problems, args))


if __name__ == "__main__":
    main()
