"""From row to mailbox: each message once, each failure in its own way, and nothing that is not true any more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from planner.actions.ladders import ship_ladders
from planner.actions.sign_in_mails import mail_sign_in_link
from planner.domain.states import CommitmentState, MessageState
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.messages import Attempt, Message
from planner.models.teams import Team
from planner.reminders.backoff import pause
from planner.reminders.delivery import Sender
from planner.reminders.due import tick
from planner.reminders.placing import Kindness
from tests.browser.live import free_port
from tests.cast import Cast
from tests.domain.times import naive, utc
from tests.reminders.post import open_office, sender_at
from tests.reminders.scenes import Visit, make_program, make_visit

START = naive(2027, 3, 16, 10)
OPENS = utc(2027, 3, 2, 9)
SLOTS = utc(2027, 3, 9, 9)


def queued(cast: Cast, now: datetime = OPENS) -> Visit:
    """A visit whose messages are rows by `now`; the weekly digest and what waits for it are left out of these tests."""
    with writing():
        ship_ladders()
    visit = make_visit(cast, start=START, program=make_program(sponsor=cast.hana))
    tick(now, Kindness())
    with writing():
        for row in db.session.query(Message).filter((Message.name == "digest") | (Message.channel == "digest")):
            db.session.delete(row)
    return visit


def rows() -> list[tuple[str, str, str]]:
    found = db.session.query(Message).order_by(Message.id).all()
    return [(row.name, row.recipient.name.split()[0], row.state.value) for row in found]


def attempts() -> list[str]:
    return [attempt.what for row in db.session.query(Message).order_by(Message.id) for attempt in row.log]


def test_a_due_message_reaches_the_mailbox_once(cast: Cast, tmp_path: Path) -> None:
    queued(cast)
    with open_office() as (office, url):
        for _ in range(3):
            sender_at(OPENS, url, tmp_path).deliver()
    assert [(str(mail["To"]), str(mail["Auto-Submitted"])) for mail in office.mails] == [
        ("Elif Kaya <elif@example.org>", "auto-generated")
    ]
    assert (rows(), attempts()) == ([("visit-brief", "Elif", "sent")], ["started", "accepted"])


def test_what_was_sent_is_kept_beside_the_row(cast: Cast, tmp_path: Path) -> None:
    queued(cast)
    with open_office() as (office, url):
        sender_at(OPENS, url, tmp_path).deliver()
    row = db.session.query(Message).one()
    assert row.subject == office.subjects[0]
    assert row.text.startswith("Hello Elif,")


def test_a_sign_in_link_goes_before_what_was_due_earlier(cast: Cast, tmp_path: Path) -> None:
    queued(cast)
    mail_sign_in_link(cast.tomas, OPENS)
    with open_office() as (office, url):
        sender_at(OPENS, url, tmp_path).deliver()
    assert [mail["To"].addresses[0].addr_spec for mail in office.mails] == ["tomas@example.org", "elif@example.org"]


def test_nothing_is_sent_before_its_time(cast: Cast, tmp_path: Path) -> None:
    queued(cast)
    with open_office() as (office, url):
        sender_at(OPENS - timedelta(seconds=1), url, tmp_path).deliver()
    assert office.mails == []


def test_done_after_queueing_stops_the_message(cast: Cast, tmp_path: Path) -> None:
    visit = queued(cast)
    with writing():
        visit.commitment.state = CommitmentState.done
    with open_office() as (office, url):
        sender_at(OPENS, url, tmp_path).deliver()
    assert (office.mails, rows()) == ([], [("visit-brief", "Elif", "cancelled")])


def test_handing_on_redirects_the_ladder(cast: Cast, tmp_path: Path) -> None:
    visit = queued(cast)
    with writing():
        visit.commitment.owner_id = cast.tomas.id
    with open_office() as (office, url):
        sender_at(OPENS, url, tmp_path).deliver()
    assert (office.mails, rows()) == ([], [("visit-brief", "Elif", "cancelled")])


def test_a_snooze_delays_what_is_queued(cast: Cast, tmp_path: Path) -> None:
    visit = queued(cast)
    with writing():
        visit.commitment.snoozed_until = naive(2027, 3, 5).date()
    with open_office() as (office, url):
        sender_at(OPENS, url, tmp_path).deliver()
        assert office.mails == []
        sender_at(utc(2027, 3, 5, 9), url, tmp_path).deliver()
    assert len(office.mails) == 1


def test_a_mail_server_that_says_later_gets_it_later(cast: Cast, tmp_path: Path) -> None:
    queued(cast)
    with open_office() as (office, url):
        office.answer_data = lambda _mail: "451 come again"
        sender_at(OPENS, url, tmp_path).deliver()
        row = db.session.query(Message).one()
        assert (row.state.value, row.attempts, row.last_words) == ("pending", 1, "451 come again")
        assert OPENS <= row.next_try_at <= OPENS + timedelta(seconds=30)
        office.answer_data = lambda _mail: "250 kept"
        sender_at(OPENS + timedelta(seconds=31), url, tmp_path).deliver()
    assert (len(office.mails), attempts()) == (1, ["started", "delayed", "started", "accepted"])


def test_a_mail_server_that_is_away_burns_no_tries(cast: Cast, tmp_path: Path) -> None:
    queued(cast, SLOTS)
    port = free_port()
    sender = sender_at(SLOTS, f"smtp://127.0.0.1:{port}", tmp_path)
    sender.deliver()
    waiting = db.session.query(Message).filter_by(state="pending").all()
    assert [(row.attempts, row.leased_by) for row in waiting] == [(0, None), (0, None)]
    assert sender.circuits["email"].is_open
    with open_office(port) as (office, url):
        sender_at(SLOTS + timedelta(minutes=1), url, tmp_path).deliver()
    assert sorted(str(mail["To"]) for mail in office.mails) == [
        "Elif Kaya <elif@example.org>",
        "Ravi Menon <ravi@example.org>",
    ]


def test_what_is_too_old_is_listed_and_not_sent(cast: Cast, tmp_path: Path) -> None:
    queued(cast)
    with open_office() as (office, url):
        sender_at(utc(2027, 3, 17), url, tmp_path).deliver()
    assert (office.mails, rows()) == ([], [("visit-brief", "Elif", "expired")])


def test_a_living_senders_lease_is_left_alone_and_a_dead_ones_is_freed(cast: Cast, tmp_path: Path) -> None:
    queued(cast)
    with open_office() as (office, url):
        holder = sender_at(OPENS, url, tmp_path)
        assert len(holder._claim("email")) == 1
        sender_at(OPENS, url, tmp_path).deliver()
        assert office.mails == []
        with writing():
            db.session.query(Message).one().leased_by = f"{holder.name.split(':')[0]}:999999999:1:aaaaaa"
        sender_at(OPENS, url, tmp_path).deliver()
    assert len(office.mails) == 1


def as_somebody_else(app: Flask, change: Callable[[], object]) -> Callable[[str], str]:
    """Answers a recipient only when somebody else's transaction has committed."""

    def answer(_address: str) -> str:
        with app.app_context(), writing():
            change()
        return "250 ok"

    return answer


