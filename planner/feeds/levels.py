"""How much of an event a feed tells: everything, titles only, or only that somebody is busy; and an alarm where one was wished for.

A level works on the stored text of an event, so that one rendering serves all of them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm

_PROPERTY = re.compile(rb"([A-Z0-9-]+)[;:](?:.*\r\n(?:[ \t].*\r\n)*)")
"""One property with its continuation lines."""
_END = b"END:VEVENT\r\n"


@dataclass(frozen=True)
class Level:
    """`show` turns the full text of an event into the text that this level tells."""

    name: str
    label: str
    sentence: str
    show: Callable[[bytes], bytes]


def _everything(fragment: bytes) -> bytes:
    return fragment


def _without(*names: bytes) -> Callable[[bytes], bytes]:
    left_out = frozenset(names)

    def show(fragment: bytes) -> bytes:
        return b"".join(m[0] for m in _PROPERTY.finditer(fragment) if m[1] not in left_out)

    return show


_titles = _without(b"DESCRIPTION", b"LOCATION", b"URL")
_times = _without(b"DESCRIPTION", b"LOCATION", b"URL", b"CATEGORIES", b"COLOR")


def _busy(fragment: bytes) -> bytes:
    title = b"SUMMARY:Cancelled\r\n" if b"\r\nSTATUS:CANCELLED\r\n" in fragment else b"SUMMARY:Busy\r\n"
    return b"".join(title if m[1] == b"SUMMARY" else m[0] for m in _PROPERTY.finditer(_times(fragment)))


LEVELS = {
    level.name: level
    for level in (
        Level("full", "Everything", "Title, place, description and the way back to Planner.", _everything),
        Level("titles", "Titles only", "What and when, without place and description.", _titles),
        Level("busy", "Busy only", "Only that you are busy: good for a calendar that others can see.", _busy),
    )
}


def kept(fragment: bytes) -> bytes:
    """What is cancelled as an ordinary event; its title says that it is off."""
    return fragment.replace(b"\r\nSTATUS:CANCELLED\r\n", b"\r\nSTATUS:CONFIRMED\r\n")


def with_alarm(fragment: bytes, minutes: int) -> bytes:
    """The event with one alarm so many minutes before it starts; none for what is cancelled or lasts whole days."""
    if b"\r\nSTATUS:CANCELLED\r\n" in fragment or b"\r\nDTSTART;VALUE=DATE:" in fragment:
        return fragment
    lines = {m[1]: m[0] for m in _PROPERTY.finditer(fragment)}
    return fragment.removesuffix(_END) + _alarm(lines[b"UID"], minutes) + _END


def _alarm(uid: bytes, minutes: int) -> bytes:
    """DISPLAY with a DESCRIPTION: without one Home Assistant and ics.py refuse the whole feed."""
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", "Coming up")
    alarm.add("TRIGGER", timedelta(minutes=-minutes))
    alarm.add("UID", str(uuid5(NAMESPACE_URL, f"{uid.decode().strip()}#{minutes}")))
    text: bytes = alarm.to_ical(sorted=False)
    return text
