"""Telling what became of a promise from one place, whatever it is about: the thing itself learns of it, too."""

from datetime import datetime

from planner.actions import insights, promises
from planner.domain.insights import Light
from planner.models.insights import insight_with
from planner.models.people import Person
from planner.models.promises import Promise


def tell_what(found: Promise, words: str, *, by: Person, now: datetime, light: Light = Light.green) -> None:
    """Tells everybody who waits for this promise. Raises Refused without words, or when they were told already."""
    insight = insight_with(found.about_id) if found.about == insights.ABOUT else None
    if insight is not None and insight.merged_into_id is None:
        insights.tell_back(insight, words, by=by, now=now, light=light)
    else:
        promises.tell(found, words, by=by, now=now)
