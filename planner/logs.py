"""What is written to the log: one line an entry, as JSON, and no secret of an address in it.

A name with a line break in it would otherwise write entries of its own, and a token in a path opens somebody's calendar.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import TextIO, cast

from flask.logging import wsgi_errors_stream

_TOKEN = re.compile(r"(/(?:feeds|sign-in|answer|first-run|heard|heard/receipt)/)[A-Za-z0-9_.-]{20,}")
_SIGNED = re.compile(r"(cswp_(?:feed|api)_)[A-Za-z0-9_-]{10,}")


def blacken(text: str) -> str:
    """The text without what opens something."""
    return _SIGNED.sub(r"\1…", _TOKEN.sub(r"\1…", text))


class TokensBlackened(logging.Filter):
    """For loggers of others, who write with handlers of their own."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = blacken(record.getMessage()), ()
        return True


class OneLine(logging.Formatter):
    """An entry as one line of JSON: when, how grave, from where, the words, and what was raised."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "words": blacken(record.getMessage()),
        }
        if record.exc_info:
            entry["raised"] = blacken(self.formatException(record.exc_info))
        return json.dumps(entry)


def init_logs() -> None:
    """Once a process: whatever logs, logs so."""
    root = logging.getLogger()
    if not any(isinstance(handler.formatter, OneLine) for handler in root.handlers):
        handler = logging.StreamHandler(cast(TextIO, wsgi_errors_stream))
        handler.setFormatter(OneLine())
        root.addHandler(handler)
