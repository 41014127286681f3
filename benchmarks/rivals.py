"""What feeds are measured against: bytes that lie ready in memory, a view as it is written in an afternoon, and Radicale."""

import gzip
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from werkzeug.wrappers import Response as BaseResponse

STORED = "BENCH_STORED"
DATABASE = "BENCH_DATABASE"


def stored() -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    """The limit: a WSGI application that does nothing but hand out a file that it read when it started."""
    body = Path(os.environ[STORED]).read_bytes()
    packed, tag = gzip.compress(body, 6), f'"{hashlib.sha256(body).hexdigest()[:32]}"'

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("HTTP_IF_NONE_MATCH") == tag:
            start_response("304 Not Modified", [("ETag", tag)])
            return []
        squeezed = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        found = packed if squeezed else body
        headers = [("Content-Type", "text/calendar"), ("ETag", tag), ("Content-Length", str(len(found)))]
        start_response("200 OK", [*headers, ("Content-Encoding", "gzip")] if squeezed else headers)
        return [found]

    return answer


def flask_stored() -> Flask:
    """The same bytes through a Flask view that does nothing else."""
    app, body = Flask("stored"), Path(os.environ[STORED]).read_bytes()
    tag = hashlib.sha256(body).hexdigest()[:32]

    @app.get("/stored")
    def view() -> BaseResponse:
        response = Response(body, mimetype="text/calendar")
        response.set_etag(tag)
        return response.make_conditional(request)

    return app


def afternoon() -> Flask:
    """Flask and icalendar as the documentation of both suggests it: read the rows, build the events, hash the text."""
    app = Flask("afternoon")

    @app.get("/calendar.ics")
    def view() -> BaseResponse:
        from icalendar import Calendar

        calendar = Calendar()
        calendar.add("prodid", "-//Afternoon//EN")
        calendar.add("version", "2.0")
        with sqlite3.connect(os.environ[DATABASE]) as database:
            for row in database.execute("SELECT uid, title, description, starts_at, ends_at FROM published_events"):
                calendar.add_component(_event(*row))
        response = Response(calendar.to_ical(), mimetype="text/calendar")
        response.add_etag()
        return response.make_conditional(request)

    return app


def _event(uid: str, title: str, description: str, starts_at: str, ends_at: str) -> Any:  # noqa: ANN401  # icalendar is loaded by the view
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("summary", title)
    event.add("description", description)
    event.add("dtstart", datetime.fromisoformat(starts_at))
    event.add("dtend", datetime.fromisoformat(ends_at))
    event.add("dtstamp", datetime.fromisoformat(starts_at))
    return event


def radicale_in(folder: Path) -> dict[str, str] | None:
    """Radicale in a folder of its own, and the environment that it runs in; None when it cannot be had."""
    packages, settings = folder / "radicale", folder / "radicale.ini"
    command = [sys.executable, "-m", "pip", "install", "-q", "--target", str(packages), "radicale"]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        return None
    settings.write_text(
        f"[auth]\ntype = none\n[storage]\nfilesystem_folder = {folder / 'collections'}\n[logging]\nlevel = error\n"
    )
    return {"PYTHONPATH": str(packages), "RADICALE_CONFIG": str(settings)}
