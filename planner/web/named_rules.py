"""Naming a rule that hurts, in under a minute; and what was named, to be merged where it is alike. More of the policies blueprint."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import named_rules as acts
from planner.domain.naming import alike, repeated
from planner.domain.refusals import Refused
from planner.models.named_rules import NamedRule, named_by, named_rule_with, open_named_rules, promises_for
from planner.models.policies import Policy, all_policies, policy_with
from planner.web.access import allowed, can, me
from planner.web.form_words import show_refusal
from planner.web.forms.policies import NameRuleForm
from planner.web.numbers import row_number
from planner.web.pages import day_words
from planner.web.policies import blueprint

ANOTHER = 0
"""The choice of a rule that is not in the register."""


@blueprint.route("/name", methods=["GET", "POST"])
@allowed("name a rule")
def name_rule() -> ResponseReturnValue:
    """One choice and one sentence; the page says by when one hears."""
    form = _filled(NameRuleForm())
    by_day = acts.answer_day(clock.now())
    if form.validate_on_submit():
        policy = policy_with(form.policy.data) if form.policy.data else None
        said = acts.Naming(policy, form.name.data or "", form.words.data or "")
        try:
            named = acts.name_rule(said, by=me(), now=clock.now())
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            others = named.voices - 1
            joined = f" {others} {'other has' if others == 1 else 'others have'} named it too." if others else ""
            flash(f"“{named.title}” is named.{joined} You will hear by {day_words(by_day)}.", "success")
            return redirect(url_for("policies.named"))
    page = render_template("policies/name.html", form=form, by_day=by_day)
    return page, 422 if form.is_submitted() else 200


def _filled(form: NameRuleForm) -> NameRuleForm:
    rules = [(one.id, one.name) for one in all_policies() if not one.legally_fixed]
    form.policy.flags.required = True
    form.policy.choices = [(ANOTHER, "Another one: I say it in my words"), *rules]
    if not form.is_submitted():
        form.policy.data = request.args.get("policy", ANOTHER, type=row_number)
    return form


@blueprint.get("/named")
@allowed("see policies")
def named() -> ResponseReturnValue:
    """What waits for a decision: HR sees all with what is alike, everybody else how many speak for what, and their own."""
    questions = sorted(open_named_rules(), key=lambda one: (-one.voices, one.opened_at, one.id))
    mine, hr = named_by(me()), can("sort named rules")
    rules = all_policies() if hr else []
    return render_template(
        "policies/named.html",
        questions=questions,
        hr=hr,
        titles={one.id: one.title for one in questions},
        kin=_kin(questions) if hr else {},
        promises=promises_for([*questions, *mine]),
        repeated=repeated,
        mine=mine,
        rules=rules,
        meant=_meant(questions, rules),
    )


def _kin(questions: list[NamedRule]) -> dict[int, list[int]]:
    """Question -> others that probably mean the same rule."""
    names = [(one.id, one.title) for one in questions]
    return {number: alike(title, [pair for pair in names if pair[0] != number]) for number, title in names}


def _meant(questions: list[NamedRule], rules: list[Policy]) -> dict[int, int]:
    """Question -> the rule of the register that it probably means, where it names none."""
    names = [(rule.id, rule.name) for rule in rules]
    found = {one.id: alike(one.name, names) for one in questions if one.policy_id is None}
    return {number: likely[0] for number, likely in found.items() if likely}


def _question(named_rule_id: int) -> NamedRule:
    return named_rule_with(named_rule_id) or abort(404)


@blueprint.post("/named/merge")
@allowed("sort named rules")
def merge() -> ResponseReturnValue:
    """What is ticked is one rule: its voices add up."""
    ticked = [_question(number) for number in dict.fromkeys(request.form.getlist("rule", type=row_number))]
    ticked.sort(key=lambda one: (one.policy_id is None, one.opened_at, one.id))
    try:
        if not ticked:
            raise Refused("Tick at least two rules to merge.")
        kept = acts.merge(ticked[0], ticked[1:], by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "error")
    else:
        flash(f"Merged into “{kept.title}”: {kept.voices} voices, one answer.", "success")
    return redirect(url_for("policies.named"))


@blueprint.post("/named/<int:named_rule_id>/register")
@allowed("sort named rules")
def put_in_register(named_rule_id: int) -> ResponseReturnValue:
    """Which rule of the register is meant; a new entry for nought."""
    question = _question(named_rule_id)
    chosen = request.form.get("policy", 0, type=row_number)
    try:
        policy = acts.put_in_register(question, policy_with(chosen) if chosen else None, by=me(), now=clock.now())
    except Refused as refusal:
        flash(refusal.sentence, "error")
        return redirect(url_for("policies.named"))
    flash(f"“{question.name}” is the rule “{policy.name}”.", "success")
    return redirect(url_for("policies.policy" if chosen else "policies.edit", policy_id=policy.id))


def address_of(named_rule_id: int) -> str:
    """The page that says where a named rule stands: its decision, else its rule in the register, else the list."""
    found = named_rule_with(named_rule_id)
    if found is not None and found.decision_id is not None:
        return url_for("policies.decision", decision_id=found.decision_id)
    if found is not None and found.policy_id is not None:
        return url_for("policies.policy", policy_id=found.policy_id)
    return url_for("policies.named")
