"""When the product says that it is not well: no tick, an old one, or a message that cannot get out."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from planner.domain.states import MessageState
from planner.models.base import db, writing
from planner.models.health import database_answers, missing_migrations, pulse
from planner.models.messages import Attempt, Message
from planner.models.ticks import record_tick
from tests.cast import Cast
from tests.conftest import NOW


def _ticked(ago: timedelta) -> None:
    with writing():
        record_tick("tick", NOW - ago)


def _message(
    cast: Cast, state: MessageState, due: datetime, *, next_try: datetime | None = None, words: str = ""
) -> None:
    with writing():
        db.session.add(
            Message(
                key="x",
                name="visit-brief",
                recipient_id=cast.elif_.id,
                about="person",
                about_id=1,
                state=state,
                message_id="<x@y>",
                due_at=due,
                next_try_at=next_try or due,
                expires_at=NOW + timedelta(days=1),
                made_at=due,
                last_words=words,
            )
        )


def test_a_worker_that_never_ran_is_said_to(app: Flask) -> None:
    assert (
        pulse(NOW).late
        == "The worker has never run: no nudge is sent and no year is generated. Start it with “planner worker”."
    )


@pytest.mark.parametrize(
    ("ago", "sentence"),
    [
        (timedelta(minutes=5), None),
        (
            timedelta(minutes=6),
            "The worker last looked for due messages 6 minutes ago. Nothing is sent until it runs again.",
        ),
        (
            timedelta(hours=9),
            "The worker last looked for due messages 9 hours ago. Nothing is sent until it runs again.",
        ),
    ],
)
def test_five_minutes_of_silence_are_enough(app: Flask, ago: timedelta, sentence: str | None) -> None:
    _ticked(ago)
    assert pulse(NOW).late == sentence


@pytest.mark.parametrize(
    ("state", "waited", "sentence"),
    [
        (MessageState.pending, 4, None),
        (
            MessageState.pending,
            7,
            "A message has been waiting to be sent for 7 minutes. Messages shows what the mail server said.",
        ),
        (MessageState.sent, 7, None),
        (MessageState.dead, 7, None),
    ],
)
def test_a_message_that_cannot_get_out_turns_it_red(
    cast: Cast, state: MessageState, waited: int, sentence: str | None
) -> None:
    _ticked(timedelta(seconds=10))
    _message(cast, state, NOW - timedelta(minutes=waited))
    assert pulse(NOW).late == sentence


def test_a_refused_message_counts_from_when_it_was_due_however_far_its_next_try_is(cast: Cast) -> None:
    _ticked(timedelta(seconds=10))
    _message(
        cast, MessageState.pending, NOW - timedelta(hours=3), next_try=NOW + timedelta(minutes=50), words="451 later"
    )
    with writing():
        number = db.session.query(Message).one().id
        db.session.add(Attempt(message_id=number, at=NOW, what="delayed", sender="x", words="451 later"))
    assert (
        pulse(NOW).late
        == "A message has been waiting to be sent for 3 hours. Messages shows what the mail server said."
    )


def test_a_message_that_was_put_off_rightly_is_no_alarm(cast: Cast) -> None:
    """Somebody snoozed it: nothing is wrong with the mail server."""
    _ticked(timedelta(seconds=10))
    _message(
        cast, MessageState.pending, NOW - timedelta(days=3), next_try=NOW + timedelta(days=1), words="It was snoozed."
    )
    assert pulse(NOW).late is None


def test_a_migrated_database_answers_and_lacks_nothing(app: Flask) -> None:
    assert (database_answers(), missing_migrations()) == (True, False)
