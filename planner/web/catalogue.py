"""The catalogue: what could be done, by kind; every entry can be changed, retired and brought back."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import catalogue as acts
from planner.domain.kinds import KINDS, EventKind, kind_by_slug
from planner.domain.refusals import Refused
from planner.models import activities
from planner.models.activities import Activity
from planner.web.access import allowed, me
from planner.web.form_words import choices_of_kinds, show_refusal
from planner.web.forms.catalogue import ActivityForm
from planner.web.merging import keep, status_of

blueprint = Blueprint("catalogue", __name__, url_prefix="/catalogue")


@blueprint.get("/")
@allowed("edit the catalogue")
def index() -> ResponseReturnValue:
    kind = kind_by_slug(request.args.get("kind", ""))
    retired = request.args.get("show") == "retired"
    night, virtual = request.args.get("night", ""), request.args.get("virtual", "")
    found = activities.catalogue(kind.key if kind else None, retired=retired)
    found = [a for a in found if (not night or a.night != "no") and (not virtual or a.virtual != "no")]
    return render_template(
        "catalogue/index.html",
        activities=found,
        kind=kind,
        retired=retired,
        night=night,
        virtual=virtual,
        kinds=KINDS.values(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allowed("edit the catalogue")
def new() -> ResponseReturnValue:
    form = ActivityForm(
        data={"lead_days": 7, "cost_per_head": 0, "cost_fixed": 0, "committee_minutes": 30, "owner_role": "team lead"}
    )
    form.kind.choices = choices_of_kinds()
    if form.validate_on_submit():
        try:
            made = acts.add_activity(_values(form), by=me(), now=clock.now())
            flash(f"“{made.name}” is in the catalogue.", "success")
            return redirect(url_for("catalogue.index"))
        except Refused as refusal:
            show_refusal(form, refusal)
    return render_template("catalogue/edit.html", form=form, activity=None), 422 if form.errors else 200


@blueprint.route("/<int:activity_id>", methods=["GET", "POST"])
@allowed("edit the catalogue")
def edit(activity_id: int) -> ResponseReturnValue:
    activity = _found(activity_id)
    form = _form(activity)
    if form.validate_on_submit():
        try:
            keep(
                form,
                activity,
                lambda: _form(activity, stored=True),
                lambda: acts.change_activity(activity_id, _values(form), by=me(), now=clock.now()),
            )
            flash(f"“{form.name.data}” was saved.", "success")
            return redirect(url_for("catalogue.index"))
        except Refused as refusal:
            show_refusal(form, refusal)
    return render_template("catalogue/edit.html", form=form, activity=activity), status_of(form)


@blueprint.post("/<int:activity_id>/retire")
@allowed("edit the catalogue")
def retire(activity_id: int) -> ResponseReturnValue:
    retired = request.form.get("retired") == "yes"
    activity = acts.retire_activity(_found(activity_id).id, retired=retired, by=me(), now=clock.now())
    words = "was retired: new cadences no longer offer it." if retired else "is in the catalogue again."
    flash(f"“{activity.name}” {words}", "success")
    return redirect(url_for("catalogue.index"))


def _found(activity_id: int) -> Activity:
    activity = activities.activity_with(activity_id)
    if activity is None:
        abort(404)
    return activity


def _form(activity: Activity, *, stored: bool = False) -> ActivityForm:
    form = ActivityForm.as_stored(obj=activity) if stored else ActivityForm(obj=activity)
    form.kind.choices = choices_of_kinds()
    return form


def _values(form: ActivityForm) -> dict[str, object]:
    values: dict[str, object] = {name: form[name].data for name in acts.FIELDS}
    values["kind"] = EventKind(str(form.kind.data))
    values["description"] = form.description.data or ""
    return values
