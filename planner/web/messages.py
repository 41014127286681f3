"""Messages: what was sent to whom and what became of it; what could not be sent, and sending it again."""

from datetime import date, datetime, time, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.messages import REVIVABLE, SHOWN_FOR, send_again, send_all_again
from planner.domain.instants import at
from planner.domain.refusals import Refused
from planner.domain.states import MessageState
from planner.models.health import pulse
from planner.models.message_log import (
    LogFilters,
    counts_by_state,
    dead_causes,
    message_with_log,
    messages_matching,
    titles_of,
)
from planner.models.messages import DIGEST
from planner.models.night_audits import last_audit
from planner.models.people import people_active
from planner.reminders.channels import REGISTRY
from planner.reminders.words import SECRET
from planner.web.access import allowed, can, me, require
from planner.web.message_words import ATTEMPTS, NAMES, message_name, step_when, step_who
from planner.web.numbers import row_number
from planner.web.pages import zone_of
from planner.web.reads import note_read

blueprint = Blueprint("messages", __name__)
blueprint.add_app_template_filter(message_name)
blueprint.add_app_template_filter(step_when)
blueprint.add_app_template_filter(step_who)

ARGS = ("person", "state", "channel", "name", "day", "words")


@blueprint.get("/messages")
@allowed("see messages")
def index() -> ResponseReturnValue:
    """The delivery log: HR reads all of it, everybody else their own."""
    everything, now = can("see messages"), clock.now()
    filters = _filters(everything)
    page = messages_matching(filters, request.args.get("page", 1, type=row_number))
    return render_template(
        "messages/index.html",
        page=page,
        titles=titles_of(page.items),
        counts=counts_by_state(filters.person_id),
        people=people_active() if everything else [],
        causes=dead_causes(now - SHOWN_FOR) if everything else [],
        pulse=pulse(now) if everything else None,
        audit=last_audit() if everything else None,
        **_words(),
    )


def _words() -> dict[str, object]:
    """What the filters offer, and what is chosen."""
    given = {key: value for key, value in request.args.items() if key in ARGS and value}
    channels = {**{name: kind.label for name, kind in REGISTRY.items()}, DIGEST: "In the weekly digest"}
    return {"names": NAMES, "states": MessageState, "channels": channels, "args": given, "attempts": ATTEMPTS}


def _filters(everything: bool) -> LogFilters:
    """As the address says; what makes no sense is no filter."""
    args = request.args
    state, name, channel = args.get("state", ""), args.get("name", ""), args.get("channel", "")
    since = _day(args.get("day", ""))
    return LogFilters(
        state=MessageState(state) if state in set(MessageState) else None,
        person_id=args.get("person", type=row_number) if everything else me().id,
        name=name if name in NAMES else None,
        channel=channel if channel in (*REGISTRY, DIGEST) else None,
        unclear=state == "unknown",
        since=since,
        until=since + timedelta(days=1) if since else None,
        words=args.get("words", "")[:100],
    )


def _day(text: str) -> datetime | None:
    """Midnight where the reader is."""
    try:
        return at(date.fromisoformat(text), time(), zone_of(me()))
    except ValueError:
        return None


@blueprint.get("/messages/<int:message_id>")
@allowed("see messages")
def show(message_id: int) -> ResponseReturnValue:
    """One message with every attempt, and the words that were sent."""
    message = message_with_log(message_id) or abort(404)
    require("see messages", own=message.recipient_id == me().id)
    if message.recipient_id != me().id and message.text:
        note_read("message", message_id, f"A message to {message.recipient.name} was read.")
    return render_template(
        "messages/show.html",
        message=message,
        title=titles_of([message])[message.id],
        attempts=ATTEMPTS,
        channels=REGISTRY,
        secret=message.name in SECRET,
        revivable=can("see everybody's messages") and message.state in REVIVABLE and message.name not in SECRET,
    )


@blueprint.post("/messages/<int:message_id>/again")
@allowed("see everybody's messages")
def again(message_id: int) -> ResponseReturnValue:
    """Sends a message that could not be delivered once more."""
    message = message_with_log(message_id) or abort(404)
    try:
        send_again(message, me(), clock.now())
        flash("It is queued and goes with the worker's next pass.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return redirect(url_for("messages.show", message_id=message_id))


@blueprint.post("/messages/again")
@allowed("see everybody's messages")
def all_again() -> ResponseReturnValue:
    """Sends everything again that failed for one reason."""
    count = send_all_again(request.form.get("channel", ""), request.form.get("words", ""), me(), clock.now())
    flash(f"Queued for the worker's next pass: {count} {'message' if count == 1 else 'messages'}.", "success")
    return redirect(url_for("messages.index"))
