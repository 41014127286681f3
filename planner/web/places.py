"""Places: teams and shifts, listed, added and changed. Sites have a module of their own in the same blueprint."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import places as acts
from planner.actions.imports.weekdays import days_in_words
from planner.models.people import people_of_team
from planner.models.shifts import Shift, all_shifts, shift_with
from planner.models.sites import all_sites
from planner.models.teams import Team, all_teams, team_with
from planner.web.access import allowed, me
from planner.web.forms.places import ShiftForm
from planner.web.merging import fill, revision_of, save_or_say
from planner.web.numbers import row_number
from planner.web.offers import offer_repair
from planner.web.place_forms import shift_facts, shift_values, team_facts, team_form, team_values

blueprint = Blueprint("places", __name__)
blueprint.add_app_template_filter(days_in_words, "weekdays")


@blueprint.get("/teams")
@allowed("see people")
def teams() -> ResponseReturnValue:
    """Every team by site; those that were put away at the end of the list when asked for."""
    gone = request.args.get("show") == "gone"
    site = request.args.get("site", type=row_number)
    found = [team for team in all_teams() if team.active is not gone and site in (None, team.site_id)]
    return render_template("places/teams.html", teams=found, sites=all_sites(), site=site, gone=gone)


@blueprint.route("/teams/new", methods=["GET", "POST"])
@allowed("edit people")
def new_team() -> ResponseReturnValue:
    form = team_form()

    def save() -> str:
        team = acts.save_team(None, team_facts(form), by=me(), now=clock.now())
        offer_repair(f"The team {team.name} is new.")
        return url_for("places.team", team_id=team.id)

    def page() -> str:
        return render_template("places/new_team.html", form=form)

    return page() if request.method == "GET" else save_or_say(form, save, page)


def _team(team_id: int) -> Team:
    found = team_with(team_id)
    if found is None:
        abort(404)
    return found


@blueprint.route("/teams/<int:team_id>")
@allowed("see people")
def team(team_id: int) -> ResponseReturnValue:
    found, form = _team(team_id), team_form()
    fill(form, team_values(found), found.revision)
    return render_template("places/team.html", team=found, form=form, people=people_of_team(team_id))


@blueprint.post("/teams/<int:team_id>")
@allowed("edit people")
def save_team(team_id: int) -> ResponseReturnValue:
    found, form = _team(team_id), team_form()

    def save() -> str:
        before = (found.shift_id, found.site_id, list(found.workdays))
        acts.save_team(found, team_facts(form), by=me(), now=clock.now(), revision=revision_of(form))
        if before != (found.shift_id, found.site_id, list(found.workdays)):
            offer_repair(f"The team {found.name} works other hours now.")
        return url_for("places.team", team_id=team_id)

    def page() -> str:
        return render_template("places/team.html", team=found, form=form, people=people_of_team(team_id))

    return save_or_say(form, save, page, lambda: (team_values(found), found.revision))


@blueprint.post("/teams/<int:team_id>/active")
@allowed("edit people")
def set_team_active(team_id: int) -> ResponseReturnValue:
    found, active = _team(team_id), request.form.get("active") == "yes"
    acts.set_team_active(found, active, by=me(), now=clock.now())
    offer_repair(f"The team {found.name} {'is back' if active else 'was put away'}.")
    flash(f"{found.name} is {'back' if active else 'put away: nothing more is planned for it'}.", "success")
    return redirect(url_for("places.team", team_id=team_id))


@blueprint.get("/shifts")
@allowed("see people")
def shifts() -> ResponseReturnValue:
    return render_template("places/shifts.html", shifts=all_shifts())


@blueprint.route("/shifts/new", methods=["GET", "POST"])
@allowed("edit people")
def new_shift() -> ResponseReturnValue:
    form = ShiftForm()

    def save() -> str:
        acts.save_shift(None, shift_facts(form), by=me(), now=clock.now())
        return url_for("places.shifts")

    def page() -> str:
        return render_template("places/shift.html", shift=None, form=form)

    return page() if request.method == "GET" else save_or_say(form, save, page)


def _shift(shift_id: int) -> Shift:
    found = shift_with(shift_id)
    if found is None:
        abort(404)
    return found


@blueprint.get("/shifts/<int:shift_id>")
@allowed("see people")
def shift(shift_id: int) -> ResponseReturnValue:
    found, form = _shift(shift_id), ShiftForm()
    fill(form, shift_values(found), found.revision)
    return render_template("places/shift.html", shift=found, form=form)


@blueprint.post("/shifts/<int:shift_id>")
@allowed("edit people")
def save_shift(shift_id: int) -> ResponseReturnValue:
    found, form = _shift(shift_id), ShiftForm()

    def save() -> str:
        before = (found.starts, found.ends)
        acts.save_shift(found, shift_facts(form), by=me(), now=clock.now(), revision=revision_of(form))
        if before != (found.starts, found.ends):
            offer_repair(f"The shift {found.name} has other hours now.")
        return url_for("places.shifts")

    def page() -> str:
        return render_template("places/shift.html", shift=found, form=form)

    return save_or_say(form, save, page, lambda: (shift_values(found), found.revision))
