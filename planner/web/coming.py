"""What comes next: the messages that the ladders will send. More routes of the messages blueprint."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from planner import clock
from planner.reminders.coming import coming_messages
from planner.reminders.letterhead import letterhead_of
from planner.web.access import allowed
from planner.web.messages import blueprint


@blueprint.get("/messages/coming")
@allowed("edit ladders")
def preview() -> ResponseReturnValue:
    """The next twenty messages that the ladders will send, as everything stands now."""
    coming = coming_messages(clock.now(), letterhead_of(current_app.config).kindness)
    return render_template("messages/preview.html", coming=coming)
