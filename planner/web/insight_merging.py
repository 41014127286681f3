"""More routes of one insight: what it is worth, and answering it together with another that says the same."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import insights as acts
from planner.actions.insight_merging import merge as merge_insights
from planner.actions.insight_merging import split as split_insights
from planner.domain.refusals import Refused
from planner.models.insights import insight_with
from planner.web.access import allowed, me
from planner.web.form_words import show_refusal
from planner.web.forms.insights import MergeForm, ValueForm
from planner.web.insight_side import merge_form, value_form
from planner.web.insights import answered_by_me, blueprint, page_of
from planner.web.small_forms import as_seen
from planner.web.undo import flash_with_undo


@blueprint.post("/<int:insight_id>/value")
@allowed("see insights")
def value(insight_id: int) -> ResponseReturnValue:
    """What it is worth."""
    found = answered_by_me(insight_id)
    form = value_form(found, ValueForm())
    if form.validate_on_submit():
        try:
            with as_seen(found, lambda: (found.value or 0,)):
                acts.rate(found, form.value.data or None, by=me(), now=clock.now())
            flash("Saved.", "success")
        except Refused as refusal:
            flash(refusal.sentence, "danger")
    return redirect(url_for("insights.insight", insight_id=insight_id))


@blueprint.post("/<int:insight_id>/merge")
@allowed("see insights")
def merge(insight_id: int) -> ResponseReturnValue:
    """Answers it together with another one."""
    found = answered_by_me(insight_id)
    form = merge_form(found, MergeForm())
    into = insight_with(form.into.data) if form.validate_on_submit() else None
    if into is None:
        return page_of(found, merge=form)
    try:
        merge_insights(found, into, by=me(), now=clock.now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return page_of(found, merge=form)
    undo = url_for("insights.split", insight_id=insight_id)
    flash_with_undo("The voices are added up: one answer goes to all of them.", undo)
    return redirect(url_for("insights.insight", insight_id=into.id))


@blueprint.post("/<int:insight_id>/split")
@allowed("see insights")
def split(insight_id: int) -> ResponseReturnValue:
    """Answers it by itself again."""
    try:
        split_insights(answered_by_me(insight_id), by=me(), now=clock.now())
        flash("It is answered by itself again.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return redirect(url_for("insights.insight", insight_id=insight_id))
