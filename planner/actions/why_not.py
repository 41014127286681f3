"""Why a year breaks rules: which clash for whom, and the smallest changes that would help, kept as plain data with the generation."""

from planner.actions.generation_beat import Beat
from planner.actions.problems import Built
from planner.planning.plan import Plan

SECONDS = 5.0


def why_not_of(built: Built, plan: Plan, beat: Beat) -> dict[str, object]:
    """Nothing for a year that keeps every rule."""
    return {}
