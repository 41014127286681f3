"""What can be asked for in an address, read strictly: a name or a value that means nothing is refused with a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask import abort
from werkzeug.datastructures import MultiDict

LARGEST = 2**31 - 1
MOST, USUAL = 200, 50


@dataclass(frozen=True)
class Parameter:
    """`kind` is number, day, instant, flag, or an enumeration's words; `least` and `most` are for numbers."""

    name: str
    kind: str | type[StrEnum] | tuple[str, ...]
    about: str
    argument: str = ""
    least: int = 1
    most: int = LARGEST

    @property
    def words(self) -> list[str]:
        if isinstance(self.kind, tuple):
            return list(self.kind)
        return [word.value for word in self.kind] if isinstance(self.kind, type) else []

    @property
    def schema(self) -> dict[str, Any]:
        """As the document says it."""
        if self.words:
            return {"type": "string", "enum": self.words}
        plain: dict[str, dict[str, Any]] = {"day": {"type": "string", "format": "date"}}
        plain["flag"] = {"type": "string", "enum": ["yes", "no"]}
        plain["instant"] = {"type": "string", "format": "date-time"}
        return plain.get(str(self.kind)) or {"type": "integer", "minimum": self.least, "maximum": self.most}

    def read(self, text: str) -> object:
        """The value. Raises ValueError for a text that means nothing here."""
        if isinstance(self.kind, type):
            return self.kind(text)
        if self.words:
            return self.words[self.words.index(text)]
        return _READERS[self.kind](text) if self.kind != "number" else self._number(text)

    def _number(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 11 and self.least <= int(text) <= self.most):
            raise ValueError(text)
        return int(text)


def _flag(text: str) -> bool:
    return {"yes": True, "no": False}[text]


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text.replace(" ", "+"))
    if moment.tzinfo is None:
        raise ValueError("no zone")
    return moment


def _day(text: str) -> date:
    if len(text) != len("2027-01-01"):
        raise ValueError(text)
    return date.fromisoformat(text)


_READERS: Mapping[Any, Any] = {"flag": _flag, "instant": _instant, "day": _day}

AFTER = Parameter("after", "number", "Go on after the thing with this number; `next` has the address.", least=0)
LIMIT = Parameter("limit", "number", f"How many at most; {USUAL} unless told.", most=MOST)


def read_all(known: tuple[Parameter, ...], given: MultiDict[str, str]) -> dict[str, Any]:
    """What was asked for. Aborts with 400 for a name that is not known here, twice the same, or a value that cannot be read."""
    names = {one.name: one for one in known}
    found: dict[str, Any] = {}
    for name, texts in given.lists():
        if name not in names or len(texts) > 1:
            offered = ", ".join(names) or "none"
            abort(400, f"“{name[:40]}” is not asked for here, or was given twice. What this address takes: {offered}.")
        try:
            found[names[name].argument or name] = names[name].read(texts[0])
        except (ValueError, KeyError, OverflowError):
            abort(400, f"“{name}” cannot be read. {names[name].about} {_shape(names[name])}")
    return found


def _shape(parameter: Parameter) -> str:
    if parameter.words:
        return f"One of: {', '.join(parameter.words)}."
    shapes = {"day": "A day as 2027-03-01.", "instant": "An instant as 2027-03-01T09:00:00Z.", "flag": "yes or no."}
    return shapes.get(str(parameter.kind)) or f"A whole number from {parameter.least} to {parameter.most}."
