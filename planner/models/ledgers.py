"""The few statements around the moment at which a message leaves, on a connection that a sender keeps for them.

They decide what a message costs, and how many copies a kill makes. So they are written out, and go past the session and its pool.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from planner.models.base import DatabaseTrouble, db

STILL = """
SELECT 1 FROM messages WHERE id = {number} AND leased_by = {owner} AND state = 'leased'
AND coalesce((SELECT number FROM truth_stamps), 0) = {truth}"""
MARK = """
UPDATE messages SET state = 'sent', sent_at = {now}, leased_until = NULL, last_words = '', subject = {subject}, text = {text}
WHERE id = {number} AND leased_by = {owner} AND state = 'leased'"""
MARK_IF_STILL = """
WITH marked AS (
  UPDATE messages SET state = 'sent', sent_at = {now}, leased_until = NULL, last_words = '', subject = {subject}, text = {text}
  WHERE id = {number} AND leased_by = {owner} AND state = 'leased'
  AND coalesce((SELECT number FROM truth_stamps), 0) = {truth} RETURNING id
), begun AS (SELECT id FROM messages WHERE id = {following} AND EXISTS (SELECT FROM marked))
INSERT INTO attempts (message_id, at, what, sender, words)
SELECT id, {now}, 'accepted', {owner}, '' FROM marked UNION ALL SELECT id, {now}, 'started', {owner}, '' FROM begun"""
LOG = "INSERT INTO attempts (message_id, at, what, sender, words) VALUES ({number}, {now}, {what}, {owner}, '')"
TOLD = (
    "UPDATE messages SET state = 'sent', sent_at = {now}, last_words = {words} WHERE id = {told} AND state = 'pending'"
)


@dataclass(frozen=True)
class Slip:
    """What is written down once a message has gone. `truth` is the stamp under which it was written, `following` the next to be begun."""

    number: int
    owner: str
    truth: int
    subject: str
    text: str
    folded: tuple[int, ...] = ()
    following: int | None = None


class Ledger:
    """A connection that is opened at the first statement. `narrow`: a mark may be held open while the mail goes, because PostgreSQL locks
    the row and keeps nobody waiting; SQLite's lock would keep everybody."""

    def __init__(self) -> None:
        self._engine = db.engine
        self.narrow = self._engine.dialect.name == "postgresql"
        self._line: Any = None

    def still(self, slip: Slip) -> bool:
        """Whether the message is still the owner's, and nothing has changed since it was written."""
        with self._trouble():
            return self._run(STILL, _who(slip)).fetchone() is not None

    def mark_if_still(self, slip: Slip, now: datetime) -> bool:
        """The same question, and the mark, which is not committed before `keep`: of a narrow ledger only."""
        with self._trouble():
            marked: bool = self._run(MARK_IF_STILL, _facts(slip, now)).rowcount > 0
            if marked:
                self._tell_folded(slip, now)
            return marked

    def keep(self) -> None:
        """Commits what is open."""
        with self._trouble():
            self._line.commit()

    def undo(self) -> None:
        """Takes back what is open."""
        if self._line is not None:
            with suppress(self._errors):
                self._line.rollback()

    def mark(self, slip: Slip, now: datetime) -> None:
        """Marks the message as sent, unless it is somebody else's by now, and commits; that the mail was taken is logged anyhow."""
        with self._trouble(), self._writing():
            self._run(MARK, _facts(slip, self._stored(now)))
            self._log(slip.number, "accepted", slip.owner, now)
            if slip.following is not None:
                self._log(slip.following, "started", slip.owner, now)
            self._tell_folded(slip, now)

    def begin(self, number: int, owner: str, now: datetime) -> None:
        """Says in the log that sending begins."""
        with self._trouble(), self._writing():
            self._log(number, "started", owner, now)

    def close(self) -> None:
        """Lets go of the connection, and of what is open in it."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(self._errors):
                line.close()

    def _tell_folded(self, slip: Slip, now: datetime) -> None:
        """What a mail told in passing counts as sent."""
        for told in slip.folded:
            words = f"Told in message {slip.number}."
            self._run(TOLD, {"told": told, "now": self._stored(now), "words": words})

    def _log(self, number: int, what: str, owner: str, now: datetime) -> None:
        self._run(LOG, {"number": number, "now": self._stored(now), "what": what, "owner": owner})

    def _run(self, statement: str, values: Mapping[str, object]) -> Any:  # noqa: ANN401  # a cursor of either driver
        if self._line is None:
            self._open()
        return self._line.execute(_written(statement, self.narrow), values)

    def _open(self) -> None:
        line = self._engine.raw_connection()
        self._line = line.driver_connection
        line.detach()
        if not self.narrow:
            _do_not_wait_for_the_disk(self._line)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self._line is None:
            self._open()
        if not self.narrow:
            self._line.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.undo()
            raise
        self._line.commit()

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        """The driver's errors as those that the rest of the house knows; a connection that failed is not used again."""
        try:
            yield
        except self._errors as error:
            self.close()
            raise DatabaseTrouble(None, None, error) from error

    @property
    def _errors(self) -> type[Exception]:
        found: type[Exception] = self._engine.dialect.loaded_dbapi.Error
        return found

    def _stored(self, now: datetime) -> object:
        """As `Instant` keeps it."""
        return now if self.narrow else now.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@cache
def _written(statement: str, narrow: bool) -> str:
    names = ("number", "owner", "truth", "now", "subject", "text", "what", "words", "told", "following")
    return statement.format(**{name: f"%({name})s" if narrow else f":{name}" for name in names})


def _do_not_wait_for_the_disk(line: Any) -> None:  # noqa: ANN401  # SQLite's connection
    """After a power cut the last marks may be gone, and their mails go again; nothing is lost. A kill takes nothing."""
    if line.execute("PRAGMA synchronous").fetchone()[0] > 1:
        line.execute("PRAGMA synchronous=NORMAL")


def _who(slip: Slip) -> dict[str, object]:
    return {"number": slip.number, "owner": slip.owner, "truth": slip.truth}


def _facts(slip: Slip, now: object) -> dict[str, object]:
    return {**_who(slip), "now": now, "subject": slip.subject[:250], "text": slip.text, "following": slip.following}
