"""Insights end to end: with and without a name, routed, acknowledged, added up, told back, on the board, and the intake before it all."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from planner.actions.insight_merging import merge, split
from planner.actions.insight_routes import make_poster, save_intake, save_route
from planner.actions.insights import Raised, acknowledge, pass_on, pass_on_unnamed, rate, tell_back
from planner.domain.insights import Light
from planner.domain.outcomes import InsightCategory
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentState
from planner.models.accounts import Account
from planner.models.audit import AuditRow
from planner.models.base import db, writing
from planner.models.commitments import commitment_keyed
from planner.models.events import Event
from planner.models.insight_routes import InsightIntake, intake_of
from planner.models.insights import Insight, InsightState
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.promises import Promise, promise_about
from planner.models.teams import Team
from tests.calendars import counting_questions, make_program
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock

ClientOf = Callable[[Person | None], FlaskClient]
TODAY = date(2027, 3, 1)
RULE = Raised("It asks twice.", InsightCategory.policy, touch_point="Letter")


def heard(cast: Cast, by: Person | None = None, raised: Raised = RULE, promised_on: date | None = None) -> Insight:
    return pass_on(raised, submitter=by or cast.ana, team=cast.billing, now=NOW, promised_on=promised_on)


def form(cast: Cast, **changes: object) -> dict[str, object]:
    return {"text": "It asks twice.", "category": "policy", "team": cast.billing.id} | changes


def test_a_category_goes_to_whom_hr_named_who_says_by_a_day_that_it_was_read(cast: Cast) -> None:
    save_route(InsightCategory.policy, cast.elif_, 2, by=cast.hana, now=NOW)
    insight = heard(cast)
    asked = commitment_keyed(f"acknowledge:insight:{insight.id}")
    assert asked is not None
    assert (insight.receiver, insight.acknowledge_by, asked.owner, asked.due_on) == (
        cast.elif_, date(2027, 3, 3), cast.elif_, date(2027, 3, 3),
    )  # fmt: skip
    acknowledge(insight, receiver=cast.elif_, promised_on=date(2027, 3, 20), by=cast.elif_, now=NOW)
    assert (asked.state, insight.acknowledged_on) == (CommitmentState.done, TODAY)


def test_what_goes_to_somebody_who_left_is_for_hr_to_route(cast: Cast) -> None:
    save_route(InsightCategory.policy, cast.nils, 2, by=cast.hana, now=NOW)
    with writing():
        cast.nils.deactivated_at = NOW
    assert heard(cast).receiver is None
    with pytest.raises(Refused, match="was deactivated"):
        save_route(InsightCategory.policy, cast.nils, 2, by=cast.hana, now=NOW)


def make_active(cast: Cast, team: Team, count: int = 3, at: datetime = NOW) -> None:
    """So many people of a team have signed in at this moment."""
    with writing():
        for person in (cast.ana, cast.vera, cast.ravi, cast.nils)[:count]:
            person.team = team
            db.session.get_one(Account, person.id).last_signed_in_at = at


def test_without_a_name_nobody_can_tell_who_it_was(cast: Cast, client_of: ClientOf) -> None:
    make_active(cast, cast.billing)
    answer = client_of(cast.ana).post("/insights/new", data=form(cast, unnamed="y"))
    insight = db.session.scalars(db.select(Insight)).one()
    assert (insight.submitter, insight.anonymous, insight.team) == (None, True, cast.billing)
    assert [row.by_id for row in db.session.scalars(db.select(AuditRow).where(AuditRow.thing == "insight"))] == [None]
    assert db.session.scalars(db.select(Promise)).one().hearers == []
    receipt = answer.headers["Location"]
    assert "It asks twice." in client_of(None).get(receipt).text
    tell_back(insight, "Once from May on.", by=cast.hana, now=NOW)
    assert "Once from May on." in client_of(None).get(receipt).text
    assert client_of(None).get("/heard/receipt/guessed").status_code == 404


@pytest.mark.parametrize(
    ("size", "active", "days_ago", "named"),
    [(5, 3, 0, False), (6, 3, 0, True), (6, 2, 0, False), (6, 3, 90, True), (6, 3, 91, False)],
)
def test_g6_a_team_that_is_too_small_or_too_quiet_is_not_named(
    cast: Cast, size: int, active: int, days_ago: int, named: bool
) -> None:
    make_active(cast, cast.night_care, active, NOW - timedelta(days=days_ago))
    with writing():
        cast.night_care.size = size
    insight, _ = pass_on_unnamed(RULE, team=cast.night_care, shift=None, now=NOW)
    assert (insight.team is not None, insight.shift) == (named, cast.night)


def test_the_same_said_by_three_is_one_answer_to_all(cast: Cast) -> None:
    first, second = heard(cast), heard(cast, cast.nils, promised_on=date(2027, 3, 5))
    third, _ = pass_on_unnamed(RULE, team=cast.billing, shift=None, now=NOW)
    merge(second, first, by=cast.hana, now=NOW)
    merge(third, first, by=cast.hana, now=NOW)
    promise = promise_about("insight", first.id)
    assert promise is not None
    assert (first.voices, promise.voices, promise.commitment.due_on) == (3, 3, date(2027, 3, 5))
    tell_back(first, "Gone.", by=cast.hana, now=NOW, light=Light.green)
    assert [(one.state, one.answer, one.light) for one in (first, second, third)] == [
        (InsightState.told_back, "Gone.", Light.green)
    ] * 3
    told = db.session.scalars(db.select(Promise).where(Promise.told_on.is_not(None))).all()
    assert [{person.name for person in one.hearers} for one in told] == [{"Ana Lopez", "Nils Berg"}]


def test_a_merge_can_be_taken_back(cast: Cast) -> None:
    first, second = heard(cast), heard(cast, cast.nils)
    merge(second, first, by=cast.hana, now=NOW)
    split(second, by=cast.hana, now=NOW)
    mine, theirs = promise_about("insight", second.id), promise_about("insight", first.id)
    assert mine is not None
    assert theirs is not None
    assert ([p.name for p in mine.hearers], [p.name for p in theirs.hearers]) == (["Nils Berg"], ["Ana Lopez"])


def test_a_day_that_was_missed_stays_missed_in_the_ledger(cast: Cast, clock: StoppedClock) -> None:
    first, late = heard(cast), heard(cast, cast.nils, promised_on=date(2027, 3, 5))
    later = clock.advance(days=7)
    merge(late, first, by=cast.hana, now=later)
    tell_back(first, "Gone.", by=cast.hana, now=later)
    told = {one.about_id: one for one in db.session.scalars(db.select(Promise))}
    assert (told[late.id].told_on, told[late.id].commitment.due_on) == (date(2027, 3, 8), date(2027, 3, 5))
    assert told[first.id].told_on == date(2027, 3, 8)


def test_merging_what_cannot_be_is_refused(cast: Cast) -> None:
    first, second, third = heard(cast), heard(cast), heard(cast)
    merge(second, first, by=cast.hana, now=NOW)
    for one, into in ((first, first), (third, second)):
        with pytest.raises(Refused):
            merge(one, into, by=cast.hana, now=NOW)
    tell_back(first, "Gone.", by=cast.hana, now=NOW)
    with pytest.raises(Refused):
        merge(third, first, by=cast.hana, now=NOW)


def test_red_and_green_on_the_spot_need_words(cast: Cast) -> None:
    red = Raised("A second screen.", InsightCategory.tool, light=Light.red)
    with pytest.raises(Refused, match="say why it cannot be"):
        heard(cast, raised=red)


def test_a_value_is_one_of_those_that_have_words(cast: Cast) -> None:
    insight = heard(cast)
    rate(insight, 3, by=cast.hana, now=NOW)
    with pytest.raises(Refused):
        rate(insight, 9, by=cast.hana, now=NOW)
    assert insight.value == 3


def test_the_page_adds_voices_up_and_takes_them_apart(cast: Cast, client_of: ClientOf) -> None:
    first, second = heard(cast), heard(cast, cast.nils)
    hana = client_of(cast.hana)
    assert hana.post(f"/insights/{second.id}/merge", data={"into": first.id}).status_code == 302
    assert "2 voices" in hana.get(f"/insights/{first.id}").text
    assert hana.post(f"/insights/{second.id}/value", data={"value": 2}).status_code == 302
    assert hana.post(f"/insights/{second.id}/split").status_code == 302
    db.session.expire_all()
    assert (first.voices, second.value) == (1, 2)
    assert client_of(cast.tomas).post(f"/insights/{second.id}/merge", data={"into": first.id}).status_code == 403


def test_we_cannot_because_is_an_answer_with_a_light_of_its_own(cast: Cast, client_of: ClientOf) -> None:
    insight = heard(cast)
    answer = {"answer": "The law asks for it.", "light": "red"}
    assert client_of(cast.hana).post(f"/insights/{insight.id}/answer", data=answer).status_code == 302
    db.session.expire_all()
    assert insight.light is Light.red
    board = client_of(cast.ana).get("/insights/board").text
    assert board.index("We cannot, because") < board.index("The law asks for it.")


@pytest.mark.parametrize(
    ("name", "seen"), [("hana", True), ("elif_", True), ("vera", True), ("ana", True), ("tomas", True), ("nils", False)]
)
def test_a_board_is_read_by_its_team_and_those_who_see_all(
    cast: Cast, client_of: ClientOf, name: str, seen: bool
) -> None:
    heard(cast)
    page = client_of(getattr(cast, name)).get(f"/insights/board?team={cast.billing.id}")
    assert (page.status_code, "It asks twice." in page.text) == (200, seen)
    assert "Ana Lopez" not in page.text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(("name", "code"), [("hana", 200), ("elif_", 200), ("tomas", 200), ("ana", 403), ("vera", 403)])
def test_themes_are_for_hr_executives_and_leads(cast: Cast, client_of: ClientOf, name: str, code: int) -> None:
    assert client_of(getattr(cast, name)).get("/insights/themes").status_code == code


def test_what_two_teams_say_comes_up_again(cast: Cast, client_of: ClientOf) -> None:
    heard(cast)
    pass_on(RULE, submitter=cast.nils, team=cast.night_care, now=NOW)
    page = client_of(cast.hana).get("/insights/themes").text
    assert "Comes up again" in page
    assert "A rule that hurts: Letter" in page
    assert "Comes up again" not in client_of(cast.tomas).get("/insights/themes").text


def test_lists_cost_the_same_for_one_three_and_many(cast: Cast, client_of: ClientOf) -> None:
    pages = ("/insights", "/insights/themes", f"/insights/board?team={cast.billing.id}")

    def questions(path: str) -> int:
        client_of(cast.hana).get(path)
        with counting_questions() as asked:
            assert client_of(cast.hana).get(path).status_code == 200
        return len(asked)

    counts = []
    for count in (1, 2, 9):
        for _ in range(count):
            insight = heard(cast)
        if count == 9:
            merge(insight, heard(cast), by=cast.hana, now=NOW)
        counts.append([questions(path) for path in pages])
    assert counts[0] == counts[1] == counts[2]


def intake(program: Program, cast: Cast, opens_on: date) -> InsightIntake:
    return save_intake(program, opens_on, cast.elif_, None, by=cast.hana, now=NOW)


def test_an_intake_is_red_until_a_training_comes_before_it(cast: Cast, client_of: ClientOf) -> None:
    program, hana = make_program(cast), client_of(cast.hana)
    data = {"opens_on": "2027-03-29", "sponsor": cast.elif_.id, "training": 0}
    assert hana.post("/insights/intake", data=data).status_code == 302
    assert "No training comes before the intake opens" in hana.get("/insights/routing").text
    assert hana.post("/insights/intake/training").status_code == 302
    planned = db.session.scalars(db.select(Event)).one()
    assert (planned.kind, planned.wall_start.date()) == ("training", date(2027, 3, 22))
    assert "No training comes before" not in hana.get("/insights/routing").text
    with writing():
        planned.cancelled = True
    assert "was cancelled" in hana.get("/insights/routing").text
    assert intake_of(program.id) is not None


def test_an_intake_needs_an_executive_behind_it(cast: Cast, client_of: ClientOf) -> None:
    make_program(cast)
    data = {"opens_on": "2027-03-29", "sponsor": 0, "training": 0}
    answer = client_of(cast.hana).post("/insights/intake", data=data)
    assert (answer.status_code, "An executive stands behind the intake" in answer.text) == (422, True)


def test_before_the_opening_day_people_are_told_when(cast: Cast, client_of: ClientOf) -> None:
    intake(make_program(cast), cast, TODAY + timedelta(days=9))
    assert "This opens on Wednesday 10 March 2027" in client_of(cast.ana).get("/insights/new").text
    assert client_of(cast.ana).post("/insights/new", data=form(cast)).status_code == 200
    assert db.session.scalar(db.select(Insight.id)) is None


def test_the_poster_leads_strangers_to_a_page_without_names(cast: Cast, client_of: ClientOf) -> None:
    opened = intake(make_program(cast), cast, TODAY)
    make_poster(opened, by=cast.hana, now=NOW)
    stranger = client_of(None)
    assert "data:image/svg" in client_of(cast.hana).get("/insights/poster").text
    assert stranger.get(f"/heard/{opened.token}").status_code == 200
    answer = stranger.post(f"/heard/{opened.token}", data=form(cast, shift=cast.night.id))
    assert answer.status_code == 302
    assert [(one.anonymous, one.shift) for one in db.session.scalars(db.select(Insight))] == [(True, cast.night)]
    client_of(cast.hana).post("/insights/intake/poster", data={"on": "no"})
    assert stranger.get(f"/heard/{opened.token}").status_code == 404


@pytest.mark.parametrize("name", ["elif_", "tomas", "ravi", "ana", "vera"])
def test_the_routing_is_hrs(cast: Cast, client_of: ClientOf, name: str) -> None:
    client = client_of(getattr(cast, name))
    assert client.get("/insights/routing").status_code == 403
    assert client.post("/insights/routing/policy", data={"receiver": cast.ana.id, "workdays": 2}).status_code == 403


def test_hr_sets_a_receiver_and_takes_it_back(cast: Cast, client_of: ClientOf) -> None:
    hana = client_of(cast.hana)
    hana.post("/insights/routing/system", data={"receiver": cast.ravi.id, "workdays": 5})
    raised = Raised("The screen freezes.", InsightCategory.system)
    assert heard(cast, raised=raised).receiver == cast.ravi
    hana.post("/insights/routing/system", data={"receiver": 0, "workdays": 5})
    assert heard(cast, raised=raised).receiver is None
    assert hana.post("/insights/routing/nothing", data={"receiver": 0}).status_code == 404
