"""The question of every fetch, over connections that are kept: what it answers, and what becomes of a connection that died."""

import pytest
from flask import Flask

from planner.actions.accounts import token_hash
from planner.actions.feeds import make_feed, revoke
from planner.models.base import db, writing
from planner.models.stamps import CalendarStamp
from planner.models.tickets import Ticket, Tickets
from tests.cast import Cast
from tests.conftest import NOW


@pytest.fixture
def tickets(app: Flask) -> Tickets:
    return Tickets(db.engine)


def test_it_answers_what_an_unchanged_feed_needs(cast: Cast, tickets: Tickets) -> None:
    feed, token = make_feed(cast.tomas, "person", "tomas@example.org", now=NOW, by=None, alarm_minutes=10)
    stamp = db.session.query(CalendarStamp).one()
    expected = Ticket(feed.id, stamp.number, stamp.around, NOW, 10, False, None, False, token_hash(token), False)
    assert tickets.ticket_for(token_hash(token)) == expected
    assert tickets.ticket_for(token_hash("another")) is None


def test_it_answers_what_is_true_now_over_the_same_connection(cast: Cast, tickets: Tickets) -> None:
    feed, token = make_feed(cast.tomas, "team", "billing", now=NOW, by=None)
    assert tickets.ticket_for(token_hash(token)) is not None
    revoke(feed, now=NOW, by=None)
    found = tickets.ticket_for(token_hash(token))
    assert found is not None
    assert (found.revoked_at, len(tickets._idle)) == (NOW, 1)


def test_a_connection_that_died_is_replaced_and_nobody_notices(cast: Cast, tickets: Tickets) -> None:
    _, token = make_feed(cast.tomas, "team", "billing", now=NOW, by=None)
    before = tickets.ticket_for(token_hash(token))
    tickets._idle[0][0].close()
    assert tickets.ticket_for(token_hash(token)) == before
    assert len(tickets._idle) == 1


def test_it_lets_go_with_the_engine(cast: Cast, tickets: Tickets) -> None:
    _, token = make_feed(cast.tomas, "team", "billing", now=NOW, by=None)
    tickets.ticket_for(token_hash(token))
    db.session.remove()
    db.engine.dispose()
    assert tickets._idle == []
    assert tickets.ticket_for(token_hash(token)) is not None


def test_before_anything_was_published_the_stamps_are_nought(cast: Cast, tickets: Tickets) -> None:
    _, token = make_feed(cast.tomas, "team", "billing", now=NOW, by=None)
    with writing():
        db.session.query(CalendarStamp).delete()
    found = tickets.ticket_for(token_hash(token))
    assert found is not None
    assert (found.stamp, found.around) == (0, 0)
