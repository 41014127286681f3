"""A database of PostgreSQL made as it was: wiping the few tables that a test wrote to costs a tenth of making a new one."""

from dataclasses import dataclass
from hashlib import sha256

import psycopg
from psycopg import sql

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
_SHAPE = """
SELECT (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_attribute), (SELECT count(*) FROM pg_trigger),
(SELECT count(*) FROM pg_constraint)
"""
_SEQUENCES = """
SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY 1
"""


@dataclass(frozen=True)
class Rows:
    """What a database holds, and counts of what it is built of."""

    shape: tuple[object, ...]
    tables: tuple[str, ...]
    written: dict[str, bytes]
    sequences: dict[str, int]


def rows_of(url: str) -> Rows:
    with psycopg.connect(url) as connection:
        tables = tuple(name for (name,) in connection.execute(_TABLES))
        written = {name: _copied(connection, name) for name in _with_rows(connection, tables)}
        return Rows(_shape(connection), tables, written, dict(connection.execute(_SEQUENCES).fetchall()))


def digest_of(rows: Rows) -> bytes:
    """The same for the same rows in the same order, and the same numbers to come."""
    return sha256(repr((sorted(rows.written.items()), sorted(rows.sequences.items()))).encode()).digest()


def wiped(url: str, rows: Rows) -> bool:
    """Gives it back the rows that it had. False when a test altered more than rows."""
    with psycopg.connect(url) as connection:
        if _shape(connection) != rows.shape:
            return False
        connection.execute("SET session_replication_role = replica")  # no keys to others and no triggers
        for name in _with_rows(connection, rows.tables):
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
        for name, text in rows.written.items():
            with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))) as copy:
                copy.write(text)
        moved = dict.fromkeys(name for name, _ in connection.execute(_SEQUENCES).fetchall())
        for name, last in {**moved, **rows.sequences}.items():
            connection.execute("SELECT setval(%s, %s, %s)", (name, last or 1, last is not None))
    return True


def _shape(connection: psycopg.Connection[tuple[object, ...]]) -> tuple[object, ...]:
    return tuple(connection.execute(_SHAPE).fetchone() or ())


def _with_rows(connection: psycopg.Connection[tuple[object, ...]], tables: tuple[str, ...]) -> list[str]:
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name))
        for name in tables
    )
    return [str(name) for (name,) in connection.execute(asked).fetchall()]


def _copied(connection: psycopg.Connection[tuple[object, ...]], table: str) -> bytes:
    with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
        return b"".join(bytes(piece) for piece in copy)
