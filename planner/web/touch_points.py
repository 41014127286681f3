"""Touch points: where customers meet us, who can change it, when it is looked at, and what was said and ruled about it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import touch_points as acts
from planner.domain.refusals import Refused
from planner.domain.reviews import review_state
from planner.models import touch_points as register
from planner.models.events import event_with
from planner.models.people import people_active, person_with
from planner.models.touch_points import TouchPoint
from planner.web.access import allowed, me
from planner.web.form_words import show_refusal
from planner.web.forms.strategy import TouchPointForm
from planner.web.merging import keep, status_of
from planner.web.numbers import row_number
from planner.web.pages import local_to_reader
from planner.web.small_forms import as_seen

blueprint = Blueprint("touch_points", __name__, url_prefix="/touch-points")
blueprint.add_app_template_global(register.touch_points_of_event, "touch_points_of_event")
blueprint.add_app_template_global(register.touch_points, "all_touch_points")


@blueprint.get("")
@allowed("see the strategy")
def index() -> ResponseReturnValue:
    """The register, with how much is said and ruled about each, and names that are written but not registered."""
    gone = request.args.get("show") == "all"
    found, carried = register.touch_points(active=not gone), register.carried()
    known = {point.name for point in register.touch_points(active=False)} if carried else set()
    today = local_to_reader(clock.now()).date()
    lines = [(point, carried.get(point.name), review_state(point.cycle, today)) for point in found]
    loose = sorted(set(carried) - known)
    return render_template("touch_points/index.html", lines=lines, loose=loose, gone=gone)


def _found(touch_point_id: int) -> TouchPoint:
    return register.touch_point_with(touch_point_id) or abort(404)


@blueprint.get("/<int:touch_point_id>")
@allowed("see the strategy")
def show(touch_point_id: int) -> ResponseReturnValue:
    """One touch point, its rules and events."""
    point = _found(touch_point_id)
    state = review_state(point.cycle, local_to_reader(clock.now()).date())
    carried = register.carried().get(point.name)
    return render_template(
        "touch_points/show.html", point=point, tagged=register.tagged_with(point), state=state, carried=carried
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allowed("edit the strategy")
def new() -> ResponseReturnValue:
    """A new entry; its name may come with the address."""
    return _form_page(None)


@blueprint.route("/<int:touch_point_id>/edit", methods=["GET", "POST"])
@allowed("edit the strategy")
def edit(touch_point_id: int) -> ResponseReturnValue:
    """Changing an entry."""
    return _form_page(_found(touch_point_id))


@blueprint.post("/<int:touch_point_id>/reviewed")
@allowed("edit the strategy")
def reviewed(touch_point_id: int) -> ResponseReturnValue:
    """It was looked at today."""
    now = clock.now()
    acts.reviewed(_found(touch_point_id), local_to_reader(now).date(), by=me(), now=now)
    flash("Written down. The cycle begins anew today.", "success")
    return redirect(url_for("touch_points.show", touch_point_id=touch_point_id))


@blueprint.post("/event/<int:event_id>")
@allowed("edit the plan")
def tag_event(event_id: int) -> ResponseReturnValue:
    """What an event is about."""
    event = event_with(event_id) or abort(404)
    chosen = set(request.form.getlist("point", type=row_number))
    try:
        with as_seen(event, lambda: _about(event_id)):
            points = [point for point in register.touch_points() if point.id in chosen]
            acts.tag(event, points, by=me(), now=clock.now())
        flash("Saved.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return redirect(url_for("events.event", event_id=event_id))


def _about(event_id: int) -> tuple[object, ...]:
    return tuple(point.id for point in register.touch_points_of_event(event_id))


def _form_page(found: TouchPoint | None) -> ResponseReturnValue:
    form = _filled(TouchPointForm(), found)
    if form.validate_on_submit():
        try:
            saved = keep(
                form,
                found,
                lambda: _filled(TouchPointForm.as_stored(), found),
                lambda: acts.save_touch_point(found, _facts(form), by=me(), now=clock.now()),
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(f"“{saved.name}” was saved.", "success")
            return redirect(url_for("touch_points.show", touch_point_id=saved.id))
    return render_template("touch_points/edit.html", form=form, point=found), status_of(form)


def _filled(form: TouchPointForm, found: TouchPoint | None) -> TouchPointForm:
    form.owner.choices = [(0, "Nobody yet"), *((person.id, person.name) for person in people_active())]
    if form.is_submitted():
        return form
    form.owner.data, form.review_months.data, form.active.data = 0, 12, True
    form.name.data = request.args.get("name", "")
    if found is not None:
        for name in ("name", "about", "review_months", "active"):
            form[name].data = getattr(found, name)
        form.owner.data = found.owner_id or 0
    return form


def _facts(form: TouchPointForm) -> acts.TouchPointFacts:
    owner = person_with(form.owner.data) if form.owner.data else None
    return acts.TouchPointFacts(
        form.name.data or "", form.about.data or "", owner, form.review_months.data or 0, bool(form.active.data)
    )
