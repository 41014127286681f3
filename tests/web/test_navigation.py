"""The side bar shows what exists and what its reader may open, and marks where they are."""

from types import SimpleNamespace

import pytest
from flask import Blueprint, Flask

from planner.domain.roles import ACTS, may
from planner.domain.states import Role
from planner.web.navigation import ITEMS, NavLink, items_for, links_for

PROGRAM = SimpleNamespace(id=7)


def _page(**_values: object) -> str:
    return ""


@pytest.fixture
def app() -> Flask:
    """A house with four rooms: my page, the year, people (index and one below it)."""
    app = Flask("sample")
    home, calendar, people = Blueprint("home", "x"), Blueprint("calendar", "x"), Blueprint("people", "x")
    home.add_url_rule("/", "my_page", _page)
    calendar.add_url_rule("/programs/<int:program_id>/year", "year", _page)
    people.add_url_rule("/people", "index", _page)
    people.add_url_rule("/people/new", "new", _page)
    imports = Blueprint("imports", "x")
    imports.add_url_rule("/people/import", "index", _page)
    for blueprint in (home, calendar, people, imports):
        app.register_blueprint(blueprint)
    return app


def _labels(role: Role) -> set[str]:
    return {item.label for item in items_for(role)}


def test_hr_sees_every_place() -> None:
    assert _labels(Role.hr) == {item.label for item in ITEMS}


def test_an_agent_sees_what_agents_do() -> None:
    assert _labels(Role.agent) == {
        *(
            "My page",
            "Year",
            "Calendar",
            "Recognitions",
            "Insights",
            "Promises",
            "Policies",
            "Launches",
            "Strategy",
            "Subscribe",
            "Inbox",
        ),
    }


@pytest.mark.parametrize("role", Role)
def test_a_place_is_shown_exactly_when_the_table_of_acts_opens_it(role: Role) -> None:
    assert {item.label for item in ITEMS if may(role, item.act, own=True)} == _labels(role)


def test_every_place_names_an_act_of_the_table() -> None:
    assert [item.label for item in ITEMS if item.act not in ACTS] == []


def test_members_of_a_group_stand_together() -> None:
    groups = [item.group for item in items_for(Role.hr)]
    runs = [group for at, group in enumerate(groups) if at == 0 or groups[at - 1] != group]
    assert len(runs) == len(set(groups))


def test_only_places_that_exist_are_linked(app: Flask) -> None:
    with app.test_request_context("/"):
        assert [link.label for link in links_for(Role.hr, PROGRAM)] == ["My page", "Year", "People"]


def test_places_of_a_program_are_left_out_when_there_is_none(app: Flask) -> None:
    with app.test_request_context("/"):
        assert [link.label for link in links_for(Role.hr)] == ["My page", "People"]


def test_a_programs_place_carries_its_id(app: Flask) -> None:
    with app.test_request_context("/programs/7/year"):
        assert links_for(Role.hr, PROGRAM)[1] == NavLink(
            "Year", "/programs/7/year", "calendar-stats", "Calendar", "page"
        )


@pytest.mark.parametrize(
    ("address", "marks"),
    [
        ("/", ["page", "", ""]),
        ("/people", ["", "", "page"]),
        ("/people/new", ["", "", "true"]),
        ("/people/import", ["", "", "true"]),
        ("/nowhere", ["", "", ""]),
    ],
)
def test_the_readers_place_is_marked_and_nothing_else(app: Flask, address: str, marks: list[str]) -> None:
    with app.test_request_context(address):
        assert [link.current for link in links_for(Role.hr, PROGRAM)] == marks
