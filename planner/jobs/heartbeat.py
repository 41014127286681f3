"""The outbound heartbeat: a watchdog elsewhere hears once a minute that messages go out in time, and raises the alarm when it does not."""

import logging
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime

from flask import Flask

from planner.models.health import pulse

log = logging.getLogger(__name__)

SECONDS = 10.0
Now = Callable[[], datetime]


def beat(app: Flask, now: Now, ask: Callable[[str], None] | None = None) -> bool:
    """Asks the address that is set, when all is well; whether it answered. Silence is the message when it is not."""
    address = str(app.config["PLANNER_HEARTBEAT_URL"])
    if not address:
        return False
    with app.app_context():
        if pulse(now()).late is not None:
            return False
    try:
        (ask or _ask)(address)
    except (urllib.error.URLError, OSError, ValueError) as error:
        log.warning("The heartbeat address did not answer: %s", type(error).__name__)
        return False
    return True


def _ask(address: str) -> None:
    request = urllib.request.Request(address, headers={"User-Agent": "Planner"})  # noqa: S310  # the setting allows http and https only
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  # as above
        answer.read(1000)
