"""A missed visit planned again: by HR on its page or from the mail, by the leader from the mail; published at once, with a ladder anew."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from planner.actions.commitments import sweep
from planner.actions.ladders import ship_ladders
from planner.domain.states import CommitmentState
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.messages import Message
from planner.models.people import Person
from planner.reminders.answers import Act, Answer, answer_token
from planner.reminders.due import tick
from planner.reminders.placing import Kindness
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.domain.times import naive, utc
from tests.reminders.scenes import Visit, make_visit
from tests.scenes import scene

ClientOf = Callable[[Person | None], FlaskClient]


@pytest.fixture
@scene
def missed(cast: Cast) -> Visit:
    with writing():
        ship_ladders()
    visit = make_visit(cast, start=naive(2027, 2, 10, 10))
    sweep(NOW)
    assert visit.commitment.state is CommitmentState.missed
    return visit


def offered(page: str) -> list[datetime]:
    return [datetime.fromisoformat(found) for found in re.findall(r'name="start" value="([^"]+)"', page)]


def again(visit: Visit) -> tuple[CommitmentState, object, int]:
    db.session.expire_all()
    return visit.commitment.state, visit.event.outcome, visit.commitment.time_version


def test_hr_chooses_one_of_three_times_and_it_is_published(missed: Visit, cast: Cast, client_of: ClientOf) -> None:
    client, address = client_of(cast.hana), f"/visits/{missed.commitment.id}/again"
    times = offered(client.get(address).text)
    assert (len(times), min(times) > naive(2027, 3, 1, 9)) == (3, True)
    assert client.post(address, data={"start": times[1].isoformat()}).status_code == 302
    assert again(missed) == (CommitmentState.open, None, 2)
    published = missed.event.published
    assert published is not None
    assert published.wall_start == times[1]


def test_the_ladder_begins_anew(missed: Visit, cast: Cast, client_of: ClientOf) -> None:
    client, address = client_of(cast.hana), f"/visits/{missed.commitment.id}/again"
    start = offered(client.get(address).text)[2]
    client.post(address, data={"start": start.isoformat()})
    eve = (start - timedelta(days=1)).replace(hour=16)
    tick(utc(eve.year, eve.month, eve.day, 16), Kindness())
    names = {row.name for row in db.session.query(Message).filter_by(state="pending", about="commitment")}
    assert names == {"visit-tomorrow"}


@pytest.mark.parametrize("start", ["", "soon", "2027-03-06T03:00:00"])
def test_a_time_that_was_not_offered_is_refused(missed: Visit, cast: Cast, client_of: ClientOf, start: str) -> None:
    assert client_of(cast.hana).post(f"/visits/{missed.commitment.id}/again", data={"start": start}).status_code == 422
    assert again(missed)[0] is CommitmentState.missed


def test_only_hr_plans_again_on_the_page(missed: Visit, cast: Cast, client_of: ClientOf) -> None:
    address = f"/visits/{missed.commitment.id}/again"
    people = (cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera)
    assert [client_of(person).get(address).status_code for person in people] == [403] * 5
    assert [client_of(person).post(address).status_code for person in people] == [403] * 5
    assert client_of(cast.hana).get("/visits/999/again").status_code == 404


def test_hr_finds_it_on_the_own_page(missed: Visit, cast: Cast, client_of: ClientOf) -> None:
    assert f'href="/visits/{missed.commitment.id}/again"' in client_of(cast.hana).get("/").text


@pytest.mark.parametrize("name", ["hana", "elif_", "ravi"])
def test_the_link_of_a_mail_plans_it_again_for_whoever_got_it(
    missed: Visit, cast: Cast, client_of: ClientOf, name: str, app: object, clock: StoppedClock
) -> None:
    from flask import current_app

    person: Person = getattr(cast, name)
    secret = current_app.config["SECRET_KEY"]
    token = answer_token(secret, Answer(person.id, str(missed.commitment.id), Act.move), NOW + timedelta(days=9))
    stranger = client_of(None)
    times = offered(stranger.get(f"/answer/{token}").text)
    stranger.post(f"/answer/{token}", data={"start": times[0].isoformat()})
    assert again(missed) == (CommitmentState.open, None, 2)
    assert db.session.get_one(Commitment, missed.commitment.id).due_on == times[0].date()
