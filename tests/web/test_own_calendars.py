"""Pages about leaders' own calendars: invitations or a feed, answers, busy times; and who may see and set them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import current_app
from flask.testing import FlaskClient

from planner.actions.busy import name_calendar, read_due
from planner.actions.feeds import make_feed, record_fetches
from planner.actions.invitations import choose_invitations
from planner.actions.moves import move
from planner.actions.publish import publish_only
from planner.domain.invitations import Answer
from planner.models.base import db, writing
from planner.models.busy import BusyCalendar, calendar_of
from planner.models.events import Event
from planner.models.feeds import Feed, Fetch
from planner.models.invitations import CalendarReply, Invitation, wants_invitations
from planner.models.people import Person
from tests.actions.test_busy import reader
from tests.calendars import TUESDAY, Put, counting_questions, make_program
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.outside_server import outside_server
from tests.scenes import scene

ClientOf = Callable[[Person | None], FlaskClient]


@pytest.fixture
@scene
def visit(cast: Cast) -> Event:
    """Elif is to visit Billing, and it is published."""
    put = Put(make_program(cast), cast.hana)
    event = put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    return event


def address(person: Person, rest: str = "") -> str:
    return f"/people/{person.id}/calendar{rest}"


def reached(client: FlaskClient, person: Person) -> list[int]:
    """What each request about this person's calendar answers."""
    return [
        client.get(address(person)).status_code,
        client.post(address(person), data={"way": "mail"}).status_code,
        client.post(address(person, "/busy"), data={"address": "https://x.example/a.ics"}).status_code,
        client.post(address(person, "/busy/again")).status_code,
        client.post(address(person, "/busy/remove")).status_code,
    ]


def test_a_leader_the_assistant_and_hr_may_set_it_and_nobody_else(cast: Cast, client_of: ClientOf) -> None:
    found = {
        person.name.split()[0]: reached(client_of(person), cast.elif_)
        for person in (cast.elif_, cast.ravi, cast.hana, cast.tomas, cast.nils, cast.ana, cast.vera)
    }
    may, may_not = [200, 302, 302, 302, 302], [404] * 5
    assert found == {
        **dict.fromkeys(("Elif", "Ravi", "Hana"), may),
        **dict.fromkeys(("Tomas", "Nils", "Ana"), may_not),
        "Vera": [403] * 5,
    }


def test_somebody_who_is_not_there_is_not_found(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.hana).get("/people/999/calendar").status_code == 404


def test_choosing_invitations_and_going_back(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.elif_)
    client.post(address(cast.elif_), data={"way": "mail"})
    assert wants_invitations(cast.elif_.id)
    page = client.get(address(cast.elif_)).text
    assert ("Use a feed instead" in page, "No answer yet" in page, "Floor visit to Billing" in page) == (True,) * 3
    assert "no mailbox is set" in page
    client.post(address(cast.elif_), data={"way": "feed"})
    assert not wants_invitations(cast.elif_.id)


