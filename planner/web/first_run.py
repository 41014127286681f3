"""The address at which an empty installation is set up: known to whoever sees the terminal, good for an hour, and of no use afterwards."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

LASTS_SECONDS = 3600


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="first run")


def first_run_token() -> str:
    """For the terminal of whoever started Planner."""
    return str(_serializer().dumps("begin"))


def is_first_run_token(token: str) -> bool:
    """Whether the address was printed here, within the hour."""
    try:
        return bool(_serializer().loads(token, max_age=LASTS_SECONDS) == "begin")
    except BadSignature:
        return False
