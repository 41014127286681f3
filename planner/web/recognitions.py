"""Recognitions: thanks that a reader may read, and the form that says before it is sent who will read them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.recognitions import Thanks, agree, may_take_back, put_back, take_back
from planner.actions.recognitions import thank as thank_people
from planner.domain.refusals import Refused
from planner.models.recognitions import Consent, Visibility, recognition_with, recognitions_matching
from planner.models.teams import active_teams, team_with
from planner.web.access import allowed, me
from planner.web.form_words import show_refusal
from planner.web.forms.front_line import VISIBILITY_WORDS, ThankForm
from planner.web.numbers import row_number
from planner.web.pages import local_to_reader

blueprint = Blueprint("recognitions", __name__, url_prefix="/recognitions")


@blueprint.get("")
@allowed("thank somebody")
def index() -> ResponseReturnValue:
    """The latest thanks that the reader may read, by team if asked for."""
    team = request.args.get("team", type=row_number)
    page = recognitions_matching(me(), team, request.args.get("page", 1, type=row_number))
    return render_template(
        "recognitions/index.html",
        page=page,
        team=team,
        teams=active_teams(),
        words=VISIBILITY_WORDS,
        mine={one.id for one in page.items if may_take_back(one, me())},
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allowed("thank somebody")
def thank() -> ResponseReturnValue:
    """Named people, what they did, and who may read it."""
    form = _form(ThankForm())
    if form.validate_on_submit():
        said = Thanks(
            names=form.names.data or "",
            behaviour=form.behaviour.data or "",
            story=form.story.data or "",
            measure=form.measure.data or "",
            visibility=Visibility(form.visibility.data),
            consent=Consent.public if form.public.data else Consent.inside,
            named=not form.unnamed.data,
        )
        team = team_with(form.team.data) if form.team.data else None
        try:
            thank_people(said, giver=me(), team=team, given_on=local_to_reader(clock.now()).date(), now=clock.now())
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(
                f"{said.names.strip()} will like that. It can be read by: {VISIBILITY_WORDS[said.visibility].lower()}.",
                "success",
            )
            return redirect(url_for("recognitions.index"))
    return render_template("recognitions/thank.html", form=form), 422 if form.is_submitted() else 200


def _form(form: ThankForm) -> ThankForm:
    form.team.choices = [
        (0, "No single team"),
        *((team.id, f"{team.name}, {team.site.name}") for team in active_teams()),
    ]
    if not form.is_submitted():
        form.team.data = request.args.get("team", me().team_id or 0, type=row_number)
        form.visibility.data = str(Visibility.team)
    return form


@blueprint.post("/<int:recognition_id>/consent")
@allowed("thank somebody")
def consent(recognition_id: int) -> ResponseReturnValue:
    """Whoever is thanked, whoever wrote it, or HR says what the story may be used for."""
    story = recognition_with(recognition_id, me()) or abort(404)
    chosen = Consent.public if request.form.get("public") else Consent.inside
    try:
        agree(story, chosen, named=not request.form.get("unnamed"), by=me(), now=clock.now())
        flash("It is told as you say from now on.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return redirect(url_for("recognitions.index"))


@blueprint.post("/<int:recognition_id>/take-back")
@allowed("thank somebody")
def withdraw(recognition_id: int) -> ResponseReturnValue:
    """The story is shown nowhere any more."""
    story = recognition_with(recognition_id, me()) or abort(404)
    try:
        take_back(story, by=me(), now=clock.now())
        undo = url_for("recognitions.again", recognition_id=recognition_id)
        flash({"text": "The story is taken back: it is shown nowhere any more.", "undo_url": undo}, "success")  # type: ignore[arg-type]  # the flashes macro takes a sentence or a mapping
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return redirect(url_for("recognitions.index"))


@blueprint.post("/<int:recognition_id>/again")
@allowed("thank somebody")
def again(recognition_id: int) -> ResponseReturnValue:
    """Takes that back: the story is shown again."""
    try:
        put_back(recognition_id, by=me(), now=clock.now())
        flash("The story is shown again.", "success")
    except Refused:
        abort(404)
    return redirect(url_for("recognitions.index"))
