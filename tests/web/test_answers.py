"""Answering from a mail: the page works signed out, a GET changes nothing, and a second tap does no harm."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.domain.states import CommitmentState
from planner.models.audit import AuditRow
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.floor_visits import FloorVisit
from planner.models.messages import Declined
from planner.models.people import Person
from planner.models.recognitions import Recognition
from planner.models.substitutes import SubstituteAsk
from planner.reminders.answers import Act, Answer, answer_token
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.domain.times import naive
from tests.reminders.scenes import Visit, make_visit

ClientOf = Callable[[Person | None], FlaskClient]
THIS_MORNING = naive(2027, 3, 1, 8, 15)
NEXT_WEEK = naive(2027, 3, 9, 10)


def link(app: Flask, person: Person, thing: object, act: Act, until: datetime = NOW + timedelta(days=60)) -> str:
    return f"/answer/{answer_token(app.config['SECRET_KEY'], Answer(person.id, str(thing), act), until)}"


def fingerprint() -> tuple[object, ...]:
    """Everything that an answer could change."""
    owed = db.session.query(Commitment.state, Commitment.reason, Commitment.snoozed_until, Commitment.revision).all()
    counts = [db.session.query(thing).count() for thing in (AuditRow, FloorVisit, Declined)]
    asked = [state for (state,) in db.session.query(SubstituteAsk.state)]
    return [tuple(row) for row in owed], counts, asked


def _question(visit: Visit, cast: Cast) -> int:
    """Whether Elif steps in, from before the visit was hers."""
    with writing():
        asked = SubstituteAsk(
            event_id=visit.event.id, leader_id=cast.elif_.id, starts_at=visit.event.starts_at, asked_at=NOW
        )
        db.session.add(asked)
    return asked.id


@pytest.mark.parametrize("act", list(Act))
def test_opening_a_link_changes_nothing(cast: Cast, app: Flask, client_of: ClientOf, act: Act) -> None:
    visit = make_visit(cast, start=THIS_MORNING)
    things = {Act.unsubscribe: "digest", Act.accept: _question(visit, cast), Act.decline: _question(visit, cast)}
    thing = things.get(act, visit.commitment.id)
    before = fingerprint()
    client = client_of(None)
    for method in ("get", "head", "options"):
        answer = getattr(client, method)(link(app, cast.elif_, thing, act))
        assert answer.status_code == 200
    db.session.expire_all()
    assert fingerprint() == before


def test_one_tap_says_done_and_a_second_does_no_harm(cast: Cast, app: Flask, client_of: ClientOf) -> None:
    visit = make_visit(cast, start=THIS_MORNING)
    address = link(app, cast.elif_, visit.commitment.id, Act.done)
    for _ in range(2):
        assert client_of(None).post(address).headers["Location"] == address
    db.session.expire_all()
    assert visit.commitment.state is CommitmentState.done
    assert visit.commitment.closed_by_id == cast.elif_.id
    assert [row.act for row in db.session.query(AuditRow).filter_by(thing="commitment")] == ["done"]
    assert "recorded as done" in client_of(None).get(address).text


def test_a_visit_to_come_cannot_be_done_yet(cast: Cast, app: Flask, client_of: ClientOf) -> None:
    visit = make_visit(cast, start=NEXT_WEEK)
    answer = client_of(None).post(link(app, cast.elif_, visit.commitment.id, Act.done))
    assert answer.status_code == 422
    assert "still to come" in answer.text


def test_a_line_more_becomes_the_record_of_the_visit(cast: Cast, app: Flask, client_of: ClientOf) -> None:
    visit = make_visit(cast, start=THIS_MORNING)
    address = link(app, cast.elif_, visit.commitment.id, Act.done)
    client = client_of(None)
    client.post(address)
    more = {"more": "1", "thanked": "Ana Lopez", "deed": "stayed with a caller until the bank picked up"}
    for _ in range(2):
        client.post(address, data=more)
    record = db.session.query(FloorVisit).one()
    assert (record.leader_id, record.team_id, record.nothing_raised) == (cast.elif_.id, cast.billing.id, True)
    assert [row.names for row in db.session.query(Recognition)] == ["Ana Lopez"]


def test_half_a_thanks_keeps_what_was_typed(cast: Cast, app: Flask, client_of: ClientOf) -> None:
    visit = make_visit(cast, start=THIS_MORNING)
    address = link(app, cast.elif_, visit.commitment.id, Act.done)
    client = client_of(None)
    client.post(address)
    answer = client.post(address, data={"more": "1", "thanked": "Ana Lopez", "deed": ""})
    assert answer.status_code == 422
    assert 'value="Ana Lopez"' in answer.text


def test_cannot_needs_a_reason_and_can_be_taken_back(cast: Cast, app: Flask, client_of: ClientOf) -> None:
    visit = make_visit(cast, start=NEXT_WEEK)
    address, client = link(app, cast.ravi, visit.commitment.id, Act.cannot), client_of(None)
    assert client.post(address, data={"reason": " "}).status_code == 422
    client.post(address, data={"reason": "A board meeting"})
    db.session.expire_all()
    assert (visit.commitment.state, visit.commitment.reason) == (CommitmentState.excused, "A board meeting")
    client.post(address, data={"undo": "1"})
    db.session.expire_all()
    assert visit.commitment.state is CommitmentState.open


def test_moving_offers_three_times_and_takes_one(cast: Cast, app: Flask, client_of: ClientOf) -> None:
    visit = make_visit(cast, start=NEXT_WEEK)
    address, client = link(app, cast.elif_, visit.commitment.id, Act.move), client_of(None)
    offered = re.findall(r'name="start" value="([^"]+)"', client.get(address).text)
    assert len(offered) == 3
    for _ in range(2):
        told = client.post(address, data={"start": offered[0]}, follow_redirects=True)
        assert "Thank you, it is moved" in told.text
    db.session.expire_all()
    published = db.session.get_one(PublishedEvent, visit.event.id)
    assert published.wall_start == datetime.fromisoformat(offered[0])
    assert [row.act for row in db.session.query(AuditRow).filter_by(act="move")] == ["move"]


def test_a_snooze_holds_until_the_day(cast: Cast, app: Flask, client_of: ClientOf) -> None:
    visit = make_visit(cast, start=NEXT_WEEK)
    address = link(app, cast.elif_, visit.commitment.id, Act.snooze)
    client_of(None).post(address, data={"until": "2027-03-04"})
    db.session.expire_all()
    assert visit.commitment.snoozed_until == naive(2027, 3, 4).date()


@pytest.mark.parametrize("nonsense", ["", "tomorrow", "9999-99-99"])
@pytest.mark.parametrize(("act", "field"), [(Act.snooze, "until"), (Act.move, "start")])
def test_nonsense_is_refused_in_words(
    cast: Cast, app: Flask, client_of: ClientOf, nonsense: str, act: Act, field: str
) -> None:
    visit = make_visit(cast, start=NEXT_WEEK)
    answer = client_of(None).post(link(app, cast.elif_, visit.commitment.id, act), data={field: nonsense})
    assert answer.status_code == 422
    assert "Choose one of the" in answer.text


def test_unsubscribing_works_by_one_click_of_the_mail_program(cast: Cast, app: Flask, client_of: ClientOf) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    address = link(app, cast.elif_, "digest", Act.unsubscribe)
    for _ in range(2):
        client_of(None).post(address, data={"List-Unsubscribe": "One-Click"})
    assert [(row.person_id, row.name) for row in db.session.query(Declined)] == [(cast.elif_.id, "digest")]
    client_of(None).post(address, data={"undo": "1"})
    assert db.session.query(Declined).count() == 0


def _foreign(cast: Cast) -> list[Person]:
    return [cast.tomas, cast.ana, cast.vera, cast.nils]


def test_only_the_owner_the_assistant_and_hr_can_answer(cast: Cast, app: Flask, client_of: ClientOf) -> None:
    visit: Visit = make_visit(cast, start=NEXT_WEEK)
    for person in (cast.elif_, cast.ravi, cast.hana):
        assert client_of(None).get(link(app, person, visit.commitment.id, Act.cannot)).status_code == 200
    for person in _foreign(cast):
        assert (
            client_of(None).post(link(app, person, visit.commitment.id, Act.cannot), data={"reason": "x"}).status_code
            == 410
        )


def test_a_link_ends_with_its_day_and_with_its_person(cast: Cast, app: Flask, client_of: ClientOf) -> None:
    visit = make_visit(cast, start=NEXT_WEEK)
    late = link(app, cast.elif_, visit.commitment.id, Act.done, NOW - timedelta(seconds=1))
    assert client_of(None).get(late).status_code == 410
    with writing():
        cast.elif_.deactivated_at = NOW
    assert client_of(None).get(link(app, cast.elif_, visit.commitment.id, Act.done)).status_code == 410


def test_a_link_that_was_tampered_with_is_none(cast: Cast, app: Flask, client_of: ClientOf) -> None:
    visit = make_visit(cast, start=NEXT_WEEK)
    good = link(app, cast.elif_, visit.commitment.id, Act.done)
    foreign = answer_token("y" * 40, Answer(cast.elif_.id, str(visit.commitment.id), Act.done), NOW + timedelta(days=1))
    for address in (good[:-3], f"/answer/{foreign}", "/answer/x"):
        answer = client_of(None).get(address)
        assert (answer.status_code, "Nothing was changed" in answer.text) == (404, True)


def test_the_page_keeps_its_address_to_itself(cast: Cast, app: Flask, client_of: ClientOf, clock: StoppedClock) -> None:
    visit = make_visit(cast, start=NEXT_WEEK)
    headers = client_of(None).get(link(app, cast.elif_, visit.commitment.id, Act.done)).headers
    assert (headers["Referrer-Policy"], headers["X-Robots-Tag"]) == ("no-referrer", "noindex")
