"""The stretch of the calendar that feeds hold."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from planner.domain.kinds import EventKind
from planner.feeds.windows import window
from planner.models.selections import held, of_kind
from tests.conftest import NOW
from tests.feeds.events import publish


@pytest.mark.parametrize(
    ("now", "since"),
    [
        ("2027-03-01", "2027-01-01"),
        ("2027-03-31", "2027-01-01"),
        ("2027-01-15", "2026-11-01"),
        ("2027-02-28", "2026-12-01"),
    ],
)
def test_a_feed_reaches_back_to_the_first_of_the_month_two_months_ago(now: str, since: str) -> None:
    moment = datetime.fromisoformat(f"{now}T13:14:15+00:00")
    assert window(moment).since == datetime.fromisoformat(f"{since}T00:00:00+00:00")


def test_the_window_stands_still_for_a_day() -> None:
    morning = datetime(2027, 3, 5, tzinfo=UTC)
    assert window(morning) == window(morning.replace(hour=23, minute=59, second=59))


def test_a_cancelled_event_stays_until_two_weeks_after_its_day_and_others_stay_longer(app: Flask) -> None:
    publish("2027-02-15T10:00", cancelled=True)
    publish("2027-02-14T10:00", cancelled=True)
    publish("2027-01-02T10:00")
    publish("2026-12-31T10:00")
    assert len(held(of_kind(EventKind.floor_visit), window(NOW))) == 2
