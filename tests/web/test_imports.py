"""The pages of an import: hand in, look, confirm; nothing is uploaded twice, and nobody sees another's sheet."""

import io
import re
from collections.abc import Callable

from flask.testing import FlaskClient

from planner.models.people import Person, person_by_email
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.sheets import make_centre

ClientOf = Callable[[Person | None], FlaskClient]
PASTED = "Name\tE-mail\tRole\nZoe New\tzoe@example.org\tagent\nEd King\ted@example.org\tking\n"


def _paste(client: FlaskClient, text: str) -> str:
    return str(client.post("/people/import", data={"pasted": text}).headers["Location"])


def _fingerprint(client: FlaskClient, address: str) -> str:
    found = re.search(r'name="fingerprint" value="(\w+)"', client.get(address).text)
    assert found is not None
    return found[1]


def test_a_workbook_is_looked_at_and_brought_in(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.hana)
    file = io.BytesIO(make_centre(teams=4, leaders=2, policies=1).xlsx())
    address = client.post("/people/import", data={"file": (file, "centre.xlsx")}).headers["Location"]
    assert person_by_email("lead0@example.org") is None
    answer = client.post(address, data={"fingerprint": _fingerprint(client, address)})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/people")
    assert person_by_email("lead0@example.org") is not None
    assert client.get(address).headers["Location"] == "/people/import"


def test_a_wrong_line_is_shown_and_the_good_ones_may_come_in(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.hana)
    address = _paste(client, PASTED)
    assert "“king” is not a role. Use hr, lead, executive, assistant, agent or viewer." in client.get(address).text
    mark = _fingerprint(client, address)
    assert client.post(address, data={"fingerprint": mark}).headers["Location"] == address
    assert person_by_email("zoe@example.org") is None
    client.post(address, data={"fingerprint": mark, "good_lines": "yes"})
    assert (person_by_email("zoe@example.org") is not None, person_by_email("ed@example.org")) == (True, None)


def test_what_cannot_be_understood_is_said_and_what_was_pasted_is_kept(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.hana).post("/people/import", data={"pasted": "hello\nworld"})
    assert answer.status_code == 422
    assert "No line of column names was found." in answer.text
    assert "hello\nworld" in answer.text.replace("\r", "")


def test_nothing_handed_in_is_said(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.hana).post("/people/import", data={})
    assert (answer.status_code, "Choose a file, or paste the cells below." in answer.text) == (422, True)


def test_a_sheet_is_kept_for_an_hour(cast: Cast, client_of: ClientOf, clock: StoppedClock) -> None:
    client = client_of(cast.hana)
    address = _paste(client, PASTED)
    clock.advance(minutes=59)
    assert client.get(address).status_code == 200
    clock.advance(minutes=1)
    assert client.get(address).headers["Location"] == "/people/import"


def test_a_sheet_is_seen_by_nobody_else(cast: Cast, client_of: ClientOf, clock: StoppedClock) -> None:
    from planner.actions.people import PersonFacts, save_person
    from planner.domain.states import Role

    address = _paste(client_of(cast.hana), PASTED)
    other = save_person(None, PersonFacts("Hugo", "hugo@example.org", Role.hr), by=cast.hana, now=clock.now())
    assert client_of(other).get(address).headers["Location"] == "/people/import"
