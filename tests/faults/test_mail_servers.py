"""Mail servers that are away, slow, full, strict or lost: what was due arrives, once, or somebody is told why not."""

import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from planner.domain.states import MessageState
from planner.models.base import db
from planner.models.health import pulse
from planner.models.messages import Message
from planner.models.ticks import record_tick
from planner.settings import SettingRefused, read_settings
from tests.faults.certificates import expired_certificate
from tests.faults.sink import Sink, open_sink
from tests.faults.stage import Numbers, Stage, real_now

HOUR = timedelta(hours=1)


def test_f39_a_server_that_is_down_for_a_while_gets_everything_later_and_once(stage: Stage) -> None:
    stage.queue(20)
    worker = stage.worker()
    stage.sink.wait_for(3)
    stage.sink.stop()
    stage.sink.start()
    assert stage.settled(90)
    assert worker.alive
    assert stage.numbers().lost == 0
    assert stage.numbers().extra <= 1  # the mail on the line when it was cut


def test_f40_a_server_that_is_down_for_six_hours_gets_what_is_still_of_use_and_the_rest_is_listed(stage: Stage) -> None:
    now = real_now()
    stage.queue(3)
    stage.queue(2, expires_at=now + 5 * HOUR)
    stage.sink.stop()
    for half in range(12):
        stage.send(now + half * HOUR / 2)
        assert worker_is_late(now + half * HOUR / 2) == (half > 0)
    stage.sink.start()
    stage.send(now + 6 * HOUR)
    assert sorted(stage.states()) == ["expired"] * 2 + ["sent"] * 3
    assert [row.last_words for row in stage.rows() if row.state is MessageState.expired and not row.last_words] == []
    assert stage.numbers() == Numbers()


def worker_is_late(now: datetime) -> bool:
    """Whether the page of HR goes red, with a worker that ticks."""
    db.session.rollback()
    record_tick("tick", now)
    db.session.commit()
    return pulse(now).late is not None


def test_f41_a_greylist_that_says_later_to_a_third_delays_and_loses_nothing(stage: Stage) -> None:
    chance, now = random.Random(41), real_now()
    stage.queue(40)
    stage.sink.answer_data = lambda _: "451 come again" if chance.random() < 0.3 else "250 taken"
    for turn in range(12):
        stage.send(now + turn * HOUR)
    assert stage.numbers() == Numbers()
    assert max(row.attempts for row in stage.rows()) <= 8
    assert stage.log().count("delayed") > 0


def test_f42_a_server_that_counts_its_users_is_left_alone_for_a_while(stage: Stage) -> None:
    stage.queue(4)
    stage.sink.most_lines = 1
    now = real_now()
    with socket.create_connection(("127.0.0.1", stage.sink.port)) as other:
        other.recv(100)
        sender = stage.send(now)
        assert sender.circuits["email"].is_open
        waits = {(row.next_try_at - now).total_seconds() for row in stage.rows() if "421" in row.last_words}
        assert [7 <= wait <= 15 for wait in waits] == [True]
    assert [row.attempts for row in stage.rows()] == [0] * 4
    stage.send(now + timedelta(seconds=16))
    assert stage.numbers() == Numbers()


@pytest.mark.parametrize("where", ["answer_rcpt", "answer_data"])
def test_f42_a_server_that_minds_several_at_once_is_left_alone_by_each_for_a_while_of_its_own(
    stage: Stage, where: str
) -> None:
    """432, as Exchange says it: no try is counted, nothing else goes down the line, and no two senders come back at the same moment."""
    stage.queue(12)
    setattr(stage.sink, where, lambda _about: "432 4.3.2 STOREDRV; concurrent connections limit exceeded")
    now, waits = real_now(), set()
    for _ in range(5):
        assert stage.send(now).circuits["email"].is_open
        waits |= {row.next_try_at for row in stage.rows() if "432" in row.last_words}
    assert (len(waits), all(7 <= (at - now).total_seconds() <= 15 for at in waits)) == (5, True)
    assert ([row.attempts for row in stage.rows()], stage.log().count("delayed")) == ([0] * 12, 5)
    setattr(stage.sink, where, lambda _about: "250 ok")
    stage.send(now + timedelta(seconds=16))
    assert stage.numbers() == Numbers()


