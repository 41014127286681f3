"""My page: what is next, what I owe, and the buttons that answer it. Built for a phone on the floor."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import commitments as acts
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentKind
from planner.models.commitments import Commitment, commitment_with, represented_by
from planner.web.access import allowed, can, me, require
from planner.web.my_page import my_page_of
from planner.web.undo import flash_with_undo

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@allowed("see own page")
def my_page() -> ResponseReturnValue:
    """The reader's own page: the part for their role, nothing else."""
    return render_template("home/my_page.html", page=my_page_of(me(), clock.now()))


def _mine(commitment_id: int) -> Commitment:
    commitment = commitment_with(commitment_id)
    if commitment is None:
        abort(404)
    require("answer for a commitment", own=commitment.owner_id in {person.id for person in represented_by(me())})
    return commitment


@blueprint.post("/commitments/<int:commitment_id>/done")
@allowed("answer for a commitment")
def done(commitment_id: int) -> ResponseReturnValue:
    """Says that it was kept. A floor visit is recorded on its own form instead."""
    commitment = _mine(commitment_id)
    try:
        acts.done(commitment, me(), clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    else:
        undo = url_for("home.reopen", commitment_id=commitment_id)
        flash_with_undo(f"Done: {commitment.title}.", undo)
    return redirect(url_for("home.my_page"))


@blueprint.post("/commitments/<int:commitment_id>/reopen")
@allowed("answer for a commitment")
def reopen(commitment_id: int) -> ResponseReturnValue:
    """Takes an answer back."""
    try:
        acts.reopen(_mine(commitment_id), me(), clock.now())
        flash("That was taken back.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return redirect(url_for("home.my_page"))


def _after_cannot(commitment: Commitment) -> str:
    """For a visit, those who could make it instead; they can be asked at once."""
    if (
        commitment.kind is CommitmentKind.floor_visit
        and commitment.event_id is not None
        and can("find a substitute", own=True)
    ):
        return url_for("substitutes.show", event_id=commitment.event_id)
    return url_for("home.my_page")


@blueprint.route("/commitments/<int:commitment_id>/cannot", methods=["GET", "POST"])
@allowed("answer for a commitment")
def cannot(commitment_id: int) -> ResponseReturnValue:
    """Why it cannot be: HR sees it and finds another way."""
    commitment, error = _mine(commitment_id), ""
    reason = request.form.get("reason", "")
    if request.method == "POST":
        try:
            acts.excuse(commitment, reason, me(), clock.now())
        except Refused as refusal:
            error = refusal.sentence
        else:
            undo = url_for("home.reopen", commitment_id=commitment_id)
            flash_with_undo("HR was told and finds another way.", undo)
            return redirect(_after_cannot(commitment))
    page = render_template("home/cannot.html", commitment=commitment, reason=reason, error=error)
    return page, 422 if error else 200
