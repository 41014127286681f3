"""Whether the process lives (/healthz), whether the product does its work (/readyz), and with the token how well."""

import hmac

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import WWWAuthenticate

from planner import clock
from planner.models.health import Pulse, database_answers, known_faults, pulse
from planner.web.access import open_to_strangers

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@open_to_strangers
def healthz() -> ResponseReturnValue:
    """Alive: the process answers."""
    return {"alive": True}


@blueprint.get("/readyz")
@open_to_strangers
def readyz() -> ResponseReturnValue:
    """Ready: the database answers, the worker has looked and what is due has gone within five minutes; else 503. No more than that."""
    found = _found()
    ready = found is not None and found.late is None
    return {"ready": ready}, 200 if ready else 503


@blueprint.get("/healthz/detail")
@open_to_strangers
def detail() -> ResponseReturnValue:
    """What stands behind it, for a watchdog that has the token: which part is late, since when, and what is old here."""
    _ask_for_the_token()
    found = _found()
    if found is None:
        return {"database": False, "worker": False, "last_tick": None, "oldest_due_seconds": None, "faults": []}, 503
    answer = {
        "database": True,
        "worker": found.late is None,
        "last_tick": found.ticked.isoformat() if found.ticked else None,
        "oldest_due_seconds": int(found.waits.total_seconds()),
        "faults": known_faults(),
    }
    return answer, 200 if found.late is None else 503


@blueprint.get("/metrics")
@open_to_strangers
def metrics() -> ResponseReturnValue:
    """The same as numbers, in the text that Prometheus reads."""
    _ask_for_the_token()
    found = _found()
    looked = -1 if found is None or found.ticked is None else int((found.now - found.ticked).total_seconds())
    numbers = {
        "planner_ready": int(found is not None and found.late is None),
        "planner_database_answers": int(found is not None),
        "planner_seconds_since_the_worker_looked": looked,
        "planner_oldest_due_seconds": int(found.waits.total_seconds()) if found else -1,
    }
    lines = [f"# TYPE {name} gauge\n{name} {number}\n" for name, number in numbers.items()]
    return Response("".join(lines), mimetype="text/plain", headers={"Cache-Control": "no-store"})


def _found() -> Pulse | None:
    """How sending stands; None when the database does not answer."""
    return pulse(clock.now()) if database_answers() else None


def _ask_for_the_token() -> None:
    """Without PLANNER_HEALTH_TOKEN nobody gets in; compared so that the time it takes says nothing."""
    wanted, given = str(current_app.config["PLANNER_HEALTH_TOKEN"]), request.authorization
    told = (given.token if given is not None and given.type == "bearer" else None) or ""
    if not wanted or not hmac.compare_digest(told.encode(), wanted.encode()):
        abort(401, www_authenticate=WWWAuthenticate("bearer"))
