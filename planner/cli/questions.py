"""`planner why`, `why-not`, `compare` and `substitutes`: questions about problems and plans, answered as JSON and in words."""

from datetime import datetime
from pathlib import Path

import click

from planner.cli.context import InstantType
from planner.cli.plan_files import FILE, event_of, event_option, output_option, plan_at, problem_at, write_json
from planner.domain.refusals import Refused
from planner.planning.judge.figures import compare as side_by_side
from planner.planning.judge.figures import figures
from planner.planning.reasons.alternatives import alternatives
from planner.planning.reasons.books import Books
from planner.planning.reasons.conflicts import why_not as reasons_against
from planner.planning.reasons.explain import why as reasons_for
from planner.planning.repair.substitutes import substitutes as others_for

SHOWN = 10  # changes that the summary of one clash names


@click.command()
@click.argument("problem", type=FILE)
@click.argument("plan", type=FILE)
@event_option
@click.option("--count", type=click.IntRange(1, 50), default=3, show_default=True, help="Alternatives at most.")
@output_option
def why(problem: Path, plan: Path, event: str, count: int, output: Path | None) -> None:
    """Why an event is where it is, and where else it could be at what cost.

    Example: planner why small-1.json plan.json --event TPA-T001@2026-02-05T15:30Z
    """
    year, known = problem_at(problem), plan_at(plan)
    what = event_of(known, event)
    books = Books(year, known)
    sentences = reasons_for(year, known, what, books)
    others = alternatives(year, known, what, count=count, books=books)
    write_json({"event": what.to_json(), "why": sentences, "alternatives": [x.to_json() for x in others]}, output)
    _say(sentences)
    for other in others:
        _say([" ".join(other.sentences)])


@click.command("why-not")
@click.argument("problem", type=FILE)
@click.option(
    "--plan", type=FILE, default=None, help="A plan that breaks rules; one that keeps them all is the answer."
)
@click.option("--time-limit", type=click.FloatRange(0.5, 3600), default=10.0, show_default=True, help="Seconds.")
@output_option
def why_not(problem: Path, plan: Path | None, time_limit: float, output: Path | None) -> None:
    """Which rules clash, for whom, and the smallest changes that would help.

    Example: planner why-not tight.json --plan plan.json -o why-not.json
    """
    answer = reasons_against(problem_at(problem), plan=plan_at(plan) if plan else None, seconds=time_limit)
    write_json(answer.to_json(), output)
    click.echo(answer.sentence, err=True)
    for clash in answer.clashes:
        click.echo(clash.sentence, err=True)
        _say([change.sentence for change in clash.changes[:SHOWN]])
    if not answer.complete:
        click.echo(
            "Time was over before everything had been looked at: ask again with a longer --time-limit.", err=True
        )


@click.command()
@click.argument("problem", type=FILE)
@click.argument("plan_a", type=FILE)
@click.argument("plan_b", type=FILE)
@output_option
def compare(problem: Path, plan_a: Path, plan_b: Path, output: Path | None) -> None:
    """Two plans of one problem side by side, by what HR cares about.

    Example: planner compare small-1.json spring.json autumn.json
    """
    year = problem_at(problem)
    first, second = figures(year, plan_at(plan_a)), figures(year, plan_at(plan_b))
    lines = side_by_side(first, second)
    data = {"first": first.to_json(), "second": second.to_json(), "lines": [line.to_json() for line in lines]}
    write_json(data, output)
    for line in lines:
        mark = {"first": "< better", "second": "> better", None: ""}[line.better]
        click.echo(f"{line.label:<44}{line.first:>10g}{line.second:>10g}  {mark}".rstrip(), err=True)


@click.command()
@click.argument("problem", type=FILE)
@click.argument("plan", type=FILE)
@event_option
@click.option("--not-before", type=InstantType(), default=None, help="Nothing before this instant is offered.")
@click.option("--count", type=click.IntRange(1, 50), default=5, show_default=True, help="Substitutes at most.")
@output_option
def substitutes(
    problem: Path, plan: Path, event: str, not_before: datetime | None, count: int, output: Path | None
) -> None:
    """Who else could make a floor visit whose leader cannot, the best first.

    Example: planner substitutes small-1.json plan.json --event TPA-T001@2026-02-05T15:30Z
    """
    year, known = problem_at(problem), plan_at(plan)
    visit = event_of(known, event)
    if visit.type != "visit":
        raise Refused("Only floor visits have substitutes; this event is none.")
    found = others_for(year, known, visit, not_before=not_before, count=count)
    write_json([{"occurrence": x.occurrence.to_json(), "cost": x.cost, "reasons": x.reasons} for x in found], output)
    _say(
        [f"{x.occurrence.leader} (cost {x.cost:+d}): {' '.join(x.reasons)}" for x in found] or ["Nobody else can come."]
    )


def _say(sentences: list[str]) -> None:
    for sentence in sentences:
        click.echo(f"- {sentence}", err=True)
