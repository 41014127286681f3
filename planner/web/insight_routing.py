"""HR's side of insights: who receives which category, when the intake opens, the training before it, and the poster for the floor."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import insight_routes as acts
from planner.domain.insights import ACKNOWLEDGE_WORKDAYS
from planner.domain.intakes import Training, unprepared
from planner.domain.outcomes import CATEGORIES, InsightCategory
from planner.domain.refusals import Refused
from planner.domain.states import Role
from planner.models.events import Event, event_with
from planner.models.insight_routes import InsightIntake, intake_of, route_of, routes
from planner.models.people import people_active, person_with
from planner.models.programs import Program, current_program
from planner.models.trainings import trainings_of
from planner.web.access import allowed, me
from planner.web.form_words import show_refusal
from planner.web.forms.insights import IntakeForm
from planner.web.insights import today
from planner.web.merging import keep, status_of
from planner.web.numbers import row_number
from planner.web.pages import short_day_words
from planner.web.small_forms import as_seen

blueprint = Blueprint("insight_routing", __name__, url_prefix="/insights")


@blueprint.get("/routing")
@allowed("edit the routing")
def routing() -> ResponseReturnValue:
    """Everything about the way of an insight on one page."""
    return _page(None)


def _page(form: IntakeForm | None) -> ResponseReturnValue:
    program = current_program(today())
    intake = intake_of(program.id) if program else None
    page = render_template(
        "insights/routing.html",
        categories=CATEGORIES,
        routes=routes(),
        people=people_active(),
        usual=ACKNOWLEDGE_WORKDAYS,
        program=program,
        intake=intake,
        red=unprepared(intake.opens_on, _training(intake)) if intake else None,
        form=form or (_form(IntakeForm(formdata=None), program, intake) if program else None),
    )
    return page, status_of(form) if form else 200


def _training(intake: InsightIntake) -> Training | None:
    event = intake.training
    return Training(event.wall_start.date(), event.cancelled) if event is not None else None


def _form(form: IntakeForm, program: Program, intake: InsightIntake | None) -> IntakeForm:
    form.sponsor.choices = [(0, "Choose somebody"), *_executives()]
    form.training.choices = [(0, "None yet"), *((one.id, _words(one)) for one in trainings_of(program.id))]
    if not form.is_submitted():
        form.opens_on.data = intake.opens_on if intake else max(program.starts_on, today())
        form.sponsor.data = intake.sponsor_id if intake else program.sponsor_id or 0
        form.training.data = (intake.training_id or 0) if intake else 0
    return form


def _executives() -> list[tuple[int, str]]:
    return [(person.id, person.name) for person in people_active() if person.role is Role.executive]


def _words(training: Event) -> str:
    return f"{training.title}, {short_day_words(training.wall_start.date())}"


@blueprint.post("/routing/<category>")
@allowed("edit the routing")
def route(category: str) -> ResponseReturnValue:
    """Who receives one category."""
    if category not in set(InsightCategory):
        abort(404)
    number = request.form.get("receiver", 0, type=row_number)
    receiver = person_with(number) if number else None
    try:
        workdays = request.form.get("workdays", 0, type=row_number)
        with as_seen(f"route of {category}", lambda: _route_shown(category)):
            acts.save_route(InsightCategory(category), receiver, workdays, by=me(), now=clock.now())
        name = receiver.name if receiver else "HR, who finds somebody each time"
        flash(f"“{CATEGORIES[InsightCategory(category)].label}” goes to {name}.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return redirect(url_for("insight_routing.routing"))


def _route_shown(category: str) -> tuple[object, ...]:
    found = route_of(category)
    return (found.receiver_id, found.workdays) if found else (0, ACKNOWLEDGE_WORKDAYS)


@blueprint.post("/intake")
@allowed("edit the routing")
def intake() -> ResponseReturnValue:
    """When the intake opens, who stands behind it, which training comes before."""
    program = current_program(today()) or abort(404)
    form = _form(IntakeForm(), program, intake_of(program.id))
    if not form.validate_on_submit():
        return _page(form)
    sponsor = person_with(form.sponsor.data) if form.sponsor.data else None
    training = event_with(form.training.data) if form.training.data else None
    try:
        keep(
            form,
            program,
            lambda: _form(IntakeForm.as_stored(), program, intake_of(program.id)),
            lambda: acts.save_intake(program, form.opens_on.data, sponsor, training, by=me(), now=clock.now()),
        )
    except Refused as refusal:
        show_refusal(form, refusal)
        return _page(form)
    flash("Saved.", "success")
    return redirect(url_for("insight_routing.routing"))


def _intake() -> InsightIntake:
    program = current_program(today())
    return (intake_of(program.id) if program else None) or abort(404)


@blueprint.post("/intake/training")
@allowed("edit the routing")
def training() -> ResponseReturnValue:
    """Puts the training into the draft."""
    try:
        event = acts.plan_training(_intake(), by=me(), now=clock.now())
        flash(
            f"The training is in the draft on {short_day_words(event.wall_start.date())}. Publish it with the rest.",
            "success",
        )
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return redirect(url_for("insight_routing.routing"))


@blueprint.post("/intake/poster")
@allowed("edit the routing")
def make_poster() -> ResponseReturnValue:
    """A new address for the poster, or none."""
    if request.form.get("on") == "yes":
        acts.make_poster(_intake(), by=me(), now=clock.now())
        return redirect(url_for("insight_routing.poster"))
    acts.withdraw_poster(_intake(), by=me(), now=clock.now())
    flash("The address on the poster works no more.", "success")
    return redirect(url_for("insight_routing.routing"))


@blueprint.get("/poster")
@allowed("edit the routing")
def poster() -> ResponseReturnValue:
    """The poster for the floor, to be printed: a square code and the address in letters."""
    found = _intake()
    if found.token is None:
        abort(404)
    address = str(current_app.config["PLANNER_BASE_URL"]).rstrip("/") + url_for("unnamed.floor", token=found.token)
    return render_template("insights/poster.html", address=address, picture=_picture(address), intake=found)


def _picture(address: str) -> str:
    import segno

    picture: str = segno.make(address, error="m").svg_data_uri(scale=8, border=2, light="white")
    return picture
