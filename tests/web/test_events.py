"""The pages of one event: who may open and change it, what a drag answers, and what happens when two people edit at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from planner.domain.kinds import EventKind
from planner.domain.states import EventState
from planner.models.base import db
from planner.models.events import Event
from planner.models.people import Person
from tests.calendars import TUESDAY, Put, make_program, visit_owed
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.forms import forms_in
from tests.scenes import scene

ClientOf = Callable[[Person | None], FlaskClient]
DAY = timedelta(days=1)


@pytest.fixture
def put(cast: Cast) -> Put:
    return Put(make_program(cast), cast.hana)


@pytest.fixture
@scene
def visit(put: Put, cast: Cast) -> Event:
    made = put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    return made


@pytest.mark.parametrize(
    ("name", "code"),
    [("hana", 200), ("tomas", 200), ("elif_", 200), ("ravi", 200), ("ana", 200), ("vera", 200), ("nils", 404)],
)
def test_an_event_opens_for_those_it_concerns(
    visit: Event, cast: Cast, client_of: ClientOf, name: str, code: int
) -> None:
    assert client_of(getattr(cast, name)).get(f"/events/{visit.id}").status_code == code


def test_an_event_that_is_only_drafted_opens_for_hr_alone(put: Put, cast: Cast, client_of: ClientOf) -> None:
    drafted = put.visit(TUESDAY, cast.billing, cast.elif_)
    assert client_of(cast.hana).get(f"/events/{drafted.id}").status_code == 200
    assert client_of(cast.elif_).get(f"/events/{drafted.id}").status_code == 404


def test_why_it_is_there_is_for_hr(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    assert "Why it is here" in client_of(cast.hana).get(f"/events/{visit.id}").text
    assert "Why it is here" not in client_of(cast.elif_).get(f"/events/{visit.id}").text


def test_the_readers_own_clock_is_named_when_it_differs(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    assert "On your clock" not in client_of(cast.hana).get(f"/events/{visit.id}").text
    cast.hana.zone = "Asia/Tokyo"
    db.session.commit()
    assert "On your clock: Tue 9 Mar 2027, 19:00" in client_of(cast.hana).get(f"/events/{visit.id}").text


@pytest.mark.parametrize("act", ["edit", "drag", "put-back", "pin", "cancel", "restore"])
@pytest.mark.parametrize("name", ["tomas", "elif_", "ana", "vera"])
def test_only_hr_changes_the_plan(visit: Event, cast: Cast, client_of: ClientOf, name: str, act: str) -> None:
    assert client_of(getattr(cast, name)).post(f"/events/{visit.id}/{act}").status_code == 403


def form_of(visit: Event, **changes: object) -> dict[str, object]:
    known: dict[str, object] = {
        "title": visit.title,
        "day": visit.wall_start.date().isoformat(),
        "clock": f"{visit.wall_start:%H:%M}",
        "minutes": visit.minutes,
        "leader": visit.leader_id or 0,
    }
    return known | changes


def test_an_edit_changes_the_draft_and_not_what_is_published(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.hana).post(f"/events/{visit.id}/edit", data=form_of(visit, title="A talk", place="Floor 2"))
    assert answer.status_code == 302
    assert visit.published is not None
    assert (visit.title, visit.place, visit.published.title) == ("A talk", "Floor 2", "Floor visit to Billing")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Give it a title."),
        ({"minutes": "1"}, "From 5 minutes to two weeks."),
        ({"link": "javascript:alert(1)"}, "A link begins with https:// or http://."),
        ({"day": "soon"}, "Choose a day."),
    ],
)
def test_a_wrong_edit_says_so_keeps_what_was_typed_and_changes_nothing(
    visit: Event, cast: Cast, client_of: ClientOf, wrong: dict[str, object], sentence: str
) -> None:
    before = visit.revision
    answer = client_of(cast.hana).post(f"/events/{visit.id}/edit", data=form_of(visit, place="Floor 9", **wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Floor 9"' in answer.text
    db.session.refresh(visit)
    assert visit.revision == before


def test_f69_two_edits_at_once_get_a_page_with_both(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    hana = client_of(cast.hana)
    [form] = [one for one in forms_in(hana.get(f"/events/{visit.id}/edit").text) if one.shared]
    hana.post(f"/events/{visit.id}/edit", data=form.sent(title="Theirs"))
    answer = hana.post(f"/events/{visit.id}/edit", data=form.sent(title="Mine"))
    assert answer.status_code == 409
    assert ("Theirs" in answer.text, 'value="Mine"' in answer.text) == (True, True)
    db.session.refresh(visit)
    assert visit.title == "Theirs"


def drag(client: FlaskClient, visit: Event, start: object, **more: str) -> tuple[int, dict[str, object]]:
    answer = client.post(f"/events/{visit.id}/drag", data={"id": visit.id, "start": str(start), **more})
    assert isinstance(answer.json, dict)
    return answer.status_code, answer.json


def test_a_drag_that_is_allowed_asks_nothing_and_offers_the_way_back(
    visit: Event, cast: Cast, client_of: ClientOf
) -> None:
    hana = client_of(cast.hana)
    code, said = drag(hana, visit, (TUESDAY + DAY).isoformat(), end=(TUESDAY + DAY + timedelta(hours=1)).isoformat())
    assert (code, said["ok"], visit.wall_start, visit.minutes) == (200, True, TUESDAY + DAY, 60)
    back = hana.post(str(said["undo_url"]), headers={"Accept": "application/json"})
    assert isinstance(back.json, dict)
    assert back.json["ok"] is True
    db.session.refresh(visit)
    assert (visit.wall_start, visit.minutes) == (TUESDAY, 30)


def test_a_drag_that_breaks_a_rule_says_which_and_may_be_forced(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    hana, saturday = client_of(cast.hana), (TUESDAY + 4 * DAY).isoformat()
    code, said = drag(hana, visit, saturday)
    assert (code, said) == (
        409, {"ok": False, "sentence": "Billing does not work on Saturdays.", "can_force": True}
    )  # fmt: skip
    code, said = drag(hana, visit, saturday, force="1")
    assert (code, visit.pinned, visit.broken) == (200, True, ["Billing does not work on Saturdays."])


@pytest.mark.parametrize("more", [{"start": "never"}, {"all_day": "1"}])
def test_a_drag_that_means_nothing_moves_nothing(
    visit: Event, cast: Cast, client_of: ClientOf, more: dict[str, str]
) -> None:
    code, said = drag(client_of(cast.hana), visit, **{"start": (TUESDAY + DAY).isoformat(), **more})
    assert (code, said["can_force"], visit.wall_start) == (409, False, TUESDAY)


def test_a_leader_moves_the_own_visit_to_a_slot_and_nobody_elses(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    start = (TUESDAY + DAY).isoformat()
    for person in (cast.tomas, cast.ana):
        assert client_of(person).post(f"/events/{visit.id}/move", data={"start": start}).status_code == 404
    assert client_of(cast.ravi).post(f"/events/{visit.id}/move", data={"start": start}).status_code == 302
    db.session.refresh(visit)
    assert visit.wall_start == TUESDAY + DAY


def test_the_page_to_move_offers_three_slots(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.elif_).get(f"/events/{visit.id}/move").text.count("btn-slot") == 3


def test_hr_cancels_a_published_event_in_the_draft_and_restores_it(
    visit: Event, cast: Cast, client_of: ClientOf
) -> None:
    hana = client_of(cast.hana)
    hana.post(f"/events/{visit.id}/cancel")
    assert visit.published is not None
    assert (visit.cancelled, visit.published.cancelled) == (True, False)
    hana.post(f"/events/{visit.id}/restore")
    db.session.refresh(visit)
    assert visit.cancelled is False


def test_cancelling_what_was_never_published_removes_it(put: Put, cast: Cast, client_of: ClientOf) -> None:
    drafted = put.visit(TUESDAY, cast.billing, cast.elif_)
    number = drafted.id
    client_of(cast.hana).post(f"/events/{number}/cancel")
    db.session.expire_all()
    assert db.session.get(Event, number) is None


def test_a_new_event_is_pinned_in_the_draft(put: Put, cast: Cast, client_of: ClientOf) -> None:
    data = {"kind": "recognition", "team": cast.billing.id, "site": 0, "leader": 0, "title": "Thanks", "day": "2027-03-09",
            "clock": "10:00", "minutes": 30}  # fmt: skip
    answer = client_of(cast.hana).post(f"/programs/{put.program.id}/events/new", data=data)
    made = db.session.scalar(db.select(Event))
    assert made is not None
    assert answer.headers["Location"] == f"/events/{made.id}"
    assert (made.kind, made.pinned, made.zone, made.site_id) == (
        EventKind.recognition, True, "Europe/Dublin", cast.dublin.id
    )  # fmt: skip


def test_a_lead_says_what_became_of_an_event_of_the_own_team(
    visit: Event, cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    clock.advance(days=9)
    assert client_of(cast.tomas).post(f"/events/{visit.id}/outcome", data={"outcome": "done"}).status_code == 302
    db.session.expire_all()
    assert (visit.outcome, visit_owed(visit).state) == (EventState.done, "done")


def test_nobody_says_what_became_of_an_event_that_is_to_come(visit: Event, cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.tomas).post(f"/events/{visit.id}/outcome", data={"outcome": "done"})
    db.session.expire_all()
    assert visit.outcome is None


@pytest.mark.parametrize(("name", "code"), [("nils", 404), ("ana", 403), ("elif_", 403), ("vera", 403)])
def test_what_became_of_it_is_not_for_others_to_say(
    visit: Event, cast: Cast, client_of: ClientOf, name: str, code: int
) -> None:
    assert (
        client_of(getattr(cast, name)).post(f"/events/{visit.id}/outcome", data={"outcome": "done"}).status_code == code
    )
