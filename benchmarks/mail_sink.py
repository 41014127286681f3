"""A mail server in a process of its own (aiosmtpd), which counts what it takes. Answers each line of its input with a line of JSON."""

import json
import sys
import time
from typing import Any

from aiosmtpd.controller import Controller


class Counter:
    """When the first and the last mail came, and which."""

    def __init__(self) -> None:
        self.ids: list[bytes] = []
        self.first = self.last = 0.0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401, N802  # aiosmtpd's
        content: bytes = envelope.content
        at = content.lower().index(b"message-id:")
        self.ids.append(content[at : content.index(b"\n", at)])
        self.last = time.monotonic()
        self.first = self.first or self.last
        return "250 taken"


def main() -> None:
    """Prints its port, then answers until its input ends."""
    counter = Counter()
    controller = Controller(counter, hostname="127.0.0.1", port=int(sys.argv[1]))
    controller.start()
    print("ready", flush=True)
    for _line in sys.stdin:
        found = {"count": len(counter.ids), "different": len(set(counter.ids)), "seconds": counter.last - counter.first}
        print(json.dumps(found), flush=True)
    controller.stop()


if __name__ == "__main__":
    main()
