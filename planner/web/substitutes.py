"""Somebody else for a visit: who could come, who was asked when and said what, and the answer of whoever is asked."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import substitutes as acts
from planner.domain.refusals import Refused
from planner.models.events import Event
from planner.models.leaders import leaders_active
from planner.models.substitutes import SubstituteAsk, ask_with, asks_about
from planner.web.access import allowed, can, me, require
from planner.web.event_pages import event_for_me, is_mine, is_my_team
from planner.web.numbers import row_number

blueprint = Blueprint("substitutes", __name__)


def _visit(event_id: int) -> Event:
    """The visit, if the reader may find somebody for it: HR any; its leader, the assistant and the team's lead their own."""
    event = event_for_me(event_id)
    require("find a substitute", own=is_mine(event) or is_my_team(event))
    return event


@blueprint.get("/events/<int:event_id>/substitutes")
@allowed("find a substitute")
def show(event_id: int) -> ResponseReturnValue:
    """Those who could come, the best first, and whoever was asked so far."""
    event, now = _visit(event_id), clock.now()
    return render_template(
        "substitutes/show.html",
        event=event,
        shown=event.published or event,
        open=acts.is_open(event, now),
        offers=acts.offers(event, now=now),
        asks=asks_about([event_id]).get(event_id, []),
        leaders=leaders_active() if can("find a substitute") else [],
    )


@blueprint.post("/events/<int:event_id>/substitutes/ask")
@allowed("find a substitute")
def ask(event_id: int) -> ResponseReturnValue:
    """Asks one of them, by mail and on their own page."""
    _visit(event_id)
    try:
        asked = acts.ask(event_id, request.form.get("leader", 0, type=row_number), by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    else:
        flash(f"{asked.leader.name} is asked. The answer appears here.", "success")
    return redirect(url_for("substitutes.show", event_id=event_id))


@blueprint.post("/events/<int:event_id>/substitutes/assign")
@allowed("edit the plan")
def assign(event_id: int) -> ResponseReturnValue:
    """HR hands it to somebody without asking."""
    _visit(event_id)
    try:
        acts.assign(event_id, request.form.get("leader", 0, type=row_number), by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "warning")
        return redirect(url_for("substitutes.show", event_id=event_id))
    flash("The visit has a new leader. It is published, and those concerned are told.", "success")
    return redirect(url_for("events.event", event_id=event_id))


@blueprint.post("/substitute-asks/<int:ask_id>/withdraw")
@allowed("find a substitute")
def withdraw(ask_id: int) -> ResponseReturnValue:
    """The answer is no longer needed."""
    question = _question(ask_id)
    _visit(question.event_id)
    acts.withdraw(ask_id, by=me(), now=clock.now())
    return redirect(url_for("substitutes.show", event_id=question.event_id))


@blueprint.post("/substitute-asks/<int:ask_id>/<any(accept, decline):said>")
@allowed("answer for a commitment")
def answer(ask_id: int, said: str) -> ResponseReturnValue:
    """The answer of the leader who is asked, or of the assistant."""
    question = _question(ask_id)
    require("answer for a commitment", own=acts.may_answer(question, me()))
    try:
        if said == "accept":
            acts.accept(ask_id, by=me(), now=clock.now())
            flash("Thank you. The visit is yours, and those concerned are told.", "success")
        else:
            acts.decline(ask_id, request.form.get("words", ""), by=me(), now=clock.now())
            flash("Whoever asked was told.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    return redirect(url_for("home.my_page"))


def _question(ask_id: int) -> SubstituteAsk:
    return ask_with(ask_id) or abort(404)
