"""Reading somebody's calendar in a process of its own: a single rule in it can keep a processor busy for minutes.

The calendar is somebody else's text. The child has so many seconds of processor and so much memory, and is ended when it takes longer.
"""

import json
import subprocess
import sys
from datetime import date, datetime
from typing import Any

from planner.feeds.busy import Asked, Busy, NotACalendar, busy_times
from planner.feeds.closed_days import ClosedDays, Stretch, closed_days

SECONDS = 60
PROCESSOR_SECONDS = 30
MEMORY = 1536 * 1024 * 1024
TOO_MUCH = "The calendar is too large or too tangled to be read. Publish a smaller one, or one that says only when you are busy."

Words = dict[str, object]


def read_busy(body: bytes, asked: Asked, seconds: float = SECONDS) -> Busy:
    """The same as `busy_times`, within limits. Raises NotACalendar."""
    words: Words = {**vars(asked), "since": asked.since.isoformat(), "until": asked.until.isoformat()}
    answer = _ask({"what": "busy", **words, "ours": sorted(asked.ours)}, body, seconds)
    times = tuple((datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in answer["times"])
    return Busy(times, answer["left_out"], answer["cut"])


def read_closed_days(body: bytes, since: date, until: date, seconds: float = SECONDS) -> ClosedDays:
    """The same as `closed_days`, within limits. Raises NotACalendar."""
    answer = _ask({"what": "closed", "since": since.isoformat(), "until": until.isoformat()}, body, seconds)
    stretches = (Stretch(date.fromisoformat(a), date.fromisoformat(b), title) for a, b, title in answer["stretches"])
    return ClosedDays(tuple(stretches), answer["with_hours"], answer["cut"])


def _ask(words: Words, body: bytes, seconds: float) -> dict[str, Any]:
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "planner.feeds.reading"],
            input=json.dumps(words).encode() + b"\n" + body,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
        answer: dict[str, Any] = json.loads(ran.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise NotACalendar(TOO_MUCH) from None
    if "refused" in answer:
        raise NotACalendar(answer["refused"])
    return answer


def _limit() -> None:
    """Where the system knows limits."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _busy(words: dict[str, Any], body: bytes) -> Words:
    since, until = (datetime.fromisoformat(words[name]) for name in ("since", "until"))
    busy = busy_times(body, Asked(words["zone"], words["address"], since, until, frozenset(words["ours"])))
    times = [(start.isoformat(), end.isoformat()) for start, end in busy.times]
    return {"times": times, "left_out": busy.left_out, "cut": busy.cut}


def _closed(words: dict[str, Any], body: bytes) -> Words:
    found = closed_days(body, date.fromisoformat(words["since"]), date.fromisoformat(words["until"]))
    stretches = [(one.first.isoformat(), one.last.isoformat(), one.title) for one in found.stretches]
    return {"stretches": stretches, "with_hours": found.with_hours, "cut": found.cut}


def main() -> None:
    """Reads what was asked and the calendar from standard input, and writes the answer."""
    _limit()
    words = json.loads(sys.stdin.buffer.readline())
    try:
        answer = {"busy": _busy, "closed": _closed}[words["what"]](words, sys.stdin.buffer.read())
    except NotACalendar as refusal:
        answer = {"refused": str(refusal)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
