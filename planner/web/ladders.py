"""Ladders: how HR sets when a reminder or nudge goes to whom. More routes of the messages blueprint."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from planner import clock
from planner.actions import ladders as acts
from planner.domain.ladder_shapes import OWN, SHAPES, fits, shaped
from planner.domain.ladders import MESSAGES_OF, Anchor, Step
from planner.domain.refusals import Refused
from planner.domain.states import Audience
from planner.models.ladders import Ladder, LadderStep, all_ladders, ladder_step, ladder_with
from planner.web.access import allowed, me
from planner.web.form_words import show_refusal
from planner.web.forms.ladders import StepForm
from planner.web.ladder_words import ANCHORS, AUDIENCES, ladder_name, step_when, step_who
from planner.web.merging import keep, status_of
from planner.web.message_words import message_name
from planner.web.messages import blueprint
from planner.web.undo import flash_with_undo

for words in (ladder_name, step_when, step_who):
    blueprint.add_app_template_filter(words)


@blueprint.get("/ladders")
@allowed("edit ladders")
def ladders() -> ResponseReturnValue:
    """Every ladder with its steps."""
    found = all_ladders()
    return render_template(
        "messages/ladders.html", ladders=found, own={one.id: acts.follows(one, OWN) for one in found}
    )


@blueprint.route("/ladders/<int:step_id>", methods=["GET", "POST"])
@allowed("edit ladders")
def step(step_id: int) -> ResponseReturnValue:
    """Changes what a step says, when and to whom."""
    row = _standing(step_id)
    form = _form_of_row(row)
    if form.validate_on_submit():
        try:
            keep(
                form,
                row,
                lambda: _form_of_row(row, stored=True),
                lambda: acts.change_step(row, _change_from(form), me(), clock.now()),
            )
            flash("The step is saved. It counts from the next message on; what went is not sent again.", "success")
            return _back_to(row.ladder)
        except Refused as refusal:
            _say(form, refusal)
    return render_template("messages/step.html", form=form, row=row, ladder=row.ladder), status_of(form)


@blueprint.route("/ladders/of/<int:ladder_id>/add", methods=["GET", "POST"])
@allowed("edit ladders")
def add_step(ladder_id: int) -> ResponseReturnValue:
    """A new step at the end."""
    ladder = ladder_with(ladder_id) or abort(404)
    form = _form_of(ladder.about, None, True)
    if form.validate_on_submit():
        try:
            acts.add_step(ladder, _change_from(form), me(), clock.now())
            flash("The step is added. It counts from now on.", "success")
            return _back_to(ladder)
        except Refused as refusal:
            _say(form, refusal)
    return render_template("messages/step.html", form=form, row=None, ladder=ladder), 422 if form.errors else 200


@blueprint.post("/ladders/<int:step_id>/remove")
@allowed("edit ladders")
def remove_step(step_id: int) -> ResponseReturnValue:
    """Takes a step out; the next page offers the way back."""
    row = _standing(step_id)
    acts.remove_step(row, me(), clock.now())
    flash_with_undo("The step is taken out.", url_for("messages.restore_step", step_id=row.id))
    return _back_to(row.ladder)


@blueprint.post("/ladders/<int:step_id>/restore")
@allowed("edit ladders")
def restore_step(step_id: int) -> ResponseReturnValue:
    """Puts a step back that was taken out."""
    row = ladder_step(step_id) or abort(404)
    acts.restore_step(row, me(), clock.now())
    flash("The step is back.", "success")
    return _back_to(row.ladder)


@blueprint.post("/ladders/<int:step_id>/shift")
@allowed("edit ladders")
def shift_step(step_id: int) -> ResponseReturnValue:
    """Moves a step up or down in its ladder."""
    row = _standing(step_id)
    acts.shift_step(row, "up" in request.form, me(), clock.now())
    return _back_to(row.ladder)


@blueprint.post("/ladders/of/<int:ladder_id>/switch")
@allowed("edit ladders")
def switch_ladder(ladder_id: int) -> ResponseReturnValue:
    """Switches a whole ladder on or off."""
    ladder = ladder_with(ladder_id) or abort(404)
    acts.switch_ladder(ladder, "on" in request.form, me(), clock.now())
    flash(f"“{ladder_name(ladder.about)}” is switched {'on' if ladder.active else 'off'}.", "success")
    return _back_to(ladder)


@blueprint.route("/ladders/of/<int:ladder_id>/preset", methods=["GET", "POST"])
@allowed("edit ladders")
def preset(ladder_id: int) -> ResponseReturnValue:
    """Shows the presets with their steps; lays one over the ladder."""
    ladder = ladder_with(ladder_id) or abort(404)
    if request.method == "POST":
        try:
            acts.use_shape(ladder, request.form.get("preset", ""), me(), clock.now())
            flash("The ladder follows the preset. What went already is not sent again.", "success")
            return _back_to(ladder)
        except Refused as refusal:
            flash(refusal.sentence, "danger")
    offered = [shape for shape in SHAPES.values() if fits(ladder.about, shape.key)]
    steps = {key: shaped(ladder.about, key).steps for key in (OWN, *(shape.key for shape in offered))}
    follows = {key: acts.follows(ladder, key) for key in steps}
    return render_template(
        "messages/presets.html", ladder=ladder, shapes=offered, own=OWN, steps=steps, follows=follows
    )


def _standing(step_id: int) -> LadderStep:
    row = ladder_step(step_id)
    return row if row is not None and row.removed_at is None else abort(404)


def _back_to(ladder: Ladder) -> Response:
    return redirect(url_for("messages.ladders", _anchor=f"ladder-{ladder.id}"))


def _say(form: StepForm, refusal: Refused) -> None:
    if form.both:
        show_refusal(form, refusal)
    else:
        form[refusal.field or "message"].errors = [refusal.sentence]


def _form_of_row(row: LadderStep, *, stored: bool = False) -> StepForm:
    return _form_of(row.ladder.about, row.step, row.active, stored=stored)


def _form_of(about: str, step: Step | None, active: bool, *, stored: bool = False) -> StepForm:
    given = {**_given(step), "active": active}
    form = StepForm.as_stored(**given) if stored else StepForm(**given)
    form.message.choices = [(name, message_name(name)) for name in MESSAGES_OF[about]]
    form.audience.choices = [(who.value, AUDIENCES[who]) for who in Audience]
    anchors = (Anchor.starts, Anchor.ends) if about == "event" else tuple(Anchor)
    form.anchor.choices = [(anchor.value, ANCHORS[anchor]) for anchor in anchors]
    return form


def _given(step: Step | None) -> dict[str, object]:
    if step is None:
        return {"number": 3, "side": "before", "workdays_only": True, "audience": [Audience.owner.value]}
    count = step.days or step.hours
    return {
        "message": step.message,
        "audience": [who.value for who in step.audience],
        "number": abs(count),
        "unit": "hours" if step.hours and not step.days else "days",
        "side": "on" if count == 0 else "before" if count < 0 else "after",
        "anchor": step.anchor.value,
        "at": step.at,
        "workdays_only": step.workdays_only,
        "digest": step.digest,
    }


def _change_from(form: StepForm) -> acts.StepChange:
    count = 0 if form.side.data == "on" else form.number.data or 0
    count = -count if form.side.data == "before" else count
    hours = form.unit.data == "hours"
    return acts.StepChange(
        anchor=Anchor(form.anchor.data),
        days=0 if hours else count,
        hours=count if hours else 0,
        at=form.at.data,
        workdays_only=bool(form.workdays_only.data),
        audience=tuple(Audience(word) for word in form.audience.data or ()),
        message=str(form.message.data),
        digest=bool(form.digest.data),
        active=bool(form.active.data),
    )
