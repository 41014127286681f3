"""Night after night: what was due, what was delivered, and each message that makes the difference."""

from datetime import datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from planner import clock
from planner.models.health import known_faults, pulse
from planner.models.night_audits import audits
from planner.web.access import allowed

blueprint = Blueprint("night_audits", __name__)


@blueprint.get("/messages/nights")
@allowed("see everybody's messages")
def index() -> ResponseReturnValue:
    """The latest night in full, the others in a line each."""
    nights = audits()
    return render_template(
        "messages/nights.html",
        nights=nights,
        pulse=pulse(clock.now()),
        faults=known_faults(),
        moment_of=lambda difference: datetime.fromisoformat(str(difference["due"])),
    )
