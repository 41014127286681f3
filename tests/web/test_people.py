"""Pages about people and places: who sees and who edits, what a form says, and two people who save the same thing."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from planner.actions.imports.bring_in import bring_in
from planner.models.base import db
from planner.models.leaders import leader_of
from planner.models.people import Person, person_by_email
from planner.models.sites import holidays_between
from planner.models.teams import team_with
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.sheets import make_centre

ClientOf = Callable[[Person | None], FlaskClient]

PAGES = (
    "/people",
    "/leaders",
    "/teams",
    "/sites",
    "/shifts",
    "/people/1",
    "/people/3",
    "/teams/1",
    "/sites/1",
    "/shifts/1",
)
FORMS = ("/people/new", "/teams/new", "/sites/new", "/shifts/new", "/people/import")


@contextmanager
def _questions() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(db.engine, "before_cursor_execute", note)


def _sentence(page: str, words: str) -> bool:
    return words in page


def test_everybody_who_works_with_people_sees_them_and_only_hr_edits(cast: Cast, client_of: ClientOf) -> None:
    for person, seen, edited in [
        (cast.hana, 200, 200), (cast.tomas, 200, 403), (cast.elif_, 200, 403), (cast.ravi, 200, 403),
        (cast.ana, 403, 403), (cast.vera, 403, 403),
    ]:  # fmt: skip
        client = client_of(person)
        assert {client.get(page).status_code for page in PAGES} == {seen}, person.name
        assert {client.get(page).status_code for page in FORMS} == {edited}, person.name


@pytest.mark.parametrize(
    "address",
    [
        "/people/3", "/people/3/duties", "/people/3/deactivate", "/people/3/reactivate", "/people/3/absences", "/absences/1/remove",
        "/teams/1", "/teams/1/active", "/shifts/1", "/sites/1", "/sites/1/holidays", "/sites/1/holidays/fetch", "/holidays/1/strike",
        "/holidays/1/reset", "/sites/1/closures", "/closures/1/remove", "/people/import", "/people/import/x",
    ],
)  # fmt: skip
def test_no_button_of_hr_works_for_a_lead(cast: Cast, client_of: ClientOf, address: str) -> None:
    assert client_of(cast.tomas).post(address, data={}).status_code == 403


def test_what_is_not_there_is_not_found(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.hana)
    assert {client.get(page).status_code for page in ("/people/99", "/teams/99", "/sites/99", "/shifts/99")} == {404}


def test_lists_ask_the_same_number_of_questions_however_long_they_are(
    cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    client = client_of(cast.hana)

    def counts() -> dict[str, int]:
        found = {}
        for page in ("/people", "/teams", "/leaders", "/sites", "/shifts"):
            db.session.expunge_all()
            with _questions() as asked:
                client.get(page)
            found[page] = len(asked)
        return found

    def bring(**size: int) -> None:
        bring_in(make_centre(policies=0, **size).xlsx(), good_lines=False, by=None, now=clock.now())

    counts()  # a connection's first questions are about itself
    bring(teams=2, leaders=1, agents=60)
    few = counts()
    bring(teams=30, leaders=12, agents=120)
    assert counts() == few


def _person_data(cast: Cast, **changes: str) -> dict[str, str]:
    stored = {"name": "Ana Lopez", "email": "ana@example.org", "role": "agent", "site": str(cast.dublin.id)}
    values = {**stored, "team": str(cast.billing.id), "zone": ""}
    return {**values, "revision": str(cast.ana.revision), "was": json.dumps(values), **changes}


def test_a_wrong_field_is_named_and_what_was_typed_is_kept(cast: Cast, client_of: ClientOf) -> None:
    data = _person_data(cast, email="ana at example", zone="Dublin")
    answer = client_of(cast.hana).post(f"/people/{cast.ana.id}", data=data)
    assert answer.status_code == 422
    for words in (
        "“ana at example” is not an e-mail address such as name@example.org.",
        "Did you mean Europe/Dublin?",
        'value="ana at example"',
    ):
        assert _sentence(answer.text, words), words


def test_a_late_save_shows_both_and_the_choice_is_saved(cast: Cast, client_of: ClientOf) -> None:
    client, address = client_of(cast.hana), f"/people/{cast.ana.id}"
    mine = _person_data(cast, role="lead")
    assert client.post(address, data=_person_data(cast, name="Ana Lopez Ruiz")).status_code == 302
    answer = client.post(address, data=mine)
    assert answer.status_code == 409
    assert _sentence(answer.text, 'name="name" value="Ana Lopez Ruiz" checked')
    assert _sentence(answer.text, 'name="role" value="lead" checked')
    db.session.expire_all()
    merged = _person_data(cast, name="Ana Lopez Ruiz", role="lead")
    assert client.post(address, data=merged).status_code == 302
    db.session.expire_all()
    assert (cast.ana.name, cast.ana.role.value) == ("Ana Lopez Ruiz", "lead")


def test_an_address_that_nobody_has_is_refused_beside_its_field(cast: Cast, client_of: ClientOf) -> None:
    data = {
        "leader-level": "executive", "leader-home": str(cast.dublin.id), "leader-visits_least": "1", "leader-visits_owed": "3",
        "leader-visits_most": "4", "leader-trips_most": "2", "leader-assistant": "x@example.org", "leader-revision": "1",
    }  # fmt: skip
    client, address = client_of(cast.hana), f"/people/{cast.elif_.id}/duties"
    answer = client.post(address, data=data)
    assert answer.status_code == 422
    assert _sentence(answer.text, "Nobody here has the address x@example.org.")
    assert client.post(address, data={**data, "leader-assistant": ""}).status_code == 302
    db.session.expire_all()
    leader = leader_of(cast.elif_)
    assert leader is not None
    assert (leader.visits_owed, leader.assistant) == (3, None)


def test_a_team_is_saved_with_days_in_words(cast: Cast, client_of: ClientOf) -> None:
    data = {
        "name": "Billing",
        "site": str(cast.dublin.id),
        "shift": str(cast.night.id),
        "size": "15",
        "workdays": "Sun-Thu",
    }
    data |= {"lead": "nils@example.org", "revision": str(cast.billing.revision)}
    assert client_of(cast.hana).post(f"/teams/{cast.billing.id}", data=data).status_code == 302
    db.session.expire_all()
    team = team_with(cast.billing.id)
    assert team is not None
    assert (team.size, team.workdays, team.lead_id, team.shift_id) == (15, [0, 1, 2, 3, 6], cast.nils.id, cast.night.id)


def test_a_site_gets_days_off_by_hand(cast: Cast, client_of: ClientOf) -> None:
    client, site = client_of(cast.hana), cast.dublin.id
    client.post(f"/sites/{site}/holidays", data={"holiday-day": "2027-05-14", "holiday-name": "Founder’s Day"})
    row = holidays_between([site], date(2027, 5, 14), date(2027, 5, 14))[0]
    client.post(f"/holidays/{row.id}/strike")
    db.session.expire_all()
    assert (row.name, row.observed, row.by_hand) == ("Founder’s Day", False, True)


def test_the_last_one_in_hr_is_told_why_not(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.hana).post(f"/people/{cast.hana.id}/deactivate", follow_redirects=True)
    assert _sentence(answer.text, "Hana Novak is the only one in HR. Give somebody else the role HR first.")


@pytest.mark.usefixtures("cast")
def test_empty_lists_say_what_to_do(app: Flask, client_of: ClientOf) -> None:
    person = person_by_email("hana@example.org")
    page = client_of(person).get("/people?words=nobody").text
    assert _sentence(page, "No person matches what you are looking for.")
