"""How visits were kept: by leader, team and quarter, beside what they brought and which promises were kept.

Leaders are compared with what they owe, never agents.
"""

from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from planner import clock
from planner.domain import promises as ledger
from planner.domain.visit_figures import (
    FINE_STREAK,
    VisitFigures,
    fair_percent,
    figures_by,
    figures_of,
    fine_streak,
)
from planner.domain.weeks import quarter_of, quarters
from planner.models.leaders import leader_of
from planner.models.people import Person
from planner.models.programs import Program, current_program
from planner.models.promises import PromiseFilters, all_promises_matching
from planner.models.visit_facts import VisitLine, latest_brought, visit_lines
from planner.web.access import allowed, me
from planner.web.exports import csv_answer
from planner.web.numbers import row_number
from planner.web.pages import local_to_reader
from planner.web.visit_lists import quarters_of
from planner.web.visits import blueprint


@dataclass(frozen=True)
class FiguresLine:
    """A leader, a team or a quarter. `number` leads to the visits behind the figures."""

    name: str
    number: int
    figures: VisitFigures
    promises: ledger.Figures


@dataclass(frozen=True)
class FiguresPage:
    whole: VisitFigures
    promises: ledger.Figures
    fair: int | None
    leaders: list[FiguresLine]
    teams: list[FiguresLine]
    quarters: list[FiguresLine]
    streak: int
    """Of the reader's own latest visits, with nothing raised and nobody thanked; 0 when there is nothing to say."""


@blueprint.get("/figures")
@allowed("see visits")
def figures() -> ResponseReturnValue:
    """The page, or its table of leaders as CSV."""
    program = current_program(clock.now().date())
    quarter = request.args.get("quarter", 0, type=row_number)
    page = _page(me(), program, quarter) if program else None
    if page is not None and request.args.get("format") == "csv":
        return csv_answer("visits-kept.csv", _rows(page))
    return render_template(
        "visits/figures.html", page=page, program=program, quarter=quarter, quarters=quarters_of(program)
    )


def _page(reader: Person, program: Program, quarter: int) -> FiguresPage:
    spans = quarters(program.starts_on, program.ends_on)
    first, last = spans[quarter - 1] if 1 <= quarter <= len(spans) else (program.starts_on, program.ends_on)
    today = local_to_reader(clock.now()).date()
    lines = visit_lines(reader, first, last)
    promised = all_promises_matching(reader, PromiseFilters(first=first, last=last))
    given = [(one.commitment.owner_id or 0, one.commitment.team_id, one.given) for one in promised]
    facts = [line.fact for line in lines]
    by_leader = figures_by(facts, lambda fact: fact.leader, today)
    return FiguresPage(
        whole=figures_of(facts, today),
        promises=ledger.figures((one for _, _, one in given), today),
        fair=fair_percent(by_leader.values()),
        leaders=_lines(_names(lines, "leader"), by_leader, [(who, one) for who, _, one in given], today),
        teams=_lines(
            _names(lines, "team"), figures_by(facts, lambda fact: fact.team, today),
            [(team, one) for _, team, one in given], today,
        ),
        quarters=_by_quarter(program, lines, [one for _, _, one in given], today) if not quarter else [],
        streak=_streak(reader),
    )  # fmt: skip


def _names(lines: list[VisitLine], what: str) -> dict[int, str]:
    """Number to name, by name, so that no order is a ranking."""
    found = {getattr(line.fact, what): getattr(line, what) for line in lines if getattr(line.fact, what) is not None}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _lines(
    names: dict[int, str],
    found: dict[int, VisitFigures],
    given: list[tuple[int | None, ledger.Given]],
    today: date,
) -> list[FiguresLine]:
    return [
        FiguresLine(name, number, found[number], ledger.figures((one for who, one in given if who == number), today))
        for number, name in names.items()
    ]


def _by_quarter(program: Program, lines: list[VisitLine], given: list[ledger.Given], today: date) -> list[FiguresLine]:
    facts = figures_by((line.fact for line in lines), lambda fact: quarter_of(program.starts_on, fact.due_on), today)
    found = []
    for number, (_, words) in enumerate(quarters_of(program)):
        mine = [one for one in given if quarter_of(program.starts_on, one.due_on) == number]
        found.append(FiguresLine(words, number + 1, facts.get(number, VisitFigures()), ledger.figures(mine, today)))
    return found


def _streak(reader: Person) -> int:
    """For the leader alone: nobody else is told, and no figure shows it."""
    if leader_of(reader) is None:
        return 0
    count = fine_streak(latest_brought(reader.id))
    return count if count >= FINE_STREAK else 0


def _rows(page: FiguresPage) -> list[list[str]]:
    head = ["Leader", "Done", "Due", "Done late", "Excused", "With substance", "Promises kept", "Promises due"]
    return [head] + [
        [line.name, *map(str, _numbers(line.figures)), str(line.promises.kept), str(line.promises.due)]
        for line in page.leaders
    ]


def _numbers(figures: VisitFigures) -> tuple[int, ...]:
    return (figures.done, figures.due, figures.done_late, figures.excused, figures.substance)
