"""Reads calendars with libical: a question a line on standard input, an answer a line, until the input ends.

Runs under the system's Python, which has the bindings (python3-gi, gir1.2-ical-3.0); nothing of Planner is there.
"""

import json
import sys
from typing import Any

import gi  # type: ignore[import-not-found]  # a package of the system

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # type: ignore[import-not-found]  # noqa: E402  # as the bindings want it

KIND = ICalGLib.ComponentKind.VEVENT_COMPONENT


def moment(time: Any) -> str:  # noqa: ANN401  # of bindings that have no types
    if time.is_date():
        return f"{time.get_year():04}-{time.get_month():02}-{time.get_day():02}"
    assert time.is_utc(), "an instant that is not in UTC"
    return (
        f"{time.get_year():04}-{time.get_month():02}-{time.get_day():02}"
        f"T{time.get_hour():02}:{time.get_minute():02}:{time.get_second():02}Z"
    )


def seen(event: Any) -> dict[str, object]:  # noqa: ANN401  # as above
    return {
        "uid": event.get_uid(),
        "start": moment(event.get_dtstart()),
        "end": moment(event.get_dtend()),
        "title": event.get_summary(),
        "cancelled": event.get_status() == ICalGLib.PropertyStatus.CANCELLED,
        "text": event.get_description() or "",
    }


def read(text: str) -> dict[str, object]:
    """Its own check of what RFC 5545 and 5546 allow is asked as well."""
    calendar = ICalGLib.Component.new_from_string(text)
    if calendar is None or not calendar.is_valid():
        return {"refused": "no calendar"}
    calendar.check_restrictions()
    if calendar.count_errors():
        return {"refused": calendar.as_ical_string()[:2000]}
    found, event = [], calendar.get_first_component(KIND)
    while event is not None:
        found.append(seen(event))
        event = calendar.get_next_component(KIND)
    return {"seen": found}


for line in sys.stdin:
    print(json.dumps(read(json.loads(line)["text"])), flush=True)
