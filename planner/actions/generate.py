"""Generating a draft year: asked for as a row, worked off by the worker (or the command line) with progress, written all at once."""

import logging
import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from planner.actions.holidays import fetch_holidays
from planner.actions.plan_writing import write_plan
from planner.actions.problems import build
from planner.actions.programs import known
from planner.domain.refusals import Refused
from planner.models import drafts, generations
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.generations import Generation, GenerationState
from planner.models.people import Person
from planner.models.programs import Program
from planner.planning.generate import generate
from planner.planning.problem import ProblemRefused
from planner.planning.progress import Progress

log = logging.getLogger(__name__)
DEAD_AFTER = timedelta(seconds=60)
SEARCH_SECONDS = 12
"""A year of 60 teams is complete after a few seconds and hardly better after these."""
TELL_EVERY = 0.45  # seconds
MOST_TRIES = 3
Tell = Callable[[float, str], None]


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


def work_off_next(now: datetime, *, monotonic: Callable[[], float] = time.monotonic) -> bool:
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
    generation_id: int, now: datetime, *, monotonic: Callable[[], float] = time.monotonic, tell: Tell | None = None
) -> Generation:
    """Makes the draft of a claimed generation. Whatever goes wrong is kept with it as a sentence; the old draft then stays whole."""
    beat = _Beat(generation_id, now, monotonic, tell)
    try:
        _make(generation_id, beat)
    except (Refused, ProblemRefused) as refusal:
        _fail(generation_id, str(refusal), beat.moment())
    except Exception:  # a worker that dies of one program would make no other program's year
        log.exception("Generation %s failed", generation_id)
        _fail(
            generation_id, "Something went wrong that should not have. Nothing was changed; ask again.", beat.moment()
        )
    found = generations.generation_with(generation_id)
    if found is None:
        raise Refused("This generation no longer exists.")
    return found


class _Beat:
    """Says about twice a second how far the work is, each time in a short transaction of its own."""

    def __init__(self, generation_id: int, now: datetime, monotonic: Callable[[], float], tell: Tell | None) -> None:
        self.generation_id, self.now, self.monotonic, self.tell = generation_id, now, monotonic, tell
        self.started = monotonic()
        self.told = self.started - 1

    def moment(self) -> datetime:
        return self.now + timedelta(seconds=self.monotonic() - self.started)

    def __call__(self, progress: Progress) -> None:
        if self.tell:
            self.tell(progress.fraction, progress.sentence)
        if self.monotonic() - self.told >= TELL_EVERY:
            self.told = self.monotonic()
            self.say(progress.fraction * 0.95, progress.sentence)

    def say(self, fraction: float, sentence: str) -> None:
        with writing():
            row = generations.generation_with(self.generation_id)
            if row is not None and row.state is GenerationState.running:
                row.fraction, row.sentence, row.beat_at = fraction, f"{sentence.rstrip('.')}.", self.moment()


def _make(generation_id: int, beat: _Beat) -> None:
    wish = generations.generation_with(generation_id)
    if wish is None:
        raise Refused("This generation no longer exists.")
    seed, limit, program_id = wish.seed, wish.time_limit, wish.program_id
    _bring_holidays(wish.program)
    built = build(_program(program_id), beat.now)
    db.session.rollback()
    plan = generate(built.problem, seed=seed, time_limit=limit, progress=beat, monotonic=beat.monotonic)
    beat.say(0.96, "Writing the draft")
    write_plan(program_id, built, plan, now=beat.now, generation_id=generation_id, finished_at=beat.moment())


def _bring_holidays(program: Program) -> None:
    """The official days of years for which a site has none yet; what HR changed is left alone."""
    for year in range(program.starts_on.year, program.ends_on.year + 1):
        for site in drafts.sites_with_holidays():
            if not any(day.day.year == year for day in site.holidays):
                fetch_holidays(site, [year])


def _program(program_id: int) -> Program:
    program = db.session.get(Program, program_id)
    if program is None:
        raise Refused("This program no longer exists.")
    return program


def _fail(generation_id: int, sentence: str, now: datetime) -> None:
    with writing():
        wish = generations.generation_with(generation_id)
        if wish is not None:
            wish.state, wish.sentence, wish.finished_at = GenerationState.failed, sentence, now


def generate_now(
    program_id: int,
    *,
    by: Person | None,
    now: datetime,
    seed: int = 0,
    time_limit: int = SEARCH_SECONDS,
    tell: Tell | None = None,
) -> Generation:
    """Asks and works off at once, for the command line. Raises Refused when it fails or when another one is under way."""
    wish = ask(program_id, by=by, now=now, seed=seed, time_limit=time_limit)
    if wish.state is GenerationState.running:
        raise Refused("A draft for this program is being generated already: wait for it, then try again.")
    with writing():
        row = db.session.get_one(Generation, wish.id)
        row.seed, row.time_limit, row.worker, row.beat_at = seed, time_limit, f"command line:{os.getpid()}", now
        row.state, row.sentence = GenerationState.running, "Reading the program."
        generation_id = row.id
    done = work_off(generation_id, now, tell=tell)
    if done.state is GenerationState.failed:
        raise Refused(done.sentence)
    return done
