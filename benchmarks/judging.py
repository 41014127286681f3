"""A second opinion: the benchmark's own checker and its maker of disruptions, run as programs where their paths are given."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from planner.planning.judge.check import check
from planner.planning.plan import Plan
from planner.planning.problem import Problem

Json = dict[str, Any]


def judged(judge: Path | None, problem: Json, plan: Plan, published: Plan | None = None, freeze: str = "") -> Json:
    """`hard`, `cost`, `agrees` with our own check and, for a repair, `changed` and `frozen`."""
    verdict = check(Problem.from_json(problem), plan)
    found: Json = {"hard": verdict.hard, "cost": verdict.cost, "agrees": None, "changed": None, "frozen": None}
    if published is not None:
        now = {what.identity for what in plan.occurrences}
        gone = [what for what in published.occurrences if what.identity not in now]
        frozen = sum(f"{what.start:%Y-%m-%dT%H:%MZ}" < freeze for what in gone)
        found |= {"changed": len(gone), "frozen": frozen}
    if judge is not None:
        theirs = _asked(judge, problem, plan, published, freeze)
        found["agrees"] = (theirs["hard"], theirs["cost"]) == (verdict.hard, verdict.cost)
        found |= {"hard": theirs["hard"], "cost": theirs["cost"]}
        if published is not None:
            repair = theirs["replan"]
            found |= {"changed": repair["changed"], "frozen": repair["changed_in_frozen_period"]}
    return found


def _asked(judge: Path, problem: Json, plan: Plan, published: Plan | None, freeze: str) -> Json:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("problem.json", "plan.json", "published.json")]
        for path, data in zip(paths, (problem, plan.to_json(), published and published.to_json()), strict=True):
            path.write_text(json.dumps(data))
        words = [str(judge), str(paths[0]), str(paths[1])]
        words += ["--published", str(paths[2]), "--freeze-before", freeze] if published is not None else []
        found = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
        answer: Json = json.loads(found.stdout)
        return answer


def disrupted(maker: Path, problem: Json, plan: Plan, kind: str, seed: int) -> Json | None:
    """A case: the changed instance, what may not move, and how much certainly has to; None when none could be made."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("problem.json", "plan.json", "case.json")]
        for path, data in zip(paths, (problem, plan.to_json()), strict=False):
            path.write_text(json.dumps(data))
        words = [str(maker), str(paths[0]), str(paths[1]), "--kind", kind, "--seed", str(seed), "--out", str(paths[2])]
        subprocess.run([sys.executable, *words], capture_output=True, check=True)
        case: Json | None = json.loads(paths[2].read_text())
        return case
