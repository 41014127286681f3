"""The catalogue in a browser: filters, wrong input, retiring and bringing back."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from planner.actions.catalogue import ship_catalogue
from planner.models.activities import catalogue
from planner.models.base import writing
from planner.models.people import Person
from tests.cast import Cast

ClientOf = Callable[[Person | None], FlaskClient]
VALUES = {
    "name": "Cake on Friday", "kind": "celebration", "minutes": 20, "lead_days": 3, "cost_band": 1, "cost_per_head": 2, "cost_fixed": 0,
    "committee_minutes": 10, "owner_role": "team lead", "virtual": "no", "night": "yes",
}  # fmt: skip


@pytest.fixture
def hana(cast: Cast, client_of: ClientOf) -> FlaskClient:
    with writing():
        ship_catalogue()
    return client_of(cast.hana)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/catalogue/", 52),
        ("/catalogue/?kind=floor-visit", 6),
        ("/catalogue/?kind=floor-visit&night=yes&virtual=yes", 6),
        ("/catalogue/?kind=nonsense", 52),
        ("/catalogue/?show=retired", 0),
    ],
)
def test_filters_narrow_the_list(address: str, shown: int, hana: FlaskClient) -> None:
    assert hana.get(address).text.count('<th scope="row">') == shown


def test_a_new_activity_is_in_the_list(hana: FlaskClient) -> None:
    assert hana.post("/catalogue/new", data=VALUES).headers["Location"] == "/catalogue/"
    assert [activity.name for activity in catalogue()][-1] == "Cake on Friday"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "Give the activity a name."),
        ({"name": "Potluck with leaders"}, "The catalogue has “Potluck with leaders” already"),
        ({"minutes": 9999}, "From 5 to 480 minutes."),
        ({"lead_days": -1}, "From 0 to 365 days."),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_nothing_is_kept(
    values: dict[str, object], sentence: str, hana: FlaskClient
) -> None:
    answer = hana.post("/catalogue/new", data={**VALUES, **values})
    assert (answer.status_code, sentence in answer.text, len(catalogue())) == (422, True, 52)
    assert 'value="team lead"' in answer.text


def test_every_field_can_be_changed(hana: FlaskClient) -> None:
    activity = catalogue()[0]
    answer = hana.post(f"/catalogue/{activity.id}", data={**VALUES, "revision": activity.revision})
    assert (answer.status_code, activity.name, activity.night, activity.cost_per_head) == (
        302,
        "Cake on Friday",
        "yes",
        2,
    )


def test_retired_and_back(hana: FlaskClient) -> None:
    activity = catalogue()[0]
    hana.post(f"/catalogue/{activity.id}/retire", data={"retired": "yes"})
    assert activity.active is False
    hana.post(f"/catalogue/{activity.id}/retire", data={"retired": "no"})
    assert activity.active is True


def test_an_activity_that_is_not_there_is_not_found(hana: FlaskClient) -> None:
    assert [hana.get("/catalogue/999").status_code, hana.post("/catalogue/999/retire").status_code] == [404, 404]
