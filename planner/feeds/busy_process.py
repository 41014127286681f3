"""Reading somebody's calendar in a process of its own: a single rule in it can keep a processor busy for minutes.

The calendar is somebody else's text. The child has so many seconds of processor and so much memory, and is ended when it takes longer.
"""

import json
import subprocess
import sys
from datetime import datetime

from planner.feeds.busy import Asked, Busy, NotACalendar, busy_times

SECONDS = 60
PROCESSOR_SECONDS = 30
MEMORY = 1536 * 1024 * 1024
TOO_MUCH = "The calendar is too large or too tangled to be read. Publish a smaller one, or one that says only when you are busy."


def work_out(body: bytes, asked: Asked, seconds: float = SECONDS) -> Busy:
    """The same as `busy_times`, within limits. Raises NotACalendar."""
    words = {
        **vars(asked),
        "since": asked.since.isoformat(),
        "until": asked.until.isoformat(),
        "ours": sorted(asked.ours),
    }
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "planner.feeds.busy_process"],
            input=json.dumps(words).encode() + b"\n" + body,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
        answer = json.loads(ran.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise NotACalendar(TOO_MUCH) from None
    if "refused" in answer:
        raise NotACalendar(answer["refused"])
    times = tuple((datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in answer["times"])
    return Busy(times, answer["left_out"], answer["cut"])


def _limit() -> None:
    """Where the system knows limits."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Reads what was asked and the calendar from standard input, and writes the intervals."""
    _limit()
    words = json.loads(sys.stdin.buffer.readline())
    since, until = (datetime.fromisoformat(words[name]) for name in ("since", "until"))
    asked = Asked(words["zone"], words["address"], since, until, frozenset(words["ours"]))
    try:
        busy = busy_times(sys.stdin.buffer.read(), asked)
        times = [(start.isoformat(), end.isoformat()) for start, end in busy.times]
        answer: dict[str, object] = {"times": times, "left_out": busy.left_out, "cut": busy.cut}
    except NotACalendar as refusal:
        answer = {"refused": str(refusal)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
