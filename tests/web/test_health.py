"""/healthz and /readyz: what a watchdog is told, and that it turns red after five minutes."""

from datetime import timedelta

import pytest
from flask import Flask

from planner.models.base import writing
from planner.models.messages import insert_new
from planner.models.ticks import record_tick
from planner.reminders.rows import message_row
from tests.cast import Cast
from tests.conftest import NOW

TOKEN = "a token of a watchdog, long enough"


def detail(app: Flask) -> tuple[int, object]:
    """What a watchdog with the token is told; the state alone must be what everybody is told."""
    app.config["PLANNER_HEALTH_TOKEN"] = TOKEN
    answer = app.test_client().get("/healthz/detail", headers={"Authorization": f"Bearer {TOKEN}"})
    told = app.test_client().get("/readyz")
    assert (told.status_code, told.json) == (answer.status_code, {"ready": answer.status_code == 200})
    assert isinstance(answer.json, dict)
    return answer.status_code, {name: value for name, value in answer.json.items() if name != "faults"}


def ticked(app: Flask, minutes: int) -> tuple[int, object]:
    with writing():
        record_tick("tick", NOW - timedelta(minutes=minutes))
    return detail(app)


def test_it_lives(app: Flask) -> None:
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"alive": True})


@pytest.mark.parametrize(("minutes", "status"), [(0, 200), (5, 200), (6, 503)])
def test_five_minutes_without_a_look_are_too_many(app: Flask, minutes: int, status: int) -> None:
    last = (NOW - timedelta(minutes=minutes)).isoformat()
    told = {"database": True, "worker": status == 200, "last_tick": last, "oldest_due_seconds": 0}
    assert ticked(app, minutes) == (status, told)


def test_a_worker_that_never_ran_is_not_ready(app: Flask) -> None:
    told = {"database": True, "worker": False, "last_tick": None, "oldest_due_seconds": 0}
    assert detail(app) == (503, told)


@pytest.mark.parametrize(("minutes", "status"), [(5, 200), (6, 503)])
def test_the_age_of_the_oldest_message_counts_as_well(app: Flask, cast: Cast, minutes: int, status: int) -> None:
    due = NOW - timedelta(minutes=minutes)
    row = message_row(
        name="digest", about="person", about_id=1, step="x", recipient_id=cast.elif_.id, due_at=due, next_try_at=due,
        expires_at=NOW + timedelta(days=1), now=NOW,
    )  # fmt: skip
    with writing():
        insert_new([row])
    told = {"database": True, "worker": status == 200, "last_tick": NOW.isoformat(), "oldest_due_seconds": minutes * 60}
    assert ticked(app, 0) == (status, told)
