"""The figures of a plan that HR compares, judged for every scenario alike: by the weights of the program itself."""

from dataclasses import replace

from planner.actions.problems import Built
from planner.planning.check import check
from planner.planning.plan import Plan
from planner.planning.problem import Weights


def figures_of(built: Built, plan: Plan) -> dict[str, object]:
    """As JSON, to be kept with the generation."""
    judged = replace(built.problem, weights=Weights())
    verdict = check(judged, plan)
    return {"hard": verdict.hard, "cost": verdict.cost, "parts": verdict.parts}
