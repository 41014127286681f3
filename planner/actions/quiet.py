"""Hours in which somebody, or everybody of a site, gets no message."""

from datetime import datetime, time

from planner.domain.refusals import Refused
from planner.models.audit import note
from planner.models.base import writing
from planner.models.people import Person
from planner.models.sites import Site


def set_quiet(place: Person | Site, start: time | None, end: time | None, *, by: Person, now: datetime) -> None:
    """From then until then, by the reader's clock; over midnight when `end` is earlier. Without both, the site's or the house's own hold.

    Raises Refused for one time without the other.
    """
    if (start is None) != (end is None):
        raise Refused("Give both times, or neither.")
    with writing():
        place.quiet_from, place.quiet_until = start, end
        hours = f"from {start:%H:%M} to {end:%H:%M}" if start and end else "as usual"
        kind = "person" if isinstance(place, Person) else "site"
        note("set quiet hours", kind, place.id, f"No messages to {place.name} {hours}.", by=by, now=now)
