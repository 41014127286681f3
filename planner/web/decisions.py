"""Deciding on a rule and what follows: told back, the trial's guard, the second count. More of the policies blueprint."""

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import decisions as acts
from planner.actions import promises
from planner.actions.follow_ups import counted_again_from, remeasure
from planner.actions.launches import gate_of
from planner.actions.trials import TrialFacts, read_guard
from planner.domain.outcomes import OUTCOMES, PolicyOutcome
from planner.domain.refusals import Refused
from planner.domain.trials import Bound, reading_wanted
from planner.models.commitments import represented_by
from planner.models.decisions import BEFORE, EXPECTED, MEASURED, Decision, decision_with
from planner.models.launches import launch_of
from planner.models.named_rules import answered_by, open_about, promises_for
from planner.models.policies import Policy, policy_with
from planner.models.promises import Promise
from planner.models.review_sessions import review_event, sits_in
from planner.models.teams import active_teams, team_with
from planner.web.access import allowed, can, me, require
from planner.web.form_words import show_refusal
from planner.web.forms.policies import CountForm, DecideForm, GuardForm, TellForm
from planner.web.numbers import row_number
from planner.web.policies import blueprint, cost_of, fill_cost, owns, today


def _known(policy_id: int) -> Policy:
    policy = policy_with(policy_id) or abort(404)
    require("run a review", own=owns(policy))
    return policy


@blueprint.route("/<int:policy_id>/decide", methods=["GET", "POST"])
@allowed("run a review")
def decide(policy_id: int) -> ResponseReturnValue:
    """First one of nine outcomes, then only what that one asks for. `session` names the review that decides."""
    policy = _known(policy_id)
    outcome = next((one for one in PolicyOutcome if one == request.args.get("outcome")), None)
    session = request.args.get("session", type=row_number)
    if outcome is None:
        return render_template("policies/outcomes.html", policy=policy, outcomes=OUTCOMES.values(), session=session)
    form = _filled(DecideForm(), policy, outcome)
    if form.validate_on_submit():
        try:
            event = review_event(session) if session else None
            two = bool(current_app.config["PLANNER_TWO_PEOPLE"])
            ruling = _ruling(form, outcome)
            made = acts.decide(policy, ruling, by=me(), now=clock.now(), event=event, two_people=two)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(f"Decided: {OUTCOMES[outcome].label.lower()}. What follows from it is below.", "success")
            return redirect(url_for("policies.decision", decision_id=made.id))
    page = render_template(
        "policies/decide.html", form=form, policy=policy, outcome=OUTCOMES[outcome], key=outcome, session=session
    )
    return page, 422 if form.is_submitted() else 200


def _filled(form: DecideForm, policy: Policy, outcome: PolicyOutcome) -> DecideForm:
    teams = active_teams()
    form.teams.choices = [(team.id, f"{team.name}, {team.site.name}") for team in teams]
    form.trial_team.choices = [(0, "Every team"), *((team.id, team.name) for team in teams)]
    form.outcome.data = str(outcome)
    for name in ("words", "changes_on", "starts_on", "trial_team", "measure", "limit", "may_decide"):
        form[name].flags.required = True
    form.reason.flags.required = OUTCOMES[outcome].needs_reason
    if not form.is_submitted():
        named = {said.team_id for question in open_about(policy.id) for said in question.nominations}
        form.teams.data = [team.id for team in teams if team in policy.teams or team.id in named]
        form.trial_team.data, form.starts_on.data = 0, today()
        if outcome not in acts.GONE_FOR_GOOD:
            fill_cost(form, policy.cost)
        else:
            form.contacts_a_month.data = form.repeats_in_100.data = 0
    return form


def _ruling(form: DecideForm, outcome: PolicyOutcome) -> acts.Ruling:
    chosen = set(form.teams.data or [])
    trial = TrialFacts(
        form.starts_on.data, form.measure.data or "", Bound(form.bound.data), form.limit.data,
        team_with(form.trial_team.data) if form.trial_team.data else None,
    )  # fmt: skip
    return acts.Ruling(
        outcome=outcome,
        words=form.words.data or "",
        reason=form.reason.data or "",
        changes_on=form.changes_on.data,
        teams=[team for team in active_teams() if team.id in chosen],
        expected=cost_of(form),
        trial=trial if outcome is PolicyOutcome.trial_removal else None,
        may_decide=form.may_decide.data or "",
        up_to=form.up_to.data or "",
    )


def _decision(decision_id: int) -> Decision:
    return decision_with(decision_id) or abort(404)


