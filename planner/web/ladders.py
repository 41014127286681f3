"""Ladders: how HR sets when a reminder or nudge goes to whom. More routes of the messages blueprint."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.ladders import StepChange, change_step
from planner.domain.refusals import Refused
from planner.domain.states import Audience
from planner.models.ladders import LadderStep, all_ladders, ladder_step
from planner.web.access import allowed, me
from planner.web.forms.messages import StepForm
from planner.web.message_words import AUDIENCES
from planner.web.messages import blueprint


@blueprint.get("/ladders")
@allowed("edit ladders")
def ladders() -> ResponseReturnValue:
    """Every ladder with its steps."""
    return render_template("messages/ladders.html", ladders=all_ladders())


@blueprint.route("/ladders/<int:step_id>", methods=["GET", "POST"])
@allowed("edit ladders")
def step(step_id: int) -> ResponseReturnValue:
    """Changes when a step goes and to whom."""
    row = ladder_step(step_id) or abort(404)
    form = _form_of(row)
    if form.validate_on_submit():
        try:
            change_step(row, _change_from(form), me(), clock.now())
            flash("The step is saved. It counts from the next message on.", "success")
            return redirect(url_for("messages.ladders"))
        except Refused as refusal:
            form[refusal.field or "days"].errors = [refusal.sentence]
    return render_template("messages/step.html", form=form, row=row), 422 if form.errors else 200


def _form_of(row: LadderStep) -> StepForm:
    form = StepForm(
        days=abs(row.days),
        side="before" if row.days < 0 else "after",
        at=row.at,
        audience=row.audience,
        digest=row.digest,
        active=row.active,
    )
    form.audience.choices = [(who.value, AUDIENCES[who]) for who in Audience]
    return form


def _change_from(form: StepForm) -> StepChange:
    days = form.days.data or 0
    return StepChange(
        -days if form.side.data == "before" else days,
        form.at.data,
        tuple(Audience(word) for word in form.audience.data or ()),
        bool(form.digest.data),
        bool(form.active.data),
    )
