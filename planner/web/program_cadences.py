"""The cadences of a program: a set in one choice, or each by hand. Part of the programs blueprint."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import cadences as acts
from planner.domain.cadences import objections
from planner.domain.presets import CADENCES, SETS
from planner.domain.refusals import Refused
from planner.models.cadences import Cadence
from planner.web.access import allowed, me
from planner.web.form_words import show_refusal
from planner.web.merging import keep, status_of
from planner.web.program_forms import cadence_form, cadence_values
from planner.web.programs import blueprint, found


@blueprint.get("/<int:program_id>/cadences")
@allowed("edit the program")
def cadences(program_id: int) -> ResponseReturnValue:
    program = found(program_id)
    doubts = {c.id: [] if c.in_celebration_week else objections(acts.numbers_of(c)) for c in program.cadences}
    return render_template(
        "programs/cadences.html", program=program, sets=SETS.values(), presets=CADENCES, doubts=doubts
    )


@blueprint.post("/<int:program_id>/cadences/set")
@allowed("edit the program")
def choose_set(program_id: int) -> ResponseReturnValue:
    found(program_id)
    try:
        acts.choose_set(program_id, request.form.get("set", ""), by=me(), now=clock.now())
        flash("The cadences are set. Change any of them, or generate the year.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    return redirect(url_for("programs.cadences", program_id=program_id))


@blueprint.route("/<int:program_id>/cadences/new", methods=["GET", "POST"])
@allowed("edit the program")
def new_cadence(program_id: int) -> ResponseReturnValue:
    found(program_id)
    return _edit(program_id, None)


@blueprint.route("/<int:program_id>/cadences/<int:cadence_id>", methods=["GET", "POST"])
@allowed("edit the program")
def cadence(program_id: int, cadence_id: int) -> ResponseReturnValue:
    try:
        return _edit(program_id, acts.cadence_of(found(program_id), cadence_id))
    except Refused as refusal:
        flash(refusal.sentence, "warning")
        return redirect(url_for("programs.cadences", program_id=program_id))


def _edit(program_id: int, known: Cadence | None) -> ResponseReturnValue:
    form, cadence_id = cadence_form(known), known.id if known else None
    if form.validate_on_submit():
        try:
            chosen = form.activities.data or []
            saved = keep(
                form,
                known,
                lambda: cadence_form(known, stored=True),
                lambda: acts.save_cadence(
                    program_id, cadence_id, cadence_values(form), chosen, by=me(), now=clock.now()
                ),
            )
            flash(f"“{saved.name}” was saved.", "success")
            return redirect(url_for("programs.cadences", program_id=program_id))
        except Refused as refusal:
            show_refusal(form, refusal)
    page = render_template("programs/cadence.html", form=form, program=found(program_id), cadence_id=cadence_id)
    return page, status_of(form)


@blueprint.post("/<int:program_id>/cadences/<int:cadence_id>/remove")
@allowed("edit the program")
def remove_cadence(program_id: int, cadence_id: int) -> ResponseReturnValue:
    found(program_id)
    try:
        acts.remove_cadence(program_id, cadence_id, by=me(), now=clock.now())
        flash("The cadence was removed. Its events go when the year is generated again.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    return redirect(url_for("programs.cadences", program_id=program_id))
