"""Scenarios from a browser: try a year with other settings, compare them side by side, use one, throw others away."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import scenarios as acts
from planner.domain.efforts import Effort
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.domain.scenarios import Settings, Trips
from planner.models.generations import GenerationState, scenarios_of
from planner.web.access import allowed, me
from planner.web.comparison import comparison_of
from planner.web.form_words import show_refusal
from planner.web.forms.scenarios import ScenarioForm
from planner.web.generations import known
from planner.web.numbers import row_number
from planner.web.programs import found
from planner.web.strips import months_along

blueprint = Blueprint("scenarios", __name__)
BESIDE = 3
"""Scenarios that are compared when nobody has chosen."""


@blueprint.get("/programs/<int:program_id>/scenarios")
@allowed("try scenarios")
def index(program_id: int) -> ResponseReturnValue:
    """What was tried, and those that are finished beside the draft."""
    program, there = found(program_id), scenarios_of(program_id)
    done = [scenario for scenario in there if scenario.state is GenerationState.done]
    asked = set(request.args.getlist("with", type=row_number))
    chosen = [scenario for scenario in done if scenario.id in asked] or done[:BESIDE]
    comparison = comparison_of(program, acts.standing(program, clock.now()) if chosen else None, chosen)
    words = {scenario.id: Settings.from_json(scenario.settings).words() for scenario in there}
    return render_template(
        "scenarios/index.html", program=program, scenarios=there, done=done, chosen={one.id for one in chosen}, words=words,
        comparison=comparison, months=months_along(program),
    )  # fmt: skip


@blueprint.route("/programs/<int:program_id>/scenarios/new", methods=["GET", "POST"])
@allowed("try scenarios")
def new(program_id: int) -> ResponseReturnValue:
    program, form = found(program_id), ScenarioForm()
    if form.validate_on_submit():
        try:
            effort = Effort(str(form.effort.data))
            wish = acts.add(program_id, str(form.name.data), _settings(form), by=me(), now=clock.now(), effort=effort)
            return redirect(url_for("generations.show", generation_id=wish.id))
        except Refused as refusal:
            show_refusal(form, refusal)
    visits = next((one.times_a_year for one in program.cadences if one.kind is EventKind.floor_visit), 0)
    page = render_template("scenarios/new.html", program=program, form=form, visits=visits)
    return page, 422 if form.is_submitted() else 200


def _settings(form: ScenarioForm) -> Settings:
    return Settings(
        budget=form.budget.data or 0,
        visits=form.visits.data or 0,
        trips=Trips(str(form.trips.data)),
        calm=bool(form.calm.data),
        nights=bool(form.nights.data),
        committee=form.committee.data or 0,
        seed=form.seed.data or 0,
    )


@blueprint.post("/scenarios/<int:generation_id>/use")
@allowed("try scenarios")
def use(generation_id: int) -> ResponseReturnValue:
    """Writes it into the draft."""
    program_id = known(generation_id).program_id
    try:
        used = acts.use(generation_id, by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "warning")
        return redirect(url_for("scenarios.index", program_id=program_id))
    flash(f"{used.sentence} The draft before it is kept among the scenarios, should you want it back.", "success")
    return redirect(url_for("programs.draft", program_id=program_id))


@blueprint.post("/scenarios/<int:generation_id>/delete")
@allowed("try scenarios")
def delete(generation_id: int) -> ResponseReturnValue:
    program_id = known(generation_id).program_id
    try:
        flash(f"The scenario “{acts.delete(generation_id, by=me(), now=clock.now())}” is gone.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    return redirect(url_for("scenarios.index", program_id=program_id))
