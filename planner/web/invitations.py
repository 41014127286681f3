"""Invitations as HR sees them: who was asked to what, what they said, which times were proposed, and which mails changed nothing."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.invitations import settle_proposal
from planner.domain.instants import wall
from planner.domain.invitations import Answer
from planner.domain.refusals import Refused
from planner.models.busy import all_busy_calendars
from planner.models.invitation_lists import invitations_page, replies_page
from planner.models.invitations import invitation_with
from planner.models.mailboxes import Mailbox, known_mailbox
from planner.reminders.mailbox import box_of
from planner.web.access import allowed, me
from planner.web.numbers import row_number

blueprint = Blueprint("invitations", __name__, url_prefix="/invitations")
blueprint.add_app_template_filter(wall, "wall_in")

SHOWN = {
    "": "All",
    **{answer.name: answer.value.capitalize() for answer in Answer},
    "proposed": "Another time proposed",
}


@blueprint.get("")
@allowed("see everybody's messages")
def index() -> ResponseReturnValue:
    """Every invitation to what is still to come."""
    shown = request.args.get("show", "")
    answer = Answer[shown] if shown in Answer.__members__ else None
    page = invitations_page(
        clock.now(), request.args.get("page", 1, type=row_number), answer, proposed=shown == "proposed"
    )
    return render_template(
        "invitations/index.html", page=page, shown=shown if shown in SHOWN else "", choices=SHOWN, mailbox=_mailbox(), set_up=_set_up(),
        calendars=all_busy_calendars(),
    )  # fmt: skip


def _set_up() -> bool:
    return bool(current_app.config["PLANNER_IMAP_URL"])


def _mailbox() -> Mailbox | None:
    """The mailbox that is read, if it was looked at yet."""
    return known_mailbox(box_of(str(current_app.config["PLANNER_IMAP_URL"])).name) if _set_up() else None


@blueprint.get("/answers")
@allowed("see everybody's messages")
def replies() -> ResponseReturnValue:
    """Every answer that was read from the mailbox, and why some changed nothing."""
    refused = request.args.get("show") == "refused"
    page = replies_page(request.args.get("page", 1, type=row_number), refused=refused)
    return render_template("invitations/replies.html", page=page, refused=refused, mailbox=_mailbox(), set_up=_set_up())


@blueprint.post("/<int:invitation_id>/settle")
@allowed("edit the plan")
def settle(invitation_id: int) -> ResponseReturnValue:
    """Puts a proposed time aside."""
    invitation = invitation_with(invitation_id) or abort(404)
    try:
        settle_proposal(invitation, by=me(), now=clock.now())
        flash("The proposal was put aside, and its leader is told. Nothing was moved.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return redirect(url_for("invitations.index"))
