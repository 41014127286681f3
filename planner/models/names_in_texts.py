"""Names found in texts and taken out: tables are walked by their columns, so that a table of tomorrow is looked through as well."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Enum,
    LargeBinary,
    String,
    Table,
    Text,
    and_,
    cast,
    or_,
    select,
    update,
)

from planner.models.base import Base, db

NOT_SEARCHED = frozenset({"people", "audit_rows", "audit_seals"})
"""People have columns for it, and the audit log is changed through its gate alone."""
REDRAWN = frozenset({"published_events.fragment", "uploads.data"})
"""Bytes: what calendars read is rendered anew, and sheets that wait for their preview are thrown away."""


@dataclass(frozen=True)
class Names:
    """What is looked for, and what takes its place."""

    names: tuple[str, ...]
    addresses: tuple[str, ...]

    @property
    def patterns(self) -> list[tuple[re.Pattern[str], str]]:
        found = [(_address_pattern(address), GONE_ADDRESS) for address in self.addresses if address]
        return found + [(pattern, GONE_NAME) for name in self.names for pattern in _name_patterns(name)]

    def and_more(self, words: Iterable[str]) -> "Names":
        """With these names and addresses as well."""
        more = [one for one in words if one]
        names, addresses = [o for o in more if "@" not in o], [o for o in more if "@" in o]
        return Names((*self.names, *names), (*self.addresses, *addresses))

    def in_text(self, text: str) -> bool:
        """Whether a text says any of them."""
        return any(pattern.search(text) for pattern, _ in self.patterns)

    @property
    def traces(self) -> list[str]:
        """Short pieces by which the database finds the rows that are worth reading; each stands in JSON as it stands in text."""
        return [trace for words in (*self.names, *self.addresses) for trace in _traces(words)]


_SPACE = r"\s+"
GONE_NAME = "an erased person"
GONE_ADDRESS = "an erased address"


def _address_pattern(address: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-]|\.[\w-])", re.IGNORECASE)


def _name_patterns(name: str) -> Iterator[re.Pattern[str]]:
    """The name, and turned round as in a sheet. A single word counts as it is written only: Will is a name, will is none."""
    words = [re.escape(word) for word in name.split()]
    if not words:
        return
    how = re.IGNORECASE if len(words) > 1 else re.NOFLAG
    whole, first = _SPACE.join(words), _SPACE.join(words[:-1])
    yield re.compile(rf"(?<!\w){whole}(?!\w)", how)
    if first:
        yield re.compile(rf"(?<!\w){words[-1]},\s*{first}(?!\w)", how)


def _traces(words: str) -> list[str]:
    """The longest run of plain letters; for a name without one, each of its ways to be written."""
    runs = sorted(re.findall(r"[A-Za-z0-9]+", words), key=len)
    if runs and len(runs[-1]) > 1:
        return [runs[-1]]
    return [words, json.dumps(words)[1:-1]] if words.strip() else []


def without(names: Names, value: object, called: str = GONE_NAME) -> object:
    """The value with the names taken out: a text, or whatever JSON holds, keys too. `called` stands in a name's place."""
    if isinstance(value, str):
        for pattern, instead in names.patterns:
            value = pattern.sub(called if instead == GONE_NAME else instead, value)
        return value
    if isinstance(value, list):
        return [without(names, one, called) for one in value]
    if isinstance(value, dict):
        return {str(without(names, key, called)): without(names, one, called) for key, one in value.items()}
    return value


def text_columns(table: Table) -> list[Column[object]]:
    """Columns of a table in which a name may stand."""
    return [
        column
        for column in table.columns
        if isinstance(column.type, (String, JSON)) and not isinstance(column.type, Enum) and not column.primary_key
    ]


def binary_columns() -> set[str]:
    """ "table.column" of everything that is neither text nor number."""
    return {
        f"{t.name}.{c.name}"
        for t in Base.metadata.tables.values()
        for c in t.columns
        if isinstance(c.type, LargeBinary)
    }


def _holding(table: Table, traces: Sequence[str]) -> ColumnElement[bool]:
    columns = [cast(column, Text) if isinstance(column.type, JSON) else column for column in text_columns(table)]
    return or_(*(column.icontains(trace, autoescape=True) for column in columns for trace in traces))


def changed_rows(table: Table, names: Names) -> Iterator[tuple[ColumnElement[bool], dict[str, object]]]:
    """Which rows name them, and what their changed columns would be without the names."""
    columns, keys = text_columns(table), list(table.primary_key.columns)
    for row in db.session.execute(select(*keys, *columns).where(_holding(table, names.traces))).all():
        values = dict(zip((column.name for column in columns), row[len(keys) :], strict=True))
        changed = {
            name: fit(table.columns[name], new) for name, old in values.items() if (new := without(names, old)) != old
        }
        if changed:
            yield and_(*(key == value for key, value in zip(keys, row, strict=False))), changed


def fit(column: Column[object], value: object) -> object:
    """Cut to what the column holds."""
    longest = column.type.length if isinstance(column.type, String) else None
    return value[:longest] if longest and isinstance(value, str) else value


def tables_with_text() -> list[Table]:
    """Tables in which a name may stand."""
    tables = (table for table in Base.metadata.sorted_tables if table.name not in NOT_SEARCHED)
    return [table for table in tables if text_columns(table)]


def texts_naming(names: Names) -> dict[str, int]:
    """In how many rows of each table a text names them."""
    found = {table.name: sum(1 for _ in changed_rows(table, names)) for table in tables_with_text()}
    return {name: count for name, count in found.items() if count}


def take_names_out(names: Names) -> int:
    """Out of every text, in the running transaction; how many rows changed."""
    count = 0
    for table in tables_with_text():
        for which, values in list(changed_rows(table, names)):
            db.session.execute(update(table).where(which).values(values))
            count += 1
    return count
