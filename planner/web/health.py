"""Whether the process lives (/healthz) and whether the product does its work (/readyz)."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from planner import clock
from planner.models.health import database_answers, worker_late
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
    """Ready: the database answers and the worker has looked for what is due within five minutes; else 503 and which of them."""
    database = database_answers()
    late = worker_late(clock.now()) if database else "unknown"
    answer = {"database": database, "worker": late is None}
    return answer, 200 if database and late is None else 503
