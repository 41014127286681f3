"""Messages: what was sent to whom and what became of it, what will be sent, and how HR sets the ladders."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.ladders import StepChange, change_step
from planner.actions.messages import REVIVABLE, send_again
from planner.domain.refusals import Refused
from planner.domain.states import Audience, MessageState, Role
from planner.models.ladders import LadderStep, all_ladders, ladder_step
from planner.models.message_log import LogFilters, counts_by_state, message_with_log, messages_matching, titles_of
from planner.models.people import people_active
from planner.reminders.coming import coming_messages
from planner.reminders.letterhead import letterhead_of
from planner.reminders.words import SECRET
from planner.web.access import allowed, can, me, require
from planner.web.forms.messages import StepForm
from planner.web.message_words import ATTEMPTS, AUDIENCES, NAMES, message_name, step_when, step_who

blueprint = Blueprint("messages", __name__)
blueprint.add_app_template_filter(message_name)
blueprint.add_app_template_filter(step_when)
blueprint.add_app_template_filter(step_who)


@blueprint.get("/messages")
@allowed("see messages")
def index() -> ResponseReturnValue:
    """The delivery log: HR reads all of it, everybody else their own."""
    everything = can("see messages")
    wanted = request.args.get("person", type=int) if everything else me().id
    state, name = request.args.get("state", ""), request.args.get("name", "")
    filters = LogFilters(
        MessageState(state) if state in set(MessageState) else None, wanted, name if name in NAMES else None
    )
    page = messages_matching(filters, request.args.get("page", 1, type=int))
    return render_template(
        "messages/index.html",
        page=page,
        titles=titles_of(page.items),
        counts=counts_by_state(wanted),
        people=people_active() if everything else [],
        names=NAMES,
        states=MessageState,
        args={key: value for key, value in request.args.items() if key in ("person", "state", "name") and value},
    )


@blueprint.get("/messages/<int:message_id>")
@allowed("see messages")
def show(message_id: int) -> ResponseReturnValue:
    """One message with every attempt, and the words that were sent."""
    message = message_with_log(message_id) or abort(404)
    require("see messages", own=message.recipient_id == me().id)
    return render_template(
        "messages/show.html",
        message=message,
        title=titles_of([message])[message.id],
        attempts=ATTEMPTS,
        secret=message.name in SECRET,
        revivable=me().role is Role.hr and message.state in REVIVABLE and message.name not in SECRET,
    )


@blueprint.post("/messages/<int:message_id>/again")
@allowed("see messages")
def again(message_id: int) -> ResponseReturnValue:
    """Sends a message that could not be delivered once more."""
    message = message_with_log(message_id) or abort(404)
    require("see messages", own=False)
    try:
        send_again(message, me(), clock.now())
        flash("It is queued and goes with the worker's next pass.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return redirect(url_for("messages.show", message_id=message_id))


@blueprint.get("/messages/coming")
@allowed("edit ladders")
def preview() -> ResponseReturnValue:
    """The next twenty messages that the ladders will send, as everything stands now."""
    coming = coming_messages(clock.now(), letterhead_of(current_app.config).kindness)
    return render_template("messages/preview.html", coming=coming)


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
