"""The figures of a plan that HR compares, as JSON to be kept with the generation; shifts under the names that people know."""

from dataclasses import asdict

from planner.actions.problems import Built
from planner.planning.judge.figures import figures
from planner.planning.plan import Plan


def figures_of(built: Built, plan: Plan) -> dict[str, object]:
    """Judged by the problem in `built`: for a scenario that of `scenario_problem.judged_alike`, so that years can be compared."""
    found = figures(built.problem, plan)
    names = {str(team.shift_id): team.shift.name for team in built.year.teams.values()}
    shifts = [asdict(row) | {"name": names.get(row.name, row.name)} for row in found.shifts]
    return found.to_json() | {"shifts": shifts}
