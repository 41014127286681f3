"""A missed visit planned again by HR: three checked times. More routes of the visits blueprint."""

from datetime import datetime

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.replanning import choose_again, times_for
from planner.domain.refusals import Refused
from planner.models.commitments import Commitment, commitment_with
from planner.web.access import allowed, me
from planner.web.visits import blueprint


@blueprint.get("/<int:commitment_id>/again")
@allowed("edit the plan")
def again(commitment_id: int) -> ResponseReturnValue:
    """Where it could go."""
    return _page(_owed(commitment_id))


@blueprint.post("/<int:commitment_id>/again")
@allowed("edit the plan")
def plan_again(commitment_id: int) -> ResponseReturnValue:
    """Moves it there and publishes it."""
    owed = _owed(commitment_id)
    try:
        choose_again(owed, _moment(), me(), clock.now())
    except Refused as refusal:
        return make_response(_page(owed, refusal), 422)
    flash("It is planned again and published; those concerned are told.", "success")
    return redirect(url_for("events.event", event_id=owed.event_id))


def _owed(commitment_id: int) -> Commitment:
    found = commitment_with(commitment_id)
    return found if found is not None and found.event_id is not None else abort(404)


def _moment() -> datetime:
    try:
        return datetime.fromisoformat(request.form.get("start", "")).replace(tzinfo=None)
    except ValueError:
        raise Refused("Choose one of the times.", "start") from None


def _page(owed: Commitment, refusal: Refused | None = None) -> str:
    slots = times_for(owed, clock.now())
    return render_template("visits/again.html", owed=owed, event=owed.event, slots=slots, refusal=refusal)
