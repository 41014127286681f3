"""Files of the benchmark's format on the command line: problems, plans and answers, with a sentence for what makes no sense."""

import json
from pathlib import Path

import click

from planner.domain.refusals import Refused
from planner.planning.plan import Occurrence, Plan, instant_text
from planner.planning.problem import Problem, ProblemRefused

FILE = click.Path(dir_okay=False, path_type=Path)
output_option = click.option("-o", "--output", type=FILE, default=None, help="A file; standard output without it.")
event_option = click.option(
    "--event",
    required=True,
    metavar="WHOM@START",
    help="As TPA-T001@2026-02-05T15:30Z, or its place in the plan from 0.",
)


def problem_at(path: Path) -> Problem:
    try:
        return Problem.from_json(_json(path))
    except ProblemRefused as refusal:
        raise Refused(f"{path}: {refusal}") from None


def plan_at(path: Path) -> Plan:
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


def write_json(data: object, output: Path | None) -> None:
    text = json.dumps(data, indent=1, ensure_ascii=False)
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise Refused(f"{output} cannot be written: {error.strerror}.") from None


def event_of(plan: Plan, words: str) -> Occurrence:
    """The one event that these words name. Raises Refused when there is none, or more than one."""
    if words.isdecimal():
        if int(words) >= len(plan.occurrences):
            raise Refused(f"The plan has {len(plan.occurrences)} events; there is none at place {words}.")
        return plan.occurrences[int(words)]
    whom, at, start = words.rpartition("@")
    found = [what for what in plan.occurrences if what.whom == whom and instant_text(what.start) == start]
    if len(found) == 1:
        return found[0]
    if not at:
        raise Refused(f"“{words}” names no event: write the team or policy, @ and the start, as T1@2026-02-05T15:30Z.")
    if found:
        places = " or ".join(str(place) for place, what in enumerate(plan.occurrences) if what in found)
        raise Refused(f"{len(found)} events of {whom} start at {start}: name one by its place, {places}.")
    starts = [instant_text(what.start) for what in plan.occurrences if what.whom == whom]
    if not starts:
        raise Refused(f"The plan has no event of “{whom}”.")
    raise Refused(f"No event of {whom} starts at {start}. Its events start at {', '.join(starts[:30])}.")
