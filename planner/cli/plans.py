"""`planner plan` and `planner replan`: the generator alone, on files of the benchmark's format."""

import json
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from planner.cli.context import InstantType
from planner.cli.progress_bar import telling_bar
from planner.domain.refusals import Refused
from planner.planning.check import check
from planner.planning.generate import generate
from planner.planning.plan import Plan
from planner.planning.problem import Problem, ProblemRefused
from planner.planning.progress import Progress
from planner.planning.repair import replan as repair

Tell = Callable[[Progress], None]
Stop = Callable[[], bool]

_file = click.Path(dir_okay=False, path_type=Path)
_out = click.option("-o", "--output", type=_file, required=True, help="Where the plan is written.")
_limit = click.option(
    "--time-limit", type=click.FloatRange(0.5, 86_400), default=30.0, show_default=True, help="Seconds."
)
_seed = click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="The same seed gives the same plan."
)


@click.command()
@click.argument("problem", type=_file)
@_out
@_limit
@_seed
def plan(problem: Path, output: Path, time_limit: float, seed: int) -> None:
    """Plan a year from a file. Ctrl-C ends the search and keeps the best so far.

    Example: planner plan small-1.json -o plan.json --time-limit 5
    """
    year = _problem(problem)
    with _telling() as (tell, stop):
        found = generate(year, seed=seed, time_limit=time_limit, progress=tell, stop=stop)
    _write(output, found, year)


@click.command()
@click.argument("problem", type=_file)
@click.option("--published", type=_file, required=True, help="The plan that people know.")
@click.option("--freeze-before", type=InstantType(), default=None, help="Nothing before this instant moves.")
@_out
@_limit
@_seed
def replan(
    problem: Path, published: Path, freeze_before: datetime | None, output: Path, time_limit: float, seed: int
) -> None:
    """Repair a published plan with the least change.

    Example: planner replan case.json --published plan.json --freeze-before 2027-03-01T00:00Z -o new.json
    """
    year, known = _problem(problem), _plan(published)
    with _telling() as (tell, stop):
        found = repair(
            year, known, freeze_before=freeze_before, seed=seed, time_limit=time_limit, progress=tell, stop=stop
        )
    kept = {occurrence.identity for occurrence in found.occurrences}
    changed = sum(occurrence.identity not in kept for occurrence in known.occurrences)
    click.echo(f"{changed} of {len(known.occurrences)} published events changed.", err=True)
    _write(output, found, year)


def _problem(path: Path) -> Problem:
    try:
        return Problem.from_json(_json(path))
    except ProblemRefused as refusal:
        raise Refused(f"{path}: {refusal}") from None


def _plan(path: Path) -> Plan:
    try:
        return Plan.from_json(_json(path))
    except ProblemRefused as refusal:
        raise Refused(f"{path}: {refusal}") from None


def _json(path: Path) -> dict[str, object]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise Refused(f"{path} is not JSON.") from None
    if not isinstance(data, dict):
        raise Refused(f"{path} holds no object with named values.")
    return data


def _write(output: Path, found: Plan, year: Problem) -> None:
    verdict = check(year, found)
    try:
        output.write_text(json.dumps(found.to_json(), indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise Refused(f"{output} cannot be written: {error.strerror}.") from None
    click.echo(f"{len(found.occurrences)} events, {verdict.hard} broken hard rules, cost {verdict.cost}.", err=True)
    for sentence in found.why_not[:20]:
        click.echo(f"- {sentence}", err=True)


@contextmanager
def _telling() -> Iterator[tuple[Tell, Stop]]:
    """A bar on standard error; the first Ctrl-C asks the search to end, a second one ends the command."""
    stopped = threading.Event()

    def halt(_signal: int, _frame: object) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()

    before = signal.signal(signal.SIGINT, halt)
    try:
        with telling_bar("Starting") as bar:

            def tell(state: Progress) -> None:
                cost = f" (cost {state.cost})" if state.cost is not None else ""
                bar(state.fraction, state.sentence + cost)

            yield tell, stopped.is_set
    finally:
        signal.signal(signal.SIGINT, before)
