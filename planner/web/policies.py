"""The policy register: which rules there are, whom they cost how much, who owns them, and which review is due."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.policies import PolicyFacts, save_policy
from planner.domain.naming import repeated
from planner.domain.outcomes import OUTCOMES
from planner.domain.policy_costs import Cost, Hours, hours_a_year, whole
from planner.domain.refusals import Refused
from planner.domain.reviews import ReviewState, asks_for_review, review_state
from planner.models.decisions import decisions_about, trials_running
from planner.models.named_rules import NamedRule, open_about, voices_by_policy
from planner.models.people import people_active, person_with
from planner.models.policies import Policy, all_policies, policy_with
from planner.models.review_sessions import next_review_of
from planner.models.teams import active_teams
from planner.models.touch_points import touch_point_names
from planner.web.access import allowed, can, me, require
from planner.web.form_words import show_refusal
from planner.web.forms.policies import CostForm, PlanReviewForm, PolicyForm
from planner.web.merging import keep, status_of
from planner.web.offers import offer_repair
from planner.web.pages import local_to_reader

blueprint = Blueprint("policies", __name__, url_prefix="/policies")
blueprint.add_app_template_filter(whole, "whole_hours")
blueprint.add_app_template_global(OUTCOMES.__getitem__, "outcome_of")
FIELDS = (
    "name",
    "why",
    "work",
    "penalty",
    "protects",
    "enforced_by",
    "touch_point",
    "legally_fixed",
    "citation",
    "review_months",
    "active",
)
SHOWN = {
    "": "In force",
    "due": "To review",
    "named": "Named by the front line",
    "trial": "Away on trial",
    "fixed": "Fixed by law",
    "gone": "Gone",
}
"""What the list may be narrowed to."""


@dataclass(frozen=True)
class Line:
    """A rule with its review, its voices, and what it takes in a year."""

    policy: Policy
    state: ReviewState
    voices: int = 0
    on_trial: bool = False

    @property
    def due_on(self) -> date | None:
        return self.policy.cycle.due_on

    @property
    def hours(self) -> Hours:
        return hours_a_year(self.policy.cost)

    @property
    def repeated(self) -> bool:
        return repeated(self.voices)


def today() -> date:
    """The reader's day."""
    return local_to_reader(clock.now()).date()


def lines_of(policies: list[Policy]) -> list[Line]:
    """The register's lines, what hurts most first; two questions beside the policies."""
    voices, away = voices_by_policy(), {one.policy_id for one in trials_running()}
    day = today()
    found = [Line(one, review_state(one.cycle, day), voices.get(one.id, 0), one.id in away) for one in policies]
    return sorted(found, key=lambda line: (-line.policy.pain, -line.voices, line.policy.name))


def _shows(line: Line, show: str) -> bool:
    wanted = {
        "due": asks_for_review(line.state) and line.policy.active and not line.policy.legally_fixed,
        "named": line.voices > 0,
        "trial": line.on_trial,
        "fixed": line.policy.legally_fixed and line.policy.active,
        "gone": not line.policy.active,
    }
    return wanted.get(show, line.policy.active)


@blueprint.get("")
@allowed("see policies")
def index() -> ResponseReturnValue:
    """The register, the painful rules first."""
    args = {name: request.args[name] for name in ("show", "place") if request.args.get(name)}
    lines = [line for line in lines_of(all_policies(active=False)) if _shows(line, args.get("show", ""))]
    if "place" in args:
        lines = [line for line in lines if line.policy.touch_point == args["place"]]
    places = touch_point_names()
    return render_template("policies/index.html", lines=lines, args=args, shown=SHOWN, places=places)


def owns(policy: Policy) -> bool:
    """Whether the reader owns the rule."""
    return policy.owner_id == me().id


def _read_words(question: NamedRule, policy: Policy) -> bool:
    """What people said is for HR and the owner, and for whoever said it."""
    return can("run a review", own=owns(policy)) or me().id in {one.person_id for one in question.nominations}