def test_a_feed_leaves_out_what_came_as_an_invitation(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    _, token = make_feed(cast.elif_, "person", str(cast.elif_.id), now=NOW, by=cast.elif_)
    feed = f"/feeds/{token}/Elif.ics"
    before = client_of(None).get(feed)
    choose_invitations(cast.elif_, True, by=cast.elif_, now=NOW)
    after = client_of(None).get(feed)
    assert [answer.data.count(b"BEGIN:VEVENT") for answer in (before, after)] == [1, 0]
    assert before.headers["ETag"] != after.headers["ETag"]
    choose_invitations(cast.elif_, False, by=cast.elif_, now=NOW)
    assert client_of(None).get(feed).data == before.data


def test_an_address_that_is_none_is_refused_beside_the_field(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.elif_).post(address(cast.elif_, "/busy"), data={"address": "my calendar"})
    assert (answer.status_code, "begins with https:// or webcal://" in answer.text) == (422, True)
    assert db.session.query(BusyCalendar).count() == 0


def test_the_page_says_what_was_read_and_never_the_address(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.elif_)
    with outside_server() as site:
        name_calendar(cast.elif_, site.address("/secret-key.ics"), by=cast.elif_, now=NOW)
        assert "is read within a minute" in client.get(address(cast.elif_)).text
        read_due(NOW, net=site.net(), reader=reader)
        page = client.get(address(cast.elif_)).text
    assert ("1 busy time ahead" in page, "calendar.example.net" in page, "secret-key" in page) == (True, True, False)
    with writing():
        found = calendar_of(cast.elif_.id)
        assert found is not None
        found.error = "calendar.example.net answers 500."
    assert "calendar.example.net answers 500." in client.get(address(cast.elif_)).text


def answered(visit: Event, cast: Cast, answer: Answer) -> Invitation:
    choose_invitations(cast.elif_, True, by=cast.elif_, now=NOW)
    with writing():
        found = db.session.query(Invitation).one()
        found.answer, found.answered_at = answer, NOW
    return found


def test_an_answer_is_shown_on_the_event_on_my_page_and_to_hr(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    answered(visit, cast, Answer.accepted)
    event = f"/events/{visit.id}"
    shown = {person.name.split()[0]: "invited by mail" in client_of(person).get(event).text for person in _cast(cast)}
    assert shown == {"Hana": True, "Elif": True, "Ravi": True, "Tomas": False, "Vera": False}
    assert "Accepted" in client_of(cast.hana).get("/invitations").text
    assert "Visits come as invitations" in client_of(cast.elif_).get("/").text


def _cast(cast: Cast) -> list[Person]:
    return [cast.hana, cast.elif_, cast.ravi, cast.tomas, cast.vera]


def test_the_list_is_for_hr_only(cast: Cast, client_of: ClientOf) -> None:
    for page in ("/invitations", "/invitations/answers"):
        found = {person.name.split()[0]: client_of(person).get(page).status_code for person in _cast(cast)}
        assert found == {"Hana": 200, "Elif": 403, "Ravi": 403, "Tomas": 403, "Vera": 403}


def test_a_proposal_is_taken_or_put_aside(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    found = answered(visit, cast, Answer.tentative)
    with writing():
        found.proposed_start = visit.starts_at + timedelta(hours=1)
        found.proposed_end = visit.ends_at + timedelta(hours=1)
    hana = client_of(cast.hana)
    for page in ("/", "/invitations?show=proposed", f"/events/{visit.id}"):
        assert ("Move it there" in hana.get(page).text, "Put aside" in hana.get(page).text) == (True, True), page
    assert "Move it there" not in client_of(cast.elif_).get(f"/events/{visit.id}").text
    hana.post(f"/events/{visit.id}/move", data={"start": (TUESDAY + timedelta(hours=1)).isoformat()})
    assert db.session.get_one(Event, visit.id).wall_start == TUESDAY + timedelta(hours=1)
    assert client_of(cast.elif_).post(f"/invitations/{found.id}/settle").status_code == 403
    hana.post(f"/invitations/{found.id}/settle")
    assert db.session.query(Invitation).one().proposed_start is None
    assert hana.post("/invitations/999/settle").status_code == 404


def test_what_changed_nothing_is_listed_with_the_reason(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    found = answered(visit, cast, Answer.waiting)
    with writing():
        db.session.add(
            CalendarReply(
                digest="1",
                read_at=NOW,
                sender="eve@example.net",
                said="declined",
                reason="It was sent by eve <b>.",
                invitation=found,
            )
        )
        db.session.add(CalendarReply(digest="2", read_at=NOW, sender="elif@example.org", said="accepted", counted=True))
    page = client_of(cast.hana).get("/invitations/answers?show=refused").text
    assert ("It was sent by eve &lt;b&gt;." in page, "elif@example.org" in page) == (True, False)
    assert "Taken over" in client_of(cast.hana).get("/invitations/answers").text


def _invite_many(cast: Cast, count: int) -> None:
    put = Put(make_program(cast), cast.hana)
    for number in range(count):
        put.visit(TUESDAY + timedelta(days=7 * number), cast.billing, cast.elif_)
    put.publish()
    choose_invitations(cast.elif_, True, by=cast.elif_, now=NOW)


def test_the_lists_cost_the_same_at_one_and_at_many(cast: Cast, client_of: ClientOf) -> None:
    hana, elif_ = client_of(cast.hana), client_of(cast.elif_)
    pages = [(hana, "/invitations"), (hana, "/invitations/answers"), (elif_, address(cast.elif_))]
    counts = []
    for more in (1, 2, 5):
        _invite_many(cast, more)
        with writing():
            for number in range(more):
                db.session.add(CalendarReply(digest=f"{more}-{number}", read_at=NOW, invitation_id=1))
        asked = []
        for client, page in pages:
            with counting_questions() as found:
                client.get(page)
            asked.append(len(found))
        counts.append(asked)
    assert counts[0] == counts[1] == counts[2]


def test_hr_sees_which_calendars_cannot_know_of_a_change(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    feed, _ = make_feed(cast.tomas, "person", str(cast.tomas.id), now=NOW, by=cast.tomas)
    number = feed.id
    record_fetches([Fetch(number, "Google-Calendar-Importer", NOW - timedelta(hours=2), 1)])
    move(visit, TUESDAY + timedelta(minutes=30), cast.hana, NOW, force=True)
    publish_only(visit, cast.hana, "Moved.", NOW)
    page = client_of(cast.hana).get(f"/events/{visit.id}").text
    assert ("1 calendar has not looked since" in page, "Google Calendar" in page) == (True, True)
    assert "1 calendar" in client_of(cast.hana).get("/feeds").text
    assert "not looked since" not in client_of(cast.tomas).get(f"/events/{visit.id}").text
    assert "No calendar has looked since this changed" in client_of(cast.tomas).get(f"/feeds/{number}").text
    record_fetches([Fetch(number, "Google-Calendar-Importer", NOW + timedelta(minutes=1), 1)])
    assert "Every calendar that subscribes to it has looked" in client_of(cast.hana).get(f"/events/{visit.id}").text


def test_what_is_cancelled_can_be_kept_visible_for_google(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    from planner.actions.events import cancel_event

    feed, token = make_feed(cast.tomas, "person", str(cast.tomas.id), now=NOW, by=cast.tomas)
    number = feed.id
    cancel_event(visit, by=cast.hana, now=NOW)
    publish_only(visit, cast.hana, "Off.", NOW)
    file, client = f"/feeds/{token}/Tomas.ics", client_of(cast.tomas)
    marked = client_of(None).get(file)
    client.post(f"/feeds/{number}/cancelled", data={"keep": "1"})
    kept = client_of(None).get(file)
    assert [b"STATUS:CANCELLED" in answer.data for answer in (marked, kept)] == [True, False]
    assert b"SUMMARY:Cancelled: Floor visit" in kept.data
    assert marked.headers["ETag"] != kept.headers["ETag"]
    assert client_of(cast.ana).post(f"/feeds/{number}/cancelled", data={"keep": "0"}).status_code == 404
    client.post(f"/feeds/{number}/cancelled", data={"keep": "0"})
    assert client_of(None).get(file).data == marked.data
    client.post("/feeds", data={"calendar": f"team:{cast.billing.id}", "level": "full", "keep_cancelled": "y"})
    assert [row.keep_cancelled for row in db.session.query(Feed).order_by(Feed.id)] == [False, True]


def test_who_gets_the_whole_feed_is_noted_at_once_and_who_has_it_already_is_not(
    visit: Event, cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    """Else somebody whose calendar looked a minute after a change would be told of it by mail as well."""
    feed, token = make_feed(cast.tomas, "person", str(cast.tomas.id), now=NOW, by=cast.tomas)
    number, file, client = feed.id, f"/feeds/{token}/Tomas.ics", client_of(None)

    def looked(tag: str = "") -> int:
        """Minutes after NOW at which the feed was last noted as read."""
        client.get(file, headers={"If-None-Match": tag} if tag else {})
        current_app.extensions["planner_feed_log"].write()
        row = db.session.get_one(Feed, number, populate_existing=True)
        assert row.last_fetched_at is not None
        return int((row.last_fetched_at - NOW).total_seconds()) // 60

    found = [looked()]
    tag = client.get(file).headers["ETag"]
    clock.advance(minutes=1)
    found.append(looked(tag))
    clock.advance(minutes=1)
    found.append(looked())
    assert found == [0, 0, 2]
