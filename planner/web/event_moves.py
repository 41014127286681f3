"""Moving an event: by form with slots that fit, by drag, and back again."""

from datetime import datetime

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import moves
from planner.domain.refusals import ChangedMeanwhile, Refused
from planner.models.base import hold, writing
from planner.models.events import Event
from planner.web.access import allowed, can, me, require
from planner.web.errors import wants_json
from planner.web.event_forms import wall_from
from planner.web.event_pages import dragged_to, event_for_me, is_mine, moved_words, undo_address, wall_asked
from planner.web.forms.events import MoveForm
from planner.web.merging import keep
from planner.web.numbers import row_number
from planner.web.offers import offer_repair
from planner.web.undo import flash_with_undo

blueprint = Blueprint("event_moves", __name__, url_prefix="/events/<int:event_id>")
MEANWHILE = "Somebody changed this event while the page was open. Above is when it takes place now: choose again."


def _movable(event_id: int) -> Event:
    """The event, if the reader may move it: HR any, a leader or the assistant the leader's own visits."""
    event = event_for_me(event_id)
    mine = is_mine(event)
    require("answer for a commitment" if mine else "edit the plan", own=mine)
    return event


@blueprint.get("/move")
@allowed("answer for a commitment")
def choose(event_id: int) -> ResponseReturnValue:
    """Slots that break nothing; for HR also a form for any other time."""
    event = _movable(event_id)
    return _page(event, _stored(event))


def _stored(event: Event) -> MoveForm:
    return MoveForm.as_stored(day=event.wall_start.date(), clock=event.wall_start.time(), minutes=event.minutes)


@blueprint.post("/move")
@allowed("answer for a commitment")
def move(event_id: int) -> ResponseReturnValue:
    """To a slot that was offered, or where HR says; a sentence where that breaks a rule."""
    event, form = _movable(event_id), MoveForm()
    wanted = wall_asked() or (wall_from(form) if can("edit the plan") and form.validate() else None)
    if wanted is None:
        return _page(event, form)
    try:
        moved = keep(form, event, lambda: _stored(event), lambda: _moved(event, wanted, form.minutes.data))
    except ChangedMeanwhile:
        return _page(event, _stored(event), [MEANWHILE])[0], 409
    except moves.Objected as refusal:
        return _page(event, form, refusal.sentences, wanted.isoformat())
    except Refused as refusal:
        return _page(event, form, [refusal.sentence])
    flash_with_undo(moved_words(moved), undo_address(moved) if can("edit the plan") else None)
    offer_repair(moved.sentence, event)
    home = request.form.get("back") == "home"
    return redirect(url_for("home.my_page") if home else url_for("events.event", event_id=event_id))


def _moved(event: Event, wanted: datetime, minutes: int | None) -> moves.Moved:
    return moves.move(event, wanted, me(), clock.now(), "force" in request.form, minutes)


def _page(event: Event, form: MoveForm, objections: list[str] | None = None, wanted: str = "") -> tuple[str, int]:
    slots = moves.offer_slots(event, now=clock.now())
    page = render_template(
        "events/move.html", event=event, form=form, slots=slots, objections=objections or [], wanted=wanted
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.post("/drag")
@allowed("edit the plan")
def drag(event_id: int) -> ResponseReturnValue:
    """A drag on the calendar: answers {ok, sentence, can_force, undo_url}."""
    event = event_for_me(event_id)
    try:
        with writing():
            hold(event)
            start, minutes = dragged_to(event)
            moved = moves.move(event, start, me(), clock.now(), request.form.get("force") == "1", minutes)
    except Refused as refusal:
        can_force = isinstance(refusal, moves.Objected)
        return jsonify(ok=False, sentence=refusal.sentence, can_force=can_force), 409
    offer_repair(moved.sentence, event)
    return jsonify(ok=True, sentence=moved_words(moved), can_force=False, undo_url=undo_address(moved))


@blueprint.post("/put-back")
@allowed("edit the plan")
def put_back(event_id: int) -> ResponseReturnValue:
    """Undoes a move: the place before it is in the address."""
    event, start = event_for_me(event_id), wall_asked()
    minutes = request.args.get("minutes", type=row_number)
    if start is None or minutes is None:
        abort(400)
    try:
        moved = moves.put_back(event, start, minutes, request.args.get("pinned") == "1", me(), clock.now())
    except Refused as refusal:
        return _answer(event_id, ok=False, sentence=refusal.sentence)
    offer_repair(moved.sentence, event)
    return _answer(event_id, ok=True, sentence=moved.sentence)


def _answer(event_id: int, *, ok: bool, sentence: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(ok=ok, sentence=sentence, can_force=False), 200 if ok else 409
    flash(sentence, "success" if ok else "danger")
    return redirect(url_for("events.event", event_id=event_id))
