"""What is worth noting but not worth waiting for: kept in memory, and written a little later by a thread of its own."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from flask import Flask

from planner.models.base import db

WRITE_AFTER_SECONDS = 2.0
log = logging.getLogger(__name__)

K = TypeVar("K")
V = TypeVar("V")


class Later(Generic[K, V]):
    """Notes by key; `write` gets all that came together. What a crash loses is noted again by the next request."""

    def __init__(self, app: Flask, write: Callable[[Mapping[K, V]], None]) -> None:
        self._app = app
        self._write = write
        self._lock = threading.Lock()
        self._waiting: dict[K, V] = {}
        self._timer: threading.Timer | None = None

    def note(self, key: K, value: V) -> None:
        """Keeps a note; a later one with the same key takes its place. Tests call `write` themselves."""
        with self._lock:
            self._waiting[key] = value
            if self._timer is None and not self._app.testing:
                self._timer = threading.Timer(WRITE_AFTER_SECONDS, self._write_alone)
                self._timer.daemon = True
                self._timer.start()

    def _write_alone(self) -> None:
        with self._app.app_context():
            try:
                self.write()
            except Exception:  # a note is never worth more than the answer that it was made beside
                log.warning("What was noted beside requests could not be written down.", exc_info=True)
            finally:
                db.session.remove()

    def write(self) -> None:
        """Writes down what was noted; inside an application."""
        with self._lock:
            notes, self._waiting, self._timer = self._waiting, {}, None
        if notes:
            self._write(notes)
