"""What is kept about a person, handed out as a file that is kept nowhere; and erasing a person, told before it is done."""

from io import BytesIO
from pathlib import Path

from flask import Blueprint, abort, current_app, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.erasing import erase as erase_person
from planner.actions.erasing import preview
from planner.actions.personal_data import export_person
from planner.domain.references import Erasing
from planner.domain.refusals import Refused
from planner.models.people import Person, person_with
from planner.web.access import allowed, me
from planner.web.confirming import confirmed
from planner.web.forms.personal_data import EraseForm

blueprint = Blueprint("personal_data", __name__)

TABLE_WORDS = {
    "audit_rows": "lines of the audit log",
    "attempts": "lines of the delivery log",
    "published_events": "published events",
    "calendar_replies": "answers from calendars",
}
"""Tables whose names say little to people."""


@blueprint.post("/account/data")
@allowed("see own page")
@confirmed
def mine() -> ResponseReturnValue:
    """Everything that is kept about me."""
    return _handed_out(me())


@blueprint.post("/people/<int:person_id>/data")
@allowed("edit people's data")
@confirmed
def of_person(person_id: int) -> ResponseReturnValue:
    """Everything that is kept about somebody, for HR to hand over."""
    return _handed_out(_known(person_id))


def _handed_out(person: Person) -> ResponseReturnValue:
    """The answer itself is the file: there is no address at which anybody could fetch it later."""
    data = export_person(person, by=me(), now=clock.now())
    answer = send_file(
        BytesIO(data), "application/zip", as_attachment=True, download_name="planner-personal-data.zip", max_age=0
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _known(person_id: int) -> Person:
    found = person_with(person_id)
    if found is None or found.erased_at is not None:
        abort(404)
    return found


@blueprint.route("/people/<int:person_id>/erase", methods=["GET", "POST"])
@allowed("edit people's data")
@confirmed
def erase(person_id: int) -> ResponseReturnValue:
    """Says what will happen and what stays; does it once HR has said that nobody can bring it back."""
    person, form = _known(person_id), EraseForm()
    if form.validate_on_submit():
        try:
            return _erase(person, form)
        except Refused as refusal:
            (form.also if refusal.field else form.sure).errors = [refusal.sentence]
    page = render_template(
        "people/erase.html", person=person, form=form, found=preview(person), rules=Erasing, words=TABLE_WORDS
    )
    return page, 422 if form.errors else 200


def _erase(person: Person, form: EraseForm) -> ResponseReturnValue:
    erase_person(
        person,
        by=me(),
        now=clock.now(),
        base_url=current_app.config["PLANNER_BASE_URL"],
        folder=Path(current_app.config["PLANNER_DATA_DIR"]),
        also=(form.also.data or "").splitlines(),
    )
    flash("The person is erased. What they did is still counted.", "success")
    return redirect(url_for("people.index", show="gone"))
