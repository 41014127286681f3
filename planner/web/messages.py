"""Messages: what was sent to whom and what became of it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.messages import REVIVABLE, send_again
from planner.domain.refusals import Refused
from planner.domain.states import MessageState, Role
from planner.models.message_log import LogFilters, counts_by_state, message_with_log, messages_matching, titles_of
from planner.models.people import people_active
from planner.reminders.words import SECRET
from planner.web.access import allowed, can, me, require
from planner.web.message_words import ATTEMPTS, NAMES, message_name, step_when, step_who

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
