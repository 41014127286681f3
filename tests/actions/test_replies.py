"""Answers from the mailbox of a real IMAP server: what they do, which do nothing, and that each is read once."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from planner.actions import replies
from planner.actions.commitments import done
from planner.actions.invitations import choose_invitations, settle_proposal
from planner.actions.moves import move
from planner.actions.replies import Read, judge, read_answers
from planner.domain.invitations import Answer
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentState
from planner.jobs import passes
from planner.models.base import db, writing
from planner.models.events import Event
from planner.models.invitations import CalendarReply, Invitation
from planner.models.mailboxes import Mailbox
from planner.reminders.invitations import invite
from planner.reminders.mailbox import MailboxDown, box_of, open_mailbox
from planner.reminders.replies import MOST_MAIL, read_reply
from tests.browser.live import free_port
from tests.calendars import TUESDAY, Put, make_program, visit_owed
from tests.cast import Cast
from tests.conftest import NOW
from tests.domain.times import utc
from tests.imap_server import Server, imap_server
from tests.reminders.reply_samples import ATTENDEE, plain, sample
from tests.scenes import scene

SENDER = "Planner <planner@example.org>"
LATER = NOW + timedelta(hours=3)


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    """Not below pytest's own folder, which is closed to the user that Dovecot becomes."""
    folder = Path(tempfile.mkdtemp(prefix="planner-imap-"))
    try:
        with imap_server(folder) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def server(running: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """With an empty inbox. Its mails are of the machine's time, and the tests' present is another."""
    monkeypatch.setattr(replies, "FIRST_LOOK_BACK", timedelta(days=3650))
    running.empty()
    return running


@pytest.fixture
@scene
def visit(cast: Cast) -> Event:
    """Elif was invited to visit Billing."""
    put = Put(make_program(cast), cast.hana)
    event = put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    choose_invitations(cast.elif_, True, by=cast.elif_, now=NOW)
    return event


def read(server: Server, moved_to: str = "") -> Read:
    return read_answers(server.box(moved_to=moved_to), SENDER, LATER)


def only() -> Invitation:
    return db.session.query(Invitation).one()


def reasons() -> list[str]:
    return [row.reason for row in db.session.query(CalendarReply).order_by(CalendarReply.id)]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("outlook-com-accepts", Answer.accepted),
        ("google-accepts", Answer.accepted),
        ("thunderbird-accepts", Answer.accepted),
        ("apple-maybe", Answer.tentative),
    ],
)
def test_an_answer_is_taken_over(visit: Event, server: Server, name: str, answer: Answer) -> None:
    server.put(sample(name, visit.uid))
    assert read(server) == Read(mails=1, counted=1)
    assert (only().answer, reasons(), server.flags()) == (answer, [""], [True])
    assert visit_owed(visit).state is CommitmentState.open


def test_a_decline_is_the_same_as_saying_that_one_cannot(visit: Event, server: Server, cast: Cast) -> None:
    server.put(sample("outlook-declines", visit.uid))
    read(server)
    owed = visit_owed(visit)
    assert (owed.state, owed.reason, owed.closed_by_id) == (
        CommitmentState.excused,
        "I am in Cork that week.",
        cast.elif_.id,
    )
    assert only().answer is Answer.declined


def test_an_assistant_declines_for_the_leader(visit: Event, server: Server, cast: Cast) -> None:
    server.put(sample("assistant-declines", visit.uid))
    read(server)
    owed = visit_owed(visit)
    assert (owed.state, owed.reason, owed.closed_by_id) == (CommitmentState.excused, replies.NO_REASON, cast.ravi.id)


def test_who_changes_their_mind_takes_it_up_again(visit: Event, server: Server) -> None:
    later = plain(visit.uid, ATTENDEE + "SEQUENCE:0\r\n")
    server.put(sample("outlook-declines", visit.uid), later)
    read(server)
    assert (visit_owed(visit).state, only().answer) == (CommitmentState.open, Answer.accepted)


def test_a_proposal_is_shown_and_can_be_put_aside(visit: Event, server: Server, cast: Cast) -> None:
    server.put(sample("outlook-proposes", visit.uid))
    read(server)
    found = only()
    assert (found.answer, found.proposed_start, found.proposed_end, found.comment) == (
        Answer.tentative,
        utc(2027, 3, 11, 11),
        utc(2027, 3, 11, 11, 30),
        "Could we make it Thursday?",
    )
    assert visit.wall_start == TUESDAY
    settle_proposal(only(), by=cast.hana, now=LATER)
    assert only().proposed_start is None
    with pytest.raises(Refused, match="no proposal"):
        settle_proposal(only(), by=cast.hana, now=LATER)


