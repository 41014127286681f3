"""Whom their calendar cannot have told of a change: exactly those are told by mail, once, when the event is near."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from planner.actions.events import cancel_event
from planner.actions.feed_truth import tell_those_behind
from planner.actions.feeds import make_feed, record_fetches
from planner.actions.invitations import choose_invitations
from planner.actions.moves import move
from planner.actions.publish import publish_only
from planner.feeds.truth import behind
from planner.models.base import db, writing
from planner.models.events import Event
from planner.models.feed_truth import change_of
from planner.models.feeds import Fetch
from planner.models.messages import Message
from planner.models.people import Person
from tests.calendars import Put, counting_questions, make_program
from tests.cast import Cast
from tests.conftest import NOW
from tests.reminders.post import open_office, sender_at
from tests.scenes import scene

START = datetime(2027, 3, 2, 10)  # noqa: DTZ001  # a wall time: tomorrow
LATER = NOW + timedelta(minutes=15)


@pytest.fixture
@scene
def visit(cast: Cast) -> Event:
    """Elif visits Billing tomorrow; everything was published long ago."""
    put = Put(make_program(cast), cast.hana)
    event = put.visit(START, cast.billing, cast.elif_)
    put.visit(START + timedelta(hours=3), cast.billing, cast.elif_, "Another visit")
    put.publish()
    return event


def subscribe(person: Person, scope: str, ref: str, last: datetime | None) -> int:
    """A feed of this person, read last at this moment."""
    feed, _ = make_feed(person, scope, ref, now=NOW - timedelta(days=9), by=person)
    if last is not None:
        record_fetches([Fetch(feed.id, "Thunderbird/153", last, 1)])
    return feed.id


def look(feed_id: int, moment: datetime) -> None:
    record_fetches([Fetch(feed_id, "Thunderbird/153", moment, 1)])


def shift(visit: Event, cast: Cast, moment: datetime = NOW) -> None:
    """HR moves the visit by half an hour and publishes it."""
    move(visit, START + timedelta(minutes=30), cast.hana, moment, force=True)
    publish_only(visit, cast.hana, "Moved.", moment)


def told() -> list[str]:
    rows = db.session.scalars(select(Message).where(Message.name == "feed-behind").order_by(Message.recipient_id))
    return [row.recipient.name.split()[0] for row in rows]


def names(visit: Event) -> list[str]:
    change = change_of(visit.id)
    return [one.feed.name.split()[0] for one in behind([change] if change else [])]


def test_exactly_those_who_cannot_have_seen_it_are_told_once(visit: Event, cast: Cast) -> None:
    before, after = NOW - timedelta(hours=3), NOW + timedelta(minutes=5)
    subscribe(cast.ana, "person", str(cast.ana.id), before)
    subscribe(cast.vera, "program", "1", after)
    subscribe(cast.nils, "team", str(cast.night_care.id), before)
    shift(visit, cast)
    assert names(visit) == ["Ana"]
    assert [tell_those_behind(LATER), tell_those_behind(LATER), told()] == [1, 0, ["Ana"]]


def test_who_hears_of_it_anyway_is_not_told_twice(visit: Event, cast: Cast) -> None:
    for person in (cast.tomas, cast.elif_, cast.ravi):
        subscribe(person, "person", str(person.id), NOW - timedelta(hours=3))
    shift(visit, cast)
    assert len(names(visit)) == 3
    assert tell_those_behind(LATER) == 0


def test_a_feed_that_nobody_ever_read_tells_nobody(visit: Event, cast: Cast) -> None:
    subscribe(cast.ana, "person", str(cast.ana.id), None)
    shift(visit, cast)
    assert (names(visit), tell_those_behind(LATER)) == ([], 0)


def test_what_stands_as_it_was_first_published_is_no_change(visit: Event, cast: Cast) -> None:
    subscribe(cast.ana, "person", str(cast.ana.id), NOW - timedelta(days=200))
    assert (change_of(visit.id), tell_those_behind(LATER)) == (None, 0)


def test_nobody_is_told_in_the_first_minutes(visit: Event, cast: Cast) -> None:
    subscribe(cast.ana, "person", str(cast.ana.id), NOW - timedelta(hours=3))
    shift(visit, cast)
    assert tell_those_behind(NOW + timedelta(minutes=9)) == 0


def test_what_is_further_away_is_told_when_it_is_near(cast: Cast) -> None:
    put = Put(make_program(cast), cast.hana)
    event = put.visit(START + timedelta(days=7), cast.billing, cast.elif_)
    put.publish()
    subscribe(cast.ana, "person", str(cast.ana.id), NOW - timedelta(hours=3))
    move(event, START + timedelta(days=7, minutes=30), cast.hana, NOW, force=True)
    publish_only(event, cast.hana, "Moved.", NOW)
    assert tell_those_behind(LATER) == 0
    assert tell_those_behind(NOW + timedelta(days=6, hours=3)) == 1


def test_a_cancelled_event_is_told_and_the_mail_says_so(visit: Event, cast: Cast, tmp_path: Path) -> None:
    subscribe(cast.ana, "person", str(cast.ana.id), NOW - timedelta(hours=3))
    cancel_event(visit, by=cast.hana, now=NOW)
    publish_only(visit, cast.hana, "Off.", NOW)
    tell_those_behind(LATER)
    with open_office() as (office, url):
        sender_at(LATER, url, tmp_path).deliver()
    assert [str(mail["Subject"]) for mail in office.mails if str(mail["To"]).startswith("Ana")] == [
        "Off: Floor visit to Billing"
    ]


def test_a_calendar_that_looks_before_the_mail_goes_makes_it_needless(visit: Event, cast: Cast, tmp_path: Path) -> None:
    feed = subscribe(cast.ana, "person", str(cast.ana.id), NOW - timedelta(hours=3))
    shift(visit, cast)
    tell_those_behind(LATER)
    look(feed, LATER)
    with open_office() as (office, url):
        sender_at(LATER, url, tmp_path).deliver()
    assert [str(mail["To"]) for mail in office.mails if str(mail["To"]).startswith("Ana")] == []


def test_two_calendars_of_one_person_make_one_mail(visit: Event, cast: Cast) -> None:
    subscribe(cast.ana, "person", str(cast.ana.id), NOW - timedelta(hours=3))
    subscribe(cast.ana, "team", str(cast.billing.id), NOW - timedelta(hours=3))
    shift(visit, cast)
    assert tell_those_behind(LATER) == 1


def test_who_was_invited_by_mail_has_no_feed_to_be_behind(visit: Event, cast: Cast) -> None:
    choose_invitations(cast.elif_, True, by=cast.elif_, now=NOW)
    subscribe(cast.elif_, "program", "1", NOW - timedelta(hours=3))
    shift(visit, cast)
    assert names(visit) == []


def test_who_left_and_what_was_ended_is_not_behind(visit: Event, cast: Cast) -> None:
    from planner.actions.feeds import revoke
    from planner.models.feeds import Feed

    first = subscribe(cast.ana, "person", str(cast.ana.id), NOW - timedelta(hours=3))
    subscribe(cast.vera, "program", "1", NOW - timedelta(hours=3))
    revoke(db.session.get_one(Feed, first), now=NOW, by=cast.ana)
    with writing():
        cast.vera.deactivated_at = NOW
    shift(visit, cast)
    assert names(visit) == []


def test_looking_when_nothing_changed_costs_one_question(visit: Event, cast: Cast) -> None:
    subscribe(cast.ana, "person", str(cast.ana.id), NOW - timedelta(hours=3))
    with counting_questions() as asked:
        tell_those_behind(LATER)
    assert len(asked) == 1
