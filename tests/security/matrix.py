"""Everybody at every door: each route and method with each role, and with one's own, somebody else's, a gone and a guessed number.

What a role may is read from the table of acts, whose a thing is from `objects`; what a door answers is compared with both.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy.orm import SessionTransaction
from werkzeug.routing import AnyConverter, IntegerConverter, Rule
from werkzeug.test import TestResponse

from planner.domain.roles import ACTS
from planner.models.base import db
from planner.models.people import Person
from tests.security.objects import TABLES, Whose, kind_of, number_of, rows_of, whose

GUESSED = 987_654
IN, FORBIDDEN, MISSING = "in", "403", "404"
ANSWERED = {200, 302, 303, 304, 400, 409, 410, 422}
"""What a door says to those whom it lets in: 400 and 422 are about what was sent with it, which is nothing here."""


class Door(NamedTuple):
    """One method of one route. `numbers` are the names of the numbers in its address."""

    endpoint: str
    method: str
    rule: Rule
    act: str
    numbers: tuple[str, ...]


class Case(NamedTuple):
    """One request and what the table says that it meets."""

    label: str
    values: dict[str, Any]
    expected: str


def doors(app: Flask) -> Iterator[Door]:
    """Every route and method that is for people who are signed in. KeyError for one that nobody marked with its act."""
    for rule in app.url_map.iter_rules():
        act = None if rule.endpoint == "static" else vars(app.view_functions[rule.endpoint])["act"]
        if act is None:
            continue
        numbers = [name for name in sorted(rule.arguments) if isinstance(rule._converters[name], IntegerConverter)]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Door(rule.endpoint, method, rule, act, tuple(numbers))


class Setting(NamedTuple):
    """What the house has for addresses: `words` for the words in them, `valid` for what one door needs, `query` for what it is asked with;
    `softly` are the doors that say in a sentence that a thing is gone, by the name of its number."""

    words: dict[str, str]
    valid: dict[str, dict[str, Any]]
    query: dict[str, dict[str, Any]]
    softly: set[tuple[str, str]]


class Matrix:
    """The cases of every door, out of what is in the house."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._rows = {name: [(number_of(row), row) for row in rows_of(name)] for name in TABLES}
        self._picked: dict[tuple[int, int], dict[str, int]] = {}
        self.met: set[tuple[str, str, str]] = set()

    def cases(self, door: Door, person: Person) -> Iterator[Case]:
        """KeyError for an act or a number that no table knows."""
        reach, plain = ACTS[door.act].get(person.role), self._plain(door)
        if reach is None:
            yield Case("any", plain, FORBIDDEN)
        elif not door.numbers:
            yield Case("only", plain, IN)
        else:
            yield from self._numbered(door, person, reach, plain)

    def _plain(self, door: Door) -> dict[str, Any]:
        """Some row for every number, the first choice of every choice, and a word for every word."""
        found: dict[str, Any] = {}
        for name in sorted(door.rule.arguments):
            converter = door.rule._converters[name]
            if name in door.numbers:
                found[name] = next((number for number, _ in self._behind(door, name)), GUESSED)
            else:
                found[name] = min(converter.items) if isinstance(converter, AnyConverter) else self._setting.words[name]
        return found | self._setting.valid.get(door.endpoint, {})

    def _numbered(self, door: Door, person: Person, reach: str, plain: dict[str, Any]) -> Iterator[Case]:
        name, known = self._deciding(door, reach)
        picked = self._pick(known, door, name, person) if known else {"own": plain[name]}
        opens = reach == "any" and not (known and known.private)
        softly = (door.endpoint, name) in self._setting.softly
        expected = {"own": IN, "read": IN if opens else FORBIDDEN, "other": IN if opens or softly else MISSING}
        for label, number in picked.items():
            self.met.add((door.act, kind_of(door.endpoint, name), label))
            yield Case(label, {**plain, name: number}, expected[label])
        mine = {**plain, name: picked.get("own", plain[name])}
        for other in door.numbers:
            reached = opens or "own" in picked or other == name
            missing = IN if (door.endpoint, other) in self._setting.softly and reached else MISSING
            gone = max((number for number, _ in self._behind(door, other)), default=0) + 1
            yield Case(f"gone {other}", {**mine, other: gone}, missing)
            yield Case(f"guessed {other}", {**mine, other: GUESSED}, missing)

    def _deciding(self, door: Door, reach: str) -> tuple[str, Whose | None]:
        """The number of the door that says whose it is. KeyError when nobody said so, and it matters."""
        for name in door.numbers:
            known = whose(door.endpoint, door.act, kind_of(door.endpoint, name))
            if known is not None:
                return name, known
        if reach == "own":
            raise KeyError(f"say in tests/security/objects.py whose the numbers of {door.endpoint} are")
        return door.numbers[-1], None

    def _behind(self, door: Door, name: str) -> list[tuple[int, Any]]:
        return self._rows[kind_of(door.endpoint, name)]

    def _pick(self, known: Whose, door: Door, name: str, person: Person) -> dict[str, int]:
        """A row that is theirs, one they may only know about, one they may not."""
        key = (id(known), person.id)
        if key not in self._picked:
            found: dict[str, int] = {}
            for number, row in self._behind(door, name):
                if known.fits(row):
                    label = "own" if known.own(row, person) else "read" if known.read(row, person) else "other"
                    found.setdefault(label, number)
            self._picked[key] = found
        return self._picked[key]


def met(answer: TestResponse) -> str:
    """How somebody was received: "in", or the status."""
    away = answer.headers.get("Location", "").startswith("/sign-in")
    return IN if answer.status_code in ANSWERED and not away else str(answer.status_code)


@contextmanager
def undone() -> Iterator[None]:
    """What is written in here is taken back at the end, whatever was committed."""
    session, held = db.session(), [db.session.begin_nested()]

    def again(end: Callable[[SessionTransaction], None]) -> None:
        session.flush()
        end(held.pop())
        held.append(session.begin_nested())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db.session, "commit", lambda: again(SessionTransaction.commit))
        patch.setattr(db.session, "rollback", lambda: again(SessionTransaction.rollback))
        yield
    session.rollback()
