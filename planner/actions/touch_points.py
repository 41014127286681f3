"""The register of touch points, and what the centre is there for: written down, looked at again, and told apart by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from planner.domain.refusals import Refused
from planner.domain.text import clean, refuse, refuse_long
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.events import Event
from planner.models.people import Person
from planner.models.touch_points import TouchPoint, rename_everywhere, tag_event, touch_point_named


@dataclass(frozen=True)
class TouchPointFacts:
    """What the register says about a touch point."""

    name: str
    about: str = ""
    owner: Person | None = None
    review_months: int = 12
    active: bool = True


def save_touch_point(found: TouchPoint | None, facts: TouchPointFacts, *, by: Person, now: datetime) -> TouchPoint:
    """Adds a touch point or changes one; what carries its name carries the new one. Raises Refused for a name that is taken."""
    _refuse_odd(found, facts)
    with writing():
        name = clean(facts.name)
        point = found or TouchPoint(name=name)
        if found is not None and found.name != name:
            rename_everywhere(found.name, name)
        point.name, point.about = name, clean(facts.about)
        point.owner_id = facts.owner.id if facts.owner else None
        point.review_months, point.active = facts.review_months, facts.active
        db.session.add(point)
        db.session.flush()
        note("save", "touch point", point.id, f"The touch point “{name}” was saved.", by=by, now=now)
        return point


def _refuse_odd(found: TouchPoint | None, facts: TouchPointFacts) -> None:
    if wrong := refuse(facts.name, "The name"):
        raise Refused(wrong, "name")
    if wrong := refuse_long(facts.about, "The text"):
        raise Refused(wrong, "about")
    if not 1 <= facts.review_months <= 60:
        raise Refused("A touch point is looked at every 1 to 60 months.", "review_months")
    other = touch_point_named(clean(facts.name))
    if other is not None and (found is None or other.id != found.id):
        raise Refused("There is a touch point of this name already. Take another, or edit that one.", "name")


def reviewed(point: TouchPoint, on: date, *, by: Person, now: datetime) -> None:
    """Says that it was looked at on a day; the cycle begins anew."""
    with writing():
        point.last_reviewed_on = on
        note("review", "touch point", point.id, f"The touch point “{point.name}” was looked at.", by=by, now=now)


def tag(event: Event, points: Sequence[TouchPoint], *, by: Person, now: datetime) -> None:
    """The event is about exactly these touch points."""
    with writing():
        tag_event(event.id, [point.id for point in points])
        names = ", ".join(point.name for point in points) or "no touch point"
        note("tag", "event", event.id, f"“{event.title}” is about {names}.", by=by, now=now)
