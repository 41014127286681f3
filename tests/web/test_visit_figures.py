"""How visits were kept, due windows, swaps, and the history that stays with the team."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from planner.actions.commitments import delegate, excuse, sweep
from planner.actions.floor_visits import Visit, record_visit
from planner.actions.insights import Raised, tell_back
from planner.actions.leaders import LeaderFacts, save_leader
from planner.actions.visit_swaps import swap
from planner.domain.outcomes import InsightCategory
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentState, LeaderLevel
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.events import Event
from planner.models.floor_visits import FloorVisit
from planner.models.insights import Insight
from planner.models.leaders import Leader
from planner.models.people import Person
from tests.calendars import TUESDAY, Put, counting_questions, make_program, visit_owed
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.scenes import scene

ClientOf = Callable[[Person | None], FlaskClient]


@pytest.fixture
def put(cast: Cast) -> Put:
    return Put(make_program(cast), cast.hana)


@pytest.fixture
@scene
def visits(put: Put, cast: Cast, clock: StoppedClock) -> list[Event]:
    """Three visits of Elif, one to the night team, all past and none said anything about."""
    made = [put.visit(TUESDAY.replace(day=day), cast.billing, cast.elif_) for day in (9, 11)]
    made.append(put.visit(TUESDAY.replace(day=10, hour=23), cast.night_care, cast.elif_))
    put.publish()
    clock.advance(days=30)
    sweep(clock.now())
    return made


def recorded(visit: Event, cast: Cast, raised: Sequence[Raised] = ()) -> FloorVisit:
    assert visit.team is not None
    day = visit.wall_start.date()
    what = Visit(visited_on=day, shift="Day", minutes=30, nothing_raised=not raised, raised=raised)
    written = NOW + timedelta(days=30)
    return record_visit(what, team=visit.team, leader=cast.elif_, by=cast.elif_, now=written, event=visit)


def table_of(page: str, heading: str) -> str:
    return page.partition(heading)[2].partition("</table>")[0]


def test_the_page_says_made_out_of_due_with_substance_and_promises(
    visits: list[Event], cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    raised = [Raised("The form asks twice.", InsightCategory.process)]
    recorded(visits[0], cast, raised)
    excuse(visit_owed(visits[1]), "Ill.", cast.elif_, clock.now())
    tell_back(db.session.scalars(db.select(Insight)).one(), "Once now.", by=cast.elif_, now=clock.now())
    rows = client_of(cast.hana).get("/visits/figures?format=csv").text.splitlines()
    assert rows[1] == "Elif Kaya,1,2,0,1,1,0,0"
    page = client_of(cast.hana).get("/visits/figures").text
    by_team = table_of(page, "By team")
    assert "Billing" in by_team
    assert "Night Care" in by_team


def test_a_visit_done_without_a_record_has_no_substance(
    visits: list[Event], cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    from planner.actions.commitments import done

    done(visit_owed(visits[0]), cast.elif_, clock.now())
    assert client_of(cast.hana).get("/visits/figures?format=csv").text.splitlines()[1] == "Elif Kaya,1,3,0,0,0,0,0"


def test_a_visit_that_was_on_no_calendar_is_due_and_done(put: Put, cast: Cast, client_of: ClientOf) -> None:
    visit = Visit(visited_on=NOW.date(), shift="Day", minutes=20, nothing_raised=True)
    record_visit(visit, team=cast.billing, leader=cast.elif_, by=cast.elif_, now=NOW)
    assert client_of(cast.hana).get("/visits/figures?format=csv").text.splitlines()[1] == "Elif Kaya,1,1,0,0,1,0,0"


def test_an_unplanned_visit_may_keep_one_that_was_owed(
    put: Put, cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    planned = put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    data = {
        "visited_on": NOW.date().isoformat(), "minutes": 20, "team": cast.billing.id, "leader": cast.elif_.id,
        "nothing_raised": "y", "counts_for": visit_owed(planned).id,
    }  # fmt: skip
    wrong = client_of(cast.elif_).post("/visits/record", data=data | {"team": cast.night_care.id})
    assert (wrong.status_code, "was to another team" in wrong.text) == (422, True)
    assert client_of(cast.elif_).post("/visits/record", data=data).status_code == 302
    assert visit_owed(planned).state is CommitmentState.done
    assert len(db.session.scalars(db.select(Commitment)).all()) == 1


@pytest.mark.parametrize(
    ("name", "code", "teams"),
    [
        ("hana", 200, 2),
        ("elif_", 200, 2),
        ("ravi", 200, 2),
        ("tomas", 200, 1),
        ("nils", 200, 1),
        ("ana", 403, 0),
        ("vera", 403, 0),
    ],
)
def test_the_figures_hold_what_their_reader_may_see(
    visits: list[Event], cast: Cast, client_of: ClientOf, name: str, code: int, teams: int
) -> None:
    answer = client_of(getattr(cast, name)).get("/visits/figures")
    assert answer.status_code == code
    if code == 200:
        found = table_of(answer.text, "By team")
        assert sum(f">{team}</a>" in found for team in ("Billing", "Night Care")) == teams


def test_figures_cost_the_same_for_one_three_and_many(
    visits: list[Event], put: Put, cast: Cast, client_of: ClientOf
) -> None:
    def questions(path: str) -> int:
        client_of(cast.hana).get(path)
        with counting_questions() as asked:
            assert client_of(cast.hana).get(path).status_code == 200
        return len(asked)

    pages = ("/visits/figures", "/visits/windows", f"/visits/teams/{cast.billing.id}")
    few = [questions(path) for path in pages]
    for day in range(12, 20):
        put.visit(TUESDAY.replace(day=day), cast.billing, cast.elif_)
    put.publish()
    recorded(visits[0], cast)
    assert [questions(path) for path in pages] == few


def test_all_fine_is_said_to_the_leader_alone(visits: list[Event], cast: Cast, client_of: ClientOf) -> None:
    for visit in visits:
        recorded(visit, cast)
    words = "Only you see this: on your last 3 visits"
    assert words in client_of(cast.elif_).get("/visits/figures").text
    assert words not in client_of(cast.hana).get("/visits/figures").text


def make_leader(person: Person, cast: Cast) -> None:
    """A second leader, whom Ravi assists as well."""
    facts = LeaderFacts(
        LeaderLevel.manager, cast.tampa, visits_least=0, visits_owed=2, visits_most=6, assistant=cast.ravi
    )
    save_leader(person, facts, by=cast.hana, now=NOW)


def test_two_leaders_swap_and_the_team_keeps_the_history(
    put: Put, cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    make_leader(cast.nils, cast)
    first = put.visit(TUESDAY, cast.billing, cast.elif_)
    second = put.visit(TUESDAY.replace(day=11), cast.billing, cast.nils)
    put.publish()
    answer = client_of(cast.ravi).post(f"/visits/swap/{visit_owed(first).id}", data={"other": visit_owed(second).id})
    assert answer.status_code == 302
    db.session.expire_all()
    assert (visit_owed(first).owner, first.leader, visit_owed(second).owner) == (cast.nils, cast.nils, cast.elif_)
    assert first.published is not None
    assert first.published.leader_id == cast.nils.id
    page = client_of(cast.tomas).get(f"/visits/teams/{cast.billing.id}").text
    assert "Nils Berg comes instead, by a swap." in page


def test_a_swap_that_one_cannot_keep_changes_nothing(put: Put, cast: Cast) -> None:
    first, same_hour = put.visit(TUESDAY, cast.billing, cast.elif_), put.visit(TUESDAY, cast.billing, cast.nils)
    put.visit(TUESDAY.replace(day=11), cast.billing, cast.nils)
    put.publish()
    with pytest.raises(Refused):
        swap(visit_owed(first), visit_owed(first), by=cast.hana, now=NOW)
    assert (first.leader, same_hour.leader) == (cast.elif_, cast.nils)


@pytest.mark.parametrize(("name", "code"), [("hana", 200), ("ravi", 200), ("elif_", 200), ("tomas", 404), ("ana", 403)])
def test_a_visit_is_swapped_by_hr_its_leader_or_the_assistant(
    put: Put, cast: Cast, client_of: ClientOf, name: str, code: int
) -> None:
    visit = put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    assert client_of(getattr(cast, name)).get(f"/visits/swap/{visit_owed(visit).id}").status_code == code


@pytest.mark.parametrize(
    ("name", "code"), [("hana", 200), ("elif_", 200), ("ravi", 200), ("tomas", 200), ("nils", 404), ("ana", 403)]
)
def test_the_history_of_a_team_is_read_by_those_it_concerns(
    put: Put, cast: Cast, client_of: ClientOf, name: str, code: int
) -> None:
    put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    assert client_of(getattr(cast, name)).get(f"/visits/teams/{cast.billing.id}").status_code == code


def test_a_delegated_visit_leaves_a_line_with_the_team(put: Put, cast: Cast, client_of: ClientOf) -> None:
    make_leader(cast.nils, cast)
    visit = put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    delegate(visit_owed(visit), cast.nils, cast.hana, NOW)
    page = client_of(cast.hana).get(f"/visits/teams/{cast.billing.id}").text
    assert "Floor visit to Billing: Nils Berg takes over." in page


def test_hr_asks_for_the_windows_that_nothing_is_planned_for(put: Put, cast: Cast, client_of: ClientOf) -> None:
    hana = client_of(cast.hana)
    assert "Ask for 2" in hana.get("/visits/windows").text
    for _ in range(2):
        assert hana.post(f"/visits/windows/ask/{cast.elif_.id}", data={"quarter": 1}).status_code == 302
    owed = db.session.scalars(db.select(Commitment)).all()
    assert [(one.owner, one.team, one.state) for one in owed] == [(cast.elif_, cast.billing, CommitmentState.open)] * 2
    assert "Ask for" not in hana.get("/visits/windows").text
    form = client_of(cast.elif_).get(f"/visits/record?owed={owed[0].id}")
    assert form.status_code == 200


def test_a_level_owes_as_many_visits_as_hr_says(put: Put, cast: Cast, client_of: ClientOf) -> None:
    hana = client_of(cast.hana)
    assert hana.post("/visits/windows/cadence", data={"level": "executive", "visits": 5}).status_code == 302
    db.session.expire_all()
    leader = db.session.get_one(Leader, cast.elif_.id)
    assert (leader.visits_least, leader.visits_owed, leader.visits_most) == (1, 5, 5)
    assert (
        client_of(cast.elif_).post("/visits/windows/cadence", data={"level": "executive", "visits": 1}).status_code
        == 403
    )
