"""Each kind of orphan is found when it is one, and is gone when somebody takes care of it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from planner.actions import commitments as owed
from planner.actions.floor_visits import Visit, record_visit
from planner.actions.insight_routes import plan_training, save_intake, save_route
from planner.actions.insights import Raised, acknowledge, pass_on
from planner.domain.kinds import EventKind
from planner.domain.orphans import ORPHANS, OrphanKind
from planner.domain.outcomes import InsightCategory
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.messages import Message
from planner.models.orphans import orphans
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.programs import Program
from planner.reminders.digests import digest_rows
from planner.reminders.words import compose
from tests.calendars import TUESDAY, Put, counting_questions, make_program, visit_owed
from tests.cast import Cast
from tests.conftest import NOW
from tests.reminders.post import letterhead

ClientOf = Callable[[Person | None], FlaskClient]
DAY = date(2027, 3, 12)
RULE = Raised("It asks twice.", InsightCategory.policy)


@pytest.fixture
def program(cast: Cast) -> Program:
    return make_program(cast)


def found(kind: OrphanKind, later: int = 0) -> list[str]:
    return [one.name for one in orphans(NOW + timedelta(days=later)) if one.kind is kind]


def test_every_kind_has_its_words_and_there_are_fourteen() -> None:
    assert (set(ORPHANS), len(ORPHANS)) == (set(OrphanKind), 14)


def test_an_insight_is_an_orphan_until_somebody_receives_it_and_again_when_it_is_not_read(cast: Cast) -> None:
    insight = pass_on(RULE, submitter=cast.ana, team=cast.billing, now=NOW)
    assert found(OrphanKind.insight) == ["It asks twice."]
    acknowledge(insight, receiver=cast.elif_, promised_on=DAY, by=cast.hana, now=NOW)
    assert found(OrphanKind.insight) == []
    save_route(InsightCategory.policy, cast.elif_, 2, by=cast.hana, now=NOW)
    pass_on(Raised("Twice again.", InsightCategory.policy), submitter=cast.ana, team=cast.billing, now=NOW)
    assert (found(OrphanKind.unread), found(OrphanKind.unread, later=3)) == ([], ["Twice again."])


def test_a_category_is_an_orphan_until_it_has_a_receiver_who_is_here(cast: Cast) -> None:
    assert len(found(OrphanKind.category)) == 9
    save_route(InsightCategory.policy, cast.elif_, 2, by=cast.hana, now=NOW)
    assert "A rule that hurts" not in found(OrphanKind.category)
    with writing():
        cast.elif_.deactivated_at = NOW
    assert "A rule that hurts" in found(OrphanKind.category)


def test_what_somebody_owed_who_left_is_an_orphan(cast: Cast) -> None:
    insight = pass_on(RULE, submitter=cast.ana, team=cast.billing, now=NOW, receiver=cast.nils)
    with writing():
        db.session.add(Policy(slug="x", name="Refunds over 20", owner=cast.nils, teams=[]))
    assert (found(OrphanKind.promise), found(OrphanKind.policy), found(OrphanKind.lead)) == ([], [], [])
    with writing():
        cast.nils.deactivated_at = NOW
    assert found(OrphanKind.promise) == ["Answer: “It asks twice.”"]
    assert (found(OrphanKind.policy), found(OrphanKind.lead)) == (["Refunds over 20"], ["Night Care"])
    assert insight.receiver is not None


def test_a_promise_handed_back_is_an_orphan(cast: Cast) -> None:
    pass_on(RULE, submitter=cast.ana, team=cast.billing, now=NOW, receiver=cast.elif_)
    promise = db.session.scalars(db.select(Commitment)).one()
    owed.excuse(promise, "Another department.", cast.elif_, NOW)
    assert len(found(OrphanKind.promise)) == 1


def test_a_visit_handed_back_is_an_orphan_and_a_team_until_its_first_visit(cast: Cast, program: Program) -> None:
    put = Put(program, cast.hana)
    visit = put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    owed.excuse(visit_owed(visit), "Ill.", cast.elif_, NOW)
    assert (found(OrphanKind.visit), found(OrphanKind.unvisited)) == (
        ["Floor visit to Billing"], ["Billing", "Night Care"],
    )  # fmt: skip
    made = Visit(visited_on=NOW.date(), shift="Day", minutes=20, nothing_raised=True)
    record_visit(made, team=cast.billing, leader=cast.elif_, by=cast.elif_, now=NOW)
    assert found(OrphanKind.unvisited) == ["Night Care"]


def test_a_task_of_somebody_who_left_is_an_orphan(cast: Cast) -> None:
    with writing():
        db.session.add(
            Commitment(
                kind="preparation", title="Order the cake", owner=cast.mallory, key="task:1", opens_on=DAY, due_on=DAY,
                zone="Europe/Dublin",
            )
        )  # fmt: skip
    assert found(OrphanKind.task) == ["Order the cake"]


def test_a_leader_whose_assistant_left_is_an_orphan(cast: Cast) -> None:
    with writing():
        cast.ravi.deactivated_at = NOW
    assert found(OrphanKind.assistant) == ["Elif Kaya"]


def test_an_empty_week_is_an_orphan_until_something_is_put_there(cast: Cast, program: Program) -> None:
    before = found(OrphanKind.week)
    Put(program, cast.hana).event(EventKind.recognition, TUESDAY, team=cast.billing)
    assert set(before) - set(found(OrphanKind.week)) == {"Week of 08 March"}


def test_an_intake_is_an_orphan_until_a_training_comes_before(cast: Cast, program: Program) -> None:
    intake = save_intake(program, DAY + timedelta(days=20), cast.elif_, None, by=cast.hana, now=NOW)
    assert len(found(OrphanKind.intake)) == 1
    plan_training(intake, by=cast.hana, now=NOW)
    assert found(OrphanKind.intake) == []


def test_finding_costs_the_same_for_one_three_and_many(cast: Cast) -> None:
    counts = []
    for number in (1, 2, 8):
        for _ in range(number):
            pass_on(RULE, submitter=cast.ana, team=cast.billing, now=NOW)
        orphans(NOW)
        with counting_questions() as asked:
            orphans(NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize(("name", "code"), [("hana", 200), ("elif_", 403), ("tomas", 403), ("ana", 403), ("vera", 403)])
def test_the_list_is_hrs(cast: Cast, client_of: ClientOf, name: str, code: int) -> None:
    pass_on(RULE, submitter=cast.ana, team=cast.billing, now=NOW)
    page = client_of(getattr(cast, name)).get("/orphans")
    assert (page.status_code, "Insights without a receiver" in page.text) == (code, code == 200)


def test_hr_gets_the_list_every_monday(cast: Cast, tmp_path: object) -> None:
    pass_on(RULE, submitter=cast.ana, team=cast.billing, now=NOW)
    with writing():
        rows = digest_rows(NOW)
    mine = [row for row in rows if row["recipient_id"] == cast.hana.id]
    assert len(mine) == 1
    with writing():
        db.session.add(Message(**mine[0]))
    letter = compose(db.session.scalars(db.select(Message)).one(), letterhead("", tmp_path), NOW)  # type: ignore[arg-type]  # any folder
    assert letter is not None
    assert "Insights without a receiver: 1" in letter.text
