"""Due windows: for each leader the quarter cut into as many stretches as visits are owed, and which of them are filled."""

from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.visit_windows import ask_for, set_cadence
from planner.domain.refusals import Refused
from planner.domain.states import OPEN_COMMITMENT_STATES, LeaderLevel
from planner.domain.visit_windows import PRESET_VISITS, DueWindow, Filled, fill, windows
from planner.domain.weeks import quarter_of, quarters
from planner.models.commitments import represented_by
from planner.models.leaders import Leader, leaders_active
from planner.models.programs import Program, current_program
from planner.models.visit_facts import VisitLine, visit_lines
from planner.web.access import allowed, can, me
from planner.web.numbers import row_number
from planner.web.pages import local_to_reader
from planner.web.small_forms import as_seen
from planner.web.visit_lists import quarters_of
from planner.web.visits import blueprint


@dataclass(frozen=True)
class WindowsLine:
    """A leader's windows of one quarter; `bare` are those to come that nothing is planned for."""

    leader: Leader
    windows: list[Filled]
    extra: int

    @property
    def bare(self) -> list[DueWindow]:
        return [one.window for one in self.windows if one.state is None]


@blueprint.get("/windows", endpoint="windows")
@allowed("see visits")
def windows_page() -> ResponseReturnValue:
    """The windows of a quarter, the present one unless another is asked for."""
    program, today = current_program(clock.now().date()), local_to_reader(clock.now()).date()
    quarter = _quarter(program, today)
    return render_template(
        "visits/windows.html",
        lines=_lines(program, quarter, today) if program else [],
        program=program,
        quarter=quarter,
        quarters=quarters_of(program),
        levels=_levels() if can("edit people") else [],
    )


def _quarter(program: Program | None, today: date) -> int:
    asked = request.values.get("quarter", 0, type=row_number)
    if 1 <= asked <= 4 or program is None:
        return max(asked, 1)
    return quarter_of(program.starts_on, today) + 1


def _lines(program: Program, quarter: int, today: date) -> list[WindowsLine]:
    first, last = quarters(program.starts_on, program.ends_on)[quarter - 1]
    lines = visit_lines(me(), first, last)
    own = {person.id for person in represented_by(me())}
    shown = [one for one in leaders_active() if can("see visits") or one.person_id in own]
    return [
        _line(leader, [one for one in lines if one.fact.leader == leader.person_id], first, last, today)
        for leader in shown
    ]


def _line(leader: Leader, mine: list[VisitLine], first: date, last: date, today: date) -> WindowsLine:
    done = [one.fact.done_on for one in mine if one.fact.done_on is not None]
    planned = [one.planned_on or one.fact.due_on for one in mine if one.state in OPEN_COMMITMENT_STATES]
    excused = sum(one.fact.excused for one in mine)
    cut = windows(first, last, leader.visits_owed)
    return WindowsLine(leader, fill(cut, done, planned, excused, today), max(len(done) - len(cut), 0))


def _levels() -> list[tuple[LeaderLevel, int, int]]:
    """Level, how many leaders it has, and how often most of them owe a visit."""
    return [(level, *_usual(level)) for level in LeaderLevel]


def _usual(level: LeaderLevel) -> tuple[int, int]:
    owed = [leader.visits_owed for leader in leaders_active() if leader.level is level]
    return len(owed), max(set(owed), key=owed.count) if owed else PRESET_VISITS[level][1]


@blueprint.post("/windows/cadence")
@allowed("edit people")
def cadence() -> ResponseReturnValue:
    """How often a level owes a visit."""
    word = request.form.get("level", "")
    level = LeaderLevel(word) if word in set(LeaderLevel) else abort(400)
    try:
        with as_seen(f"cadence of {level}", lambda: (_usual(level)[1],)):
            count = set_cadence(level, request.form.get("visits", -1, type=row_number), by=me(), now=clock.now())
        flash(
            f"Holds for {count} of level {level}. The next year is generated with it; this one keeps its visits.",
            "success",
        )
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return redirect(url_for("visits.windows", quarter=request.form.get("quarter")))


@blueprint.post("/windows/ask/<int:leader_id>")
@allowed("edit the plan")
def ask(leader_id: int) -> ResponseReturnValue:
    """Owes the visits of the windows to come that nothing is planned for."""
    program, today = current_program(clock.now().date()) or abort(404), local_to_reader(clock.now()).date()
    quarter = _quarter(program, today)
    line = next((one for one in _lines(program, quarter, today) if one.leader.person_id == leader_id), None) or abort(
        404
    )
    try:
        count = ask_for(line.leader, line.bare, program=program, by=me(), now=clock.now())
        flash(f"{line.leader.person.name} owes {count} more and is nudged as for any visit.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return redirect(url_for("visits.windows", quarter=quarter))
