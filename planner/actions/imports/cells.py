"""One cell at a time: the text, number, time or day that a person meant, or a sentence that says what to write instead."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from planner.actions.imports.sheets import Cell, Formula, Wrong
from planner.domain.text import NAME_LONGEST, TEXT_LONGEST, clean, refuse, refuse_long

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::00)?\s*([ap]\.?m\.?)?", re.IGNORECASE)
NOTHING = frozenset({"-", "–", "none", "nobody"})
"""What a person writes to empty a thing that has a value; a cell left blank leaves it as it is."""


def plain(cell: Cell) -> str:
    """The cell as text in one line; whole numbers without a point. Raises Wrong for a formula."""
    if isinstance(cell, Formula):
        raise Wrong(f"“{cell.text[:40]}” is a formula. Put the value itself in the cell (copy, then paste as values).")
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else _SPACES.sub(" ", str(cell).lstrip("\ufeff")).strip()


def name(cell: Cell) -> str:
    """A name of at most 120 characters. Raises Wrong."""
    if isinstance(cell, str):
        if _is_harmless(cell):
            return " ".join(cell.split())
        _refuse_controls(cell)
    text = clean(plain(cell))
    refusal = refuse(text, "This", NAME_LONGEST)
    if refusal:
        raise Wrong(refusal)
    return text


def _is_harmless(text: str) -> bool:
    """Nearly every cell is; the careful look takes twenty times as long."""
    return text.isascii() and text.isprintable() and "=?" not in text and 0 < len(text.strip()) <= NAME_LONGEST


def long_text(cell: Cell) -> str:
    """A text of some lines. Raises Wrong."""
    if not isinstance(cell, str):
        return plain(cell)
    _refuse_controls(cell)
    text = clean(cell)
    refusal = refuse_long(text, "This", TEXT_LONGEST)
    if refusal:
        raise Wrong(refusal)
    return text


def _refuse_controls(text: str) -> None:
    if any(ord(c) < 32 and c not in "\t\n\r" for c in text) or "\x7f" in text:
        raise Wrong("There is a character in it that cannot be seen. Type it again by hand.")


def address(cell: Cell) -> str:
    """A mail address in lower case. Raises Wrong."""
    text = plain(cell).lower().removeprefix("mailto:")
    if len(text) > 254 or not _ADDRESS.fullmatch(text):
        raise Wrong(f"“{text[:80]}” is not an e-mail address such as name@example.org.")
    return text


def whole(least: int, most: int, what: str) -> Callable[[Cell], int]:
    """A reader of whole numbers from `least` to `most`; 12.0 is 12. The reader raises Wrong."""

    def read(cell: Cell) -> int:
        text = plain(cell)
        number = _number(text)
        if number is None or not least <= number <= most:
            raise Wrong(f"“{text[:40]}” is not {what} from {least} to {most}.")
        return number

    return read


def _number(text: str) -> int | None:
    if re.fullmatch(r"\d{1,9}([.,]0+)?", text) and text.isascii():
        return int(re.split(r"[.,]", text)[0])
    return None


def clock(cell: Cell) -> time:
    """A time of day: 22:30, 22.30, 10:30 pm, 22, or what a spreadsheet keeps. Raises Wrong."""
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0, tzinfo=None)
    if isinstance(cell, timedelta):
        return _of_day(cell.total_seconds() / 86400)
    if isinstance(cell, float) and 0 <= cell < 1:
        return _of_day(cell)
    return _written_clock(plain(cell))


def _of_day(part: float) -> time:
    minutes = round(math.modf(part)[0] * 24 * 60) % (24 * 60)
    return time(minutes // 60, minutes % 60)


def _written_clock(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 99)
    half = found[3][0].lower() if found and found[3] else ""
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half:
        hour = 99
    if (hour, minute) == (24, 0):
        return time(0)
    if hour > 23 or minute > 59:
        raise Wrong(f"“{text[:40]}” is not a time of day. Write it as 08:00 or 22:30.")
    return time(hour, minute)


_DAY_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y", "%d-%b-%Y", "%d %b %y")


def day(cell: Cell) -> date:
    """A day: 2027-03-01, 1 March 2027, 01.03.2027, or what a spreadsheet keeps. Raises Wrong, for 03/04/2027 as well."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = plain(cell)
    found = _slashed(text) or _by_form(text)
    if found is None or not 1990 <= found.year <= 2100:
        raise Wrong(f"“{text[:40]}” is not a day. Write it as 2027-03-01 or 1 March 2027.")
    return found


def _by_form(text: str) -> date | None:
    words = text.replace(",", "").removesuffix(" 00:00:00")
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


def _slashed(text: str) -> date | None:
    """1/31/2027 and 31/1/2027 can be read in one way only; 3/4/2027 cannot."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    if not found:
        return None
    first, second, year = (int(part) for part in found.groups())
    if first <= 12 and second <= 12 and first != second:
        raise Wrong(f"“{text}” can be read in two ways. Write it as {year}-{second:02d}-{first:02d} (year-month-day).")
    month, of_month = (second, first) if first > 12 else (first, second)
    try:
        return date(year, month, of_month)
    except ValueError:
        return None
