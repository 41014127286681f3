"""Whether a calendar is one that every reader gets right: the rules of the specification, each with the sentence that says what is wrong.

It reads the text line by line and knows nothing of how Planner writes, so that it can judge any file.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f\u0085\u2028\u2029\ufeff\ufffe\uffff]")
INSTANT = re.compile(r"\d{8}T\d{6}Z")
DAY = re.compile(r"\d{8}")
LONGEST_LINE = 75
LARGEST_SEQUENCE = 2**31
NOT_IN_FEEDS = {
    "METHOD", "ORGANIZER", "ATTENDEE", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "EXRULE", "X-WR-RELCALID", "SOURCE", "DURATION",
}  # fmt: skip
HEAD = ("VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME")
NEEDED = ("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP")
STATES = {"CONFIRMED", "TENTATIVE", "CANCELLED"}
UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[;,]|(?<!\\)(?:\\\\)*\\[^nN;,\\]|(?<!\\)(?:\\\\)*\\$")
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC"}


@dataclass
class Component:
    """A component with its properties as (name, parameters, value), in order."""

    name: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    inside: list["Component"] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        return [value for found, _, value in self.lines if found == name]

    def value(self, name: str) -> str:
        return next(iter(self.values(name)), "")


def faults(text: bytes) -> list[str]:
    """What is wrong with a calendar, a sentence each; empty when nothing is."""
    try:
        decoded = re.sub(b"\r?\n[ \t]", b"", text).decode("utf-8")
    except UnicodeDecodeError:
        return ["The text is not UTF-8."]
    found = list(_line_faults(text, decoded))
    tree = _tree(decoded)
    if isinstance(tree, str):
        return [*found, tree]
    return [*found, *_calendar_faults(tree)]


def _line_faults(text: bytes, decoded: str) -> Iterator[str]:
    if not text.endswith(b"\r\n"):
        yield "The last line has no end."
    if b"\n" in text.replace(b"\r\n", b"") or b"\r" in text.replace(b"\r\n", b""):
        yield "A line does not end with CR LF."
    lines = text.removesuffix(b"\r\n").split(b"\r\n")
    if any(len(line) > LONGEST_LINE for line in lines):
        yield f"A line has more than {LONGEST_LINE} bytes."
    if any(not line for line in lines):
        yield "A line is empty."
    if any(_splits_a_character(line) for line in lines):
        yield "A line is folded inside a character."
    if CONTROLS.search(decoded.replace("\r\n", "")):
        yield "There is a control character in it."


def _splits_a_character(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _tree(decoded: str) -> Component | str:
    """The calendar as components, or the sentence that says why it is none."""
    root = Component("")
    open_ones = [root]
    for line in filter(None, re.split("\r?\n", decoded)):
        head, colon, value = _cut(line)
        name, _, parameters = head.partition(";")
        if not colon or not re.fullmatch("[A-Za-z0-9-]+", name):
            return f"A line is not NAME:VALUE: {line[:40]}"
        if name == "BEGIN":
            open_ones[-1].inside.append(Component(value))
            open_ones.append(open_ones[-1].inside[-1])
        elif name == "END":
            if open_ones.pop().name != value or not open_ones:
                return f"END:{value} closes what was not opened."
        else:
            open_ones[-1].lines.append((name, parameters, value))
    if len(open_ones) != 1 or len(root.inside) != 1 or root.lines or root.inside[0].name != "VCALENDAR":
        return "It is not exactly one whole VCALENDAR."
    return root.inside[0]


def _cut(line: str) -> tuple[str, str, str]:
    """Name with parameters, the colon, and the value; a colon in a quoted parameter does not count."""
    match = re.match(r'((?:"[^"]*"|[^":])*)(:)(.*)$', line, re.DOTALL)
    return (match[1], match[2], match[3]) if match else (line, "", "")


def _calendar_faults(calendar: Component) -> Iterator[str]:
    names = [name for name, _, _ in calendar.lines]
    if calendar.value("VERSION") != "2.0":
        yield "VERSION is not 2.0."
    yield from (f"The calendar has no {name}." for name in HEAD if name not in names)
    yield from (f"{name} stands twice in the calendar." for name, times in Counter(names).items() if times > 1)
    yield from (
        f"{name} does not belong into a feed." for name in names if name in NOT_IN_FEEDS or name in ("UID", "URL")
    )
    if calendar.value("NAME") != calendar.value("X-WR-CALNAME"):
        yield "NAME and X-WR-CALNAME differ."
    if ("REFRESH-INTERVAL", "VALUE=DURATION") not in [(name, parameters) for name, parameters, _ in calendar.lines]:
        yield "REFRESH-INTERVAL has no VALUE=DURATION."
    if not calendar.inside:
        yield "The calendar holds no component."
    events = [component for component in calendar.inside if component.name == "VEVENT"]
    if events and len(events) != len(calendar.inside):
        yield "There is something beside events."
    uids = Counter(event.value("UID") for event in events)
    yield from (f"UID {uid} stands twice." for uid, times in uids.items() if times > 1)
    yield from _name_faults(calendar)
    for event in events:
        yield from _event_faults(event)


def _name_faults(component: Component) -> Iterator[str]:
    """Emacs, golang-ical and ts-ics miss names in lower case."""
    for name, parameters, value in component.lines:
        if name != name.upper():
            yield f"{name} is not in capitals."
        if "TZID" in parameters.upper():
            yield f"{name} has a TZID; it should be UTC."
        if name in TEXTS and UNESCAPED.search(value):
            yield f"{name} is not escaped."
    for part in component.inside:
        yield from _name_faults(part)


def _event_faults(event: Component) -> Iterator[str]:
    names = Counter(name for name, _, _ in event.lines)
    yield from (f"An event has no {name}." for name in NEEDED if not event.value(name))
    yield from (f"{name} does not belong into a feed." for name in names if name in NOT_IN_FEEDS)
    yield from (
        f"{name} stands twice in an event." for name, times in names.items() if times > 1 and name != "CATEGORIES"
    )
    yield from _revision_faults(event)
    yield from _time_faults(event)
    yield from _state_faults(event)
    for part in event.inside:
        yield from _alarm_faults(part, cancelled=event.value("STATUS") == "CANCELLED")


def _revision_faults(event: Component) -> Iterator[str]:
    if event.value("DTSTAMP") != event.value("LAST-MODIFIED"):
        yield "DTSTAMP and LAST-MODIFIED differ."
    if not INSTANT.fullmatch(event.value("DTSTAMP")):
        yield "DTSTAMP is not in UTC."
    sequence = event.value("SEQUENCE")
    if not sequence.isdigit() or int(sequence) >= LARGEST_SEQUENCE:
        yield "SEQUENCE is not a number below 2147483648."
    if "@" not in event.value("UID"):
        yield "The UID has no domain."


def _time_faults(event: Component) -> Iterator[str]:
    (start_parameters, start), (end_parameters, end) = (_time(event, name) for name in ("DTSTART", "DTEND"))
    if start_parameters != end_parameters:
        yield "DTSTART and DTEND are of different kinds."
    form = DAY if start_parameters == "VALUE=DATE" else INSTANT
    if not form.fullmatch(start) or not form.fullmatch(end):
        yield "A time is neither in UTC nor a day."
    elif end <= start:
        yield "DTEND is not after DTSTART."


def _time(event: Component, name: str) -> tuple[str, str]:
    return next(((parameters, value) for found, parameters, value in event.lines if found == name), ("", ""))


def _state_faults(event: Component) -> Iterator[str]:
    cancelled = event.value("STATUS") == "CANCELLED"
    if event.value("STATUS") not in STATES:
        yield f"STATUS is {event.value('STATUS')}."
    if cancelled != event.value("SUMMARY").startswith("Cancelled"):
        yield "STATUS and SUMMARY disagree about cancelling."
    free = event.value("TRANSP") == "TRANSPARENT"
    if not free and (cancelled or _time(event, "DTSTART")[0] == "VALUE=DATE"):
        yield "What is cancelled or lasts whole days keeps nobody busy."
    if event.value("X-MICROSOFT-CDO-BUSYSTATUS") not in ("", "FREE" if free else "BUSY"):
        yield "TRANSP and X-MICROSOFT-CDO-BUSYSTATUS disagree."


def _alarm_faults(part: Component, *, cancelled: bool) -> Iterator[str]:
    if part.name != "VALARM":
        yield f"{part.name} does not belong into an event."
    if cancelled:
        yield "A cancelled event has an alarm."
    if part.value("ACTION") != "DISPLAY" or not part.value("DESCRIPTION") or not part.value("UID"):
        yield "An alarm needs ACTION:DISPLAY, a DESCRIPTION and a UID."
    if not re.fullmatch(r"-?P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?", part.value("TRIGGER")):
        yield "An alarm's TRIGGER is not relative."
