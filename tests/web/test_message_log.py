"""The delivery log: its filters, what could not be sent and sending it again, nights, and how sending stands."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from planner.domain.states import MessageState
from planner.models.audit import AuditRow
from planner.models.base import db, writing
from planner.models.messages import Attempt, Message, insert_new
from planner.models.night_audits import NightAudit
from planner.models.people import Person
from planner.models.ticks import record_tick
from planner.reminders.rows import message_row
from tests.cast import Cast
from tests.conftest import NOW

ClientOf = Callable[[Person | None], FlaskClient]
NOBODY = "550 no such user"


def made(person: Person, number: int = 1, *, name: str = "event-coming", state: MessageState = MessageState.sent,
         channel: str = "email", due: datetime = NOW, words: str = "", subject: str = "", team_id: int | None = None) -> int:  # fmt: skip
    row = message_row(
        name=name, about="person", about_id=person.id, step=f"made-{number}", recipient_id=person.id, due_at=due,
        expires_at=NOW + timedelta(days=1), now=NOW, state=state, channel=channel, last_words=words, team_id=team_id,
    )  # fmt: skip
    with writing():
        insert_new([row])
        message = db.session.query(Message).filter_by(key=row["key"]).one()
        message.subject = subject
    return message.id


def listed(client: FlaskClient, query: str) -> list[int]:
    page = client.get(f"/messages?{query}").text.partition("<table")[2]
    return [number for number in range(1, 10) if f'href="/messages/{number}"' in page]


@pytest.fixture
def several(cast: Cast) -> list[int]:
    """1 to Tomas; 2 dead; 3 by chat; 4 yesterday evening in Dublin; 5 of unknown outcome; 6 posted to Billing."""
    numbers = [
        made(cast.tomas, 1, subject="Tomorrow: Billing"),
        made(cast.nils, 2, state=MessageState.dead, words=NOBODY),
        made(cast.elif_, 3, name="digest", channel="chat"),
        made(cast.elif_, 4, due=datetime.fromisoformat("2027-02-28T22:00+00:00")),
        made(cast.ana, 5),
        made(cast.tomas, 6, channel="chat", team_id=cast.billing.id),
    ]
    with writing():
        db.session.add(Attempt(message_id=numbers[4], at=NOW, what="unknown", sender="x", words="The sender died."))
    return numbers


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("state=dead", [2]),
        ("state=unknown", [5]),
        ("channel=chat", [3, 6]),
        ("name=digest", [3]),
        ("day=2027-02-28", [4]),
        ("day=2027-03-01&channel=email", [1, 2, 5]),
        ("words=tomorrow", [1]),
        ("words=NO+SUCH", [2]),
        ("words=%25%25", []),
        ("words=__", []),
    ],
)
def test_each_filter_shows_what_it_names(
    cast: Cast, client_of: ClientOf, several: list[int], query: str, expected: list[int]
) -> None:
    assert listed(client_of(cast.hana), query) == [several[at - 1] for at in expected]


def test_a_person_is_shown_their_own_messages_and_not_what_was_posted_to_their_team(
    cast: Cast, client_of: ClientOf, several: list[int]
) -> None:
    assert listed(client_of(cast.hana), f"person={cast.tomas.id}") == [several[0]]
    assert listed(client_of(cast.tomas), "") == [several[0]]


@pytest.mark.parametrize(
    "query", ["channel=pigeon", "day=yesterday", "day=2027-13-01", "words=" + "x" * 500, "state=unknown&page=9"]
)
def test_a_filter_that_makes_no_sense_is_none(cast: Cast, client_of: ClientOf, query: str) -> None:
    assert client_of(cast.hana).get(f"/messages?{query}").status_code == 200


def test_words_find_what_a_message_is_about(cast: Cast, client_of: ClientOf) -> None:
    from tests.domain.times import naive
    from tests.reminders.scenes import cancel, make_visit

    cancel(make_visit(cast, start=naive(2027, 3, 16, 10)), NOW)
    made(cast.ana, 9)
    assert len(listed(client_of(cast.hana), "words=visit%3A+billing")) == 3


def test_attempts_are_told_in_words_beneath_each_message(cast: Cast, client_of: ClientOf, several: list[int]) -> None:
    page = client_of(cast.hana).get("/messages?state=unknown").text
    assert "Outcome unknown; sent again under the same Message-ID: The sender died." in page


def test_the_log_asks_as_much_for_many_as_for_one(cast: Cast, client_of: ClientOf) -> None:
    client, counts = client_of(cast.hana), []
    for count in (1, 3, 30):
        for number in range(count):
            made(cast.tomas, count * 100 + number, state=MessageState.dead, words=f"{NOBODY} {number % 3}")
        asked: list[object] = []

        def listen(*given: object, into: list[object] = asked) -> None:
            into.append(given[2])

        event.listen(db.engine, "before_cursor_execute", listen)
        client.get("/messages")
        event.remove(db.engine, "before_cursor_execute", listen)
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts


def test_what_could_not_be_sent_stands_at_the_top_by_its_cause(cast: Cast, client_of: ClientOf) -> None:
    for number in range(3):
        made(cast.tomas, number, state=MessageState.dead, words=NOBODY)
    made(cast.tomas, 8, state=MessageState.dead, words="mailbox full")
    made(cast.tomas, 9, state=MessageState.dead, words="long ago", due=NOW - timedelta(days=31))
    head = client_of(cast.hana).get("/messages").text.partition("<table")[0]
    assert ("3 messages" in head, NOBODY in head, "mailbox full" in head, "long ago" in head) == (
        True,
        True,
        True,
        False,
    )
    assert "Could not be sent</h2>" not in client_of(cast.tomas).get("/messages").text


def test_hr_sends_all_of_a_cause_again_and_nothing_else(cast: Cast, client_of: ClientOf) -> None:
    for number in range(2):
        made(cast.tomas, number, state=MessageState.dead, words=NOBODY)
    made(cast.tomas, 2, state=MessageState.dead, words=NOBODY, name="sign-in")
    made(cast.tomas, 3, state=MessageState.dead, words=NOBODY, channel="chat")
    made(cast.tomas, 4, state=MessageState.dead, words="mailbox full")
    client_of(cast.hana).post("/messages/again", data={"channel": "email", "words": NOBODY})
    db.session.expire_all()
    states = [row.state.value for row in db.session.query(Message).order_by(Message.id)]
    assert states == ["pending", "pending", "dead", "dead", "dead"]
    assert [(row.act, row.facts) for row in db.session.query(AuditRow)] == [("send again", {"count": 2})]


def test_nobody_else_sends_all_again(cast: Cast, client_of: ClientOf) -> None:
    made(cast.tomas, 1, state=MessageState.dead, words=NOBODY)
    for person in (cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera):
        answer = client_of(person).post("/messages/again", data={"channel": "email", "words": NOBODY})
        assert answer.status_code == 403
    assert db.session.query(Message).one().state is MessageState.dead


def test_a_lead_does_not_read_another_leads_messages(cast: Cast, client_of: ClientOf) -> None:
    foreign = made(cast.nils)
    client = client_of(cast.tomas)
    assert [client.get(f"/messages/{foreign}").status_code, listed(client, f"person={cast.nils.id}")] == [404, []]


def test_a_post_to_a_team_says_so(cast: Cast, client_of: ClientOf) -> None:
    number = made(cast.tomas, channel="chat", team_id=cast.billing.id)
    page = client_of(cast.hana).get(f"/messages/{number}").text
    assert ("Billing (chat of the team)" in page, "tomas@example.org" in page) == (True, False)


def test_nights_are_for_hr_and_name_what_differs(cast: Cast, client_of: ClientOf) -> None:
    number = made(cast.tomas, state=MessageState.dead, words=NOBODY)
    difference = {
        "what": "refused",
        "name": "digest",
        "due": NOW.isoformat(),
        "title": "",
        "message": number,
        "words": NOBODY,
    }
    counted = {
        "due": 214,
        "delivered": 213,
        "refused": 1,
        "expired": 0,
        "waiting": 0,
        "missing": 0,
        "coming": 57,
        "stale": 0,
    }
    with writing():
        db.session.add(NightAudit(day=NOW.date(), at=NOW, differences=[difference], **counted))
    page = client_of(cast.hana).get("/messages/nights").text
    assert ("214 due, 213 delivered, 1 refused" in page, f'href="/messages/{number}"' in page) == (True, True)
    assert "214 due, 213 delivered, 1 refused</a>; 57 to come" in client_of(cast.hana).get("/messages").text
    for person in (cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera):
        assert client_of(person).get("/messages/nights").status_code == 403


def test_a_night_that_was_never_audited_is_said(cast: Cast, client_of: ClientOf) -> None:
    assert "No night was audited yet" in client_of(cast.hana).get("/messages/nights").text


@pytest.mark.parametrize(
    ("minutes", "late", "words"),
    [
        (4, False, "The worker looked 4 minutes ago; nothing that is due waits."),
        (6, True, "The worker looked 6 minutes ago;"),
    ],
)
def test_hr_sees_when_the_worker_last_looked(
    cast: Cast, client_of: ClientOf, minutes: int, late: bool, words: str
) -> None:
    with writing():
        record_tick("tick", NOW - timedelta(minutes=minutes))
    page = client_of(cast.hana).get("/messages").text
    assert (words in page, "pulse-late" in page, "notice-bad" in page) == (True, late, late)
    assert "The worker" not in client_of(cast.tomas).get("/messages").text
