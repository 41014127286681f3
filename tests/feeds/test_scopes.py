"""Scopes: who may ask for which calendar, and what is in it for whom."""

import pytest
from flask import Flask

from planner.domain.kinds import EventKind
from planner.domain.states import CommitmentKind
from planner.feeds.scopes import SCOPES, events_for, find
from planner.feeds.views import ref_of
from planner.feeds.windows import window
from planner.models.base import db, writing
from planner.models.calendar import Filters, Look
from planner.models.commitments import Commitment
from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.programs import Program
from planner.models.selections import held
from tests.cast import Cast
from tests.conftest import NOW
from tests.feeds.events import publish
from tests.scenes import scene

MAY_ASK = {
    "hana": {
        "person:hana@example.org",
        "team:billing",
        "team:night-care",
        "site:dublin",
        "site:tampa",
        "leader:elif@example.org",
    },
    "tomas": {"person:tomas@example.org", "team:billing", "site:dublin"},
    "nils": {"person:nils@example.org", "team:night-care", "site:tampa"},
    "elif_": {"person:elif@example.org", "site:dublin", "leader:elif@example.org"},
    "ravi": {"person:ravi@example.org", "site:dublin", "leader:elif@example.org"},
    "ana": {"person:ana@example.org", "team:billing", "site:dublin"},
    "vera": {"person:vera@example.org", "site:dublin"},
}
EVERYBODY_MAY = {f"kind:{kind.value}" for kind in EventKind}


@pytest.mark.parametrize("name", MAY_ASK)
def test_people_are_offered_what_is_theirs_and_hr_everything(cast: Cast, name: str) -> None:
    person = getattr(cast, name)
    offered = {f"{scope.name}:{choice.alias}" for scope in SCOPES.values() for choice in scope.choices(person)}
    assert offered == MAY_ASK[name] | EVERYBODY_MAY


@pytest.mark.parametrize("name", MAY_ASK)
def test_what_is_not_offered_cannot_be_found(cast: Cast, name: str) -> None:
    everything = set().union(*MAY_ASK.values())
    found = {ask for ask in everything if find(getattr(cast, name), *ask.split(":"))}
    assert found == MAY_ASK[name]


@pytest.mark.parametrize(
    ("scope", "ref"), [("nonsense", "1"), ("team", ""), ("team", "0"), ("kind", "nonsense"), ("site", "' OR 1=1")]
)
def test_what_is_not_there_is_not_found(cast: Cast, scope: str, ref: str) -> None:
    assert find(cast.hana, scope, ref) is None


@pytest.fixture
@scene
def year(cast: Cast) -> dict[str, int]:
    """A little of everything, by name."""
    with writing():
        policy = Policy(slug="refunds", name="Refund limit", owner=cast.vera, teams=[cast.billing])
        foreign = Policy(slug="nights", name="Night rule", owner=cast.nils, teams=[cast.night_care])
        db.session.add_all([policy, foreign])
        db.session.flush()
        dublin, tampa = cast.dublin.id, cast.tampa.id
        review = EventKind.policy_review
        rows = {
            "visit in billing": publish(
                "2027-03-01T10:00", team_id=cast.billing.id, site_id=dublin, leader_id=cast.elif_.id
            ),
            "visit at night": publish(
                "2027-03-02T10:00", team_id=cast.night_care.id, site_id=tampa, leader_id=cast.elif_.id
            ),
            "thanks at night": publish(
                "2027-03-03T10:00", team_id=cast.night_care.id, site_id=tampa, kind=EventKind.recognition
            ),
            "review with billing": publish("2027-03-04T10:00", policy_id=policy.id, kind=review),
            "review at night": publish("2027-03-05T10:00", policy_id=foreign.id, kind=review),
            "all of dublin": publish("2027-03-06T10:00", site_id=dublin, kind=EventKind.celebration),
            "all of tampa": publish("2027-03-07T10:00", site_id=tampa, kind=EventKind.celebration),
            "everybody": publish("2027-03-08T10:00", kind=EventKind.milestone),
            "next program": publish("2027-03-09T10:00", program="Another", kind=EventKind.milestone),
            "long ago": publish("2026-12-31T10:00"),
        }
        task = Commitment(
            kind=CommitmentKind.preparation, title="Order cake", owner=cast.ana, event_id=rows["all of dublin"].event_id,
            key="task:1", opens_on=NOW.date(), due_on=NOW.date(), zone="UTC",
        )  # fmt: skip
        db.session.add(task)
    return {name: row.event_id for name, row in rows.items()}


