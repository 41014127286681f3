"""What a page of the calendar shows, as a file: for each reader what they may see, narrowed by the filters, always as published."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from planner.domain.kinds import EventKind
from planner.models.people import Person
from planner.models.programs import Program
from tests.calendars import TUESDAY, Put, make_program
from tests.cast import Cast
from tests.feeds.readers import READERS, by_icalendar
from tests.scenes import scene

ClientOf = Callable[[Person | None], FlaskClient]


@pytest.fixture
@scene
def program(cast: Cast) -> Program:
    """Events for Billing, for Night Care and for everybody; one long past, one only drafted."""
    put = Put(make_program(cast, name="Year, of “Service” 🎉"), cast.hana)
    put.visit(TUESDAY, cast.billing, cast.elif_, "Visit")
    put.event(EventKind.recognition, TUESDAY, team=cast.night_care, title="Night tea")
    put.event(EventKind.celebration, TUESDAY - timedelta(days=30), title="Long past")
    put.publish()
    put.event(EventKind.recognition, TUESDAY + timedelta(days=1), team=cast.billing, title="Drafted")
    return put.program


def titles(client: FlaskClient, program: Program, query: str = "") -> list[str]:
    answer = client.get(f"/programs/{program.id}/calendar.ics{query}")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return [seen.title for seen in by_icalendar(answer.data)]


def test_hr_gets_the_whole_program_as_published(program: Program, cast: Cast, client_of: ClientOf) -> None:
    assert titles(client_of(cast.hana), program) == ["Long past", "Visit", "Night tea"]
    assert titles(client_of(cast.hana), program, "?show=draft") == ["Long past", "Visit", "Night tea"]


def test_filters_narrow_it(program: Program, cast: Cast, client_of: ClientOf) -> None:
    hana = client_of(cast.hana)
    assert titles(hana, program, f"?team={cast.night_care.id}") == ["Night tea"]
    assert titles(hana, program, "?kind=floor-visit") == ["Visit"]
    assert titles(hana, program, f"?leader={cast.elif_.id}&kind=recognition") == []
    name = hana.get(f"/programs/{program.id}/calendar.ics?kind=floor-visit").headers["Content-Disposition"]
    assert name == 'attachment; filename="Year-of-Service-Floor-visit.ics"'


def test_everybody_gets_what_they_may_see(program: Program, cast: Cast, client_of: ClientOf) -> None:
    found = {person.name.split()[0]: titles(client_of(person), program) for person in (cast.ana, cast.nils, cast.vera)}
    assert found == {
        "Ana": ["Long past", "Visit"],
        "Nils": ["Long past", "Night tea"],
        "Vera": ["Long past", "Visit", "Night tea"],
    }


def test_every_reader_reads_it(program: Program, cast: Cast, client_of: ClientOf) -> None:
    data = client_of(cast.hana).get(f"/programs/{program.id}/calendar.ics").data
    assert [sorted(seen.title for seen in read(data)) for read in READERS] == [
        ["Long past", "Night tea", "Visit"]
    ] * len(READERS)


def test_the_pages_offer_the_file_with_their_filters(program: Program, cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.ana).get(f"/programs/{program.id}/agenda?kind=floor-visit").text
    assert f"/programs/{program.id}/calendar.ics?kind=floor-visit" in page


def test_a_program_that_is_not_there_is_not_found(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.hana).get("/programs/99/calendar.ics").status_code == 404
