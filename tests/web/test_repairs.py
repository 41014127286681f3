"""The pages of repairs and absences: who may open them, and the way from an absence to a published repair."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from planner.actions.generate import generate_now
from planner.actions.publish import publish
from planner.actions.repairs import changes_of
from planner.domain.kinds import EventKind
from planner.models import drafts
from planner.models.base import db, writing
from planner.models.events import Event, PublishedEvent
from planner.models.messages import Message
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.repairs import Repair, RepairState
from tests.calendars import counting_questions
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.scenes import scene
from tests.year import Size, make_year

ClientOf = Callable[[Person | None], FlaskClient]


@pytest.fixture
@scene
def program(cast: Cast, clock: StoppedClock) -> Program:
    program = make_year(cast, clock.now(), size=Size(teams=2, leaders=3, policies=2), start=date(2027, 1, 1))
    generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    publish(program.id, by=cast.hana, now=clock.now())
    return program


def _visit(program: Program, leader: Person, after: date = date(2027, 3, 17)) -> Event:
    return next(
        event for event in drafts.draft_events(program.id)
        if event.kind is EventKind.floor_visit and event.leader_id == leader.id and event.wall_start.date() >= after
    )  # fmt: skip


def _away(visit: Event, **more: object) -> dict[str, object]:
    day = visit.wall_start.date().isoformat()
    return {"starts_on": day, "ends_on": day, "reason": "leave", **more}


def test_a_leader_reports_and_hr_publishes_in_one_step(
    program: Program, cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    visit = _visit(program, cast.elif_)
    place = (visit.leader_id, visit.wall_start.date())
    answer = client_of(cast.elif_).post("/away", data=_away(visit), follow_redirects=True)
    assert ("HR was told" in answer.text, "Look at a repair" in answer.text) == (True, False)
    hana = client_of(cast.hana)
    home = hana.get("/")
    repair = db.session.scalars(select(Repair)).one()
    assert f'href="/repairs/{repair.id}"' in home.text
    page = hana.get(f"/repairs/{repair.id}")
    assert (page.status_code, "Elif Kaya is away" in page.text, "Publish this repair" in page.text) == (200, True, True)
    told = {name for change in changes_of(repair) for name in change.told}
    before = {message.id for message in db.session.scalars(select(Message))}
    assert hana.post(f"/repairs/{repair.id}/publish").status_code == 302
    db.session.expire_all()
    assert repair.state is RepairState.published
    written = [message for message in db.session.scalars(select(Message)) if message.id not in before]
    assert {message.recipient.name for message in written} == told
    row = db.session.get_one(PublishedEvent, visit.id)
    assert (row.leader_id, row.wall_start.date()) != place


@pytest.mark.parametrize("name", ["tomas", "elif_", "ravi", "ana", "vera"])
@pytest.mark.parametrize("act", ["", "/status", "/publish", "/draft", "/dismiss", "/again"])
def test_only_hr_decides(program: Program, cast: Cast, client_of: ClientOf, name: str, act: str) -> None:
    client_of(cast.hana).post("/away", data=_away(_visit(program, cast.elif_), leader=cast.elif_.id))
    client = client_of(getattr(cast, name))
    answer = client.get(f"/repairs/1{act}") if act in ("", "/status") else client.post(f"/repairs/1{act}")
    assert answer.status_code == 403


@pytest.mark.parametrize(("name", "code"), [("elif_", 302), ("ravi", 302), ("hana", 302), ("tomas", 403), ("ana", 403)])
def test_an_absence_is_reported_by_whom_it_concerns(
    program: Program, cast: Cast, client_of: ClientOf, name: str, code: int
) -> None:
    data = _away(_visit(program, cast.elif_), leader=cast.elif_.id)
    assert client_of(getattr(cast, name)).post("/away", data=data).status_code == code


def test_an_assistant_reports_for_nobody_elses_leader(program: Program, cast: Cast, client_of: ClientOf) -> None:
    other = next(event for event in drafts.draft_events(program.id) if event.leader_id not in (None, cast.elif_.id))
    data = _away(other, leader=other.leader_id)
    assert client_of(cast.ravi).post("/away", data=data).status_code == 403


def test_publishing_the_draft_mends_the_repair_that_waits(
    program: Program, cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    hana, visit = client_of(cast.hana), _visit(program, cast.elif_)
    hana.post("/away", data=_away(visit, leader=cast.elif_.id))
    with writing():
        db.session.get_one(Event, visit.id).cancelled = True
        program.draft_changed = True
    assert hana.post(f"/programs/{program.id}/publish").status_code == 302
    db.session.expire_all()
    standing = [one["event"] for one in db.session.get_one(Repair, 1).standing]
    assert visit.id not in standing


def test_the_list_asks_as_often_for_three_repairs_as_for_many(
    program: Program, cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    client, counts = client_of(cast.hana), []
    for number in (1, 2, 9):
        with writing():
            db.session.add_all(
                Repair(program_id=program.id, asked_by_id=cast.elif_.id, closed_by_id=cast.hana.id, asked_at=clock.now(),
                       state=RepairState.dismissed, causes=["Something."])
                for _ in range(number)
            )  # fmt: skip
        with counting_questions() as questions:
            assert client.get(f"/programs/{program.id}/repairs").status_code == 200
        counts.append(len(questions))
    assert counts[0] == counts[1] == counts[2]


def test_days_that_run_backwards_are_refused_beside_the_field(
    program: Program, cast: Cast, client_of: ClientOf
) -> None:
    answer = client_of(cast.elif_).post("/away", data={"starts_on": "2027-05-05", "ends_on": "2027-05-01"})
    assert (answer.status_code, "The last day is before the first." in answer.text) == (422, True)


def test_a_day_off_is_followed_by_the_offer(program: Program, cast: Cast, client_of: ClientOf) -> None:
    event = next(
        event for event in drafts.draft_events(program.id)
        if event.kind is EventKind.recognition and event.site_id == cast.dublin.id and event.wall_start.date() > date(2027, 4, 5)
    )  # fmt: skip
    data = {"holiday-day": event.wall_start.date().isoformat(), "holiday-name": "Town fair"}
    answer = client_of(cast.hana).post(f"/sites/{cast.dublin.id}/holidays", data=data, follow_redirects=True)
    assert ("no longer fit" in answer.text, "Look at a repair" in answer.text) == (True, True)


def test_dismissing_can_be_undone(program: Program, cast: Cast, client_of: ClientOf) -> None:
    hana = client_of(cast.hana)
    hana.post("/away", data=_away(_visit(program, cast.elif_), leader=cast.elif_.id))
    page = hana.post("/repairs/1/dismiss", follow_redirects=True)
    assert 'action="/repairs/1/again"' in page.text
    hana.post("/repairs/1/again")
    db.session.expire_all()
    assert db.session.get_one(Repair, 1).state is RepairState.ready


def test_a_repair_that_grew_stale_is_worked_out_again(
    program: Program, cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    hana, visit = client_of(cast.hana), _visit(program, cast.elif_)
    hana.post("/away", data=_away(visit, leader=cast.elif_.id))
    clock.advance(days=3)
    page = hana.post("/repairs/1/publish", follow_redirects=True)
    assert "The plan changed meanwhile" in page.text
    db.session.expire_all()
    assert db.session.get_one(Repair, 1).state is RepairState.ready
    assert db.session.get_one(PublishedEvent, visit.id).leader_id == cast.elif_.id
    assert (db.session.get_one(Repair, 1).ready_at or NOW) >= clock.now()
