"""Changes to a problem as plain data: what a clash would have to let go, and what would help. Each can be applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from planner.planning.plan import Occurrence, instant_text
from planner.planning.problem import Closure, Problem, Site

SET, REMOVE, ADD, OPEN = "set", "remove", "add", "open"


@dataclass(frozen=True)
class Change:
    """One thing of the problem that is different. `path` leads there by names: ("sites", "DUB", "committee_minutes", 12).

    `how` says what `value` is: the new value (set), a member to be taken out (remove), a number to be added (add), or a
    date on which a site is open after all (open).
    """

    path: tuple[str | int, ...]
    value: Any
    how: str = SET

    def apply(self, problem: Problem) -> Problem:
        changed: Problem = _at(problem, self.path, self)
        return changed

    def to_json(self) -> dict[str, object]:
        return {"path": list(self.path), "how": self.how, "value": _json(self.value)}


@dataclass(frozen=True)
class Relaxation:
    """A change that helps, in a sentence and as data."""

    sentence: str
    changes: tuple[Change, ...]

    def apply(self, problem: Problem) -> Problem:
        return applied(problem, self.changes)

    def to_json(self) -> dict[str, object]:
        return {"sentence": self.sentence, "changes": [change.to_json() for change in self.changes]}


def applied(problem: Problem, changes: Iterable[Change]) -> Problem:
    for change in changes:
        problem = change.apply(problem)
    return problem


def _at(here: Any, path: tuple[str | int, ...], change: Change) -> Any:  # noqa: ANN401 -- any part of a problem
    """A copy of `here` that is changed at the path. A name that is not there changes nothing: a part may know less."""
    if not path:
        return _changed(here, change)
    step, rest = path[0], path[1:]
    if is_dataclass(here) and not isinstance(here, type):
        return replace(here, **{str(step): _at(getattr(here, str(step)), rest, change)})
    if isinstance(here, Mapping):
        return {**here, step: _at(here[step], rest, change)} if step in here else here
    return tuple(_at(item, rest, change) if _is(item, number, step) else item for number, item in enumerate(here))


def _is(item: object, number: int, step: str | int) -> bool:
    return number == step if isinstance(step, int) else getattr(item, "id", None) == step


def _changed(here: Any, change: Change) -> Any:  # noqa: ANN401 -- any part of a problem
    if change.how == ADD:
        return here + change.value
    if change.how == REMOVE and isinstance(here, Mapping):
        return {key: value for key, value in here.items() if key != change.value}
    if change.how == REMOVE:
        return tuple(item for item in here if item != change.value)
    return opened(here, change.value) if change.how == OPEN else change.value


def opened(site: Site, day: date) -> Site:
    """The site without any holiday, blackout or peak on that day."""
    holidays = {when: name for when, name in site.holidays.items() if when != day}
    blackouts = tuple(part for closure in site.blackouts for part in _around(closure, day))
    peaks = tuple(part for closure in site.peak_weeks for part in _around(closure, day))
    return replace(site, holidays=holidays, blackouts=blackouts, peak_weeks=peaks)


def _around(closure: Closure, day: date) -> list[Closure]:
    if not closure.start <= day <= closure.end:
        return [closure]
    one = timedelta(days=1)
    parts = [Closure(closure.start, day - one, closure.reason), Closure(day + one, closure.end, closure.reason)]
    return [part for part in parts if part.start <= part.end]


def _json(value: object) -> object:
    if isinstance(value, Occurrence):
        return value.to_json()
    if isinstance(value, datetime):
        return instant_text(value)
    if is_dataclass(value):
        return {part.name: _json(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _json(item) for key, item in value.items()}
    return [_json(item) for item in value] if isinstance(value, tuple) else value
