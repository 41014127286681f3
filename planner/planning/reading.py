"""Reading untrusted JSON with errors that name the place: `teams[3].shift: no shift is called "NGT2".`"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time


class ProblemRefused(ValueError):
    """The problem or plan makes no sense; the message is one sentence that names the place and is fit to be shown."""


class Place:
    """One value of a JSON document together with the path that leads to it."""

    def __init__(self, value: object, path: str) -> None:
        self.value, self.path = value, path

    def refuse(self, sentence: str) -> ProblemRefused:
        return ProblemRefused(f"{self.path or 'the document'}: {sentence}")

    def __getitem__(self, key: str) -> Place:
        found = self.maybe(key)
        if found is None:
            raise Place(None, self._below(key)).refuse("is missing.")
        return found

    def maybe(self, key: str) -> Place | None:
        """The value under `key`, None when it is absent or null."""
        if not isinstance(self.value, dict):
            raise self.refuse("expected an object with named values.")
        value = self.value.get(key)
        return None if value is None else Place(value, self._below(key))

    def _below(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def items(self) -> Iterator[Place]:
        if not isinstance(self.value, list):
            raise self.refuse("expected a list.")
        return (Place(value, f"{self.path}[{number}]") for number, value in enumerate(self.value))

    def pairs(self) -> Iterator[tuple[str, Place]]:
        if not isinstance(self.value, dict):
            raise self.refuse("expected an object with named values.")
        return ((str(key), Place(value, f"{self.path}.{key}")) for key, value in self.value.items())

    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value:
            raise self.refuse("expected a text that is not empty.")
        return self.value

    def one_of(self, names: Collection[str], thing: str = "") -> str:
        name = self.text()
        if name not in names:
            raise self.refuse(f'no {thing} is called "{name}".' if thing else f'"{name}" is not one of {_list(names)}.')
        return name

    def whole(self, low: int | None = None, high: int | None = None) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.refuse("expected a whole number.")
        if low is not None and self.value < low:
            raise self.refuse(f"{self.value} is less than {low}.")
        if high is not None and self.value > high:
            raise self.refuse(f"{self.value} is more than {high}.")
        return self.value

    def number(self) -> float:
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            raise self.refuse("expected a number.")
        return float(self.value)

    def date(self) -> date:
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            raise self.refuse(f'"{self.value}" is not a date like 2026-02-03.') from None

    def time(self) -> time:
        try:
            return time.fromisoformat(self.text())
        except ValueError:
            raise self.refuse(f'"{self.value}" is not a time like 08:30.') from None

    def instant(self) -> datetime:
        try:
            found = datetime.fromisoformat(self.text())
        except ValueError:
            raise self.refuse(f'"{self.value}" is not an instant like 2026-02-03T14:00Z.') from None
        if found.tzinfo is None:
            raise self.refuse(f'"{self.value}" has no zone; write 2026-02-03T14:00Z.')
        return found.astimezone(UTC)


def _list(names: Collection[str]) -> str:
    return ", ".join(sorted(names)) or "none at all"