def test_a_message_that_somebody_else_took_over_is_not_sent(app: Flask, cast: Cast, tmp_path: Path) -> None:
    queued(cast)
    with open_office() as (office, url):
        office.answer_rcpt = as_somebody_else(
            app, lambda: db.session.query(Message).update({"leased_by": "another:1:1:b"})
        )
        sender_at(OPENS, url, tmp_path).deliver()
    assert (office.mails, attempts()) == ([], ["started", "withdrawn"])


def test_a_change_after_the_mail_was_written_stops_it(app: Flask, cast: Cast, tmp_path: Path) -> None:
    queued(cast)
    with open_office() as (office, url):
        finish = lambda: db.session.query(Commitment).update({"state": CommitmentState.done})  # noqa: E731  # named for the line
        office.answer_rcpt = as_somebody_else(app, finish)
        sender_at(OPENS, url, tmp_path).deliver()
    assert (office.mails, rows()) == ([], [("visit-brief", "Elif", "cancelled")])


def test_a_change_that_leaves_it_true_writes_the_mail_anew(app: Flask, cast: Cast, tmp_path: Path) -> None:
    queued(cast)
    with open_office() as (office, url):
        tell = as_somebody_else(app, lambda: db.session.query(Team).filter_by(slug="billing").update({"name": "Bills"}))
        office.answer_rcpt = lambda address: "250 ok" if attempts_now(app) > 1 else tell(address)
        sender_at(OPENS, url, tmp_path).deliver()
    assert ["Bills" in str(mail.get_body(("plain",))) for mail in office.mails] == [True]
    assert attempts() == ["started", "withdrawn", "started", "accepted"]


def attempts_now(app: Flask) -> int:
    """How many lines the log has, asked from another thread."""
    with app.app_context():
        return db.session.query(Attempt).count()


def test_a_stop_ends_after_the_mail_in_hand_and_gives_the_rest_back(cast: Cast, tmp_path: Path) -> None:
    queued(cast, SLOTS)
    with open_office() as (office, url):
        sender = Sender(sender_at(SLOTS, url, tmp_path).letterhead, lambda: SLOTS, lambda: bool(office.mails))
        sender.deliver()
    assert [row[2] for row in rows()[1:]] == ["sent", "pending"]
    assert {row.leased_by for row in db.session.query(Message).filter_by(state="pending")} == {None}


def test_without_a_mail_server_mail_is_a_file_and_a_repeat_is_the_same_file(cast: Cast, tmp_path: Path) -> None:
    queued(cast)
    sender_at(OPENS, "", tmp_path).deliver()
    with writing():
        row = db.session.query(Message).one()
        row.state, row.leased_by = MessageState.pending, None
    sender_at(OPENS, "", tmp_path).deliver()
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 1


@pytest.mark.parametrize(("attempts", "most"), [(0, 30), (1, 60), (3, 240), (7, 3600), (50, 3600)])
def test_pauses_grow_to_an_hour(attempts: int, most: float) -> None:
    assert pause(attempts, lambda: 1.0) == timedelta(seconds=most)
    assert pause(attempts, lambda: 0.0) == timedelta(0)