def test_f43_an_unknown_recipient_is_told_at_once_and_never_tried_again(stage: Stage) -> None:
    stage.queue(4)
    stage.queue(1, recipient_id=stage.cast.ravi.id)
    stage.sink.answer_rcpt = lambda address: "550 5.1.1 no such user" if "ravi" in address else "250 ok"
    for turn in range(3):
        stage.send(real_now() + turn * HOUR)
    dead = db.session.query(Message).filter_by(state=MessageState.dead).one()
    assert (dead.last_words, [line.what for line in dead.log]) == ("550 5.1.1 no such user", ["started", "refused"])
    assert stage.sink.recipients == {"hana@example.org": 4, "ravi@example.org": 1}
    assert stage.numbers() == Numbers()


def test_f45_a_mail_has_one_recipient_so_that_a_refusal_leaves_nobody_in_between(stage: Stage) -> None:
    stage.queue(1)
    stage.queue(1, recipient_id=stage.cast.ravi.id)
    stage.sink.answer_rcpt = lambda address: "452 too many recipients" if "ravi" in address else "250 ok"
    stage.send(real_now())
    assert [taken.to for taken in stage.sink.taken] == ["Hana Novak <hana@example.org>"]
    assert sorted(stage.states()) == ["pending", "sent"]
    stage.sink.answer_rcpt = lambda _address: "250 ok"
    stage.send(real_now() + HOUR)
    assert [taken.to.count("@") for taken in stage.sink.taken] == [1, 1]
    assert stage.numbers() == Numbers()


def test_f46_a_line_that_breaks_after_the_mail_was_taken_makes_a_twin_with_the_same_name(stage: Stage) -> None:
    stage.queue(20)
    broken: set[str] = set()

    def drops(message_id: str) -> bool:
        first = len(broken) < 2 and message_id not in broken
        broken.update({message_id} if first else ())
        return first

    stage.sink.drops = drops
    for turn in range(4):
        stage.send(real_now() + turn * HOUR)
    assert stage.numbers() == Numbers(extra=2)
    assert stage.log().count("unknown") == 2
    assert {name for name, count in stage.sink.ids.items() if count > 1} == broken


def test_f47_a_server_that_answers_late_gets_one_copy(stage: Stage) -> None:
    stage.queue(2)
    stage.sink.late = 3.3
    stage.send(real_now())
    assert stage.numbers() == Numbers()
    assert stage.log() == ["started", "accepted"] * 2


@pytest.mark.parametrize("seconds", ["2", "59", "0"])
def test_f47_a_limit_that_would_make_copies_is_refused(seconds: str) -> None:
    with pytest.raises(SettingRefused, match="PLANNER_SMTP_DATA_SECONDS is too short"):
        read_settings({"PLANNER_SMTP_DATA_SECONDS": seconds})


def test_f49_a_server_that_never_greets_is_given_up_and_tried_again(stage: Stage) -> None:
    stage.queue(2)
    stage.sink.greets = False
    stage.send(real_now(), smtp_connect_seconds=1)
    assert_waiting(stage, "timed out")
    stage.sink.greets = True
    stage.send(real_now() + HOUR)
    assert stage.numbers() == Numbers()


def assert_waiting(stage: Stage, words: str) -> None:
    """Nothing was sent, no try was counted, nobody holds a lease, and HR reads why."""
    rows = stage.rows()
    assert {(row.state, row.attempts, row.leased_by) for row in rows} == {(MessageState.pending, 0, None)}
    assert [row.last_words for row in rows if words in row.last_words] != []
    assert worker_is_late(real_now() + timedelta(minutes=6))
    assert stage.sink.taken == []


def test_f50_a_certificate_that_has_expired_sends_nothing(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, authority = expired_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    stage.queue(2)
    with at_another(stage, tls=context):
        stage.send(real_now())
        assert_waiting(stage, "certificate has expired")


def test_f51_a_password_that_was_changed_counts_no_try(stage: Stage) -> None:
    stage.queue(2)
    with at_another(stage, wants_password=True):
        stage.send(real_now())
        assert_waiting(stage, "535")
    stage.send(real_now() + HOUR)
    assert stage.numbers() == Numbers()


def test_f52_a_name_that_is_not_found_waits(stage: Stage) -> None:
    stage.queue(2)
    stage.send(real_now(), smtp_url="smtp://mail.invalid:2525")
    assert_waiting(stage, "cannot be reached")
    stage.send(real_now() + HOUR)
    assert stage.numbers() == Numbers()


@contextmanager
def at_another(stage: Stage, **modes: object) -> Iterator[Sink]:
    """The stage with another mail server for a while."""
    good = stage.sink
    with open_sink(**modes) as stage.sink:
        yield stage.sink
    stage.sink = good
