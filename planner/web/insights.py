"""Insights: what the front line passes on, who answers by when, and what became of it."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import insights as acts
from planner.domain.insights import Light
from planner.domain.intakes import is_open
from planner.domain.outcomes import CATEGORIES, InsightCategory
from planner.domain.refusals import Refused
from planner.models.commitments import represented_by
from planner.models.insight_routes import intake_of, routes
from planner.models.insights import Insight, InsightState, insight_with, insights_matching, may_read
from planner.models.people import people_active, person_with
from planner.models.programs import current_program
from planner.models.teams import active_teams, team_with
from planner.models.touch_points import touch_point_names
from planner.web.access import allowed, can, me
from planner.web.form_words import show_refusal
from planner.web.forms.insights import HELPS, AcknowledgeForm, AnswerForm, InsightForm, MergeForm, ValueForm
from planner.web.insight_side import merge_form, value_form
from planner.web.numbers import row_number
from planner.web.pages import day_words, local_to_reader

blueprint = Blueprint("insights", __name__, url_prefix="/insights")


@blueprint.get("")
@allowed("see insights")
def index() -> ResponseReturnValue:
    """What the reader may read, by category, state and team."""
    args = {name: request.args[name] for name in ("category", "state", "team") if request.args.get(name)}
    state = next((found for found in InsightState if found == args.get("state")), None)
    page = insights_matching(
        me(),
        args.get("category"),
        state,
        request.args.get("team", type=row_number),
        request.args.get("page", 1, type=row_number),
    )
    return render_template(
        "insights/index.html",
        page=page,
        args=args,
        categories=CATEGORIES,
        states=InsightState,
        teams=active_teams(),
        today=today(),
    )


def today() -> date:
    """The reader's day."""
    return local_to_reader(clock.now()).date()


@blueprint.route("/new", methods=["GET", "POST"])
@allowed("pass on an insight")
def pass_on() -> ResponseReturnValue:
    """What was heard, what it is about; the page says who gets it and by when one hears."""
    form = insight_form(InsightForm(), me().team_id or 0)
    program = current_program(today())
    intake = intake_of(program.id) if program else None
    if intake is not None and not is_open(intake.opens_on, today()):
        return render_template("insights/closed.html", opens_on=intake.opens_on)
    if form.validate_on_submit():
        try:
            return _unnamed(form) if form.unnamed.data else _named(form)
        except Refused as refusal:
            show_refusal(form, refusal)
    page = render_template(
        "insights/pass_on.html",
        form=form,
        categories=CATEGORIES,
        routes=routes(),
        promise=acts.default_promise(today()),
        places=touch_point_names(),
    )
    return page, 422 if form.is_submitted() else 200


def insight_form(form: InsightForm, team: int) -> InsightForm:
    """The form with the teams to choose from."""
    form.team.choices = [(0, "No single team"), *((one.id, f"{one.name}, {one.site.name}") for one in active_teams())]
    if not form.is_submitted():
        form.team.data = request.args.get("team", team, type=row_number)
        category = request.args.get("category", "")
        form.category.data = category if category in set(InsightCategory) else str(InsightCategory.process)
    return form


def raised_from(form: InsightForm) -> acts.Raised:
    """What the form says."""
    return acts.Raised(
        form.text.data or "",
        InsightCategory(form.category.data),
        hurts=form.hurts.data != HELPS,
        touch_point=form.touch_point.data or "",
    )


def _named(form: InsightForm) -> ResponseReturnValue:
    raised, promise = raised_from(form), acts.default_promise(today())
    team = team_with(form.team.data) if form.team.data else None
    made = acts.pass_on(raised, submitter=me(), team=team, now=clock.now(), promised_on=promise)
    whom = made.receiver.name if made.receiver else CATEGORIES[raised.category].receiver
    flash(f"Passed on to {whom}. You will hear by {day_words(promise)}.", "success")
    return redirect(url_for("insights.insight", insight_id=made.id, written="insight-new"))


