"""From a plan to the draft: entries with their reasons, written in one transaction together with the end of their generation."""

from dataclasses import asdict
from datetime import datetime

from planner.actions.draft_changes import differs_at_all
from planner.actions.draft_events import Wanted, Writer
from planner.actions.draft_extras import extras
from planner.actions.draft_facts import facts_of, spread_of
from planner.actions.draft_writing import Written, write_draft
from planner.actions.problem_year import is_near
from planner.actions.problems import Built
from planner.actions.programs import known
from planner.domain.refusals import Refused
from planner.models import drafts, generations
from planner.models.audit import note
from planner.models.base import writing
from planner.models.generations import GenerationState
from planner.models.policies import set_teams
from planner.models.programs import Program
from planner.planning.check import check
from planner.planning.explain import why_each
from planner.planning.plan import Plan


def write_plan(
    program_id: int, built: Built, plan: Plan, *, generation_id: int, now: datetime, finished_at: datetime
) -> None:
    """One transaction: all of the draft and the end of its generation, or nothing."""
    whys, broken, around = why_each(built.problem, plan), _broken_by_place(built, plan), _around_pins(built, plan)
    with writing():
        program = known(program_id)
        writer = Writer(built)
        wanted = [
            _with_words(writer.wanted(what), whys[place], broken.get(place, []))
            for place, what in enumerate(plan.occurrences)
            if what not in built.pinned
        ]
        wanted += extras(built.year)
        for policy_id, team_ids in built.reviews.chosen.items():
            set_teams(policy_id, team_ids)
        held = {event.id for event in built.pinned.values()}
        near = {event.id for event in built.year.held if is_near(event, now)}
        written = write_draft(program, wanted, held=held, near=near, celebrations=writer.celebrations)
        program.draft_changed = any(differs_at_all(event) for event in drafts.draft_events(program.id))
        _finish(generation_id, program, plan, written, built.notes, around, finished_at)


def _with_words(entry: Wanted, why: list[str], broken: list[str]) -> Wanted:
    entry.why, entry.broken = why, broken
    return entry


def _broken_by_place(built: Built, plan: Plan) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for item in check(built.problem, plan).broken:
        if item.occurrence is not None:
            found.setdefault(item.occurrence, []).append(item.sentence)
    return found


def _around_pins(built: Built, plan: Plan) -> list[str]:
    """What is broken by events that somebody set by hand, and therefore stays so."""
    found = _broken_by_place(built, plan)
    return [
        sentence
        for place, what in enumerate(plan.occurrences)
        if what in built.pinned
        for sentence in found.get(place, [])
    ]


def _finish(
    generation_id: int,
    program: Program,
    plan: Plan,
    written: Written,
    notes: list[str],
    around: list[str],
    finished_at: datetime,
) -> None:
    wish = generations.generation_with(generation_id)
    if wish is None:
        raise Refused("This generation no longer exists.")
    facts = facts_of(spread_of(program))
    wish.state, wish.fraction, wish.finished_at = GenerationState.done, 1.0, finished_at
    wish.result = {
        **facts, **asdict(written), "broken": list(plan.why_not)[:200], "around_pins": around[:50], "notes": list(dict.fromkeys(notes)),
        "rules_broken": len(plan.why_not),
    }  # fmt: skip
    wish.sentence = _summary(program, facts, plan)
    note("generated", "program", program.id, wish.sentence, by=wish.asked_by, now=finished_at, facts=asdict(written))


def _summary(program: Program, facts: dict[str, object], plan: Plan) -> str:
    broken = len(plan.why_not)
    rules = "every rule is kept" if not broken else f"{broken} {'rule is' if broken == 1 else 'rules are'} broken"
    return f"The draft of “{program.name}” has {facts['events']} events; {rules}."