def test_a_move_asks_anew_and_answers_to_the_old_time_change_nothing(visit: Event, server: Server, cast: Cast) -> None:
    server.put(sample("outlook-proposes", visit.uid))
    read(server)
    with writing():
        move(visit, TUESDAY + timedelta(days=2), cast.elif_, NOW)
    invite(LATER)
    assert (only().proposed_start, only().answer) == (None, Answer.waiting)
    server.put(sample("google-accepts", visit.uid, 0))
    read(server)
    assert reasons()[-1].startswith("It answers version 0 of the invitation; the latest is")
    assert only().answer is Answer.waiting


def _hostile(uid: str) -> list[tuple[bytes, str]]:
    decline = ATTENDEE.replace("ACCEPTED", "DECLINED") + "SEQUENCE:0\r\n"
    to_tomas = decline.replace("elif@", "tomas@")
    newer = decline.replace("SEQUENCE:0", "SEQUENCE:9")
    failed = "Authentication-Results: mx.example.org; dmarc=fail\n"
    not_theirs = "who does not answer for elif@example.org."
    nobody = "was invited to an event of this number."
    return [
        (plain(uid, decline, sender="eve@example.net"), f"It was sent by eve@example.net, {not_theirs}"),
        (plain(uid, decline, sender="tomas@example.org"), f"It was sent by tomas@example.org, {not_theirs}"),
        (plain(uid, decline, sender="elif@example.org, eve@example.net"), f"It was sent by nobody, {not_theirs}"),
        (plain("7@planner.events", decline), f"Nobody with the address elif@example.org {nobody}"),
        (plain(uid, to_tomas, sender="tomas@example.org"), f"Nobody with the address tomas@example.org {nobody}"),
        (plain(uid, "SEQUENCE:0\r\n"), "It neither accepts nor declines: it says nothing."),
        (plain(uid, newer), "It answers version 9 of the invitation; the latest is 0."),
        (
            plain(uid, decline, more=failed),
            "The mail server says that this mail does not come from where elif@example.org has its mail.",
        ),
        (
            plain(uid, decline + "ORGANIZER:mailto:eve@example.net\r\n"),
            "It answers an invitation of eve@example.net, not of planner@example.org.",
        ),
        (
            plain(uid, decline + "RECURRENCE-ID:20270309T100000Z\r\n"),
            "It answers one occurrence of a series, and Planner sends none.",
        ),
        (plain(uid, decline, method="REQUEST"), "The mail says REQUEST and its calendar REPLY."),
        (plain(uid, calendar="BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"), "Its calendar cannot be read (ValueError)."),
    ]


def test_forged_and_odd_answers_change_nothing_and_say_why(visit: Event, server: Server) -> None:
    cases = _hostile(visit.uid)
    server.put(*[mail for mail, _ in cases])
    assert read(server) == Read(mails=len(cases), counted=0, refused=len(cases))
    assert reasons() == [reason for _, reason in cases]
    assert (only().answer, visit_owed(visit).state) == (Answer.waiting, CommitmentState.open)


