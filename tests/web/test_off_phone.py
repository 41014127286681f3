"""The weeks of each team off the phones: who sees them, at how many questions, and the list for workforce planning."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from planner.domain.kinds import EventKind
from planner.models.base import db, writing
from planner.models.events import Event
from planner.models.people import Person
from planner.models.teams import Team
from tests.calendars import TUESDAY, Put, counting_questions, make_program
from tests.cast import Cast
from tests.scenes import scene

ClientOf = Callable[[Person | None], FlaskClient]
PAGE = "/programs/1/off-phone?week=2027-03-08"


@pytest.fixture
@scene
def put(cast: Cast) -> Put:
    made = Put(make_program(cast), cast.hana)
    with writing():
        cast.dublin.off_phone_week = 45
    made.event(EventKind.recognition, TUESDAY, team=cast.billing, title="Pizza")
    made.event(EventKind.recognition, TUESDAY + timedelta(days=1), team=cast.billing, title="Cake")
    made.publish()
    return made


@pytest.mark.parametrize(
    ("name", "code"), [("hana", 200), ("tomas", 200), ("elif_", 200), ("ravi", 200), ("vera", 200), ("ana", 403)]
)
def test_it_opens_for_those_who_see_coverage(put: Put, cast: Cast, client_of: ClientOf, name: str, code: int) -> None:
    assert client_of(getattr(cast, name)).get(PAGE).status_code == code


def test_a_team_over_its_cap_stands_out(put: Put, cast: Cast, client_of: ClientOf) -> None:
    assert "60 of 45" in client_of(cast.tomas).get(PAGE).text


def test_the_list_for_workforce_planning(put: Put, cast: Cast, client_of: ClientOf) -> None:
    rows = client_of(cast.tomas).get(PAGE + "&format=csv").text.removeprefix("\ufeff").splitlines()
    assert rows == [
        "Team,Site,Shift,Week,Day,From,To,Zone,People,Waves,Minutes each,Event,Cap a week",
        "Billing,Dublin,Day,2027-03-08,2027-03-09,10:00,10:30,Europe/Dublin,12,1,30,Pizza,45",
        "Billing,Dublin,Day,2027-03-08,2027-03-10,10:00,10:30,Europe/Dublin,12,1,30,Cake,45",
    ]


def test_it_asks_as_often_for_three_teams_as_for_many(put: Put, cast: Cast, client_of: ClientOf) -> None:
    client, counts = client_of(cast.hana), []
    for number in (0, 1, 10):
        with writing():
            db.session.add_all(
                Team(
                    slug=f"more-{number}-{i}",
                    name=f"More {number} {i}",
                    site=cast.dublin,
                    shift=cast.day,
                    size=5,
                    workdays=[0],
                )
                for i in range(number)
            )
        with counting_questions() as questions:
            assert client.get(PAGE).status_code == 200
        counts.append(len(questions))
    assert counts[0] == counts[1] == counts[2]


def test_waves_are_made_and_joined_on_the_events_page(put: Put, cast: Cast, client_of: ClientOf) -> None:
    hana, event = client_of(cast.hana), db.session.query(Event).filter_by(title="Pizza").one()
    assert "Split into waves" in hana.get(f"/events/{event.id}").text
    page = hana.post(f"/events/{event.id}/waves", data={"waves": "2"}, follow_redirects=True)
    assert ("Pizza (wave 2 of 2)" in page.text, "Join the waves again" in page.text) == (True, True)
    hana.post(f"/events/{event.id}/waves/join")
    db.session.expire_all()
    assert event.title == "Pizza"


@pytest.mark.parametrize("act", ["waves", "waves/join", "cancel-all"])
@pytest.mark.parametrize("name", ["tomas", "elif_", "ana"])
def test_only_hr_makes_waves(put: Put, cast: Cast, client_of: ClientOf, name: str, act: str) -> None:
    assert client_of(getattr(cast, name)).post(f"/events/1/{act}").status_code == 403


def test_for_every_shift_from_the_form(put: Put, cast: Cast, client_of: ClientOf) -> None:
    data = {
        "title": "Town hall", "kind": "celebration", "team": "0", "site": "0", "leader": "0", "day": "2027-03-16", "clock": "14:00",
        "minutes": "30", "every_shift": "y",
    }  # fmt: skip
    page = client_of(cast.hana).post("/programs/1/events/new", data=data, follow_redirects=True)
    assert ("It has 2 occurrences" in page.text, "Town hall (Night)" in page.text) == (True, True)
    first = db.session.query(Event).filter_by(title="Town hall (Day)").one()
    form = client_of(cast.hana).get(f"/events/{first.id}/edit").text
    assert "all of them" in form
    client_of(cast.hana).post(f"/events/{first.id}/cancel-all")
    assert db.session.query(Event).filter(Event.title.like("Town hall%")).count() == 0
