"""Without a name: the page behind the floor's poster, and the receipt under which the answer is read. Open to whoever has the address."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.insights import default_promise, pass_on_unnamed, receipt_of
from planner.domain.intakes import is_open
from planner.domain.outcomes import CATEGORIES, InsightCategory
from planner.domain.refusals import Refused
from planner.models.insight_routes import InsightIntake, intake_by_token
from planner.models.insights import by_receipt
from planner.models.shifts import all_shifts, shift_with
from planner.models.teams import team_with
from planner.models.touch_points import touch_point_names
from planner.web.access import open_to_strangers
from planner.web.form_words import show_refusal
from planner.web.forms.insights import InsightForm
from planner.web.insights import insight_form, raised_from, today
from planner.web.limits import GUESSABLE, limiter
from planner.web.numbers import row_number

blueprint = Blueprint("unnamed", __name__, url_prefix="/heard")


@blueprint.route("/<token>", methods=["GET", "POST"])
@open_to_strangers
@limiter.limit(GUESSABLE)
def floor(token: str) -> ResponseReturnValue:
    """What somebody on the floor passes on from the poster's address, without signing in and without a name."""
    intake: InsightIntake = intake_by_token(token) or abort(404)
    if not is_open(intake.opens_on, today()):
        return render_template("insights/closed_to_strangers.html", opens_on=intake.opens_on)
    form = insight_form(InsightForm(), 0)
    if form.validate_on_submit():
        try:
            return _taken(form)
        except Refused as refusal:
            show_refusal(form, refusal)
    page = render_template(
        "insights/floor.html",
        form=form,
        promise=default_promise(today()),
        places=touch_point_names(),
        shifts=all_shifts(),
    )
    return page, 422 if form.is_submitted() else 200


def _taken(form: InsightForm) -> ResponseReturnValue:
    team = team_with(form.team.data) if form.team.data else None
    shift = shift_with(request.form.get("shift", 0, type=row_number))
    _, secret = pass_on_unnamed(raised_from(form), team=team, shift=shift, now=clock.now())
    return redirect(url_for("unnamed.receipt", secret=secret, fresh=1))


@blueprint.get("/receipt/<secret>")
@open_to_strangers
@limiter.limit(GUESSABLE)
def receipt(secret: str) -> ResponseReturnValue:
    """What became of what somebody passed on without a name."""
    insight = by_receipt(receipt_of(secret)) or abort(404)
    head = insight.merged_into or insight
    return render_template(
        "insights/receipt.html",
        insight=insight,
        head=head,
        category=CATEGORIES[InsightCategory(insight.category)],
        fresh=bool(request.args.get("fresh")),
        address=str(current_app.config["PLANNER_BASE_URL"]).rstrip("/") + url_for("unnamed.receipt", secret=secret),
    )
