"""What a receiver does with an insight beside answering it: say what it is worth, and add up voices that say the same."""

from planner.models.insights import Insight, similar_to
from planner.web.forms.insights import MergeForm, ValueForm

SHOWN = 90


def value_form(found: Insight, form: ValueForm) -> ValueForm:
    """The form with what was said so far."""
    if not form.is_submitted():
        form.value.data = found.value or 0
    return form


def merge_form(found: Insight, form: MergeForm) -> MergeForm:
    """The form with those of the same category that still wait, the same touch point first."""
    form.into.choices = [(one.id, _words(one)) for one in similar_to(found)]
    return form


def _words(one: Insight) -> str:
    text = one.text if len(one.text) <= SHOWN else f"{one.text[:SHOWN].rstrip()}…"
    where = ", ".join(filter(None, [one.touch_point, one.team.name if one.team else ""]))
    return f"{text} ({where})" if where else text
