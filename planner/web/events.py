"""One event: what, when, where, who and why; moving it, changing it, and saying what became of it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import events as acts
from planner.actions.bundles import add_for_every_shift, edit_all
from planner.domain.refusals import Refused
from planner.domain.states import EventState
from planner.models.bundles import bundle_size
from planner.models.events import Event
from planner.models.programs import program_with
from planner.web.access import allowed, me, require
from planner.web.event_forms import edit_form, facts_from, new_form, new_place
from planner.web.event_pages import (
    event_for_me,
    is_my_team,
    page_of,
)
from planner.web.form_words import show_refusal
from planner.web.forms.events import EventForm, NewEventForm
from planner.web.merging import keep, status_of
from planner.web.offers import offer_repair
from planner.web.undo import flash_with_undo

blueprint = Blueprint("events", __name__)


@blueprint.get("/events/<int:event_id>")
@allowed("see the calendar")
def event(event_id: int) -> ResponseReturnValue:
    """The event's own page; for HR as drafted, for everybody else as published."""
    return render_template("events/event.html", page=page_of(event_for_me(event_id)))


@blueprint.route("/events/<int:event_id>/edit", methods=["GET", "POST"])
@allowed("edit the plan")
def edit(event_id: int) -> ResponseReturnValue:
    """Words, people and time of the event, in the draft."""
    found = event_for_me(event_id)
    form = edit_form(EventForm(), found)
    if form.validate_on_submit():
        try:
            broken = keep(form, found, lambda: edit_form(EventForm.as_stored(), found), lambda: _saved(found, form))
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            _say_with(f"“{found.title}” was saved in the draft.", broken)
            if found.pinned:
                offer_repair(f"HR set “{found.title}” by hand.", found)
            return redirect(url_for("events.event", event_id=event_id))
    page = render_template("events/edit.html", event=found, form=form, together=bundle_size(found))
    return page, status_of(form)


def _saved(found: Event, form: EventForm) -> list[str]:
    """This one, or all of its occurrences; what it breaks now."""
    edit_one = edit_all if request.form.get("scope") == "all" else acts.edit_event
    return edit_one(found, facts_from(form), found.revision, by=me(), now=clock.now())


def _say_with(sentence: str, broken: list[str]) -> None:
    """What was done, and what it breaks."""
    flash(" ".join([sentence, *broken]), "warning" if broken else "success")


def _made(form: NewEventForm, place: acts.NewPlace) -> list[Event]:
    """One event, or one for every shift."""
    facts, now = facts_from(form), clock.now()
    if form.every_shift.data:
        return add_for_every_shift(place, facts, remote=bool(form.remote.data), by=me(), now=now)
    return [acts.add_event(place, facts, by=me(), now=now)]


@blueprint.route("/programs/<int:program_id>/events/new", methods=["GET", "POST"])
@allowed("edit the plan")
def new(program_id: int) -> ResponseReturnValue:
    """A new event, put by hand."""
    program = program_with(program_id) or abort(404)
    form = new_form(NewEventForm(), program)
    if form.validate_on_submit():
        try:
            made = _made(form, new_place(form, program))
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            many = f" It has {len(made)} occurrences, one for every shift." if len(made) > 1 else ""
            _say_with(f"“{made[0].title}” is in the draft.{many}", [s for one in made for s in one.broken])
            offer_repair(f"HR put “{made[0].title}” by hand.", made[0])
            return redirect(url_for("events.event", event_id=made[0].id))
    return render_template("events/new.html", program=program, form=form), 422 if form.is_submitted() else 200


@blueprint.post("/events/<int:event_id>/pin")
@allowed("edit the plan")
def pin(event_id: int) -> ResponseReturnValue:
    """Pins the event, or lets generating move it again."""
    found, pinned = event_for_me(event_id), request.form.get("pinned") == "1"
    acts.pin_event(found, pinned, by=me(), now=clock.now())
    if pinned:
        offer_repair(f"HR pinned “{found.title}” where it is in the draft.", found)
    return redirect(url_for("events.event", event_id=event_id))


@blueprint.post("/events/<int:event_id>/cancel")
@allowed("edit the plan")
def cancel(event_id: int) -> ResponseReturnValue:
    """Takes the event off, in the draft."""
    found = event_for_me(event_id)
    program_id, gone, title = found.program_id, found.published is None, found.title
    acts.cancel_event(found, by=me(), now=clock.now())
    if gone:
        flash(f"“{title}” was never published and is gone from the draft.", "success")
        return redirect(url_for("calendar.year", program_id=program_id))
    offer_repair(f"HR cancelled “{title}” on {found.wall_start.day} {found.wall_start:%B %Y}.", found)
    undo = url_for("events.restore", event_id=event_id)
    flash_with_undo(f"“{title}” is off in the draft. Publish to tell people.", undo)
    return redirect(url_for("events.event", event_id=event_id))


@blueprint.post("/events/<int:event_id>/restore")
@allowed("edit the plan")
def restore(event_id: int) -> ResponseReturnValue:
    """Puts a cancelled event back."""
    acts.restore_event(event_for_me(event_id), by=me(), now=clock.now())
    flash("The event takes place again, in the draft.", "success")
    found = event_for_me(event_id)
    offer_repair(f"HR let “{found.title}” take place again.", found)
    return redirect(url_for("events.event", event_id=event_id))


@blueprint.post("/events/<int:event_id>/outcome")
@allowed("record what happened")
def outcome(event_id: int) -> ResponseReturnValue:
    """Done, missed, or nothing said yet."""
    found = event_for_me(event_id)
    require("record what happened", own=is_my_team(found))
    said = {"done": EventState.done, "missed": EventState.missed}.get(request.form.get("outcome", ""))
    try:
        acts.record_outcome(found, said, by=me(), now=clock.now())
        flash(f"“{found.title}” is recorded as {said}." if said else "That was taken back.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    back = url_for("home.my_page") if request.form.get("back") == "home" else url_for("events.event", event_id=event_id)
    return redirect(back)
