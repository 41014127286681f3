"""How long things are kept: the table, what goes next, and HR's own periods."""

from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.retention import choose, last_sweep, lines
from planner.domain.refusals import ChangedMeanwhile, Refused
from planner.domain.retention import PERIODS
from planner.models.retention import days_of
from planner.web.access import allowed, me
from planner.web.numbers import row_number
from planner.web.small_forms import as_seen

blueprint = Blueprint("retention", __name__, url_prefix="/keeping")


@blueprint.route("", methods=["GET", "POST"])
@allowed("edit people's data")
def index() -> ResponseReturnValue:
    """The table; posted, the periods that HR chose."""
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            with as_seen("retention", lambda: tuple(days_of().values())):
                wrong = _keep()
        except ChangedMeanwhile as changed:
            flash(changed.sentence, "danger")
            return redirect(url_for("retention.index"))
        if not wrong:
            flash("The periods are kept. The worker goes by them from the next night on.", "success")
            return redirect(url_for("retention.index"))
    folder = Path(current_app.config["PLANNER_DATA_DIR"])
    found = lines(folder, clock.now())
    page = render_template("retention/index.html", lines=found, wrong=wrong, given=request.form, swept=last_sweep())
    return page, 422 if wrong else 200


def _keep() -> dict[str, str]:
    """What is wrong, by period; the others are kept."""
    wrong = {}
    for key in (key for key in PERIODS if key in request.form):
        try:
            choose(key, row_number(request.form[key].strip() or "x"), by=me(), now=clock.now())
        except ValueError:
            wrong[key] = "Give a number of days."
        except Refused as refusal:
            wrong[key] = refusal.sentence
    return wrong
