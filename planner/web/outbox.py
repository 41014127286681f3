"""The local outbox: without a mail server, HR reads here what people would have got. More routes of the messages blueprint."""

from pathlib import Path

from flask import abort, current_app, make_response, render_template
from flask.typing import ResponseReturnValue

from planner.reminders.outbox_files import filed, newest
from planner.web.access import allowed
from planner.web.headers import POLICY
from planner.web.mail_frames import framed
from planner.web.messages import blueprint


def _folder() -> Path:
    """The outbox, where there is one: with a mail server set, mail goes there and nowhere else."""
    return Path(current_app.config["PLANNER_DATA_DIR"]) / "outbox"


@blueprint.get("/outbox")
@allowed("see the outbox")
def outbox() -> ResponseReturnValue:
    """The latest mails, the newest first."""
    server = bool(current_app.config["PLANNER_SMTP_URL"])
    return render_template("messages/outbox.html", server=server, mails=[] if server else newest(_folder()))


@blueprint.get("/outbox/<name>")
@allowed("see the outbox")
def outbox_mail(name: str) -> ResponseReturnValue:
    """One mail, as it looks in a mail program and as plain text."""
    mail = filed(_folder(), name) or abort(404)
    answer = make_response(render_template("messages/outbox_mail.html", mail=mail))
    answer.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return answer


@blueprint.get("/outbox/<name>/looks")
@allowed("see the outbox")
def outbox_looks(name: str) -> ResponseReturnValue:
    """The HTML part alone, for the frame of the page above. Its links open beside it."""
    mail = filed(_folder(), name) or abort(404)
    return framed(mail.html)