@blueprint.get("/<int:policy_id>")
@allowed("see policies")
def policy(policy_id: int) -> ResponseReturnValue:
    """One rule."""
    return policy_page(policy_with(policy_id) or abort(404))


def policy_page(found: Policy, plan: PlanReviewForm | None = None) -> ResponseReturnValue:
    """The page of a rule; `plan` comes back when a review could not be put on the calendar."""
    open_questions = open_about(found.id)
    page = render_template(
        "policies/policy.html",
        line=lines_of([found])[0],
        decisions=decisions_about(found.id),
        questions=open_questions,
        readable={one.id for one in open_questions if _read_words(one, found)},
        session=next_review_of(found.id, clock.now()),
        may_edit=can("edit policies", own=owns(found)),
        may_decide=can("run a review", own=owns(found)),
        plan=plan or PlanReviewForm(formdata=None),
    )
    return page, 422 if plan else 200


@blueprint.route("/new", methods=["GET", "POST"])
@allowed("add policies")
def new() -> ResponseReturnValue:
    """A new rule in the register; only HR adds one."""
    return _form_page(None)


@blueprint.route("/<int:policy_id>/edit", methods=["GET", "POST"])
@allowed("edit policies")
def edit(policy_id: int) -> ResponseReturnValue:
    """What the register says about a rule: by HR, or by its owner."""
    found = policy_with(policy_id) or abort(404)
    require("edit policies", own=owns(found))
    return _form_page(found)


def _form_page(found: Policy | None) -> ResponseReturnValue:
    form = _form(PolicyForm(), found)
    if form.validate_on_submit():
        before = found.owner_id if found is not None else None
        try:
            saved = keep(
                form,
                found,
                lambda: _form(PolicyForm.as_stored(), found),
                lambda: save_policy(found, _facts(form), by=me(), now=clock.now()),
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(f"“{saved.name}” was saved.", "success")
            if found is not None and saved.owner_id != before:
                offer_repair(f"“{saved.name}” has another owner.")
            return redirect(url_for("policies.policy", policy_id=saved.id))
    return render_template("policies/edit.html", form=form, policy=found), status_of(form)


def _form(form: PolicyForm, found: Policy | None) -> PolicyForm:
    form.owner.choices = [(0, "Nobody yet"), *((person.id, person.name) for person in people_active())]
    form.teams.choices = [(team.id, f"{team.name}, {team.site.name}") for team in active_teams()]
    written = [found.touch_point] if found is not None and found.touch_point else []
    form.touch_point.choices = [
        ("", "Nowhere in particular"),
        *((n, n) for n in sorted({*touch_point_names(), *written})),
    ]
    if form.is_submitted():
        return form
    if found is None:
        form.work.data = form.penalty.data = 3
        form.review_months.data, form.active.data, form.owner.data, form.teams.data = 12, True, 0, []
        return form
    for name in FIELDS:
        form[name].data = getattr(found, name)
    fill_cost(form, found.cost)
    form.owner.data, form.teams.data = found.owner_id or 0, [team.id for team in found.teams]
    return form


def fill_cost(form: CostForm, cost: Cost) -> None:
    """The ledger line in a form that was not sent yet."""
    for name in ("contacts_a_month", "agent_seconds", "customer_seconds", "repeats_in_100"):
        form[name].data = getattr(cost, name)


def cost_of(form: CostForm) -> Cost:
    """The ledger line that a form says; what was left empty is nought."""
    given = ("contacts_a_month", "agent_seconds", "customer_seconds", "repeats_in_100")
    return Cost(**{name: form[name].data or 0 for name in given})


def _facts(form: PolicyForm) -> PolicyFacts:
    chosen = set(form.teams.data or [])
    given: dict[str, Any] = {name: "" if form[name].data is None else form[name].data for name in FIELDS}
    owner = person_with(form.owner.data) if form.owner.data else None
    teams = [team for team in active_teams() if team.id in chosen]
    return PolicyFacts(owner=owner, teams=teams, cost=cost_of(form), **given)
