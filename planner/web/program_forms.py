"""Filling the forms of programs and cadences, and reading them back."""

from planner.actions import cadences as cadence_acts
from planner.domain.instants import zone_names
from planner.domain.kinds import EventKind
from planner.domain.observances import OBSERVANCES
from planner.domain.presets import COMMITTEE_ROLES, GOALS
from planner.models.activities import Activity, catalogue
from planner.models.cadences import Cadence
from planner.models.organisations import organisation
from planner.models.people import people_active
from planner.models.programs import Program
from planner.web.form_words import choices_of_kinds
from planner.web.forms.cadences import CadenceForm
from planner.web.forms.programs import NewProgramForm, ProgramForm

NOBODY = (0, "Nobody yet")
GAPS = ("times_a_year", "min_gap_days", "ideal_gap_days", "max_gap_days", "tolerance_days")
PLAIN = (
    "name", "theme", "theme_publisher", "currency", "celebration_starts_on", "celebration_ends_on", "annual_celebration_on",
    "launched_change", "observances", "peak_weekdays",
)  # fmt: skip


def new_program_form() -> NewProgramForm:
    form = NewProgramForm()
    form.zone.choices = list(zone_names())
    found = organisation()
    if not form.is_submitted():
        form.zone.data = found.zone if found else "UTC"
    return form


def program_form(program: Program, form: ProgramForm) -> ProgramForm:
    """The form with the program's present values, unless it comes back with others."""
    form.goals.choices = [(goal.key, goal.name) for goal in GOALS]
    form.observances.choices = [(day.key, f"{day.name} ({day.rule})") for day in OBSERVANCES]
    form.sponsor.choices = [NOBODY, *((person.id, person.name) for person in people_active())]
    if not form.is_submitted():
        for name in PLAIN:
            form[name].data = getattr(program, name)
        presets = {goal.key for goal in GOALS}
        form.goals.data = [goal for goal in program.goals if goal in presets]
        form.own_goals.data = "\n".join(goal for goal in program.goals if goal not in presets)
        form.sponsor.data, form.budget.data = program.sponsor_id or 0, program.budget or None
        for role in COMMITTEE_ROLES:
            form.committee[role.key].data = program.committee.get(role.key, "")
    return form


def program_values(form: ProgramForm) -> dict[str, object]:
    """What the form says, after it was found valid."""
    values: dict[str, object] = {name: form[name].data for name in PLAIN}
    for name in ("theme", "theme_publisher", "launched_change"):
        values[name] = str(values[name] or "").strip()
    own = [line.strip() for line in (form.own_goals.data or "").splitlines() if line.strip()]
    values["goals"] = [*(form.goals.data or []), *own]
    values["currency"] = str(form.currency.data).upper()
    values["sponsor_id"], values["budget"] = form.sponsor.data or None, form.budget.data or 0
    committee = {role.key: str(form.committee[role.key].data or "").strip() for role in COMMITTEE_ROLES}
    values["committee"] = {key: name[:120] for key, name in committee.items() if name}
    return values


def cadence_form(cadence: Cadence | None, *, stored: bool = False) -> CadenceForm:
    """The form with the cadence's present values, unless it comes back with others and those that are stored were not asked for."""
    form = CadenceForm.as_stored(obj=cadence) if stored else CadenceForm(obj=cadence)
    form.kind.choices = choices_of_kinds()
    form.activities.choices = [(a.id, a.name) for a in _offered(cadence)]
    if not form.is_submitted():
        form.activities.data = [a.id for a in cadence.activities] if cadence else []
        if cadence is None:
            _suggest(form)
    return form


def _suggest(form: CadenceForm) -> None:
    """Something every two months, so that an empty form shows what fits together."""
    for name, value in zip(GAPS, (6, 30, 61, 91, 7), strict=True):
        form[name].data = value


def _offered(cadence: Cadence | None) -> list[Activity]:
    """All activities in use, those of the cadence first, in the order of their turns."""
    own = list(cadence.activities) if cadence else []
    return own + [activity for activity in catalogue() if activity not in own]


def cadence_values(form: CadenceForm) -> dict[str, object]:
    values: dict[str, object] = {name: form[name].data for name in cadence_acts.FIELDS}
    values["kind"] = EventKind(str(form.kind.data))
    return values
