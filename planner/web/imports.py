"""Bringing people and places in: hand a sheet in, look at what it would do, confirm."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.imports.bring_in import bring_in, preview, summary
from planner.actions.imports.columns import LABELS, TABLES
from planner.actions.imports.judge import Judgement, Verdict
from planner.actions.imports.shelf import discard, keep, take
from planner.domain.refusals import Refused
from planner.models.uploads import Upload
from planner.web.access import allowed, me
from planner.web.form_words import show_refusal
from planner.web.forms.imports import SheetForm
from planner.web.numbers import row_number

blueprint = Blueprint("imports", __name__, url_prefix="/people/import")

PER_PAGE = 100


@blueprint.route("", methods=["GET", "POST"])
@allowed("import people")
def index() -> ResponseReturnValue:
    """Takes a file or a pasted text, and goes on to its preview if it can be understood."""
    form = SheetForm()
    if form.validate_on_submit():
        try:
            data, title = _handed_in(form)
            preview(data)
            return redirect(url_for("imports.look", name=keep(data, title, by=me(), now=clock.now())))
        except Refused as refusal:
            show_refusal(form, refusal)
    page = render_template("imports/index.html", form=form, tables=TABLES, labels=LABELS)
    return page, 422 if form.is_submitted() else 200


def _handed_in(form: SheetForm) -> tuple[bytes, str]:
    """The bytes and what they are called. Raises Refused when there are none."""
    data = form.file.data.read() if form.file.data else b""
    if data:
        return data, form.file.data.filename or "a file"
    if (form.pasted.data or "").strip():
        return form.pasted.data.encode(), "what you pasted"
    raise Refused("Choose a file, or paste the cells below.", "file")


@blueprint.get("/<name>")
@allowed("import people")
def look(name: str) -> ResponseReturnValue:
    """Every line with what it would do; the wrong ones first."""
    upload = take(name, by=me(), now=clock.now())
    if upload is None:
        return _too_late()
    return _preview(upload, preview(upload.data))


def _too_late() -> ResponseReturnValue:
    flash("That sheet is no longer here: it is kept for an hour. Hand it in again.", "warning")
    return redirect(url_for("imports.index"))


def _preview(upload: Upload, judgement: Judgement) -> str:
    counts = {verdict: judgement.count(verdict) for verdict in Verdict}
    first = next((verdict for verdict in Verdict if counts[verdict]), Verdict.same)
    asked = request.args.get("show", "")
    show = Verdict(asked) if asked in set(Verdict) else first
    lines = [line for line in judgement.lines if line.verdict is show]
    page = max(1, min(request.args.get("page", 1, type=row_number), (len(lines) - 1) // PER_PAGE + 1))
    return render_template(
        "imports/look.html",
        upload=upload,
        judgement=judgement,
        counts=counts,
        show=show,
        lines=lines[(page - 1) * PER_PAGE : page * PER_PAGE],
        page=page,
        pages=(len(lines) - 1) // PER_PAGE + 1,
        summary=summary(judgement.effects),
    )


@blueprint.post("/<name>")
@allowed("import people")
def confirm(name: str) -> ResponseReturnValue:
    """Writes the sheet, or the good lines of it, if nothing changed since the preview."""
    upload = take(name, by=me(), now=clock.now())
    if upload is None:
        return _too_late()
    good_lines = request.form.get("good_lines") == "yes"
    try:
        done = bring_in(
            upload.data, good_lines=good_lines, by=me(), now=clock.now(), expected=request.form.get("fingerprint", "")
        )
    except Refused as refusal:
        flash(refusal.sentence, "danger")
        return redirect(url_for("imports.look", name=name))
    discard(name, by=me(), now=clock.now())
    flash(f"Brought in: {summary(done.effects)}.", "success")
    return redirect(url_for("people.index"))
