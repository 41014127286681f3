"""Working days as people write them: Mon-Fri, Sun-Thu, “Mon, Wed, Fri”, every day."""

import re
from itertools import pairwise

from planner.actions.imports.cells import plain
from planner.actions.imports.sheets import Cell, Wrong

SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_STARTS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ALIKE = {"tues": "tuesday", "wednes": "wednesday", "thur": "thursday", "thurs": "thursday", "weds": "wednesday"}
_EVERY_DAY = frozenset({"daily", "every day", "all", "all week", "24/7", "7 days"})
_WEEKDAYS = frozenset({"weekdays", "workdays", "working days"})


def working_days(cell: Cell) -> list[int]:
    """Weekdays in order from Monday 0 to Sunday 6. Raises Wrong, and names the word that is no weekday."""
    text = plain(cell).lower()
    if text in _EVERY_DAY:
        return list(range(7))
    if text in _WEEKDAYS:
        return list(range(5))
    parts = re.split(r"[,;/+&]|\band\b", re.sub(r"\s*(?:-|–|—|\bto\b)\s*", "-", text))
    words = [word for part in parts for word in _split(part)]
    days = {day for word in words for day in _range(word)}
    if not days:
        raise Wrong("Say on which days a shift begins: Mon-Fri, or Mon, Wed, Fri.")
    return sorted(days)


def _split(part: str) -> list[str]:
    """“mon wed fri” is three words; a dash has no space around it any more."""
    return part.split()


def _range(word: str) -> list[int]:
    """The days from the first to the last, over the weekend where that is the way: Sun-Thu."""
    ends = [_weekday(end) for end in word.split("-")]
    if len(ends) > 2:
        raise Wrong(f"“{word}” is not a range of weekdays. Use Mon-Fri or Mon, Wed, Fri.")
    first, last = ends[0], ends[-1]
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _weekday(word: str) -> int:
    text = word.rstrip(".")
    text = _ALIKE.get(text, text)
    for number, (start, full) in enumerate(zip(_STARTS, _LONG, strict=True)):
        if text.startswith(start) and (full.startswith(text) or text == full + "s"):
            return number
    raise Wrong(f"“{word.capitalize()}” is not a weekday. Use Mon-Fri or Mon, Wed, Fri.")


def days_in_words(days: list[int]) -> str:
    """Mon-Fri for a run of three days or more, else the days with commas; runs may go over the weekend: Sun-Thu."""
    if len(days) == 7:
        return "every day"
    ordered = sorted(days)
    start = next((day for day in ordered if (day - 1) % 7 not in ordered), 0)
    turned = sorted(ordered, key=lambda day: (day - start) % 7)
    in_a_row = all((later - earlier) % 7 == 1 for earlier, later in pairwise(turned))
    if in_a_row and len(turned) > 2:
        return f"{SHORT[turned[0]]}-{SHORT[turned[-1]]}"
    return ", ".join(SHORT[day] for day in ordered)
