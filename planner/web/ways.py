"""By which way messages come to somebody, and which optional ones; and the chat of a team."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import ways as acts
from planner.actions.optional_messages import want
from planner.domain.refusals import Refused
from planner.models.messages import MAIL, declined_by
from planner.models.people import Person, person_with
from planner.models.teams import Team, team_with
from planner.models.ways import TeamChat, Way, chat_of, way_of
from planner.reminders.channels import REGISTRY
from planner.reminders.channels.signing import is_webhook, webhook_key
from planner.reminders.letterhead import letterhead_of
from planner.web.access import allowed, me, require
from planner.web.limits import limiter
from planner.web.message_words import OPTIONAL_WORDS

blueprint = Blueprint("ways", __name__)

TESTS = "5 per minute; 30 per hour"
"""A test goes to an address that somebody typed: enough to set it up, too few to bother anybody."""


def _person(person_id: int) -> Person:
    """Oneself; for HR anybody."""
    require("choose a way", own=person_id == me().id)
    return person_with(person_id) or abort(404)


def _page(person: Person, refusal: Refused | None = None) -> ResponseReturnValue:
    way = way_of(person.id)
    page = render_template(
        "ways/show.html",
        person=person,
        mine=person.id == me().id,
        way=way,
        chosen=way.channel if way else MAIL,
        channels=REGISTRY,
        optional=OPTIONAL_WORDS,
        declined=declined_by(person.id),
        refusal=refusal.sentence if refusal else "",
        typed=request.form.get("address", ""),
        signing=_signing(way),
    )
    return page, 422 if refusal else 200


def _signing(place: Way | TeamChat | None) -> str:
    """What a webhook is signed with, for whoever sets it up; empty for chats."""
    secret = str(current_app.config["SECRET_KEY"])
    return webhook_key(secret, place.address) if place is not None and is_webhook(place.address) else ""


@blueprint.get("/people/<int:person_id>/messages")
@allowed("choose a way")
def show(person_id: int) -> ResponseReturnValue:
    """The page."""
    return _page(_person(person_id))


@blueprint.post("/people/<int:person_id>/messages")
@allowed("choose a way")
def choose(person_id: int) -> ResponseReturnValue:
    """Takes another way, or another address."""
    person, form = _person(person_id), request.form
    try:
        acts.choose_way(person, form.get("channel", ""), form.get("address", ""), by=me(), now=clock.now())
    except Refused as refusal:
        return _page(person, refusal)
    flash("From now on messages come this way, also those that wait.", "success")
    return redirect(url_for("ways.show", person_id=person_id))


@blueprint.post("/people/<int:person_id>/messages/optional")
@allowed("choose a way")
def optional(person_id: int) -> ResponseReturnValue:
    """Takes an optional message again, or leaves it."""
    person, wanted = _person(person_id), request.form.get("wanted") == "yes"
    try:
        want(person, request.form.get("name", ""), wanted, by=me(), now=clock.now())
        flash("It comes again." if wanted else "It does not come any more.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return redirect(url_for("ways.show", person_id=person_id))


@blueprint.post("/people/<int:person_id>/messages/test")
@limiter.limit(TESTS)
@allowed("choose a way")
def test(person_id: int) -> ResponseReturnValue:
    """Writes to the chat at once."""
    person = _person(person_id)
    _try(way_of(person.id), person.name)
    return redirect(url_for("ways.show", person_id=person_id))


def _try(place: Way | TeamChat | None, whose: str) -> None:
    if place is None or not place.address:
        abort(404)
    try:
        acts.send_test(place, whose, letterhead_of(current_app.config), clock.now())
        flash(f"{place.label} took the test. Look there.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")


def _team(team_id: int) -> Team:
    """A team that one leads; for HR any."""
    team = team_with(team_id) or abort(404)
    require("set a team's chat", own=team.lead_id == me().id)
    return team


def _team_page(team: Team, refusal: Refused | None = None) -> ResponseReturnValue:
    page = render_template(
        "ways/team.html",
        team=team,
        chat=chat_of(team.id),
        signing=_signing(chat_of(team.id)),
        refusal=refusal.sentence if refusal else "",
        typed=request.form.get("address", ""),
    )
    return page, 422 if refusal else 200


@blueprint.get("/teams/<int:team_id>/chat")
@allowed("set a team's chat")
def team_chat(team_id: int) -> ResponseReturnValue:
    """The page."""
    return _team_page(_team(team_id))


@blueprint.post("/teams/<int:team_id>/chat")
@allowed("set a team's chat")
def choose_team_chat(team_id: int) -> ResponseReturnValue:
    """Takes an address, or with `drop` forgets it."""
    team = _team(team_id)
    if "drop" in request.form:
        acts.drop_team_chat(team, by=me(), now=clock.now())
        flash("Nothing is posted any more.", "success")
        return redirect(url_for("ways.team_chat", team_id=team_id))
    try:
        acts.choose_team_chat(team, request.form.get("address", ""), by=me(), now=clock.now())
    except Refused as refusal:
        return _team_page(team, refusal)
    flash("What happens to the team's events is posted there from now on.", "success")
    return redirect(url_for("ways.team_chat", team_id=team_id))


@blueprint.post("/teams/<int:team_id>/chat/test")
@limiter.limit(TESTS)
@allowed("set a team's chat")
def test_team_chat(team_id: int) -> ResponseReturnValue:
    """Writes to the chat at once."""
    team = _team(team_id)
    _try(chat_of(team.id), team.name)
    return redirect(url_for("ways.team_chat", team_id=team_id))