@blueprint.get("/decisions/<int:decision_id>")
@allowed("see policies")
def decision(decision_id: int) -> ResponseReturnValue:
    """One decision and everything that follows from it."""
    return _page(_decision(decision_id))


def _page(
    found: Decision, *, tell: TellForm | None = None, guard: GuardForm | None = None, count: CountForm | None = None
) -> ResponseReturnValue:
    questions = answered_by([found.id]).get(found.id, [])
    launch, day = launch_of(found.id), today()
    page = render_template(
        "policies/decision.html",
        decision=found,
        outcome=OUTCOMES[found.outcome],
        costs={moment: found.cost_at(moment) for moment in (BEFORE, EXPECTED, MEASURED)},
        promises=list(promises_for(questions).values()),
        voices=sum(one.voices for one in questions),
        launch=launch,
        gate=gate_of(launch, day) if launch else None,
        runs=can("run a review", own=owns(found.policy)),
        may_tell=lambda promise: _may_tell(promise, found),
        tell=tell or _tell_form(found),
        guard=guard or GuardForm(formdata=None),
        count=count or _count_form(found),
        counting=_counting(found) or count is not None,
        counted_from=counted_again_from(found),
        reading_wanted=found.trial is not None and reading_wanted(found.trial.back_on, day),
        reads_guard=guard is not None or (found.trial is not None and day >= found.trial.starts_on),
    )
    return page, 422 if tell or guard or count else 200


def _counting(found: Decision) -> bool:
    return found.changes_rule and found.undone_on is None and today() >= counted_again_from(found)


def _tell_form(found: Decision) -> TellForm:
    form = TellForm(formdata=None)
    form.answer.data = acts.told_words(found)
    return form


def _count_form(found: Decision) -> CountForm:
    form = CountForm(formdata=None)
    fill_cost(form, found.cost_at(MEASURED) or found.cost_at(EXPECTED) or found.policy.cost)
    return form


def _promised(found: Decision) -> dict[int, Promise]:
    """The promises that this decision answers, by number: its owner tells these, and no others."""
    return {one.id: one for one in promises_for(answered_by([found.id]).get(found.id, [])).values()}


def _may_tell(promise: Promise, found: Decision) -> bool:
    keeps = promise.commitment.owner_id in {person.id for person in represented_by(me())}
    return can("run a review", own=owns(found.policy)) or keeps


@blueprint.post("/decisions/<int:decision_id>/tell/<int:promise_id>")
@allowed("see policies")
def tell_back(decision_id: int, promise_id: int) -> ResponseReturnValue:
    """Tells everybody who named the rule, in these words; the promise is kept."""
    found = _decision(decision_id)
    waiting = _promised(found).get(promise_id) or abort(404)
    if not _may_tell(waiting, found):
        abort(403)
    form = TellForm()
    if not form.validate_on_submit():
        return _page(found, tell=form)
    try:
        promises.tell(waiting, form.answer.data or "", by=me(), now=clock.now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return _page(found, tell=form)
    flash("Told. The promise is kept.", "success")
    return redirect(url_for("policies.decision", decision_id=decision_id))


@blueprint.post("/decisions/<int:decision_id>/guard")
@allowed("see policies")
def enter_guard(decision_id: int) -> ResponseReturnValue:
    """The value of the guard measure, by the owner, HR, or whoever sat in the session."""
    found = _decision(decision_id)
    sat = found.event_id is not None and sits_in(me(), found.event_id)
    if not (sat or can("run a review", own=owns(found.policy))):
        abort(403)
    form = GuardForm()
    if not form.validate_on_submit():
        return _page(found, guard=form)
    try:
        read_guard(found, form.reading.data, by=me(), now=clock.now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return _page(found, guard=form)
    flash("Entered. On its day the trial ends by this value; until then it can be corrected.", "success")
    return redirect(url_for("policies.decision", decision_id=decision_id))


@blueprint.post("/decisions/<int:decision_id>/count")
@allowed("run a review")
def count_again(decision_id: int) -> ResponseReturnValue:
    """What the rule costs now, 90 days later."""
    found = _decision(decision_id)
    require("run a review", own=owns(found.policy))
    form = CountForm()
    if not form.validate_on_submit():
        return _page(found, count=form)
    try:
        remeasure(found, cost_of(form), by=me(), now=clock.now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return _page(found, count=form)
    flash("Counted again. The hours given back are measured now.", "success")
    return redirect(url_for("policies.decision", decision_id=decision_id))
