"""A person's history: what was sent to them and what they did with it; HR reads all of it, others their own."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import event

from planner.actions.commitments import done, excuse, snooze
from planner.domain.states import MessageState
from planner.models.base import db, writing
from planner.models.messages import Message, insert_new
from planner.models.people import Person
from planner.models.person_history import messages_to, with_deeds
from planner.reminders.rows import message_row
from tests.cast import Cast
from tests.conftest import NOW
from tests.domain.times import naive
from tests.reminders.scenes import Visit, make_visit

ClientOf = Callable[[Person | None], FlaskClient]
START = naive(2027, 3, 16, 10)


def told(person: Person, visit: Visit, number: int, minutes: int, state: MessageState = MessageState.sent) -> None:
    """A message about the visit, so many minutes after NOW."""
    at = NOW + timedelta(minutes=minutes)
    row = message_row(
        name="visit-brief", about="commitment", about_id=visit.commitment.id, step=str(number), recipient_id=person.id,
        due_at=at, expires_at=at + timedelta(days=9), now=at, state=state,
    )  # fmt: skip
    with writing():
        insert_new([row])
        message = db.session.query(Message).filter_by(key=row["key"]).one()
        message.sent_at = at if state is MessageState.sent else None


def history(person: Person, by: set[int] | None = None) -> list[list[str]]:
    return [[deed.sentence for deed in one.deeds] for one in with_deeds(messages_to(person.id).items, person.id, by)]


def test_a_deed_stands_below_the_message_before_it(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    for number, minutes in ((1, 0), (2, 10)):
        told(cast.elif_, visit, number, minutes)
    snooze(visit.commitment, naive(2027, 3, 5).date(), cast.elif_, NOW + timedelta(minutes=5))
    done(visit.commitment, cast.elif_, NOW + timedelta(minutes=15))
    assert history(cast.elif_) == [
        ["Done: Visit Billing."],
        ["No nudges before Friday 5 March: Visit Billing."],
    ]


def test_what_was_done_before_any_message_is_not_its_doing(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    snooze(visit.commitment, naive(2027, 3, 5).date(), cast.elif_, NOW)
    told(cast.elif_, visit, 1, 10)
    assert history(cast.elif_) == [[]]


def test_what_could_not_be_sent_is_there_and_what_fell_away_is_not(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    for number, state in enumerate(MessageState):
        told(cast.elif_, visit, number, number, state)
    states = [row.state for row in messages_to(cast.elif_.id).items]
    assert states == [MessageState.dead, MessageState.sent]


def test_others_deeds_are_for_hr_alone(cast: Cast, client_of: ClientOf) -> None:
    visit = make_visit(cast, start=START)
    told(cast.tomas, visit, 1, 0)
    excuse(visit.commitment, "The board meets.", cast.elif_, NOW + timedelta(minutes=1))
    address = f"/people/{cast.tomas.id}/history"
    assert ["The board meets." in client_of(person).get(address).text for person in (cast.hana, cast.tomas)] == [
        True,
        False,
    ]


def test_an_assistants_deeds_are_shown_to_the_leader(cast: Cast, client_of: ClientOf) -> None:
    visit = make_visit(cast, start=START)
    told(cast.elif_, visit, 1, 0)
    done(visit.commitment, cast.ravi, NOW + timedelta(minutes=1))
    page = client_of(cast.elif_).get(f"/people/{cast.elif_.id}/history").text
    assert ("Done: Visit Billing." in page, "(Ravi Menon)" in page) == (True, True)


def test_nobody_reads_another_persons_history(cast: Cast, client_of: ClientOf) -> None:
    for person in (cast.tomas, cast.ravi, cast.ana, cast.vera, cast.nils):
        code = 403 if person is cast.vera else 404
        assert client_of(person).get(f"/people/{cast.elif_.id}/history").status_code == code
    assert client_of(cast.mallory).get(f"/people/{cast.elif_.id}/history").status_code == 302
    assert [
        client_of(person).get(f"/people/{cast.elif_.id}/history").status_code for person in (cast.elif_, cast.hana)
    ] == [200, 200]


def test_the_history_asks_as_much_for_many_as_for_one(cast: Cast, client_of: ClientOf) -> None:
    client, counts, visit = client_of(cast.elif_), [], make_visit(cast, start=START)
    for count in (1, 3, 25):
        for number in range(count):
            told(cast.elif_, visit, count * 100 + number, number)
            snooze(
                visit.commitment,
                naive(2027, 3, 2 + number).date(),
                cast.elif_,
                NOW + timedelta(minutes=number, seconds=5),
            )
        asked: list[object] = []

        def listen(*given: object, into: list[object] = asked) -> None:
            into.append(given[2])

        event.listen(db.engine, "before_cursor_execute", listen)
        client.get(f"/people/{cast.elif_.id}/history")
        event.remove(db.engine, "before_cursor_execute", listen)
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts
