"""How long ago something was, in words."""

import pytest
from flask import Flask

from planner.web.ago import ago
from tests.conftest import NOW, StoppedClock


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (20 * 60 + 59, "20 minutes ago"),
        (3599, "59 minutes ago"),
        (3600, "1 hour ago"),
        (86_399, "23 hours ago"),
        (86_400, "Mon 1 Mar 2027, 09:00"),
        (-1, "Mon 1 Mar 2027, 09:00"),
    ],
)
def test_it_is_said_as_people_say_it(app: Flask, clock: StoppedClock, seconds: int, words: str) -> None:
    with app.test_request_context():
        clock.advance(seconds=seconds)
        assert ago(NOW) == words
