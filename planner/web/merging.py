"""Saving what others may save, too: refusals beside the field, and both versions side by side when it was changed meanwhile."""

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from planner.domain.refusals import ChangedMeanwhile, Refused
from planner.models.base import Base, hold, writing
from planner.web.form_words import show_refusal
from planner.web.forms.reading import CarefulForm
from planner.web.forms.shared import SharedForm

T = TypeVar("T")


class Difference(NamedTuple):
    """One field that has two values now; `keep` is the side that is ticked at first."""

    name: str
    label: str
    theirs: str
    theirs_shown: str
    mine: str
    mine_shown: str
    keep: str


def keep(form: SharedForm, held: Base | None, stored: Callable[[], SharedForm], save: Callable[[], T]) -> T:
    """What `save` gives, in one transaction with the look whether `held` still is as it was when the form was opened.

    Raises ChangedMeanwhile when it is not; the form then has both versions side by side. `stored` fills a form anew; without `held` it is
    a new thing.
    """
    with writing():
        if held is not None:
            hold(held)
            fresh = stored()
            if form.changed_since(fresh):
                form.take_both(fresh)
                raise ChangedMeanwhile("This")
        return save()


def status_of(form: SharedForm) -> int:
    """200 for a page that was asked for, 409 for one with two versions, 422 for one with something wrong."""
    return 409 if form.both else 422 if form.is_submitted() else 200


def fill(form: CarefulForm, values: Mapping[str, str], revision: int) -> None:
    """Puts what is stored into a form that was just opened, and notes what that was."""
    for name, value in values.items():
        form[name].data = value
    form.revision.data, form.was.data = str(revision), json.dumps(dict(values))


def save_or_say(
    form: CarefulForm,
    save: Callable[[], str],
    page: Callable[[], str],
    present: Callable[[], tuple[Mapping[str, str], int]] | None = None,
) -> ResponseReturnValue:
    """Saves and goes to the address that `save` gives; else the page with what is wrong (422), or the merge page (409).

    `present` gives the stored values and revision, for things that have a revision.
    """
    if not form.validate_on_submit():
        return page(), 422
    try:
        address = save()
    except ChangedMeanwhile as changed:
        if present is None:
            raise
        return _merge_page(form, changed, *present()), 409
    except Refused as refusal:
        show_refusal(form, refusal)
        return page(), 422
    flash("Saved.", "success")
    return redirect(address)


def revision_of(form: CarefulForm) -> int | None:
    """The revision that the form was filled from; None for a new thing."""
    text = str(form.revision.data or "")
    return int(text) if text.isascii() and text.isdigit() else None


def _merge_page(form: CarefulForm, changed: ChangedMeanwhile, values: Mapping[str, str], revision: int) -> str:
    differing = differences(form, values)
    names = {difference.name for difference in differing}
    agreed = [(form[name].name, value) for name, value in values.items() if form[name].name not in names]
    agreed += [(form.revision.name, str(revision)), (form.was.name, json.dumps(dict(values)))]
    return render_template("people/merge.html", sentence=changed.sentence, differences=differing, agreed=agreed)


def differences(form: CarefulForm, values: Mapping[str, str]) -> list[Difference]:
    """The fields in which the form and the stored thing differ. Where only one side changed, that side is ticked; else mine."""
    was = _was(form)
    found = []
    for name, theirs in values.items():
        mine = str(form[name].data or "")
        if mine != theirs:
            keep = "theirs" if was.get(name) == mine else "mine"
            shown = _shown(form, name)
            label = form[name].label.text
            found.append(Difference(form[name].name, label, theirs, shown(theirs), mine, shown(mine), keep))
    return found


def _was(form: CarefulForm) -> dict[str, object]:
    try:
        was = json.loads(form.was.data or "{}")
    except ValueError:
        return {}
    return was if isinstance(was, dict) else {}


def _shown(form: CarefulForm, name: str) -> Callable[[str], str]:
    """How a value is read by people: a choice by its label."""
    labels = {choice.value: choice.label for choice in getattr(form[name], "choices", None) or []}
    return lambda value: str(labels.get(value, value)) or "nothing"
