"""Making a scenario: a year with other settings, kept beside the draft and written nowhere until somebody uses it."""

from dataclasses import replace

from planner.actions.generation_beat import SEARCHING, Beat
from planner.actions.plan_figures import figures_of
from planner.actions.plan_writing import keep_plan, rules_words
from planner.actions.problems import Built, build
from planner.actions.scenario_problem import judged_alike, with_settings
from planner.actions.why_not import why_not_of
from planner.actions.year_making import bring_holidays, known_generation, program_of, search
from planner.domain.scenarios import Settings
from planner.models.base import writing
from planner.models.generations import Generation, GenerationState
from planner.planning.plan import Plan


def make_scenario(generation_id: int, beat: Beat) -> None:
    """The draft stays as it is."""
    wish = known_generation(generation_id)
    settings = Settings.from_json(wish.settings)
    bring_holidays(wish.program)
    built = build(program_of(wish.program_id), beat.now)
    scenario = replace(built, problem=with_settings(built.problem, settings, beat.now.date()))
    plan = search(wish, scenario, beat)
    why_not = why_not_of(scenario, plan, beat)
    beat.say(SEARCHING + 0.03, "Comparing")
    figures = figures_of(replace(built, problem=judged_alike(scenario.problem, built.problem)), plan)
    with writing():
        _finish(known_generation(generation_id), scenario, plan, figures, beat, why_not)


def _finish(
    wish: Generation,
    built: Built,
    plan: Plan,
    figures: dict[str, object],
    beat: Beat,
    why_not: dict[str, object],
) -> None:
    keep_plan(wish, built, plan, figures)
    broken = len(plan.why_not)
    wish.state, wish.fraction, wish.finished_at = GenerationState.done, 1.0, beat.moment()
    wish.result = {
        "broken": list(plan.why_not)[:200], "notes": list(dict.fromkeys(built.notes)), "rules_broken": broken, "why_not": why_not,
    }  # fmt: skip
    wish.sentence = f"“{wish.name}” has {len(plan.occurrences)} events; {rules_words(broken)}. The draft is as it was."
