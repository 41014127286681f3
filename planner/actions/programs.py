"""Programs: making one, changing it, copying last year's forward."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from planner.domain.celebration import offered_celebration_week
from planner.domain.refusals import ChangedMeanwhile, Refused
from planner.domain.text import refuse
from planner.domain.weeks import program_end, program_start
from planner.models import programs
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.cadences import Cadence, take_turns
from planner.models.people import Person
from planner.models.programs import Program

FIELDS = (
    "name", "theme", "theme_publisher", "goals", "committee", "sponsor_id", "budget", "currency", "celebration_starts_on",
    "celebration_ends_on", "annual_celebration_on", "launched_change", "observances", "peak_weekdays",
)  # fmt: skip
"""What HR may change of a program once it exists."""

MOST_CELEBRATION_DAYS = 14


def make_program(
    values: Mapping[str, object], *, year: int, month: int, zone: str, by: Person, now: datetime
) -> Program:
    """A program of whole weeks from the first Monday of its start month; what `values` lacks is offered by rule.

    Raises Refused when the celebration week or the annual celebration lies outside of it.
    """
    starts_on, ends_on = program_start(year, month), program_end(year, month)
    with writing():
        program = Program(name="", starts_on=starts_on, ends_on=ends_on, zone=zone, **offered(starts_on, ends_on))
        _set(program, values)
        db.session.add(program)
        db.session.flush()
        note("make program", "program", program.id, f"The program “{program.name}” was made.", by=by, now=now)
        return program


def offered(starts_on: date, ends_on: date) -> dict[str, date | None]:
    """The celebration week by rule, and the annual celebration on a Thursday five weeks before the program ends."""
    monday, friday = offered_celebration_week(starts_on, ends_on) or (None, None)
    return {
        "celebration_starts_on": monday,
        "celebration_ends_on": friday,
        "annual_celebration_on": ends_on - timedelta(days=38),
    }


def change_program(
    program_id: int, values: Mapping[str, object], *, by: Person, now: datetime, revision: int | None = None
) -> Program:
    """Raises Refused when a date lies outside of the program or there is none any more, ChangedMeanwhile when `revision` is old."""
    with writing():
        program = known(program_id)
        if revision is not None and program.revision != revision:
            raise ChangedMeanwhile(f"“{program.name}”")
        _set(program, values)
        note("change program", "program", program.id, f"The program “{program.name}” was changed.", by=by, now=now)
        return program


def known(program_id: int) -> Program:
    """The program, held against other writers. Raises Refused when there is none."""
    program = programs.locked_program(program_id)
    if program is None:
        raise Refused("This program no longer exists.")
    return program


def _set(program: Program, values: Mapping[str, object]) -> None:
    for name in FIELDS:
        if name in values:
            setattr(program, name, values[name])
    if sentence := refuse(program.name, "The program's name"):
        raise Refused(sentence, "name")
    _check_celebration_week(program)
    annual = program.annual_celebration_on
    if annual is not None and not program.starts_on <= annual <= program.ends_on:
        raise Refused(f"The annual celebration lies within the program, {_span(program)}.", "annual_celebration_on")


def _check_celebration_week(program: Program) -> None:
    first, last = program.celebration_starts_on, program.celebration_ends_on
    if first is None and last is None:
        return
    if first is None or last is None:
        missing = "celebration_starts_on" if first is None else "celebration_ends_on"
        raise Refused("Give the first and the last day of the celebration week, or neither.", missing)
    if last < first:
        raise Refused("The celebration week ends before it begins.", "celebration_ends_on")
    if (last - first).days >= MOST_CELEBRATION_DAYS:
        raise Refused(f"A celebration week has at most {MOST_CELEBRATION_DAYS} days.", "celebration_ends_on")
    if first < program.starts_on or last > program.ends_on:
        raise Refused(f"The celebration week lies within the program, {_span(program)}.", "celebration_starts_on")


def _span(program: Program) -> str:
    first, last = program.starts_on, program.ends_on
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


COPIED = ("goals", "committee", "sponsor_id", "budget", "currency", "observances", "peak_weekdays")
EVERYTHING = frozenset((*COPIED, "cadences"))


def copy_program(program_id: int, *, keep: frozenset[str] = EVERYTHING, by: Person, now: datetime) -> Program:
    """Next year's program from this one: dates by rule, not by 365 days; theme and launched change are chosen anew.

    `keep` names what is taken over, of `COPIED` and "cadences". Raises Refused when next year's program is there already.
    """
    with writing():
        old = known(program_id)
        next_start = old.ends_on + timedelta(days=1)
        if programs.programs_over(next_start, next_start):
            raise Refused(
                f"A program that starts on {next_start.day} {next_start:%B %Y} is there already: open that one."
            )
        values = {name: getattr(old, name) for name in COPIED if name in keep}
        name = _next_name(old.name, old.starts_on.year)
        copied = make_program(
            {"name": name, **values}, year=next_start.year, month=next_start.month, zone=old.zone, by=by, now=now
        )
        if "cadences" in keep:
            for cadence in old.cadences:
                copy_cadence(copied, cadence)
        return copied


def _next_name(name: str, year: int) -> str:
    """The year in the name goes up by one; a name without a year gets one behind it."""
    return name.replace(str(year), str(year + 1)) if str(year) in name else f"{name[:115]} {year + 1}"


def copy_cadence(program: Program, cadence: Cadence) -> None:
    """The same cadence for another program; activities that were retired meanwhile are left out."""
    columns = (column.key for column in Cadence.__table__.columns if column.key not in ("id", "program_id"))
    copied = Cadence(**{name: getattr(cadence, name) for name in columns})
    program.cadences.append(copied)
    take_turns(copied, [activity for activity in cadence.activities if activity.active])
