"""The inbox: what Planner told somebody, on a page of their own, with what is new."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import inbox as acts
from planner.models.inbox import came_to, inbox_of, unread_count
from planner.models.message_log import titles_of
from planner.models.messages import Message
from planner.web.access import allowed, me
from planner.web.numbers import row_number

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox")


@blueprint.get("")
@allowed("read the inbox")
def index() -> ResponseReturnValue:
    """What came, the latest first."""
    page, now = inbox_of(me().id, request.args.get("page", 1, type=row_number)), clock.now()
    unread = unread_count(me().id, now)
    return render_template("inbox/index.html", page=page, titles=titles_of(page.items), now=now, count=unread)


def _mine(message_id: int) -> Message:
    """Whoever asks for another's message learns nothing, not even that there is one."""
    return came_to(me().id, message_id) or abort(404)


@blueprint.get("/<int:message_id>")
@allowed("read the inbox")
def show(message_id: int) -> ResponseReturnValue:
    """The words as they were sent. Opening it posts that it was read: a GET changes nothing."""
    message = _mine(message_id)
    return render_template("inbox/show.html", message=message, title=titles_of([message])[message.id])


@blueprint.post("/<int:message_id>/read")
@allowed("read the inbox")
def read(message_id: int) -> ResponseReturnValue:
    """It was opened."""
    acts.mark_read(_mine(message_id), clock.now())
    return redirect(url_for("inbox.show", message_id=message_id))


@blueprint.post("/read")
@allowed("read the inbox")
def read_all() -> ResponseReturnValue:
    """Puts everything away as read."""
    acts.mark_all_read(me(), clock.now())
    flash("Everything is marked as read.", "success")
    return redirect(url_for("inbox.index"))
