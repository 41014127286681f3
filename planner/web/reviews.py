"""Policy reviews as sessions: which come, who sits in them, what is on the agenda, and whether they can be confirmed."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import review_sessions as acts
from planner.domain.refusals import Refused
from planner.domain.sessions import Item, Seat, fits
from planner.domain.states import Role
from planner.models.decisions import decisions_of_session
from planner.models.events import Event
from planner.models.named_rules import voices_by_policy
from planner.models.people import people_active, person_with
from planner.models.policies import all_policies, policy_with
from planner.models.review_sessions import (
    review_event,
    reviews_before,
    reviews_from,
    session_of,
    sessions_of,
    sits_in,
)
from planner.models.visibility import published_for
from planner.web.access import allowed, can, me, require
from planner.web.form_words import show_refusal
from planner.web.forms.policies import PlanReviewForm
from planner.web.forms.reviews import AgendaForm, ConfirmForm, SeatForm
from planner.web.policies import policy_page

blueprint = Blueprint("reviews", __name__, url_prefix="/reviews")


@blueprint.get("")
@allowed("see policies")
def index() -> ResponseReturnValue:
    """What comes, with what each lacks; and what was held."""
    coming, over = reviews_from(clock.now()), reviews_before(clock.now())
    rooms = sessions_of([one.id for one in (*coming, *over)])
    lacking = {one.id: len(acts.lacks(one, rooms.get(one.id))) for one in coming}
    return render_template("reviews/index.html", coming=coming, over=over, rooms=rooms, lacking=lacking)


def _seen(event_id: int) -> Event:
    """The session, for whoever may open its event or sits in it. 404 otherwise."""
    event = review_event(event_id)
    if event is None or not (can("see the draft") or sits_in(me(), event_id) or published_for(event_id, me())):
        abort(404)
    return event


def _runs(event: Event) -> bool:
    return can("run a review", own=event.policy is not None and event.policy.owner_id == me().id)


def _run(event_id: int) -> Event:
    event = review_event(event_id) or abort(404)
    require("run a review", own=event.policy is not None and event.policy.owner_id == me().id)
    return event


@blueprint.get("/<int:event_id>")
@allowed("see policies")
def show(event_id: int) -> ResponseReturnValue:
    """One session."""
    return _page(_seen(event_id))


def _page(
    event: Event, seat: SeatForm | None = None, agenda: AgendaForm | None = None, confirm: ConfirmForm | None = None
) -> ResponseReturnValue:
    room, voices = session_of(event.id), voices_by_policy()
    rules = acts.agenda_of(event, room, voices)
    page = render_template(
        "reviews/show.html",
        event=event,
        room=room,
        rules=rules,
        voices=voices,
        fits=fits([Item(one.id, one.pain, locked=one.legally_fixed) for one in rules], event.minutes),
        lacking=acts.lacks(event, room),
        decided={one.policy_id: one for one in decisions_of_session(event.id)},
        runs=_runs(event),
        begun=event.starts_at <= clock.now(),
        seat=seat or _seat_form(SeatForm(formdata=None), event),
        agenda=agenda or _agenda_form(AgendaForm(formdata=None), {one.id for one in rules}),
        confirm=confirm or _confirm_form(event),
        seats=Seat,
    )
    return page, 422 if seat or agenda or confirm else 200


def _seat_form(form: SeatForm, event: Event) -> SeatForm:
    room = session_of(event.id)
    seated = {one.person_id for one in room.members} if room else set()
    free = [one for one in people_active() if one.id not in seated and one.role is not Role.viewer]
    free.sort(key=lambda one: (one.role is not Role.agent, one.name))
    form.person.choices = [(0, "Choose somebody"), *((one.id, _who(one.name, one.role, one.team)) for one in free)]
    return form


def _who(name: str, role: Role, team: object) -> str:
    return ", ".join([name, role.label.lower(), *([str(getattr(team, "name", ""))] if team else [])])


def _agenda_form(form: AgendaForm, there: set[int]) -> AgendaForm:
    rules = [one for one in all_policies() if one.id not in there and not one.legally_fixed]
    form.policy.choices = [(0, "Choose a rule"), *((one.id, one.name) for one in rules)]
    return form


def _confirm_form(event: Event) -> ConfirmForm:
    form, room = ConfirmForm(formdata=None), session_of(event.id)
    form.purpose.data = room.purpose if room else ""
    return form


@blueprint.post("/<int:event_id>/seats")
@allowed("run a review")
def give_seat(event_id: int) -> ResponseReturnValue:
    """Somebody more in the room."""
    event = _run(event_id)
    form = _seat_form(SeatForm(), event)
    person = person_with(form.person.data) if form.validate_on_submit() and form.person.data else None
    try:
        if person is None:
            raise Refused("Choose somebody.", "person")
        acts.seat(event, person, by=me(), now=clock.now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return _page(event, seat=form)
    flash(f"{person.name} has a seat.", "success")
    return redirect(url_for("reviews.show", event_id=event_id))


@blueprint.post("/<int:event_id>/seats/<int:person_id>/free")
@allowed("run a review")
def free_seat(event_id: int, person_id: int) -> ResponseReturnValue:
    """Somebody less in the room."""
    acts.unseat(_run(event_id), person_id, by=me(), now=clock.now())
    flash("The seat is free again.", "success")
    return redirect(url_for("reviews.show", event_id=event_id))


@blueprint.post("/<int:event_id>/agenda")
@allowed("run a review")
def put_on_agenda(event_id: int) -> ResponseReturnValue:
    """One more rule."""
    event = _run(event_id)
    form = _agenda_form(AgendaForm(), set())
    policy = policy_with(form.policy.data) if form.validate_on_submit() and form.policy.data else None
    try:
        if policy is None:
            raise Refused("Choose a rule.", "policy")
        acts.put_on_agenda(event, policy, by=me(), now=clock.now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return _page(event, agenda=form)
    flash(f"“{policy.name}” is on the agenda.", "success")
    return redirect(url_for("reviews.show", event_id=event_id))


@blueprint.post("/<int:event_id>/agenda/<int:policy_id>/off")
@allowed("run a review")
def take_off_agenda(event_id: int, policy_id: int) -> ResponseReturnValue:
    """The rule waits for another session."""
    acts.take_off_agenda(_run(event_id), policy_id, by=me(), now=clock.now())
    flash("Taken off the agenda.", "success")
    return redirect(url_for("reviews.show", event_id=event_id))


@blueprint.post("/<int:event_id>/confirm")
@allowed("run a review")
def confirm(event_id: int) -> ResponseReturnValue:
    """It takes place as it stands; refused, with what is missing, while it cannot."""
    event = _run(event_id)
    form = ConfirmForm()
    try:
        acts.confirm(event, form.purpose.data or "", by=me(), now=clock.now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return _page(event, confirm=form)
    flash("Confirmed.", "success")
    return redirect(url_for("reviews.show", event_id=event_id))


@blueprint.post("/plan/<int:policy_id>")
@allowed("edit the plan")
def plan(policy_id: int) -> ResponseReturnValue:
    """Puts a review of a rule on the calendar."""
    policy = policy_with(policy_id) or abort(404)
    form = PlanReviewForm()
    if not form.validate_on_submit():
        return policy_page(policy, form)
    try:
        event = acts.plan_review(policy, form.day.data, form.clock.data, by=me(), now=clock.now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return policy_page(policy, form)
    flash("The review is on the calendar. Now give seats: an agent sits in every review.", "success")
    return redirect(url_for("reviews.show", event_id=event.id))