def test_one_broken_mail_does_not_keep_the_next_from_being_read(
    visit: Event, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = iter(range(2))

    def first_breaks(raw: bytes) -> object:
        if next(count) == 0:
            raise RecursionError("deep")
        return read_reply(raw)

    monkeypatch.setattr(replies, "read_reply", first_breaks)
    server.put(sample("apple-maybe", visit.uid), sample("google-accepts", visit.uid))
    assert read(server) == Read(mails=2, counted=1, refused=1)
    assert reasons() == ["Planner could not make sense of it (RecursionError).", ""]


def test_each_mail_is_read_once(visit: Event, server: Server) -> None:
    server.put(sample("google-accepts", visit.uid))
    assert read(server).mails == 1
    assert read(server) == Read()
    with writing():
        db.session.query(Mailbox).one().uid_validity = 1
    assert read(server) == Read(mails=1)
    assert reasons() == [""]


def test_mail_that_is_no_answer_is_left_unread(visit: Event, server: Server) -> None:
    server.put(b"From: elif@example.org\r\nSubject: Hello\r\n\r\nA word.\r\n", sample("google-accepts", visit.uid))
    assert read(server) == Read(mails=2, counted=1)
    assert server.flags() == [False, True]


def test_answers_can_be_moved_to_a_folder(visit: Event, server: Server) -> None:
    line = server.line()
    line.create("Answers")
    line.logout()
    server.put(sample("google-accepts", visit.uid))
    read(server, moved_to="Answers")
    assert (server.flags(), server.flags("Answers")[-1:]) == ([], [True])


def test_a_mail_that_is_far_too_large_is_passed_over(visit: Event, server: Server) -> None:
    huge = sample("google-accepts", visit.uid) + b"x" * MOST_MAIL
    server.put(huge, sample("apple-maybe", visit.uid))
    assert read(server) == Read(mails=2, counted=1)
    assert only().answer is Answer.tentative


def test_an_answer_for_what_is_done_already_is_refused(visit: Event, server: Server, cast: Cast) -> None:
    done(visit_owed(visit), cast.hana, NOW)
    server.put(sample("outlook-declines", visit.uid))
    read(server)
    assert reasons() == ["This was recorded as done already. Nothing was changed."]


@pytest.mark.parametrize("scheme", ["imap", "imap+starttls", "imaps"])
def test_the_mailbox_is_read_with_and_without_tls(app: Flask, server: Server, scheme: str) -> None:
    server.put(b"From: a@b.example\r\n\r\nhi\r\n")
    with open_mailbox(server.box(scheme), server.trust) as line:
        numbers = line.numbers(0, (NOW - timedelta(days=400)).date())
        assert [post.raw for post in line.mails(numbers, 1000)] == [b"From: a@b.example\r\n\r\nhi\r\n"]


@pytest.mark.parametrize("scheme", ["imap+starttls", "imaps"])
def test_a_certificate_that_nobody_vouches_for_is_refused(app: Flask, server: Server, scheme: str) -> None:
    with (
        pytest.raises(MailboxDown, match=r"certificate verify failed"),
        open_mailbox(server.box(scheme)),
    ):
        pass


def test_trouble_is_written_down_and_goes_by_itself(visit: Event, server: Server) -> None:
    away = box_of(f"imap://planner:x@127.0.0.1:{free_port()}/INBOX")
    assert read_answers(away, SENDER, NOW) == Read()
    row = db.session.get_one(Mailbox, away.name)
    assert ("refused" in row.error, row.error_at, row.read_at) == (True, NOW, None)
    assert (away.name, "x" in row.error.partition("127.0.0.1")[0]) == ("planner at 127.0.0.1, INBOX", False)


def test_a_wrong_password_is_a_sentence(app: Flask, server: Server) -> None:
    box = server.box()
    wrong = box_of(f"imap://{box.user}:wrong@127.0.0.1:{box.port}/INBOX")
    with pytest.raises(MailboxDown, match=r"127\.0\.0\.1:.*[Aa]uthentication failed"), open_mailbox(wrong):
        pass


def test_an_address_says_everything() -> None:
    box = box_of("imaps://hr%40example.org:p%2Fw%23@mail.example.org/Planner%20mail?move=Read")
    assert (box.user, box.password, box.port, box.folder, box.moved_to) == (
        "hr@example.org",
        "p/w#",
        993,
        "Planner mail",
        "Read",
    )


def test_the_same_answer_judged_by_two_workers_counts_once(visit: Event) -> None:
    reply = read_reply(sample("google-accepts", visit.uid))
    assert reply is not None
    assert [judge(reply, "one digest", "planner@example.org", LATER) for _ in range(2)] == [True, None]


def test_the_worker_reads_the_mailbox_that_the_settings_name(app: Flask, visit: Event, server: Server) -> None:
    box = server.box()
    server.put(sample("google-accepts", visit.uid))
    assert passes.read_mailbox(app, lambda: LATER) == 0
    app.config["PLANNER_IMAP_URL"] = f"imap://{box.user}:{quote(box.password, safe='')}@127.0.0.1:{box.port}/INBOX"
    app.config["PLANNER_MAIL_FROM"] = SENDER
    assert passes.read_mailbox(app, lambda: LATER) == 1
    db.session.rollback()
    assert (only().answer, reasons()) == (Answer.accepted, [""])
