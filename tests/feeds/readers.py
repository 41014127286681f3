"""Independent readers of calendars, each brought to the same words: UID, start, end, title, and whether it is cancelled."""

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import icalendar
import ics
import recurring_ical_events
import vobject

from tests.tools import missing, tool

Moment = datetime | date


class Seen(NamedTuple):
    uid: str
    start: Moment
    end: Moment
    title: str
    cancelled: bool
    text: str


def _utc(moment: Moment) -> Moment:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def by_icalendar(text: bytes) -> list[Seen]:
    calendar = icalendar.Calendar.from_ical(text)
    assert all(not component.errors for component in calendar.walk())
    return [_seen(event) for event in calendar.walk("VEVENT")]


def _seen(event: Any) -> Seen:  # noqa: ANN401  # icalendar types a property as any of thirty
    start, end = _utc(event["DTSTART"].dt), _utc(event["DTEND"].dt)
    return Seen(
        event["UID"], start, end, event["SUMMARY"], event["STATUS"] == "CANCELLED", event.get("DESCRIPTION", "")
    )


def by_recurring_ical_events(text: bytes) -> list[Seen]:
    """Without the calendar's zone: 3.8 turns every instant into it and back, and loses the second of the hour that autumn repeats."""
    calendar = icalendar.Calendar.from_ical(text)
    del calendar["X-WR-TIMEZONE"]
    return [_seen(event) for event in recurring_ical_events.of(calendar).between(date(2020, 1, 1), date(2040, 1, 1))]


def by_vobject(text: bytes) -> list[Seen]:
    calendar = vobject.readOne(text.decode())
    return [
        Seen(
            e.uid.value,
            _utc(e.dtstart.value),
            _utc(e.dtend.value),
            e.summary.value,
            e.status.value == "CANCELLED",
            e.description.value if hasattr(e, "description") else "",
        )
        for e in calendar.contents.get("vevent", [])
    ]


def by_ics(text: bytes) -> list[Seen]:
    return [_seen_by_ics(event) for event in ics.Calendar(text.decode()).events]


def _seen_by_ics(event: ics.Event) -> Seen:
    """It keeps whole days as instants, with the last day included or not as its `make_all_day` left it."""
    start, end = event.begin.datetime.astimezone(UTC), event.end.datetime.astimezone(UTC)
    if event.all_day:
        return Seen(
            event.uid, start.date(), end.date(), event.name, event.status == "CANCELLED", event.description or ""
        )
    return Seen(event.uid, start, end, event.name, event.status == "CANCELLED", event.description or "")


_HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"
"""The one for which the system's packages are; the tests' own knows nothing of them."""


@cache
def _process(*command: str) -> subprocess.Popen[str]:
    """One for all calendars; it ends when its input does, which is when the tests end."""
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


def _asked_of(command: tuple[str, ...], text: bytes, reader: str = "") -> list[Seen]:
    process = _process(*command)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps({"reader": reader, "text": text.decode()}) + "\n")
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    assert "refused" not in answer, answer["refused"]
    return [
        Seen(row["uid"], _moment(row["start"]), _moment(row["end"]), row["title"], row["cancelled"], row["text"])
        for row in answer["seen"]
    ]


def _node() -> tuple[str, ...]:
    return tool("node"), str(_HERE / "read_with_node.mjs")


def by_ical_js(text: bytes) -> list[Seen]:
    return _asked_of(_node(), text, "ical.js")


def by_node_ical(text: bytes) -> list[Seen]:
    return _asked_of(_node(), text, "node-ical")


@cache
def _libical() -> tuple[str, ...]:
    """The bindings are a package of the system."""
    python = tool(SYSTEM_PYTHON)
    asked = subprocess.run([python, "-c", "from gi.repository import ICalGLib"], capture_output=True, check=False)
    if asked.returncode != 0:
        missing("libical for Python (gir1.2-ical-3.0)")
    return python, str(_HERE / "read_with_libical.py")


def by_libical(text: bytes) -> list[Seen]:
    """With its own check of restrictions: it is what Evolution and many others read with."""
    return _asked_of(_libical(), text)


@cache
def _sabre() -> tuple[str, ...]:
    php = tool("php")
    if not Path("/usr/share/php/Sabre/VObject/autoload.php").exists():
        missing("sabre/vobject (php-sabre-vobject)")
    return php, str(_HERE / "read_with_sabre.php")


def by_sabre(text: bytes) -> list[Seen]:
    """With its validator: it is what Nextcloud and other CalDAV servers read with."""
    return _asked_of(_sabre(), text)


def _moment(text: str) -> Moment:
    if len(text) == len("2027-03-01"):
        return date.fromisoformat(text)
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


READERS: tuple[Callable[[bytes], list[Seen]], ...] = (
    by_icalendar,
    by_recurring_ical_events,
    by_vobject,
    by_ics,
    by_ical_js,
    by_node_ical,
    by_libical,
    by_sabre,
)
