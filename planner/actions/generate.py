"""The queue of generations: asked for as a row, worked off by the worker (or the command line) with progress."""

import logging
import os
from collections.abc import Callable
from datetime import datetime, timedelta

from planner import clock
from planner.actions.generation_beat import Beat, Stop, Tell
from planner.actions.programs import known
from planner.actions.repair_making import make_repair
from planner.actions.scenario_making import make_scenario
from planner.actions.year_making import known_generation, make_year
from planner.domain.refusals import Refused
from planner.models import generations
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.generations import Generation, GenerationPurpose, GenerationState
from planner.models.people import Person
from planner.planning.problem import ProblemRefused

log = logging.getLogger(__name__)
DEAD_AFTER = timedelta(seconds=60)
SEARCH_SECONDS = 12
"""A year of 60 teams is complete after a few seconds and hardly better after these."""
MOST_TRIES = 3
MAKERS: dict[GenerationPurpose, Callable[[int, Beat], None]] = {
    GenerationPurpose.year: make_year,
    GenerationPurpose.scenario: make_scenario,
    GenerationPurpose.repair: make_repair,
}
"""Who makes what a generation is for: takes its number and its beat, and ends it as done."""


def ask(
    program_id: int, *, by: Person | None, now: datetime, seed: int = 0, time_limit: int = SEARCH_SECONDS
) -> Generation:
    """A wish for a draft year; the one that waits or runs already, if there is one."""
    with writing():
        program = known(program_id)
        waiting = generations.unfinished_of(program.id)
        if waiting is not None:
            return waiting
        wish = Generation(
            program_id=program.id, asked_by_id=by.id if by else None, asked_at=now, seed=seed, time_limit=time_limit
        )
        db.session.add(wish)
        db.session.flush()
        note("generate", "program", program.id, f"A draft year for “{program.name}” was asked for.", by=by, now=now)
        return wish


def work_off_next(now: datetime, *, monotonic: Callable[[], float] | None = None) -> bool:
    """Works off the oldest wish that nobody is at, to its end. False when there is none."""
    generation_id = _claim(now, worker=f"{os.uname().nodename}:{os.getpid()}")
    if generation_id is None:
        return False
    work_off(generation_id, now, monotonic=monotonic)
    return True


def _claim(now: datetime, *, worker: str) -> int | None:
    with writing():
        wish = generations.next_waiting(now - DEAD_AFTER)
        if wish is None:
            return None
        tries = int(str(wish.result.get("tries", 0))) + 1
        wish.worker, wish.beat_at, wish.result = worker, now, {"tries": tries}
        if tries > MOST_TRIES:
            wish.state, wish.finished_at = GenerationState.failed, now
            wish.sentence = f"The worker ended {MOST_TRIES} times while it was at this. Nothing was changed; ask again."
            return None
        wish.state, wish.fraction, wish.sentence = GenerationState.running, 0.0, "Reading the program."
        return wish.id


def work_off(
    generation_id: int,
    now: datetime,
    *,
    monotonic: Callable[[], float] | None = None,
    tell: Tell | None = None,
    stop: Stop | None = None,
) -> Generation:
    """Makes what a claimed generation is for. Whatever goes wrong is kept with it as a sentence; the old draft then stays whole."""
    beat = Beat(generation_id, now, monotonic or clock.awake, tell, stop)
    try:
        MAKERS[known_generation(generation_id).purpose](generation_id, beat)
    except (Refused, ProblemRefused) as refusal:
        _fail(generation_id, str(refusal), beat.moment())
    except Exception:  # a worker that dies of one program would make no other program's year
        log.exception("Generation %s failed", generation_id)
        _fail(
            generation_id, "Something went wrong that should not have. Nothing was changed; ask again.", beat.moment()
        )
    return known_generation(generation_id)


def _fail(generation_id: int, sentence: str, now: datetime) -> None:
    with writing():
        wish = generations.generation_with(generation_id)
        if wish is not None:
            wish.state, wish.sentence, wish.finished_at = GenerationState.failed, sentence, now


def enough(generation_id: int) -> None:
    """What is there is good enough: the worker ends within about a second and keeps the best. Nothing happens to what is over."""
    with writing():
        wish = generations.generation_with(generation_id)
        if wish is not None and wish.state in (GenerationState.waiting, GenerationState.running):
            wish.wanted_stop = True


def generate_now(
    program_id: int,
    *,
    by: Person | None,
    now: datetime,
    seed: int = 0,
    time_limit: int = SEARCH_SECONDS,
    tell: Tell | None = None,
    stop: Stop | None = None,
) -> Generation:
    """Asks and works off at once, for the command line. Raises Refused when it fails or when another one is under way."""
    wish = ask(program_id, by=by, now=now, seed=seed, time_limit=time_limit)
    if wish.state is GenerationState.running:
        raise Refused("A draft for this program is being generated already: wait for it, then try again.")
    with writing():
        wish.seed, wish.time_limit = seed, time_limit
    return work_off_now(wish, now, tell=tell, stop=stop)


def work_off_now(wish: Generation, now: datetime, *, tell: Tell | None = None, stop: Stop | None = None) -> Generation:
    """Works off a wish that waits, in this process. Raises Refused when it fails."""
    with writing():
        row = db.session.get_one(Generation, wish.id)
        row.worker, row.beat_at = f"command line:{os.getpid()}", now
        row.state, row.sentence = GenerationState.running, "Reading the program."
        generation_id = row.id
    done = work_off(generation_id, now, tell=tell, stop=stop)
    if done.state is GenerationState.failed:
        raise Refused(done.sentence)
    return done
