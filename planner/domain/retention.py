"""How long what is kept is kept: one table, which HR may change within its bounds. The worker goes through it every night."""

from dataclasses import dataclass
from types import MappingProxyType

NEVER = 0


@dataclass(frozen=True)
class Period:
    """`days` unless HR chose others between `least` and `most`; `counts_from` completes "counted from …"."""

    label: str
    what: str
    counts_from: str
    days: int
    least: int
    most: int


PERIODS: MappingProxyType[str, Period] = MappingProxyType(
    {
        "messages": Period(
            "Words of messages", "Subject and text are emptied; who got what when stays.", "the day it was sent", 30, 7, 400
        ),
        "deliveries": Period(
            "Words of mail servers", "What they answered is emptied; that they did stays.", "the answer", 90, 7, 400
        ),
        "outbox": Period(
            "Mails of the local outbox", "The files are deleted.", "the day they were written", 30, 1, 400
        ),
        "sign_ins": Period(
            "Where people are signed in", "The entry is deleted, with address and browser.", "its last use", 90, 7, 400
        ),
        "replies": Period(
            "Answers that calendars sent", "The entry is deleted; the answer itself stays.", "the day it was read", 180, 30, 800
        ),
        "readers": Period(
            "Which calendars read a feed", "The entry is deleted.", "the day it last did", 365, 30, 1200
        ),
        "reasons": Period(
            "Reasons for an absence, and for not coming", "The words are emptied; the days stay.", "its last day", 180, 7, 1200
        ),
        "notes": Period(
            "Notes on visits", "The note is emptied; the visit stays.", "the visit", 730, 90, 3650
        ),
        "names": Period(
            "Who passed on an insight", "The name goes; what was said stays.", "the day they were told back", 730, 90, 3650
        ),
        "copies": Period(
            "Copies that a restore left behind", "The files are deleted.", "the restore", 30, 1, 400
        ),
    }
)  # fmt: skip
"""key -> how long. The audit log is kept as long as the database."""
