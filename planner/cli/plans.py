"""`planner plan` and `planner replan`: the generator alone, on files of the benchmark's format."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from planner.cli.context import InstantType
from planner.cli.plan_files import FILE, output_option, plan_at, problem_at, write_json
from planner.cli.progress_bar import stopped_by_hand, telling_bar
from planner.domain.efforts import EFFORTS, Effort
from planner.planning.generate import generate
from planner.planning.judge.check import check
from planner.planning.judge.found import WORDS
from planner.planning.plan import Occurrence, Plan, instant_text
from planner.planning.problem import Problem
from planner.planning.progress import Progress
from planner.planning.repair.changes import Move, moves
from planner.planning.repair.repair import replan as repair

Tell = Callable[[Progress], None]
Stop = Callable[[], bool]
SHOWN = 20  # lines of a summary

_limit = click.option("--time-limit", type=click.FloatRange(0.5, 86_400), default=None, help="Seconds.")
_effort = click.option(
    "--effort",
    type=click.Choice([effort.value for effort in EFFORTS]),
    default=Effort.quick.value,
    show_default=True,
    help="How long to search, where no time limit says it.",
)
_seed = click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="The same seed gives the same plan."
)
_lines = click.option(
    "--progress-json", is_flag=True, help="Progress as lines of JSON on standard error: seconds, cost, bound, hard."
)
_strict = click.option("--strict", is_flag=True, help="Exit with 1 when the plan, which is written, breaks a rule.")


@click.command()
@click.argument("problem", type=FILE)
@output_option
@_effort
@_limit
@_seed
@_lines
@_strict
def plan(
    problem: Path,
    output: Path | None,
    effort: str,
    time_limit: float | None,
    seed: int,
    progress_json: bool,
    strict: bool,
) -> None:
    """Plan a year from a file. Ctrl-C ends the search and keeps the best so far.

    Example: planner plan small-1.json -o plan.json --time-limit 5 --progress-json
    """
    year = problem_at(problem)
    with _telling(progress_json) as (tell, stop):
        found = generate(year, seed=seed, time_limit=_seconds(effort, time_limit), progress=tell, stop=stop)
    _write(output, found, year, strict=strict)


@click.command()
@click.argument("problem", type=FILE)
@click.option("--published", type=FILE, required=True, help="The plan that people know.")
@click.option("--freeze-before", type=InstantType(), default=None, help="Nothing before this instant moves.")
@click.option("--report", type=FILE, default=None, help="A file for what moved and why, as JSON.")
@output_option
@_effort
@_limit
@_seed
@_lines
@_strict
def replan(
    problem: Path,
    published: Path,
    freeze_before: datetime | None,
    report: Path | None,
    output: Path | None,
    effort: str,
    time_limit: float | None,
    seed: int,
    progress_json: bool,
    strict: bool,
) -> None:
    """Repair a published plan with the least change, and say what moved and why.

    Example: planner replan case.json --published plan.json --freeze-before 2027-03-01T00:00Z -o new.json
    """
    year, known = problem_at(problem), plan_at(published)
    seconds = _seconds(effort, time_limit)
    with _telling(progress_json) as (tell, stop):
        found = repair(
            year, known, freeze_before=freeze_before, seed=seed, time_limit=seconds, progress=tell, stop=stop
        )
    kept = {occurrence.identity for occurrence in found.occurrences}
    changed = sum(occurrence.identity not in kept for occurrence in known.occurrences)
    click.echo(f"{changed} of {len(known.occurrences)} published events changed.", err=True)
    moved = moves(year, known, found)
    for move in moved[:SHOWN]:
        click.echo(f"- {_move_words(move)}", err=True)
    if report is not None:
        write_json([_move_json(move) for move in moved], report)
    _write(output, found, year, strict=strict)


def _seconds(effort: str, time_limit: float | None) -> float:
    return float(Effort(effort).seconds) if time_limit is None else time_limit


def _move_words(move: Move) -> str:
    places = " → ".join(_event_words(what) for what in (move.before, move.after) if what is not None)
    return f"{move.what}: {places}. {' '.join(move.why[:2])}".strip()


def _event_words(what: Occurrence) -> str:
    who = f" ({what.leader or what.kind})" if what.leader or what.kind else ""
    return f"{WORDS[what.type]} of {what.whom}{who} {instant_text(what.start)}"


def _move_json(move: Move) -> dict[str, object]:
    before, after = (None if what is None else what.to_json() for what in (move.before, move.after))
    return {"what": move.what, "before": before, "after": after, "why": move.why}


def _write(output: Path | None, found: Plan, year: Problem, *, strict: bool) -> None:
    verdict = check(year, found)
    write_json(found.to_json(), output)
    click.echo(f"{len(found.occurrences)} events, {verdict.hard} broken hard rules, cost {verdict.cost}.", err=True)
    for sentence in found.why_not[:SHOWN]:
        click.echo(f"- {sentence}", err=True)
    if verdict.hard:
        click.echo("“planner why-not” says which rules clash and what would help.", err=True)
    if verdict.hard and strict:
        raise click.exceptions.Exit(1)


@contextmanager
def _telling(as_lines: bool) -> Iterator[tuple[Tell, Stop]]:
    """Progress on standard error, and whether to stop."""
    with stopped_by_hand() as stop:
        if as_lines:
            yield _line_teller(), stop
            return
        with telling_bar("Starting") as bar:

            def tell(state: Progress) -> None:
                cost = f" (cost {state.cost})" if state.cost is not None else ""
                bar(state.fraction, state.sentence + cost)

            yield tell, stop


def _line_teller() -> Tell:
    """One object a line; a figure that is not known yet is null."""
    started = time.monotonic()

    def tell(state: Progress) -> None:
        figures = {"cost": state.cost, "bound": state.bound, "hard": state.hard}
        line = {"seconds": round(time.monotonic() - started, 1), "fraction": round(state.fraction, 3), **figures}
        click.echo(json.dumps(line | {"sentence": state.sentence}), err=True)

    return tell
