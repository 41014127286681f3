"""The briefing gate: what is launched when, whether agents know it before customers do, and what callers told first."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import launches as acts
from planner.domain.briefings import Gate
from planner.domain.refusals import Refused
from planner.models.launches import Launch, launch_with, launches_before, launches_from, to_acknowledge
from planner.models.people import people_active, person_with
from planner.models.teams import Team, active_teams, team_with
from planner.web.access import allowed, can, me, require
from planner.web.form_words import show_refusal
from planner.web.forms.reviews import HeardForm, LaunchForm
from planner.web.merging import keep, status_of
from planner.web.policies import today

blueprint = Blueprint("launches", __name__, url_prefix="/launches")
blueprint.add_app_template_global(to_acknowledge, "changes_to_know")


@dataclass(frozen=True)
class Line:
    launch: Launch
    gate: Gate


@blueprint.get("")
@allowed("see launches")
def index() -> ResponseReturnValue:
    """What comes, red where agents would hear it from callers; and what was launched."""
    day = today()
    coming = [Line(one, acts.gate_of(one, day)) for one in launches_from(day)]
    past = [Line(one, acts.gate_of(one, day)) for one in launches_before(day)]
    return render_template("launches/index.html", coming=coming, past=past)


def _launch(launch_id: int) -> Launch:
    return launch_with(launch_id) or abort(404)


@blueprint.get("/<int:launch_id>")
@allowed("see launches")
def show(launch_id: int) -> ResponseReturnValue:
    """One launch."""
    return _page(_launch(launch_id))


def _page(found: Launch, heard: HeardForm | None = None) -> ResponseReturnValue:
    page = render_template(
        "launches/show.html",
        launch=found,
        gate=acts.gate_of(found, today()),
        names={team.id: team.name for team in found.teams},
        known={one.team_id: one for one in found.acknowledgements},
        mine=[team for team in found.teams if _leads(team)],
        plans=can("plan a launch"),
        over=found.launch_on <= today(),
        heard=heard or _heard_form(HeardForm(formdata=None), found),
    )
    return page, 422 if heard else 200


def _leads(team: Team) -> bool:
    return can("acknowledge a change", own=team.lead_id == me().id)


def _heard_form(form: HeardForm, found: Launch) -> HeardForm:
    form.team.choices = [(0, "No single team"), *((team.id, team.name) for team in found.teams)]
    if not form.is_submitted():
        own = me().team_id
        form.team.data = own if own in {team.id for team in found.teams} else 0
        form.heard_on.data = today()
    return form


@blueprint.route("/new", methods=["GET", "POST"])
@allowed("plan a launch")
def new() -> ResponseReturnValue:
    """A launch is entered."""
    return _form_page(None)


@blueprint.route("/<int:launch_id>/edit", methods=["GET", "POST"])
@allowed("plan a launch")
def edit(launch_id: int) -> ResponseReturnValue:
    """A launch is changed; that of a rule follows its decision."""
    return _form_page(_launch(launch_id))


def _form_page(found: Launch | None) -> ResponseReturnValue:
    form = _filled(LaunchForm(), found)
    if form.validate_on_submit():
        try:
            saved = keep(
                form,
                found,
                lambda: _filled(LaunchForm.as_stored(), found),
                lambda: acts.save_launch(found, _facts(form), by=me(), now=clock.now()),
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(f"“{saved.name}” was saved.", "success")
            return redirect(url_for("launches.show", launch_id=saved.id))
    return render_template("launches/edit.html", form=form, launch=found), status_of(form)


def _filled(form: LaunchForm, found: Launch | None) -> LaunchForm:
    form.owner.choices = [(0, "Nobody yet"), *((one.id, one.name) for one in people_active())]
    form.teams.choices = [(team.id, f"{team.name}, {team.site.name}") for team in active_teams()]
    if form.is_submitted():
        return form
    form.owner.data, form.days_before.data, form.teams.data = 0, 1, []
    if found is not None:
        for name in ("name", "kind", "launch_on", "days_before", "about"):
            form[name].data = getattr(found, name)
        form.owner.data, form.teams.data = found.owner_id or 0, [team.id for team in found.teams]
    return form


def _facts(form: LaunchForm) -> acts.LaunchFacts:
    chosen = set(form.teams.data or [])
    return acts.LaunchFacts(
        name=form.name.data or "",
        kind=form.kind.data or "",
        launch_on=form.launch_on.data,
        teams=[team for team in active_teams() if team.id in chosen],
        about=form.about.data or "",
        owner=person_with(form.owner.data) if form.owner.data else None,
        days_before=form.days_before.data or 0,
    )


@blueprint.post("/<int:launch_id>/brief")
@allowed("plan a launch")
def brief(launch_id: int) -> ResponseReturnValue:
    """A briefing for every team that has none in time."""
    try:
        made = acts.plan_briefings(_launch(launch_id), by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "error")
    else:
        flash(f"{len(made)} {'briefing is' if len(made) == 1 else 'briefings are'} on the calendar.", "success")
    return redirect(url_for("launches.show", launch_id=launch_id))


@blueprint.post("/<int:launch_id>/heard")
@allowed("say what callers told")
def heard(launch_id: int) -> ResponseReturnValue:
    """Agents heard of it from callers first."""
    found = _launch(launch_id)
    form = _heard_form(HeardForm(), found)
    if not form.validate_on_submit():
        return _page(found, form)
    try:
        team = team_with(form.team.data) if form.team.data else None
        acts.heard(found, team, form.heard_on.data, form.words.data or "", by=me(), now=clock.now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return _page(found, form)
    flash("Written down. It counts on the executives’ page.", "success")
    return redirect(url_for("launches.show", launch_id=launch_id))


@blueprint.post("/<int:launch_id>/known/<int:team_id>")
@allowed("acknowledge a change")
def acknowledge(launch_id: int, team_id: int) -> ResponseReturnValue:
    """A team knows the change; its lead says so, or HR."""
    team = team_with(team_id) or abort(404)
    require("acknowledge a change", own=team.lead_id == me().id)
    try:
        acts.acknowledge(_launch(launch_id), team, by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "error")
    else:
        flash(f"{team.name} knows it.", "success")
    home = request.form.get("from") == "home"
    return redirect(url_for("home.my_page") if home else url_for("launches.show", launch_id=launch_id))


@blueprint.post("/<int:launch_id>/off")
@allowed("plan a launch")
def call_off(launch_id: int) -> ResponseReturnValue:
    """It does not take place, or does again."""
    off = request.form.get("off") == "yes"
    acts.call_off(_launch(launch_id), off, by=me(), now=clock.now())
    flash(
        "Called off. Take its briefings off the calendar if nobody needs them." if off else "It takes place again.",
        "success",
    )
    return redirect(url_for("launches.show", launch_id=launch_id))
