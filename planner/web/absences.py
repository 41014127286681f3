"""Saying that somebody is away: for a leader on the own page, for an assistant, and for HR in one place."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.absences import add_absence, remove_absence
from planner.domain.refusals import Refused
from planner.models.leaders import Absence, Leader, absence_with, leaders_active
from planner.models.repairs import Repair
from planner.web.access import allowed, can, me, require
from planner.web.form_words import show_refusal
from planner.web.forms.people import AbsenceForm
from planner.web.forms.reading import as_day
from planner.web.numbers import row_number
from planner.web.offers import offer_repair

blueprint = Blueprint("absences", __name__, url_prefix="/away")


def _leaders() -> list[Leader]:
    """For whom the reader may say it: HR for anybody, others for themselves and for whom they assist."""
    every = leaders_active()
    mine = [one for one in every if me().id in (one.person_id, one.assistant_id)]
    return every if can("report an absence") else mine


@blueprint.route("", methods=["GET", "POST"])
@allowed("report an absence")
def report() -> ResponseReturnValue:
    """Days away. What they make impossible is worked out at once, and HR is told."""
    leaders, form = _leaders(), AbsenceForm()
    if request.method == "GET" or not form.validate_on_submit():
        return _page(leaders, form), 422 if request.method == "POST" else 200
    leader = _chosen(leaders)
    try:
        absence = add_absence(
            leader,
            as_day(form.value("starts_on")),
            as_day(form.value("ends_on")),
            by=me(),
            now=clock.now(),
            reason=form.reason.data or "",
        )
    except Refused as refusal:
        show_refusal(form, refusal)
        return _page(leaders, form), 422
    repair = offer_repair(cause_of(absence))
    flash(_said(leader, repair), "success")
    return redirect(url_for("absences.report"))


@blueprint.post("/<int:absence_id>/remove")
@allowed("report an absence")
def remove(absence_id: int) -> ResponseReturnValue:
    """The plans have changed: there after all."""
    absence = absence_with(absence_id) or abort(404)
    leader = absence.leader
    require("report an absence", own=me().id in (leader.person_id, leader.assistant_id))
    name = leader.person.name
    remove_absence(absence, by=me(), now=clock.now())
    flash("The absence is gone.", "success")
    offer_repair(f"{name} is there after all.")
    return redirect(url_for("absences.report"))


def cause_of(absence: Absence) -> str:
    """ "Elif Kaya is away from 3 May to 7 May 2027 (leave)."."""
    first, last = absence.starts_on, absence.ends_on
    days = (
        f"on {first.day} {first:%B %Y}" if first == last else f"from {first.day} {first:%B} to {last.day} {last:%B %Y}"
    )
    reason = f" ({absence.reason})" if absence.reason else ""
    return f"{absence.leader.person.name} is away {days}{reason}."


def _chosen(leaders: list[Leader]) -> Leader:
    asked = request.form.get("leader", type=row_number)
    found = next((one for one in leaders if asked in (None, one.person_id)), None)
    require("report an absence", own=found is not None)
    return found or abort(404)


def _said(leader: Leader, repair: Repair | None) -> str:
    who = "You are" if leader.person_id == me().id else f"{leader.person.name} is"
    if repair is None:
        return f"{who} away then. Nothing that was published needs to change."
    if can("edit the plan"):
        return f"{who} away then."
    return f"{who} away then. HR was told, and finds another way for what was planned."


def _page(leaders: list[Leader], form: AbsenceForm) -> str:
    return render_template("absences/report.html", leaders=leaders, form=form, today=clock.now().date())
