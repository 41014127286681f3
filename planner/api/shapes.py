"""Shapes: what is told of a thing, field by field, to whom. The answers and the OpenAPI document are both made of them.

A field that its reader may not know is left out, not emptied: the pages do the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum, StrEnum
from typing import Any

from planner.domain.roles import may
from planner.models.people import Person

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
WALL: Schema = {"type": "string", "description": "A wall clock without a zone, as YYYY-MM-DDTHH:MM:SS."}
CLOCK: Schema = {"type": "string", "description": "A time of day, as HH:MM:SS."}


def words_of(kind: type[StrEnum]) -> Schema:
    """One of the words of an enumeration."""
    return {"type": "string", "enum": [word.value for word in kind]}


def list_of(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def or_nothing(schema: Schema) -> Schema:
    """The same, or null."""
    if "enum" in schema:
        return {**schema, "type": [schema["type"], "null"], "enum": [*schema["enum"], None]}
    return {**schema, "type": [schema["type"], "null"]}


@dataclass(frozen=True)
class Reader:
    """Who reads: the person, and for whom they stand (themselves, and every leader whom they assist)."""

    person: Person
    stands_for: frozenset[int] = frozenset()

    def may(self, act: str, *, own: bool = False) -> bool:
        return may(self.person.role, act, own=own)


Sees = Callable[[Any, Reader], bool]


@dataclass(frozen=True)
class Field:
    """`get` takes the value from a row; `sees` says of which rows a reader may know it, None for all."""

    name: str
    schema: Schema
    get: Callable[[Any], object]
    about: str = ""
    sees: Sees | None = None

    @property
    def described(self) -> Schema:
        return {**self.schema, "description": self.about} if self.about else self.schema


@dataclass(frozen=True)
class Shape:
    """A thing's name in the document, a sentence about it, and its fields."""

    name: str
    about: str
    fields: tuple[Field, ...] = field(default=())

    def of(self, row: object, reader: Reader) -> dict[str, object]:
        """What this reader is told of this row."""
        seen = (one for one in self.fields if one.sees is None or one.sees(row, reader))
        return {one.name: plain(one.get(row)) for one in seen}

    @property
    def schema(self) -> Schema:
        return {
            "type": "object",
            "description": self.about,
            "properties": {one.name: one.described for one in self.fields},
            "required": [one.name for one in self.fields if one.sees is None],
            "additionalProperties": False,
        }


def plain(value: object) -> object:
    """As JSON holds it: instants in UTC with their offset, days and words as they are."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def named(what: str) -> Schema:
    """Somebody or something by number and name, or null."""
    return {
        "type": ["object", "null"],
        "description": what,
        "properties": {"id": NUMBER, "name": TEXT},
        "required": ["id", "name"],
        "additionalProperties": False,
    }


def name_of(row: Any) -> object:  # noqa: ANN401  # whatever has a number and a name
    """The value of `named`."""
    return None if row is None else {"id": row.id, "name": row.name}
