"""A calendar program that subscribes to a feed: asks for it with what it has, and keeps what it was given."""

import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime

import icalendar


@dataclass
class Subscriber:
    """`tag` and `body` are those of the last whole feed."""

    address: str
    tag: str = ""
    body: bytes = b""

    def look(self) -> int:
        """Asks once, as calendars do; the status of the answer."""
        headers = {"User-Agent": "Thunderbird/140.0", **({"If-None-Match": self.tag} if self.tag else {})}
        try:
            with urllib.request.urlopen(urllib.request.Request(self.address, headers=headers)) as answer:
                self.tag, self.body = answer.headers["ETag"], answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.code

    def entry(self, uid: str) -> tuple[int, datetime]:
        """Sequence and start (UTC) of one event."""
        calendar = icalendar.Calendar.from_ical(self.body)
        (found,) = [event for event in calendar.events if event.uid == uid]
        assert isinstance(found.DTSTART, datetime)
        return found.sequence, found.DTSTART.astimezone(UTC)
