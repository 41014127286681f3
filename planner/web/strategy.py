"""What the centre is there for this year, and how its customers are told apart and treated."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import strategies as acts
from planner.domain import centre_roles
from planner.domain.presets import GOALS
from planner.domain.refusals import Refused
from planner.domain.reviews import months_later
from planner.models.people import people_active, person_with
from planner.models.programs import Program, current_program, program_with
from planner.models.strategies import CustomerStrategy, strategy_of
from planner.models.touch_points import touch_points
from planner.web.access import allowed, me
from planner.web.form_words import show_refusal
from planner.web.forms.strategy import SegmentForm, StrategyForm
from planner.web.merging import keep, status_of
from planner.web.numbers import row_number
from planner.web.pages import local_to_reader

blueprint = Blueprint("strategy", __name__, url_prefix="/strategy")
WORDS = ("name", "value", "needs", "treatment")


def _program() -> Program | None:
    asked = request.args.get("program", type=row_number)
    return program_with(asked) if asked else current_program(_today())


def _today() -> date:
    return local_to_reader(clock.now()).date()


@blueprint.get("")
@allowed("see the strategy")
def index() -> ResponseReturnValue:
    """The page for everybody: agents are part of the strategy, so they read it."""
    program = _program()
    found = strategy_of(program.id) if program else None
    everyday, strategic = centre_roles.split(found.roles if found else [])
    late = found is not None and found.review_by is not None and found.review_by < _today()
    return render_template(
        "strategy/index.html",
        program=program,
        strategy=found,
        everyday=everyday,
        strategic=strategic,
        remarks=centre_roles.remarks(found.roles if found else []),
        goals=_goals(program),
        tiers=acts.TIERS,
        late=late,
        again=months_later(_today(), 12),
        points=len(touch_points()),
    )


def _goals(program: Program | None) -> list[str]:
    names = {goal.key: goal.name for goal in GOALS}
    return [names.get(goal, goal) for goal in program.goals] if program else []


@blueprint.route("/edit", methods=["GET", "POST"])
@allowed("edit the strategy")
def edit() -> ResponseReturnValue:
    """All of it on one page, segments in rows; a row left empty is no segment."""
    program = _program() or abort(404)
    form = _filled(StrategyForm(), strategy_of(program.id))
    if form.validate_on_submit():
        try:
            keep(
                form,
                program,
                lambda: _filled(StrategyForm.as_stored(), strategy_of(program.id)),
                lambda: acts.save_strategy(program, _facts(form), by=me(), now=clock.now()),
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash("The strategy was saved.", "success")
            return redirect(url_for("strategy.index", program=program.id))
    page = render_template("strategy/edit.html", form=form, program=program, roles=centre_roles.ROLES)
    return page, status_of(form)


@blueprint.post("/reviewed")
@allowed("edit the strategy")
def reviewed() -> ResponseReturnValue:
    """It was looked at today, and is again in a year."""
    program = _program() or abort(404)
    found = strategy_of(program.id) or abort(404)
    again = months_later(_today(), 12)
    acts.strategy_reviewed(found, _today(), again, by=me(), now=clock.now())
    flash(f"Written down. It is looked at again by {again:%-d %B %Y}.", "success")
    return redirect(url_for("strategy.index", program=program.id))


def _filled(form: StrategyForm, found: CustomerStrategy | None) -> StrategyForm:
    form.owner.choices = [(0, "Nobody yet"), *((person.id, person.name) for person in people_active())]
    if form.is_submitted():
        return form
    form.owner.data, form.tier.data, form.roles.data = 0, "loyalty", []
    if found is not None:
        for name in ("role_statement", "who", "tier", "roles", "review_by"):
            form[name].data = getattr(found, name)
        form.owner.data = found.owner_id or 0
        while form.segments:
            form.segments.pop_entry()
        for segment in found.segments:
            form.segments.append_entry({name: getattr(segment, name) for name in WORDS})
        form.segments.append_entry()
    return form


def _facts(form: StrategyForm) -> acts.StrategyFacts:
    rows = [_segment(entry.form) for entry in form.segments]
    return acts.StrategyFacts(
        role_statement=form.role_statement.data or "",
        roles=form.roles.data or [],
        tier=form.tier.data or "",
        who=form.who.data or "",
        owner=person_with(form.owner.data) if form.owner.data else None,
        review_by=form.review_by.data,
        segments=[row for row in rows if any((row.name, row.value, row.needs, row.treatment))],
    )


def _segment(form: SegmentForm) -> acts.SegmentFacts:
    return acts.SegmentFacts(**{name: (form[name].data or "").strip() for name in WORDS})
