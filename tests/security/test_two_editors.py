"""Two people edit the same thing: whoever saves second sees both versions, and nothing of either is lost or saved in silence."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf import FlaskForm
from sqlalchemy import select

from planner.actions.catalogue import ship_catalogue
from planner.actions.events import EventFacts, NewPlace, add_event
from planner.actions.insight_routes import save_intake
from planner.actions.ladders import ship_ladders
from planner.actions.launches import LaunchFacts, save_launch
from planner.actions.policies import PolicyFacts, save_policy
from planner.actions.strategies import SegmentFacts, StrategyFacts, save_strategy
from planner.actions.touch_points import TouchPointFacts, save_touch_point
from planner.domain.kinds import EventKind
from planner.domain.refusals import ChangedMeanwhile
from planner.models.base import db, hold, writing
from planner.models.ladders import LadderStep
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.programs import Program
from planner.web.forms.reading import CarefulForm
from planner.web.forms.shared import SharedForm
from tests.cast import Cast
from tests.conftest import NOW
from tests.forms import SentForm, forms_in
from tests.scenes import scene
from tests.year import make_year

ClientOf = Callable[[Person | None], FlaskClient]


class Door(NamedTuple):
    """A form that people edit: its page, a field of it with what two people write, and another field with what the second writes, too."""

    page: str
    form: str
    field: str
    first: str
    second: str
    beside: str
    also: str


DOORS = [
    Door("/policies/{policy}/edit", "PolicyForm", "name", "First", "Second", "why", "Because"),
    Door("/touch-points/{point}/edit", "TouchPointForm", "name", "First", "Second", "about", "A letter"),
    Door("/launches/{launch}/edit", "LaunchForm", "name", "First", "Second", "about", "All of it"),
    Door("/strategy/edit?program={program}", "StrategyForm", "role_statement", "First", "Second", "segments-0-needs", "Time"),
    Door("/programs/{program}/edit", "ProgramForm", "theme", "First", "Second", "committee-chair", "Tomas"),
    Door("/programs/{program}/cadences/{cadence}", "CadenceForm", "name", "First", "Second", "tolerance_days", "4"),
    Door("/catalogue/{activity}", "ActivityForm", "name", "First", "Second", "description", "Cake"),
    Door("/events/{event}/edit", "EventForm", "title", "First", "Second", "place", "Room 2"),
    Door("/ladders/{step}", "StepForm", "number", "11", "12", "at", "10:15"),
    Door("/insights/routing", "IntakeForm", "opens_on", "2027-04-05", "2027-04-06", "sponsor", "{elif}"),
    Door("/people/{ana}", "PersonForm", "name", "First Name", "Second Name", "email", "second@example.org"),
    Door("/people/{elif}", "LeaderForm", "leader-visits_owed", "3", "4", "leader-trips_most", "2"),
    Door("/teams/{team}", "TeamForm", "name", "First", "Second", "size", "31"),
    Door("/sites/{site}", "SiteForm", "name", "First", "Second", "directions", "Up the stairs"),
    Door("/shifts/{shift}", "ShiftForm", "name", "First", "Second", "ends", "16:30"),
]  # fmt: skip
ELSEWHERE = {
    "MoveForm": "below: its page offers times to go to, and is shown anew",
    "NewEventForm": "there is nothing yet that another could change",
    "AbsenceForm": "adds one",
    "HolidayForm": "adds one",
    "ClosureForm": "adds one",
}


@pytest.fixture
@scene
def numbers(cast: Cast) -> dict[str, int]:
    """One of everything that people edit; the numbers in the addresses."""
    program = make_year(cast, NOW, start=date(2027, 1, 1))
    with writing():
        ship_catalogue()
        ship_ladders()
    rule = save_policy(None, PolicyFacts("Refunds", teams=[cast.billing]), by=cast.hana, now=NOW)
    point = save_touch_point(None, TouchPointFacts("Invoice"), by=cast.hana, now=NOW)
    facts = LaunchFacts("Tariff", "product", date(2027, 6, 1), [cast.billing])
    launch = save_launch(None, facts, by=cast.hana, now=NOW)
    save_strategy(program, StrategyFacts(segments=[SegmentFacts("Families")]), by=cast.hana, now=NOW)
    save_intake(program, date(2027, 4, 1), cast.elif_, None, by=cast.hana, now=NOW)
    entry = EventFacts("Cake", NOW.replace(tzinfo=None, day=8), 30)
    event = add_event(NewPlace(program, EventKind.recognition, cast.billing, None), entry, by=cast.hana, now=NOW)
    step = db.session.scalar(select(LadderStep).where(LadderStep.days < 0).order_by(LadderStep.id))
    assert step is not None
    return {
        "policy": rule.id, "point": point.id, "launch": launch.id, "program": program.id, "cadence": program.cadences[0].id,
        "activity": 1, "event": event.id, "step": step.id, "ana": cast.ana.id, "elif": cast.elif_.id, "team": cast.billing.id,
        "site": cast.dublin.id, "shift": cast.day.id,
    }  # fmt: skip


def _opened(client: FlaskClient, page: str, field: str) -> tuple[str, SentForm]:
    """The form of a page that has this field, and where it is sent."""
    answer = client.get(page)
    assert answer.status_code == 200, page
    [form] = [one for one in forms_in(answer.text) if one.shared and field in one.sent()]
    return form.action or page, form


def _under(kind: type[FlaskForm]) -> set[str]:
    found: set[str] = set()
    for below in kind.__subclasses__():
        found |= {below.__name__, *_under(below)}
    return found


def test_every_form_over_what_is_stored_is_tried_below() -> None:
    assert _under(SharedForm) | _under(CarefulForm) == {door.form for door in DOORS} | set(ELSEWHERE)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.form)
def test_who_saves_second_sees_both_and_overwrites_nothing(
    door: Door, numbers: dict[str, int], cast: Cast, client_of: ClientOf
) -> None:
    one, two = client_of(cast.hana), client_of(cast.hana)
    page, also = door.page.format(**numbers), door.also.format(**numbers)
    address, form = _opened(one, page, door.field)
    assert one.post(address, data=form.sent(**{door.field: door.first})).status_code == 302
    second = two.post(address, data=form.sent(**{door.field: door.second, door.beside: also}))
    assert (second.status_code, door.first in second.text, door.second in second.text) == (409, True, True)
    assert _opened(one, page, door.field)[1].sent()[door.field] == door.first
    [merged] = [one for one in forms_in(second.text) if one.shared and door.field in one.sent()]
    mine = merged.sent(**{door.field: door.second, door.beside: also})
    assert two.post(merged.action or address, data=mine).status_code == 302
    now = _opened(one, page, door.field)[1].sent()
    assert (now[door.field], now[door.beside]) == (door.second, also)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.form)
def test_what_only_the_other_changed_is_theirs_in_the_form_and_the_rest_is_mine(
    door: Door, numbers: dict[str, int], cast: Cast, client_of: ClientOf
) -> None:
    client, page, also = client_of(cast.hana), door.page.format(**numbers), door.also.format(**numbers)
    address, form = _opened(client, page, door.field)
    client.post(address, data=form.sent(**{door.field: door.first}))
    answer = client.post(address, data=form.sent(**{door.beside: also}))
    assert answer.status_code == 409
    [merged] = [one for one in forms_in(answer.text) if one.shared and door.field in one.sent()]
    assert client.post(merged.action or address, data=merged.sent()).status_code == 302
    now = _opened(client, page, door.field)[1].sent()
    assert (now[door.field], now[door.beside]) == (door.first, also)


def test_a_form_that_was_opened_and_sent_without_a_change_of_anybody_is_saved(
    numbers: dict[str, int], cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.hana)
    for door in DOORS:
        address, form = _opened(client, door.page.format(**numbers), door.field)
        assert client.post(address, data=form.sent()).status_code == 302, door.form


def test_an_event_that_somebody_moved_is_not_moved_from_a_page_that_shows_it_elsewhere(
    numbers: dict[str, int], cast: Cast, client_of: ClientOf
) -> None:
    client, address = client_of(cast.hana), f"/events/{numbers['event']}/move"
    _, form = _opened(client, address, "day")
    assert client.post(address, data={**form.sent(day="2027-03-09"), "force": "1"}).status_code == 302
    again = client.post(address, data=form.sent(day="2027-03-10"))
    assert (again.status_code, _opened(client, address, "day")[1].sent()["day"]) == (409, "2027-03-09")
    drag = {"start": "2027-03-11T09:00:00", "from": "2027-03-08T09:00:00", "force": "1"}
    assert client.post(f"/events/{numbers['event']}/drag", data=drag).status_code == 409
    drag["from"] = form.sent()["clock"] and f"2027-03-09T{form.sent()['clock']}"
    assert client.post(f"/events/{numbers['event']}/drag", data=drag).status_code == 200


@pytest.mark.parametrize(
    ("page", "target", "field", "values"),
    [
        ("/insights/routing", "/insights/routing/policy", "workdays", ("4", "5")),
        ("/visits/windows", "/visits/windows/cadence", "visits", ("3", "4")),
        ("/sites/{site}", "/sites/{site}/quiet", "quiet_from", ("20:00", "21:00")),
        ("/events/{event}", "/touch-points/event/{event}", "point", ("{point}", "")),
    ],
)
def test_small_settings_are_not_set_over_what_was_not_seen(
    page: str,
    target: str,
    field: str,
    values: tuple[str, str],
    numbers: dict[str, int],
    cast: Cast,
    client_of: ClientOf,
) -> None:
    client, page, target = client_of(cast.hana), page.format(**numbers), target.format(**numbers)

    def form() -> SentForm:
        found = [one for one in forms_in(client.get(page).text) if one.action == target and "seen" in one.sent()]
        return found[-1]

    seen = form().sent(receiver=str(cast.elif_.id), quiet_until="06:00")
    first, second = (value.format(**numbers) for value in values)
    client.post(target, data={**seen, field: first})
    said = client.post(target, data={**seen, field: second}, follow_redirects=True)
    assert ("was changed by somebody else" in said.text, form().sent().get(field)) == (True, first)
    client.post(target, data={**form().sent(), field: second})
    assert form().sent().get(field, "") == second


def test_what_was_taken_away_meanwhile_is_said_and_not_made_anew(
    numbers: dict[str, int], cast: Cast, client_of: ClientOf
) -> None:
    client, page = client_of(cast.hana), f"/programs/{numbers['program']}/cadences/{numbers['cadence']}"
    address, form = _opened(client, page, "name")
    assert client.post(f"{page}/remove").status_code == 302
    assert client.post(address, data=form.sent(name="Back again")).status_code == 302
    assert "Back again" not in client.get(f"/programs/{numbers['program']}/cadences").text


def test_a_row_that_is_held_is_read_afresh(app: Flask, numbers: dict[str, int]) -> None:
    rule = db.session.get_one(Policy, numbers["policy"])
    with writing():
        assert rule.name == "Refunds"
        db.session.connection().exec_driver_sql("UPDATE policies SET name = 'Theirs'")
        hold(rule)
        assert rule.name == "Theirs"


def test_a_version_that_moved_under_a_save_is_said_and_nothing_is_written(app: Flask, numbers: dict[str, int]) -> None:
    """The last line, below every form: the column of versions in the statement itself."""
    program = db.session.get_one(Program, numbers["program"])

    def save() -> None:
        with writing():
            program.theme = f"Mine, which was version {program.revision}"
            db.session.connection().exec_driver_sql("UPDATE programs SET revision = revision + 1")

    with pytest.raises(ChangedMeanwhile):
        save()
    db.session.expire_all()
    assert program.theme == ""
