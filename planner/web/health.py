"""Whether the process lives (/healthz) and whether the product does its work (/readyz)."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from planner import clock
from planner.models.health import database_answers, pulse
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
    """Ready: the database answers, the worker has looked and what is due has gone within five minutes; else 503 and which of them."""
    if not database_answers():
        return {"database": False, "worker": False, "last_tick": None, "oldest_due_seconds": None}, 503
    found = pulse(clock.now())
    answer = {
        "database": True,
        "worker": found.late is None,
        "last_tick": found.ticked.isoformat() if found.ticked else None,
        "oldest_due_seconds": int(found.waits.total_seconds()),
    }
    return answer, 200 if found.late is None else 503
