"""The question of every fetch, put to the database's driver itself: 5,000 calendars ask nothing else all day."""

from collections.abc import Callable
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Engine, bindparam, event, literal_column, select

from planner.models.feeds import Feed
from planner.models.organisations import Organisation
from planner.models.stamps import CalendarStamp


class Ticket(NamedTuple):
    """What the first question about a token answers: all that an unchanged feed needs. What becomes of its person moves `around`."""

    feed_id: int
    stamp: int
    around: int
    made_at: datetime
    alarm_minutes: int | None
    keep_cancelled: bool
    revoked_at: datetime | None
    withdrawn: bool
    token_hash: str = ""
    feeds_off: bool = False


_FEEDS_OFF = select(Organisation.id).where(Organisation.feeds_off).exists()
_TICKET = (
    select(
        Feed.id,
        CalendarStamp.number,
        CalendarStamp.around,
        Feed.made_at,
        Feed.alarm_minutes,
        Feed.keep_cancelled,
        Feed.revoked_at,
        Feed.withdrawn,
        Feed.token_hash,
        _FEEDS_OFF.label("feeds_off"),
    )
    .outerjoin(CalendarStamp, CalendarStamp.id == literal_column("1"))
    .where(Feed.token_hash == bindparam("token_hash"))
)


class _Question(NamedTuple):
    """The question in the words of one database, with what turns each column into Python."""

    text: str
    by_position: bool
    columns: tuple[Callable[[Any], Any] | None, ...]


@cache
def _question(dialect: Dialect) -> _Question:
    compiled = _TICKET.compile(dialect=dialect)
    columns = (column.type.dialect_impl(dialect).result_processor(dialect, None) for column in _TICKET.selected_columns)
    return _Question(str(compiled), bool(compiled.positional), tuple(columns))


@lru_cache(maxsize=20_000)
def _read(question: _Question, row: tuple[Any, ...]) -> Ticket:
    """Most rows are what they were when the feed was asked for last."""
    number, stamp, around, *rest = (
        how(value) if how else value for how, value in zip(question.columns, row, strict=True)
    )
    return Ticket(number, stamp or 0, around or 0, *rest)


class Tickets:
    """Keeps connections of its own, as many as ever asked at once, each answering a question alone without a transaction: a session costs
    eight times the answer, and beginning and ending a transaction are two journeys more to PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._question = _question(engine.dialect)
        self._idle: list[tuple[Any, Any]] = []
        event.listen(engine, "engine_disposed", self._let_go)

    def ticket_for(self, token_hash: str) -> Ticket | None:
        """The feed that a token opens, with the calendar's stamps, in one indexed question."""
        rows = self._ask((token_hash,) if self._question.by_position else {"token_hash": token_hash})
        return _read(self._question, tuple(rows[0])) if rows else None

    def _ask(self, values: object) -> list[Any]:
        """A kept connection may have died with its database; then a new one is asked."""
        while self._idle:
            try:
                connection, cursor = self._idle.pop()
                return self._asked(connection, cursor, values)
            except (IndexError, self._engine.dialect.loaded_dbapi.Error):
                continue
        connection = self._new()
        return self._asked(connection, connection.cursor(), values)

    def _asked(self, connection: Any, cursor: Any, values: object) -> list[Any]:  # noqa: ANN401  # of a driver that has no types in common with others
        try:
            cursor.execute(self._question.text, values)
            rows: list[Any] = cursor.fetchall()
        except BaseException:
            connection.close()
            raise
        self._idle.append((connection, cursor))
        return rows

    def _new(self) -> Any:  # noqa: ANN401  # as above
        """Opened by the engine, as its settings say, and kept out of its pool."""
        pooled = self._engine.raw_connection()
        connection = pooled.dbapi_connection
        pooled.detach()
        self._engine.dialect.set_isolation_level(connection, "AUTOCOMMIT")  # type: ignore[arg-type]  # the driver's own connection, as the dialect means it
        return connection

    def _let_go(self, _engine: Engine) -> None:
        while self._idle:
            self._idle.pop()[0].close()
