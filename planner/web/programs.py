"""Programs: making one, its home with the steps to a published year, its settings, the draft beside what is published."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import programs as acts
from planner.actions.draft_facts import spread_of
from planner.actions.publish import preview
from planner.actions.publish import publish as make_version
from planner.actions.repairs import look_again
from planner.domain.presets import COMMITTEE_ROLES, GOALS
from planner.domain.refusals import Refused
from planner.models import drafts
from planner.models.generations import GenerationState, latest_of
from planner.models.programs import Program, program_with, programs_newest_first
from planner.models.versions import last_version
from planner.web.access import allowed, me
from planner.web.form_words import show_refusal
from planner.web.forms.programs import ProgramForm
from planner.web.merging import keep, status_of
from planner.web.numbers import row_number
from planner.web.program_forms import new_program_form, program_form, program_values
from planner.web.steps import steps_of

blueprint = Blueprint("programs", __name__, url_prefix="/programs")
PAGE = 200


@blueprint.get("/")
@allowed("edit the program")
def index() -> ResponseReturnValue:
    programs = programs_newest_first()
    rows = [(program, drafts.draft_count(program.id), last_version(program.id)) for program in programs]
    return render_template("programs/index.html", rows=rows)


@blueprint.route("/new", methods=["GET", "POST"])
@allowed("edit the program")
def new() -> ResponseReturnValue:
    form = new_program_form()
    if form.validate_on_submit():
        try:
            start = form.start.data
            made = acts.make_program(
                {"name": form.name.data},
                year=start.year,
                month=start.month,
                zone=str(form.zone.data),
                by=me(),
                now=clock.now(),
            )
            return redirect(url_for("programs.show", program_id=made.id))
        except Refused as refusal:
            show_refusal(form, refusal)
    return render_template("programs/new.html", form=form), 422 if form.errors else 200


@blueprint.get("/<int:program_id>")
@allowed("edit the program")
def show(program_id: int) -> ResponseReturnValue:
    program = found(program_id)
    goals = {goal.key: goal.name for goal in GOALS}
    return render_template(
        "programs/show.html",
        program=program,
        steps=steps_of(program),
        goals=goals,
        roles=COMMITTEE_ROLES,
        version=last_version(program.id),
    )


@blueprint.route("/<int:program_id>/edit", methods=["GET", "POST"])
@allowed("edit the program")
def edit(program_id: int) -> ResponseReturnValue:
    program = found(program_id)
    form = program_form(program, ProgramForm())
    if form.validate_on_submit():
        try:
            keep(
                form,
                program,
                lambda: program_form(program, ProgramForm.as_stored()),
                lambda: acts.change_program(program_id, program_values(form), by=me(), now=clock.now()),
            )
            flash("The program was saved. Generate again to bring the draft in line.", "success")
            return redirect(url_for("programs.show", program_id=program_id))
        except Refused as refusal:
            show_refusal(form, refusal)
    page = render_template("programs/edit.html", form=form, program=program, roles=COMMITTEE_ROLES)
    return page, status_of(form)


@blueprint.post("/<int:program_id>/copy")
@allowed("edit the program")
def copy(program_id: int) -> ResponseReturnValue:
    """Next year's program, dates by rule."""
    found(program_id)
    try:
        copied = acts.copy_program(program_id, by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "warning")
        return redirect(url_for("programs.show", program_id=program_id))
    flash(
        f"“{copied.name}” has the same cadences and goals, with new dates. Choose its theme and its launched change.",
        "success",
    )
    return redirect(url_for("programs.show", program_id=copied.id))


@blueprint.get("/<int:program_id>/draft")
@allowed("see the draft")
def draft(program_id: int) -> ResponseReturnValue:
    program = found(program_id)
    seen = preview(program, by=me(), now=clock.now())
    what = request.args.get("what", "")
    shown = [d for d in seen.differences if what in ("", str(d.change.what))]
    page = max(1, request.args.get("page", 1, type=row_number))
    return render_template(
        "programs/draft.html", program=program, preview=seen, shown=shown[(page - 1) * PAGE : page * PAGE], total=len(shown), page=page,
        pages=-(-len(shown) // PAGE), what=what, spread=spread_of(program), generation=latest_of(program.id, GenerationState.done),
    )  # fmt: skip


@blueprint.post("/<int:program_id>/publish")
@allowed("publish")
def publish(program_id: int) -> ResponseReturnValue:
    found(program_id)
    try:
        version = make_version(program_id, by=me(), note=request.form.get("note", "")[:2000], now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "warning")
        return redirect(url_for("programs.draft", program_id=program_id))
    look_again(program_id, by=me(), now=clock.now())
    flash(f"Version {version.number} is published. Calendars follow, and those concerned are told.", "success")
    return redirect(url_for("versions.show", version_id=version.id))


def found(program_id: int) -> Program:
    """The program of an address, else 404."""
    program = program_with(program_id)
    if program is None:
        abort(404)
    return program
