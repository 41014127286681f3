"""The policy register: which rules there are, whom they cost, who owns them, and which review is due."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.policies import PolicyFacts, save_policy
from planner.domain.refusals import Refused
from planner.models.people import people_active, person_with
from planner.models.policies import Policy, all_policies, policy_with
from planner.models.teams import active_teams
from planner.web.access import allowed, can, me, require
from planner.web.event_forms import show_refusal
from planner.web.forms.policies import PolicyForm
from planner.web.offers import offer_repair

blueprint = Blueprint("policies", __name__, url_prefix="/policies")
FIELDS = (
    "name",
    "why",
    "pain",
    "protects",
    "enforced_by",
    "touch_point",
    "legally_fixed",
    "citation",
    "review_months",
    "active",
)


@dataclass(frozen=True)
class Line:
    """A rule with the day by which it is looked at again; `late` when that day is past."""

    policy: Policy
    due_on: date | None
    late: bool


def review_due(policy: Policy) -> date | None:
    """The last review plus the cycle; None for one that was never reviewed: it is due at any time."""
    last = policy.last_reviewed_on
    if last is None:
        return None
    months = last.year * 12 + last.month - 1 + policy.review_months
    return date(months // 12, months % 12 + 1, min(last.day, 28))


def _line(policy: Policy, today: date) -> Line:
    due = review_due(policy)
    return Line(policy, due, due is None or due < today)


@blueprint.get("")
@allowed("see policies")
def index() -> ResponseReturnValue:
    """The register, the painful rules first."""
    gone = request.args.get("show") == "all"
    today = clock.now().date()
    lines = [_line(policy, today) for policy in all_policies(active=not gone)]
    lines.sort(key=lambda line: (-line.policy.pain, line.policy.name))
    return render_template("policies/index.html", lines=lines, gone=gone)


@blueprint.get("/<int:policy_id>")
@allowed("see policies")
def policy(policy_id: int) -> ResponseReturnValue:
    """One rule."""
    found = policy_with(policy_id) or abort(404)
    own = found.owner_id == me().id
    return render_template(
        "policies/policy.html", line=_line(found, clock.now().date()), may_edit=can("edit policies", own=own)
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allowed("edit policies")
def new() -> ResponseReturnValue:
    """A new rule in the register; only HR adds one."""
    require("edit policies", own=False)
    return _form_page(None)


@blueprint.route("/<int:policy_id>/edit", methods=["GET", "POST"])
@allowed("edit policies")
def edit(policy_id: int) -> ResponseReturnValue:
    """What the register says about a rule: by HR, or by its owner."""
    found = policy_with(policy_id) or abort(404)
    require("edit policies", own=found.owner_id == me().id)
    return _form_page(found)


def _form_page(found: Policy | None) -> ResponseReturnValue:
    form = _form(PolicyForm(), found)
    if form.validate_on_submit():
        before = found.owner_id if found is not None else None
        try:
            saved = save_policy(found, _facts(form), by=me(), now=clock.now())
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(f"“{saved.name}” was saved.", "success")
            if found is not None and saved.owner_id != before:
                offer_repair(f"“{saved.name}” has another owner.")
            return redirect(url_for("policies.policy", policy_id=saved.id))
    return render_template("policies/edit.html", form=form, policy=found), 422 if form.is_submitted() else 200


def _form(form: PolicyForm, found: Policy | None) -> PolicyForm:
    form.owner.choices = [(0, "Nobody yet"), *((person.id, person.name) for person in people_active())]
    form.teams.choices = [(team.id, f"{team.name}, {team.site.name}") for team in active_teams()]
    if form.is_submitted():
        return form
    if found is None:
        form.pain.data, form.review_months.data, form.active.data, form.owner.data, form.teams.data = 3, 12, True, 0, []
        return form
    for name in FIELDS:
        form[name].data = getattr(found, name)
    form.owner.data, form.teams.data = found.owner_id or 0, [team.id for team in found.teams]
    return form


def _facts(form: PolicyForm) -> PolicyFacts:
    chosen = set(form.teams.data or [])
    given: dict[str, Any] = {name: "" if form[name].data is None else form[name].data for name in FIELDS}
    owner = person_with(form.owner.data) if form.owner.data else None
    return PolicyFacts(owner=owner, teams=[team for team in active_teams() if team.id in chosen], **given)
