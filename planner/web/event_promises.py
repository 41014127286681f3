"""What the team of an event was promised at it: one promise an event, in the ledger of all of them. More routes of the events blueprint."""

from datetime import date

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.promises import promise as promise_it
from planner.domain.refusals import Refused
from planner.models.events import Event
from planner.models.people import people_of_team
from planner.models.promises import Promise, promise_about
from planner.models.teams import Team
from planner.web.access import allowed, me, require
from planner.web.event_pages import event_for_me, is_mine, is_my_team, page_of
from planner.web.events import blueprint
from planner.web.form_words import show_refusal
from planner.web.forms.promises import PromiseForm

ABOUT = "event"


@blueprint.app_template_global("promised_at")
def promised_at(event_id: int) -> Promise | None:
    """What was promised at an event."""
    return promise_about(ABOUT, event_id)


@blueprint.app_template_global("promise_form")
def promise_form(team: Team) -> PromiseForm:
    """An empty one, of a page that is opened."""
    return _about(team, PromiseForm(formdata=None))


def _about(team: Team, form: PromiseForm) -> PromiseForm:
    form.what.label.text = f"What will {team.name} hear about?"
    return form


@blueprint.post("/events/<int:event_id>/promise")
@allowed("promise at an event")
def promise(event_id: int) -> ResponseReturnValue:
    """The team will hear; whoever leads the event owes it, else whoever says so. What cannot be promised stays in the form."""
    event = event_for_me(event_id)
    team = event.team or abort(404)
    require("promise at an event", own=is_mine(event) or is_my_team(event))
    form = _about(team, PromiseForm())
    if form.validate_on_submit():
        try:
            _promise(event, team, form)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash("It stands in the ledger, and is nudged until they were told.", "success")
            return redirect(url_for("events.event", event_id=event_id))
    return render_template("events/event.html", page=page_of(event), promise_again=form), 422


def _promise(event: Event, team: Team, form: PromiseForm) -> None:
    day = form.promised_on.data or date.min
    promise_it(
        (form.what.data or "").strip(), about=ABOUT, about_id=event.id, owner=event.leader or me(),
        to=people_of_team(team.id), due_on=day, now=clock.now(), by=me(), team=team,
    )  # fmt: skip
