"""What the team of an event is promised at it stands in the one ledger of promises."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from planner.domain.kinds import EventKind
from planner.models.people import Person
from planner.models.promises import Promise, promise_about
from tests.calendars import Put, make_program
from tests.cast import Cast
from tests.conftest import NOW
from tests.scenes import scene

ClientOf = Callable[[Person | None], FlaskClient]
ASKED = {"what": "New headsets for the night team", "promised_on": "2027-03-20"}


@pytest.fixture
@scene
def event_id(cast: Cast) -> int:
    """A recognition of Billing, an hour ago."""
    put = Put(make_program(cast), cast.hana)
    made = put.event(EventKind.recognition, (NOW - timedelta(hours=1)).replace(tzinfo=None), team=cast.billing)
    put.publish()
    return made.id


def _promised(event_id: int) -> Promise | None:
    return promise_about("event", event_id)


def test_the_team_waits_and_the_lead_owes_it(cast: Cast, client_of: ClientOf, event_id: int) -> None:
    client = client_of(cast.tomas)
    assert "What will Billing hear about?" in client.get(f"/events/{event_id}").text
    client.post(f"/events/{event_id}/promise", data=ASKED)
    found = _promised(event_id)
    assert found is not None
    assert (found.commitment.title, found.commitment.owner, found.commitment.due_on) == (
        ASKED["what"],
        cast.tomas,
        date(2027, 3, 20),
    )
    assert {person.name for person in found.hearers} == {"Ana Lopez", "Tomas Byrne"}
    assert f"/promises/{found.id}" in client.get(f"/events/{event_id}").text
    assert f"/events/{event_id}" in client.get(f"/promises/{found.id}").text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"what": "  "}, "Say what the team will hear about."),
        ({"promised_on": ""}, "Say by which day they will hear."),
        ({"promised_on": "2027-02-01"}, "Promise an answer by a day from tomorrow on, within four months."),
    ],
)
def test_an_odd_promise_is_none(
    cast: Cast, client_of: ClientOf, event_id: int, changed: dict[str, str], sentence: str
) -> None:
    """What was typed stays in the form."""
    client = client_of(cast.hana)
    answer = client.post(f"/events/{event_id}/promise", data=ASKED | changed)
    kept = [f'value="{value}"' in answer.text for value in (ASKED | changed).values()]
    assert (answer.status_code, sentence in answer.text, kept, _promised(event_id)) == (422, True, [True] * 2, None)


@pytest.mark.parametrize("who", ["ana", "vera", "nils", "elif_", "ravi"])
def test_only_those_whose_event_it_is_promise(cast: Cast, client_of: ClientOf, event_id: int, who: str) -> None:
    status = client_of(getattr(cast, who)).post(f"/events/{event_id}/promise", data=ASKED).status_code
    assert (status in (403, 404), _promised(event_id)) == (True, None)
