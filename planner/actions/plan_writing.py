"""From a plan to the draft: entries with their reasons, written in one transaction together with the end of their generation."""

from dataclasses import asdict, dataclass
from datetime import datetime

from planner.actions.draft_changes import differs_at_all
from planner.actions.draft_events import Wanted, Writer
from planner.actions.draft_extras import extras
from planner.actions.draft_facts import facts_of, spread_of
from planner.actions.draft_writing import Written, write_draft
from planner.actions.plan_figures import figures_of
from planner.actions.plan_weeks import weeks_of
from planner.actions.problem_year import is_near
from planner.actions.problems import Built
from planner.actions.programs import known
from planner.domain.refusals import Refused
from planner.models import drafts, generations
from planner.models.audit import note
from planner.models.base import writing
from planner.models.generations import Generation, GenerationState
from planner.models.policies import set_teams
from planner.models.programs import Program
from planner.planning.judge.check import check
from planner.planning.plan import Plan
from planner.planning.reasons.explain import why_each


def write_plan(
    program_id: int,
    built: Built,
    plan: Plan,
    *,
    generation_id: int,
    now: datetime,
    finished_at: datetime,
    why_not: dict[str, object] | None = None,
) -> None:
    """One transaction: all of the draft and the end of its generation, or nothing."""
    placing = Placing.of(built, plan)
    figures = figures_of(built, plan)
    with writing():
        program = known(program_id)
        written = placing.write(program, now)
        wish = generations.generation_with(generation_id)
        if wish is None:
            raise Refused("This generation no longer exists.")
        keep_plan(wish, built, plan, figures)
        _finish(wish, program, placing, written, finished_at, why_not or {})


def keep_plan(wish: Generation, built: Built, plan: Plan, figures: dict[str, object]) -> None:
    """Keeps with a generation what it found, in the running transaction."""
    wish.plan, wish.weeks, wish.figures = plan.to_json(), weeks_of(built, plan), figures


@dataclass(frozen=True)
class Placing:
    """A plan on its way into the draft: why each of its events is where it is, and which rules it breaks there."""

    built: Built
    plan: Plan
    whys: list[list[str]]
    broken: dict[int, list[str]]

    @classmethod
    def of(cls, built: Built, plan: Plan) -> "Placing":
        return cls(built, plan, why_each(built.problem, plan), _broken_by_place(built, plan))

    def write(self, program: Program, now: datetime) -> Written:
        """In the running transaction."""
        writer, built = Writer(self.built), self.built
        wanted = [
            _with_words(writer.wanted(what), self.whys[place], self.broken.get(place, []))
            for place, what in enumerate(self.plan.occurrences)
            if what not in built.pinned
        ]
        wanted += extras(built.year)
        for policy_id, team_ids in built.reviews.chosen.items():
            set_teams(policy_id, team_ids)
        there = set(self.plan.occurrences)
        held = {event.id for what, event in built.pinned.items() if what in there}
        near = {event.id for event in built.year.held if is_near(event, now)}
        written = write_draft(program, wanted, held=held, near=near, celebrations=writer.celebrations)
        program.draft_changed = any(differs_at_all(event) for event in drafts.draft_events(program.id))
        return written

    @property
    def around_pins(self) -> list[str]:
        """What is broken by events that somebody set by hand, and therefore stays so."""
        return [
            sentence
            for place, what in enumerate(self.plan.occurrences)
            if what in self.built.pinned
            for sentence in self.broken.get(place, [])
        ]


def _with_words(entry: Wanted, why: list[str], broken: list[str]) -> Wanted:
    entry.why, entry.broken = why, broken
    return entry


def _broken_by_place(built: Built, plan: Plan) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for item in check(built.problem, plan).broken:
        if item.occurrence is not None:
            found.setdefault(item.occurrence, []).append(item.sentence)
    return found


def _finish(
    wish: Generation,
    program: Program,
    placing: Placing,
    written: Written,
    finished_at: datetime,
    why_not: dict[str, object],
) -> None:
    facts, plan = facts_of(spread_of(program)), placing.plan
    wish.state, wish.fraction, wish.finished_at = GenerationState.done, 1.0, finished_at
    wish.result = {
        **facts, **asdict(written), "broken": list(plan.why_not)[:200], "around_pins": placing.around_pins[:50],
        "notes": list(dict.fromkeys(placing.built.notes)), "rules_broken": len(plan.why_not), "why_not": why_not,
    }  # fmt: skip
    wish.sentence = _summary(program, facts, plan)
    note("generated", "program", program.id, wish.sentence, by=wish.asked_by, now=finished_at, facts=asdict(written))


def _summary(program: Program, facts: dict[str, object], plan: Plan) -> str:
    return f"The draft of “{program.name}” has {facts['events']} events; {rules_words(len(plan.why_not))}."


def rules_words(broken: int) -> str:
    return "every rule is kept" if not broken else f"{broken} {'rule is' if broken == 1 else 'rules are'} broken"
