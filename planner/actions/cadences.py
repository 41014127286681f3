"""Cadences of a program: a set of presets in one choice, or each by hand."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from planner.actions.programs import known
from planner.domain import cadences as rules
from planner.domain.kinds import EventKind
from planner.domain.presets import CADENCES, SETS, THE_CELEBRATION_WEEK, CadencePreset
from planner.domain.refusals import Refused
from planner.domain.text import refuse
from planner.models.activities import Activity, activities_numbered, activity_with
from planner.models.audit import note
from planner.models.base import writing
from planner.models.cadences import Cadence, forget_cadence, take_turns
from planner.models.people import Person
from planner.models.programs import Program

FIELDS = (
    "name", "kind", "in_celebration_week", "times_a_year", "minutes", "min_gap_days", "ideal_gap_days", "max_gap_days", "tolerance_days",
)  # fmt: skip
ONE_ONLY = {EventKind.floor_visit: "floor visits", EventKind.policy_review: "policy reviews"}


def choose_set(program_id: int, key: str, *, by: Person, now: datetime) -> None:
    """Replaces the cadences of a program by those of a preset set. Raises Refused for a set that does not exist."""
    if key not in SETS:
        raise Refused("Choose one of the sets: light, steady or full.", "set")
    with writing():
        program = known(program_id)
        kept = {cadence.name: cadence for cadence in program.cadences}
        presets = [CADENCES[name] for name in SETS[key].cadences]
        for cadence in list(program.cadences):
            if cadence.name not in {preset.name for preset in presets}:
                _take_away(program, cadence)
        for preset in presets:
            _preset(program, preset, kept.get(preset.name))
        note("choose cadences", "program", program.id, f"The set “{SETS[key].name}” was chosen.", by=by, now=now)


def _take_away(program: Program, cadence: Cadence) -> None:
    forget_cadence(cadence.id)
    program.cadences.remove(cadence)


def _preset(program: Program, preset: CadencePreset, known_as: Cadence | None) -> None:
    """The cadence of a preset; one of the same name stays the same row, so that its events stay its own."""
    cadence = known_as or Cadence(name=preset.name)
    for name in ("kind", "times_a_year", "minutes", "min_gap_days", "ideal_gap_days", "max_gap_days", "tolerance_days"):
        setattr(cadence, name, getattr(preset, name))
    cadence.in_celebration_week = preset.within == THE_CELEBRATION_WEEK
    if known_as is None:
        program.cadences.append(cadence)
    take_turns(cadence, activities_numbered(preset.activity_numbers))


def save_cadence(
    program_id: int,
    cadence_id: int | None,
    values: Mapping[str, object],
    activity_ids: Sequence[int],
    *,
    by: Person,
    now: datetime,
) -> Cadence:
    """A new cadence, or a changed one. Raises Refused with what is wrong, beside the field where there is one."""
    with writing():
        program = known(program_id)
        cadence = Cadence() if cadence_id is None else cadence_of(program, cadence_id)
        for name in FIELDS:
            setattr(cadence, name, values[name])
        chosen = [activity for number in dict.fromkeys(activity_ids) if (activity := activity_with(number)) is not None]
        _refuse_nonsense(program, cadence, chosen)
        if cadence_id is None:
            program.cadences.append(cadence)
        take_turns(cadence, chosen)
        note("save cadence", "program", program.id, f"The cadence “{cadence.name}” was saved.", by=by, now=now)
        return cadence


def remove_cadence(program_id: int, cadence_id: int, *, by: Person, now: datetime) -> None:
    """Takes a cadence away; its events go with the next draft that is generated."""
    with writing():
        program = known(program_id)
        cadence = cadence_of(program, cadence_id)
        _take_away(program, cadence)
        note("remove cadence", "program", program.id, f"The cadence “{cadence.name}” was removed.", by=by, now=now)


def cadence_of(program: Program, cadence_id: int) -> Cadence:
    """Raises Refused when the program has no such cadence."""
    for cadence in program.cadences:
        if cadence.id == cadence_id:
            return cadence
    raise Refused("This cadence is no longer part of the program.")


def numbers_of(cadence: Cadence) -> rules.Cadence:
    """The numbers alone, for the arithmetic."""
    return rules.Cadence(
        cadence.times_a_year, cadence.min_gap_days, cadence.ideal_gap_days, cadence.max_gap_days, cadence.tolerance_days
    )


def _refuse_nonsense(program: Program, cadence: Cadence, chosen: Sequence[Activity]) -> None:
    if sentence := refuse(cadence.name, "The cadence's name"):
        raise Refused(sentence, "name")
    others = [other for other in program.cadences if other is not cadence]
    if any(other.name.casefold() == cadence.name.casefold() for other in others):
        raise Refused(f"The program has a cadence “{cadence.name}” already.", "name")
    if cadence.kind in ONE_ONLY and any(other.kind is cadence.kind for other in others):
        raise Refused(f"A program has one cadence of {ONE_ONLY[cadence.kind]}: change that one.", "kind")
    if cadence.kind not in ONE_ONLY and not chosen:
        raise Refused("Choose at least one activity.", "activities")
    wrong = [] if cadence.in_celebration_week else rules.objections(numbers_of(cadence))
    if wrong:
        raise Refused(" ".join(wrong), "times_a_year")
