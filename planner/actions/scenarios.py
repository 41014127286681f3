"""Scenarios: years with other settings beside the draft. Asked for, compared, used or thrown away."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from planner.actions.draft_facts import facts_of, spread_of
from planner.actions.draft_plan import read_draft
from planner.actions.plan_figures import figures_of
from planner.actions.plan_weeks import Weeks, weeks_of
from planner.actions.plan_writing import Placing, keep_plan, rules_words
from planner.actions.problems import Built, build
from planner.actions.programs import known
from planner.actions.scenario_problem import with_settings
from planner.actions.year_making import known_generation, program_of
from planner.domain.efforts import Effort
from planner.domain.refusals import Refused
from planner.domain.scenarios import Settings
from planner.models import generations
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.generations import Generation, GenerationPurpose, GenerationState
from planner.models.people import Person
from planner.models.programs import Program
from planner.planning.judge.check import check
from planner.planning.plan import Occurrence, Plan

MOST = 12
"""Scenarios of one program; more than these nobody compares."""


@dataclass(frozen=True)
class Standing:
    """The draft as it stands, in the figures of a scenario."""

    figures: dict[str, object]
    weeks: Weeks
    events: int


def add(
    program_id: int, name: str, settings: Settings, *, by: Person | None, now: datetime, effort: Effort = Effort.quick
) -> Generation:
    """A wish for a scenario. Raises Refused for a name or settings that cannot be."""
    name = _free_name(program_id, name)
    with_settings(
        build(program_of(program_id), now).problem, settings, now.date()
    )  # what means nothing here is refused at once
    with writing():
        program = known(program_id)
        wish = Generation(
            program_id=program.id, purpose=GenerationPurpose.scenario, name=name, settings=settings.to_json(),
            asked_by_id=by.id if by else None, asked_at=now, seed=settings.seed, time_limit=effort.seconds,
        )  # fmt: skip
        db.session.add(wish)
        db.session.flush()
        sentence = f"A scenario “{name}” was asked for: {', '.join(settings.words())}."
        note("add scenario", "program", program.id, sentence, by=by, now=now)
        return wish


def _free_name(program_id: int, name: str) -> str:
    name, there = name.strip()[:120], generations.scenarios_of(program_id)
    if not name:
        raise Refused("Give the scenario a name by which you will know it.", "name")
    if name.lower() in {scenario.name.lower() for scenario in there}:
        raise Refused(f"There is a scenario “{name}” already: choose another name, or delete that one.", "name")
    if len(there) >= MOST:
        raise Refused(f"There are {MOST} scenarios already. Delete one that you no longer need.")
    return name


def delete(generation_id: int, *, by: Person | None, now: datetime) -> str:
    """Throws a scenario away; gives its name. Raises Refused while it is being made."""
    with writing():
        wish = _scenario(generation_id)
        if wish.state is GenerationState.running:
            raise Refused("It is being made: press “Good enough” first, then delete it.")
        name = wish.name
        note("delete scenario", "program", wish.program_id, f"The scenario “{name}” was deleted.", by=by, now=now)
        db.session.delete(wish)
    return name


def use(generation_id: int, *, by: Person | None, now: datetime) -> Generation:
    """Writes a scenario into the draft, around what is pinned. The draft that stood is kept as a scenario, which is the way back.

    Gives the generation that the draft now stands for. Raises Refused when it is not done.
    """
    wish = _scenario(generation_id)
    if wish.state is not GenerationState.done or (stored := generations.plan_of(wish.id)) is None:
        raise Refused("This scenario is not finished yet: wait for it, then use it.")
    draft = read_draft(program_of(wish.program_id), now)
    built, before = draft.built, draft.plan
    scenario = replace(built, problem=with_settings(built.problem, Settings.from_json(wish.settings), now.date()))
    plan, lost = _still_possible(scenario, Plan.from_json(stored))
    placing, figures = Placing.of(scenario, plan), figures_of(built, plan)
    with writing():
        wish, program = _scenario(generation_id), known(built.year.program.id)
        if before.occurrences:
            _keep_draft(program, built, before, wish.name, by=by, now=now)
        written = placing.write(program, now)
        used = _stands_for(wish, program, placing, lost, by=by, now=now)
        keep_plan(used, scenario, plan, figures)
        used.result |= asdict(written)
        note("use scenario", "program", program.id, used.sentence, by=by, now=now, facts=asdict(written))
    return used


def _still_possible(built: Built, plan: Plan) -> tuple[Plan, int]:
    """The plan without what concerns teams, leaders, activities or policies that are gone since; and how much that is."""
    kept = Plan.of((what for what in plan.occurrences if _known(built, what)), plan.instance)
    broken = [item.sentence for item in check(built.problem, kept).broken]
    return Plan.of(kept.occurrences, plan.instance, broken), len(plan.occurrences) - len(kept.occurrences)


def _known(built: Built, what: Occurrence) -> bool:
    problem = built.problem
    names = (
        (what.team, problem.team), (what.track, problem.track), (what.kind, problem.kind), (what.leader, built.year.leaders),
        (what.policy, built.reviews.of),
    )  # fmt: skip
    return all(name is None or name in there for name, there in names)


def _keep_draft(program: Program, built: Built, plan: Plan, name: str, *, by: Person | None, now: datetime) -> None:
    """In the running transaction: the way back."""
    there, figures = {scenario.name for scenario in generations.scenarios_of(program.id)}, figures_of(built, plan)
    title = f"The draft before “{name[:80]}”"
    kept = Generation(
        program_id=program.id, purpose=GenerationPurpose.scenario, name=_numbered(title, there), asked_by_id=by.id if by else None,
        asked_at=now, finished_at=now, state=GenerationState.done, fraction=1.0,
        result={"broken": [], "notes": [], "rules_broken": figures.get("hard", 0)},
        sentence="The draft as it stood. Use it to go back.",
    )  # fmt: skip
    db.session.add(kept)
    keep_plan(kept, built, plan, figures)


def _numbered(title: str, there: set[str]) -> str:
    names = (title if number == 1 else f"{title} ({number})" for number in range(1, len(there) + 2))
    return next(name for name in names if name not in there)


def _stands_for(
    wish: Generation, program: Program, placing: Placing, lost: int, *, by: Person | None, now: datetime
) -> Generation:
    """In the running transaction: the generation that says what the draft is now, as generating itself would have left it."""
    facts, broken = facts_of(spread_of(program)), list(placing.plan.why_not)
    notes = [*placing.built.notes, f"The draft was made from the scenario “{wish.name}”: {_settings_words(wish)}."]
    if lost:
        notes.append(
            f"{lost} events of the scenario were left out: their team, leader, activity or policy is no longer there."
        )
    used = Generation(
        program_id=program.id, name=wish.name, settings=wish.settings, seed=wish.seed, time_limit=wish.time_limit, points=wish.points,
        asked_by_id=by.id if by else None, asked_at=now, finished_at=now, state=GenerationState.done, fraction=1.0,
        sentence=f"The draft of “{program.name}” is the scenario “{wish.name}”: {facts['events']} events; {rules_words(len(broken))}.",
        result={
            **facts, "broken": broken[:200], "around_pins": placing.around_pins[:50], "notes": list(dict.fromkeys(notes)),
            "rules_broken": len(broken), "why_not": wish.result.get("why_not", {}),
        },
    )  # fmt: skip
    db.session.add(used)
    db.session.flush()
    return used


def _settings_words(wish: Generation) -> str:
    return ", ".join(Settings.from_json(wish.settings).words())


def standing(program: Program, now: datetime) -> Standing | None:
    """The draft beside which scenarios are compared; None while there is none or nobody to plan for."""
    try:
        draft = read_draft(program, now)
    except Refused:
        return None
    built, plan = draft.built, draft.plan
    if not plan.occurrences:
        return None
    return Standing(figures_of(built, plan), weeks_of(built, plan), len(plan.occurrences))


def _scenario(generation_id: int) -> Generation:
    wish = known_generation(generation_id)
    if wish.purpose is not GenerationPurpose.scenario:
        raise Refused("This is not a scenario.")
    return wish
