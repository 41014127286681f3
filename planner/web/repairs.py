"""Repairs: what no longer fits, what would move and why, and one button that publishes it."""

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import repairs as acts
from planner.domain.refusals import Refused
from planner.models.repairs import Repair, RepairState, repair_with, repairs_of
from planner.models.versions import Version, version_with
from planner.web.access import allowed, me
from planner.web.offers import what_no_longer_fits
from planner.web.programs import found as program_found
from planner.web.undo import flash_with_undo

blueprint = Blueprint("repairs", __name__)
STALE = "The plan changed meanwhile, so the repair is worked out again: nothing was published. Look at it once more."


@blueprint.get("/programs/<int:program_id>/repairs")
@allowed("edit the plan")
def index(program_id: int) -> ResponseReturnValue:
    """Every repair of a program, the newest first."""
    program = program_found(program_id)
    return render_template("repairs/index.html", program=program, repairs=repairs_of(program_id))


@blueprint.get("/repairs/<int:repair_id>")
@allowed("edit the plan")
def show(repair_id: int) -> ResponseReturnValue:
    """What happened, what would stand broken, what would move, who would hear of it."""
    repair = _found(repair_id)
    changes = acts.changes_of(repair)
    told = sorted({name for change in changes for name in change.told})
    version = version_with(repair.version_id) if repair.version_id else None
    page = {"repair": repair, "changes": changes, "told": told, "version": version, "headline": _headline(repair)}
    return render_template("repairs/show.html", program=repair.program, **page)


def _headline(repair: Repair) -> str:
    said = "Everything fits" if repair.state is RepairState.needless else what_no_longer_fits(repair)
    return said.removesuffix(".")


@blueprint.get("/repairs/<int:repair_id>/status")
@allowed("edit the plan")
def status(repair_id: int) -> ResponseReturnValue:
    """For the moving bar: {done, total, sentence, state, url}."""
    repair = _found(repair_id)
    wish = repair.generation
    state = "running" if repair.at_work else "failed" if repair.failed else "done"
    url = url_for("repairs.show", repair_id=repair.id)
    done, sentence = (round(wish.fraction * 100), wish.sentence) if wish else (0, "Waiting for the worker.")
    return jsonify(done=done, total=100, sentence=sentence, state=state, url=url)


@blueprint.post("/repairs/<int:repair_id>/publish")
@allowed("publish")
def publish(repair_id: int) -> ResponseReturnValue:
    """The draft and what is published change by this repair alone."""
    _found(repair_id)
    try:
        version = acts.publish_repair(repair_id, by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "warning")
        return _back(repair_id)
    if version is None:
        acts.work_again(repair_id, now=clock.now())
        flash(STALE, "warning")
        return _back(repair_id)
    flash(_published(version, _found(repair_id)), "success")
    return _back(repair_id)


def _published(version: Version, repair: Repair) -> str:
    """An older version: everything is back as people see it already."""
    if repair.closed_at is not None and version.published_at < repair.closed_at:
        return "The draft is again as it is published. Nobody has to be told anything."
    return f"The repair is published as version {version.number}. Those concerned are told."


@blueprint.post("/repairs/<int:repair_id>/draft")
@allowed("edit the plan")
def draft(repair_id: int) -> ResponseReturnValue:
    """Into the draft, to be published with the rest."""
    repair = _found(repair_id)
    try:
        taken = acts.draft_repair(repair_id, by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "warning")
        return _back(repair_id)
    if not taken:
        acts.work_again(repair_id, now=clock.now())
        flash(STALE, "warning")
        return _back(repair_id)
    flash("The repair is in the draft. Nobody is told before you publish.", "success")
    return redirect(url_for("programs.draft", program_id=repair.program_id))


@blueprint.post("/repairs/<int:repair_id>/dismiss")
@allowed("edit the plan")
def dismiss(repair_id: int) -> ResponseReturnValue:
    """Leaves the year as it is."""
    _found(repair_id)
    try:
        acts.dismiss_repair(repair_id, by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "warning")
        return _back(repair_id)
    flash_with_undo(
        "The repair was dismissed: everything stays as it is.", url_for("repairs.again", repair_id=repair_id)
    )
    return _back(repair_id)


@blueprint.post("/repairs/<int:repair_id>/again")
@allowed("edit the plan")
def again(repair_id: int) -> ResponseReturnValue:
    """Works it out once more."""
    _found(repair_id)
    try:
        acts.again(repair_id, by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    return _back(repair_id)


def _found(repair_id: int) -> Repair:
    repair = repair_with(repair_id)
    if repair is None:
        abort(404)
    return repair


def _back(repair_id: int) -> ResponseReturnValue:
    return redirect(url_for("repairs.show", repair_id=repair_id))
