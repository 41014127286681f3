"""Making the draft year of a claimed generation: read the program, search, write all at once."""

from planner.actions.generation_beat import SEARCHING, Beat
from planner.actions.holidays import fetch_holidays
from planner.actions.plan_writing import write_plan
from planner.actions.problems import Built, build
from planner.actions.why_not import why_not_of
from planner.domain.refusals import Refused
from planner.models import drafts, generations
from planner.models.base import db
from planner.models.generations import Generation
from planner.models.programs import Program
from planner.planning.generate import generate
from planner.planning.plan import Plan


def make_year(generation_id: int, beat: Beat) -> None:
    """Replaces what was generated in the draft."""
    wish = known_generation(generation_id)
    program_id = wish.program_id
    bring_holidays(wish.program)
    built = build(program_of(program_id), beat.now)
    plan = search(wish, built, beat)
    clashes = why_not_of(built, plan, beat)
    beat.say(SEARCHING + 0.03, "Writing the draft")
    write_plan(
        program_id,
        built,
        plan,
        generation_id=generation_id,
        now=beat.now,
        finished_at=beat.moment(),
        why_not=clashes,
    )


def search(wish: Generation, built: Built, beat: Beat) -> Plan:
    """The best year that is found for a problem; its progress goes to the generation, and a wish to stop comes from it."""
    seed, limit = wish.seed, wish.time_limit
    db.session.rollback()
    beat.built = built
    return generate(built.problem, seed=seed, time_limit=limit, progress=beat, stop=beat.stop, monotonic=beat.monotonic)


def bring_holidays(program: Program) -> None:
    """The official days of years for which a site has none yet; what HR changed is left alone."""
    for year in range(program.starts_on.year, program.ends_on.year + 1):
        for site in drafts.sites_with_holidays():
            if not any(day.day.year == year for day in site.holidays):
                fetch_holidays(site, [year])


def program_of(program_id: int) -> Program:
    program = db.session.get(Program, program_id)
    if program is None:
        raise Refused("This program no longer exists.")
    return program


def known_generation(generation_id: int) -> Generation:
    wish = generations.generation_with(generation_id)
    if wish is None:
        raise Refused("This generation no longer exists.")
    return wish