EVERYWHERE = ["everybody", "next program"]
HOLDS = {
    ("hana", "team:billing"): ["visit in billing", "review with billing", "all of dublin", *EVERYWHERE],
    ("hana", "team:night-care"): ["visit at night", "thanks at night", "review at night", "all of tampa", *EVERYWHERE],
    ("hana", "site:tampa"): ["visit at night", "thanks at night", "review at night", "all of tampa", *EVERYWHERE],
    ("hana", "leader:elif@example.org"): ["visit in billing", "visit at night"],
    ("hana", "kind:recognition"): ["thanks at night"],
    ("ana", "kind:recognition"): [],
    ("nils", "kind:recognition"): ["thanks at night"],
    ("hana", "program:Harbour Line 2027"): [
        "visit in billing", "visit at night", "thanks at night", "review with billing", "review at night", "all of dublin",
        "all of tampa", "everybody",
    ],
    ("ana", "program:Harbour Line 2027"): ["visit in billing", "review with billing", "all of dublin", "everybody"],
    ("hana", "person"): ["all of dublin", *EVERYWHERE],
    ("tomas", "person"): ["visit in billing", "review with billing", "all of dublin", *EVERYWHERE],
    ("elif_", "person"): ["visit in billing", "visit at night", "all of dublin", *EVERYWHERE],
    ("ravi", "person"): ["visit in billing", "visit at night", "all of dublin", *EVERYWHERE],
    ("vera", "person"): ["review with billing", "all of dublin", *EVERYWHERE],
    ("nils", "person"): ["visit at night", "thanks at night", "review at night", "all of tampa", *EVERYWHERE],
}  # fmt: skip


def _ref(person: Person, ask: str) -> tuple[str, str]:
    """Scope and number of what a test names by words."""
    name, _, alias = ask.partition(":")
    choice = next(c for c in SCOPES[name].choices(person) if alias in ("", c.alias, c.ref, c.name))
    return name, choice.ref


@pytest.mark.parametrize(("name", "ask"), HOLDS)
def test_a_calendar_holds_what_its_scope_says_as_far_as_its_reader_may_see_it(
    cast: Cast, year: dict[str, int], name: str, ask: str
) -> None:
    person = getattr(cast, name)
    rows = held(events_for(person, *_ref(person, ask)), window(NOW))
    names = {number: name for name, number in year.items()}
    assert [names[row.event_id] for row in rows] == HOLDS[name, ask]


@pytest.mark.parametrize("ask", ["team:billing", "person", "program:Harbour Line 2027"])
def test_what_is_read_of_an_event_is_its_own_text(cast: Cast, year: dict[str, int], ask: str) -> None:
    rows = held(events_for(cast.tomas, *_ref(cast.tomas, ask)), window(NOW))
    own = [f"/events/{row.event_id}\r\n".encode() in row.text.replace(b"\r\n ", b"") for row in rows]
    assert (len(own) > 0, own) == (True, [True] * len(rows))


def test_a_leader_who_was_deactivated_is_no_longer_offered(app: Flask, cast: Cast) -> None:
    with writing():
        cast.elif_.deactivated_at = NOW
    assert db.session.get(Leader, cast.elif_.id) is not None
    assert find(cast.hana, "leader", "elif@example.org") is None


def test_a_view_holds_what_its_filters_leave_and_the_reader_may_see(cast: Cast, year: dict[str, int]) -> None:
    program = db.session.query(Program).filter_by(name="Harbour Line 2027").one()
    ref = ref_of(Look(program, cast.hana, Filters(kind=EventKind.floor_visit, team=cast.night_care.id)))
    assert ref == f"{program.id};kind=floor-visit;team={cast.night_care.id}"
    names = {number: name for name, number in year.items()}
    seen = [
        [names[row.event_id] for row in held(events_for(person, "view", ref), window(NOW))]
        for person in (cast.hana, cast.ana)
    ]
    assert seen == [["visit at night"], []]


def test_a_view_is_found_by_its_words_and_called_by_what_is_left(cast: Cast, year: dict[str, int]) -> None:
    program = db.session.query(Program).filter_by(name="Harbour Line 2027").one()
    found = find(cast.ana, "view", f"{program.id};kind=floor-visit;team=999")
    assert found is not None
    assert found.name == f"{program.name}, Floor visits, one team"


@pytest.mark.parametrize(
    "ref",
    ["", "0", "x", "1;kind=nonsense", "1;team=x", "1;nonsense=1", "1;team=1;kind=floor-visit", "1;team=01", "1;", "1;team=²",
     "1;team=" + "1" * 80],
)  # fmt: skip
def test_what_is_no_view_is_not_found(cast: Cast, year: dict[str, int], ref: str) -> None:
    assert find(cast.hana, "view", ref) is None
