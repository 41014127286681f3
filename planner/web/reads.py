"""Who read what was written for few: noted in the audit log a moment later, because a GET changes nothing itself."""

from collections.abc import Mapping
from datetime import datetime

from flask import Flask, current_app

from planner import clock
from planner.actions.later import Later
from planner.actions.reads import Read, note_reads
from planner.web.access import me


def init_reads(app: Flask) -> None:
    """One notebook for the application."""
    app.extensions["planner_reads"] = Later(app, _write)


def _write(reads: Mapping[Read, datetime]) -> None:
    note_reads(reads)


def note_read(thing: str, thing_id: int, sentence: str) -> None:
    """Says that the reader has opened something private of others; within an hour once."""
    notebook: Later[Read, datetime] = current_app.extensions["planner_reads"]
    notebook.note(Read(me().id, thing, thing_id, sentence), clock.now())