def _unnamed(form: InsightForm) -> ResponseReturnValue:
    team = team_with(form.team.data) if form.team.data else None
    _, secret = acts.pass_on_unnamed(raised_from(form), team=team, shift=None, now=clock.now())
    return redirect(url_for("unnamed.receipt", secret=secret, fresh=1))


def _readable(insight_id: int) -> Insight:
    insight = insight_with(insight_id)
    if insight is None or not may_read(me(), insight_id):
        abort(404)
    return insight


def answers(insight: Insight) -> bool:
    """Whether the reader answers this: HR always, and whoever it was given to."""
    return can("edit the program") or insight.receiver_id in {person.id for person in represented_by(me())}


@blueprint.get("/<int:insight_id>")
@allowed("see insights")
def insight(insight_id: int) -> ResponseReturnValue:
    """One insight, its promise and its answer."""
    return page_of(_readable(insight_id))


def page_of(
    found: Insight,
    promise: AcknowledgeForm | None = None,
    answer: AnswerForm | None = None,
    merge: MergeForm | None = None,
) -> ResponseReturnValue:
    """The page of one insight, with the form that came back wrong if one did."""
    mine = answers(found)
    page = render_template(
        "insights/insight.html",
        insight=found,
        category=CATEGORIES[InsightCategory(found.category)],
        answers=mine and found.merged_into_id is None,
        today=today(),
        promise=promise or _promise_form(found, AcknowledgeForm(formdata=None)),
        answer=answer or AnswerForm(formdata=None),
        value=value_form(found, ValueForm(formdata=None)) if mine else None,
        merge=(merge or merge_form(found, MergeForm(formdata=None))) if mine else None,
        written=request.args.get("written", ""),
    )
    return page, 422 if promise or answer or merge else 200


def _next_promise(found: Insight) -> date:
    """The day that was promised, or the usual one once that is past."""
    known = found.promised_on
    return known if known and known > today() else acts.default_promise(today())


def _promise_form(found: Insight, form: AcknowledgeForm) -> AcknowledgeForm:
    form.receiver.choices = [(0, "HR finds somebody"), *((person.id, person.name) for person in people_active())]
    if not form.is_submitted():
        form.receiver.data, form.promised_on.data = found.receiver_id or 0, _next_promise(found)
    return form


@blueprint.post("/<int:insight_id>/acknowledge")
@allowed("see insights")
def acknowledge(insight_id: int) -> ResponseReturnValue:
    """Who answers, and by when."""
    found = answered_by_me(insight_id)
    form = _promise_form(found, AcknowledgeForm())
    if not form.validate_on_submit():
        return page_of(found, promise=form)
    try:
        receiver = person_with(form.receiver.data) if form.receiver.data else None
        acts.acknowledge(found, receiver=receiver, promised_on=form.promised_on.data, by=me(), now=clock.now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return page_of(found, promise=form)
    flash("Promised. The answer is nudged until it is given.", "success")
    return redirect(url_for("insights.insight", insight_id=insight_id))


def answered_by_me(insight_id: int) -> Insight:
    """The insight, if the reader answers it; 404 for one that the reader may not read, 403 for somebody else's."""
    found = _readable(insight_id)
    if not answers(found):
        abort(403)
    return found


@blueprint.post("/<int:insight_id>/answer")
@allowed("see insights")
def answer(insight_id: int) -> ResponseReturnValue:
    """Tells everybody who said it what became of it."""
    found, form = answered_by_me(insight_id), AnswerForm()
    if not form.validate_on_submit():
        return page_of(found, answer=form)
    light = Light.red if form.light.data == Light.red else Light.green
    try:
        acts.tell_back(found, form.answer.data or "", by=me(), now=clock.now(), light=light)
    except Refused as refusal:
        show_refusal(form, refusal)
        return page_of(found, answer=form)
    flash("Told. The promise is kept.", "success")
    return redirect(url_for("insights.insight", insight_id=insight_id, written=f"insight-{insight_id}"))
