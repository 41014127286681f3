"""Insights: what the front line passes on, who answers by when, and what became of it."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import insights as acts
from planner.domain.outcomes import CATEGORIES, InsightCategory
from planner.domain.refusals import Refused
from planner.models.commitments import represented_by
from planner.models.insights import Insight, InsightState, insight_with, insights_matching, may_read
from planner.models.people import people_active, person_with
from planner.models.teams import active_teams, team_with
from planner.web.access import allowed, can, me
from planner.web.event_forms import show_refusal
from planner.web.forms.front_line import AcknowledgeForm, AnswerForm, InsightForm
from planner.web.pages import day_words, local_to_reader

blueprint = Blueprint("insights", __name__, url_prefix="/insights")


@blueprint.get("")
@allowed("see insights")
def index() -> ResponseReturnValue:
    """What the reader may read, by category, state and team."""
    args = {name: request.args[name] for name in ("category", "state", "team") if request.args.get(name)}
    state = next((found for found in InsightState if found == args.get("state")), None)
    page = insights_matching(
        me(), args.get("category"), state, request.args.get("team", type=int), request.args.get("page", 1, type=int)
    )
    return render_template(
        "insights/index.html",
        page=page,
        args=args,
        categories=CATEGORIES,
        states=InsightState,
        teams=active_teams(),
        today=_today(),
    )


def _today() -> date:
    return local_to_reader(clock.now()).date()


@blueprint.route("/new", methods=["GET", "POST"])
@allowed("pass on an insight")
def pass_on() -> ResponseReturnValue:
    """What was heard, what it is about; the page says who gets it and by when one hears."""
    form = InsightForm()
    form.team.choices = [
        (0, "No single team"),
        *((team.id, f"{team.name}, {team.site.name}") for team in active_teams()),
    ]
    if not form.is_submitted():
        form.team.data = request.args.get("team", me().team_id or 0, type=int)
    promise = acts.default_promise(local_to_reader(clock.now()).date())
    if form.validate_on_submit():
        raised = acts.Raised(
            form.text.data or "", InsightCategory(form.category.data), touch_point=form.touch_point.data or ""
        )
        team = team_with(form.team.data) if form.team.data else None
        try:
            made = acts.pass_on(raised, submitter=me(), team=team, now=clock.now(), promised_on=promise)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(
                f"Passed on to {CATEGORIES[raised.category].receiver}. You will hear by {day_words(promise)}.",
                "success",
            )
            return redirect(url_for("insights.insight", insight_id=made.id))
    page = render_template("insights/pass_on.html", form=form, categories=CATEGORIES, promise=promise)
    return page, 422 if form.is_submitted() else 200


def _readable(insight_id: int) -> Insight:
    insight = insight_with(insight_id)
    if insight is None or not may_read(me(), insight_id):
        abort(404)
    return insight


def _answers(insight: Insight) -> bool:
    """Whether the reader answers this: HR always, and whoever it was given to."""
    return can("edit the program") or insight.receiver_id in {person.id for person in represented_by(me())}


@blueprint.get("/<int:insight_id>")
@allowed("see insights")
def insight(insight_id: int) -> ResponseReturnValue:
    """One insight, its promise and its answer."""
    return _page(_readable(insight_id))


def _page(
    found: Insight, promise: AcknowledgeForm | None = None, answer: AnswerForm | None = None
) -> ResponseReturnValue:
    category = CATEGORIES[InsightCategory(found.category)]
    forms = {
        "promise": promise or _promise_form(found, AcknowledgeForm(formdata=None)),
        "answer": answer or AnswerForm(formdata=None),
    }
    page = render_template(
        "insights/insight.html", insight=found, category=category, answers=_answers(found), today=_today(), **forms
    )
    return page, 422 if promise or answer else 200


def _next_promise(found: Insight) -> date:
    """The day that was promised, or the usual one once that is past."""
    today = _today()
    return found.promised_on if found.promised_on and found.promised_on > today else acts.default_promise(today)


def _promise_form(found: Insight, form: AcknowledgeForm) -> AcknowledgeForm:
    form.receiver.choices = [(0, "HR finds somebody"), *((person.id, person.name) for person in people_active())]
    if not form.is_submitted():
        form.receiver.data, form.promised_on.data = found.receiver_id or 0, _next_promise(found)
    return form


@blueprint.post("/<int:insight_id>/acknowledge")
@allowed("see insights")
def acknowledge(insight_id: int) -> ResponseReturnValue:
    """Who answers, and by when."""
    found = _readable(insight_id)
    if not _answers(found):
        abort(403)
    form = _promise_form(found, AcknowledgeForm())
    if not form.validate_on_submit():
        return _page(found, promise=form)
    try:
        receiver = person_with(form.receiver.data) if form.receiver.data else None
        acts.acknowledge(found, receiver=receiver, promised_on=form.promised_on.data, by=me(), now=clock.now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return _page(found, promise=form)
    flash("Promised. The answer is nudged until it is given.", "success")
    return redirect(url_for("insights.insight", insight_id=insight_id))


@blueprint.post("/<int:insight_id>/answer")
@allowed("see insights")
def answer(insight_id: int) -> ResponseReturnValue:
    """Tells the submitter what became of it."""
    found = _readable(insight_id)
    if not _answers(found):
        abort(403)
    form = AnswerForm()
    if not form.validate_on_submit():
        return _page(found, answer=form)
    try:
        acts.tell_back(found, form.answer.data or "", by=me(), now=clock.now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return _page(found, answer=form)
    flash("Told. The promise is kept.", "success")
    return redirect(url_for("insights.insight", insight_id=insight_id))
