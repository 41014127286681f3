"""Touch points and the strategy: read by everybody, written by HR, renamed everywhere at once, looked at again in a cycle."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from planner.actions.events import EventFacts, NewPlace, add_event
from planner.actions.insights import Raised, pass_on
from planner.actions.policies import PolicyFacts, save_policy
from planner.actions.strategies import SegmentFacts, StrategyFacts, save_strategy
from planner.actions.touch_points import TouchPointFacts, save_touch_point
from planner.domain.kinds import EventKind
from planner.domain.outcomes import InsightCategory
from planner.models.base import db
from planner.models.people import Person
from planner.models.strategies import strategy_of
from planner.models.touch_points import Carried, TouchPoint, carried, touch_point_names
from tests.cast import Cast
from tests.conftest import NOW
from tests.year import make_year

ClientOf = Callable[[Person | None], FlaskClient]
EVERYBODY = ("hana", "tomas", "elif_", "ravi", "ana", "vera")


def point(cast: Cast, name: str = "Invoice") -> TouchPoint:
    return save_touch_point(None, TouchPointFacts(name), by=cast.hana, now=NOW)


@pytest.mark.parametrize("path", ["/touch-points", "/touch-points/{}", "/strategy"])
def test_everybody_reads_them(cast: Cast, client_of: ClientOf, path: str) -> None:
    path = path.format(point(cast).id)
    assert {name: client_of(getattr(cast, name)).get(path).status_code for name in EVERYBODY} == dict.fromkeys(
        EVERYBODY, 200
    )


@pytest.mark.parametrize("path", ["/touch-points/new", "/touch-points/{}/edit", "/strategy/edit"])
def test_only_hr_writes_them(cast: Cast, client_of: ClientOf, path: str) -> None:
    make_year(cast, NOW)
    path = path.format(point(cast).id)
    codes = {name: client_of(getattr(cast, name)).get(path).status_code for name in EVERYBODY}
    assert codes == {**dict.fromkeys(EVERYBODY, 403), "hana": 200}


def test_what_carries_a_name_follows_when_it_is_renamed(cast: Cast, client_of: ClientOf) -> None:
    invoice = point(cast)
    rule = save_policy(None, PolicyFacts("Pay in person", touch_point="Invoice"), by=cast.hana, now=NOW)
    said = Raised("It is unreadable.", InsightCategory.process, touch_point="Invoice")
    heard = pass_on(said, submitter=cast.ana, team=cast.billing, now=NOW)
    data = {"name": "The bill", "owner": "0", "review_months": "6", "active": "y"}
    assert client_of(cast.hana).post(f"/touch-points/{invoice.id}/edit", data=data).status_code == 302
    db.session.expire_all()
    assert (rule.touch_point, heard.touch_point, touch_point_names()) == ("The bill", "The bill", ["The bill"])
    assert carried() == {"The bill": Carried(policies=1, insights=1, hurts=1)}


def test_a_name_is_taken_once(cast: Cast, client_of: ClientOf) -> None:
    point(cast)
    data = {"name": "Invoice", "owner": "0", "review_months": "6", "about": "Kept words"}
    answer = client_of(cast.hana).post("/touch-points/new", data=data)
    assert (answer.status_code, "of this name already" in answer.text, "Kept words" in answer.text) == (422, True, True)


def test_looked_at_today_begins_the_cycle_anew(cast: Cast, client_of: ClientOf) -> None:
    invoice = point(cast)
    client_of(cast.hana).post(f"/touch-points/{invoice.id}/reviewed")
    db.session.expire_all()
    assert (invoice.last_reviewed_on, invoice.cycle.due_on) == (date(2027, 3, 1), date(2028, 3, 1))


def test_the_list_asks_the_same_questions_for_one_three_and_many(cast: Cast, client_of: ClientOf) -> None:
    counts = []
    for number in (1, 2, 9):
        for extra in range(number):
            point(cast, f"Place {number}-{extra}")
        asked: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *args, seen=asked: seen.append(args[2]))
        client_of(cast.hana).get("/touch-points")
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_a_segment_row_left_empty_is_none(cast: Cast, client_of: ClientOf) -> None:
    program = make_year(cast, NOW)
    data = {
        "tier": "loyalty", "owner": "0", "roles": ["listen", "everyday"], "role_statement": "We listen.",
        "segments-0-name": "Families", "segments-0-needs": "One answer for all", "segments-1-name": "",
    }  # fmt: skip
    assert client_of(cast.hana).post("/strategy/edit", data=data).status_code == 302
    found = strategy_of(program.id)
    assert found is not None
    assert (found.roles, [(one.name, one.needs) for one in found.segments]) == (
        ["everyday", "listen"],
        [("Families", "One answer for all")],
    )


def test_a_segment_without_a_name_is_refused_and_nothing_is_lost(cast: Cast, client_of: ClientOf) -> None:
    make_year(cast, NOW)
    data = {"tier": "loyalty", "owner": "0", "segments-0-needs": "One answer for all"}
    answer = client_of(cast.hana).post("/strategy/edit", data=data)
    assert (answer.status_code, "The name of a segment is empty" in answer.text) == (422, True)
    assert "One answer for all" in answer.text


def test_the_strategy_is_looked_at_and_due_again_in_a_year(cast: Cast, client_of: ClientOf) -> None:
    program = make_year(cast, NOW)
    save_strategy(program, StrategyFacts(segments=[SegmentFacts("Families")]), by=cast.hana, now=NOW)
    client_of(cast.hana).post("/strategy/reviewed")
    db.session.expire_all()
    found = strategy_of(program.id)
    assert found is not None
    assert (found.reviewed_on, found.review_by) == (date(2027, 3, 1), date(2028, 3, 1))


def test_an_event_is_about_what_hr_ticks(cast: Cast, client_of: ClientOf) -> None:
    program = make_year(cast, NOW, start=date(2027, 1, 1))
    invoice, other = point(cast), point(cast, "Phone")
    facts = EventFacts("Talk about the bill", datetime.fromisoformat("2027-03-10T10:00"), 30)
    talk = add_event(NewPlace(program, EventKind.training, cast.billing), facts, by=cast.hana, now=NOW)
    path, hana = f"/touch-points/event/{talk.id}", client_of(cast.hana)
    assert client_of(cast.tomas).post(path, data={"point": invoice.id}).status_code == 403
    for ticked in ([invoice.id, other.id], [invoice.id]):
        page = hana.post(path, data={"point": ticked}, follow_redirects=True)
        assert [f"/touch-points/{one.id}" in page.text for one in (invoice, other)] == [True, other.id in ticked]
    assert carried() == {"Invoice": Carried(events=1)}
    assert hana.post("/touch-points/event/999", data={"point": invoice.id}).status_code == 404
