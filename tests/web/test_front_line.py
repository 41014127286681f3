"""Thanks, insights and rules: who reads and writes them, and what is refused in a sentence."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from planner.actions.floor_visits import Visit, record_visit
from planner.actions.insights import Raised, acknowledge, pass_on, tell_back
from planner.actions.policies import PolicyFacts, save_policy
from planner.actions.recognitions import Thanks, thank
from planner.domain.outcomes import InsightCategory
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentState
from planner.models.base import db
from planner.models.commitments import Commitment, commitment_keyed
from planner.models.insights import Insight, InsightState, of_floor_visit
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.recognitions import Recognition, Visibility
from tests.cast import Cast
from tests.conftest import NOW

ClientOf = Callable[[Person | None], FlaskClient]
TODAY = date(2027, 3, 1)
READERS = ("hana", "tomas", "elif_", "ravi", "ana", "nils")


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.everyone, {"hana", "tomas", "elif_", "ravi", "ana", "nils"}),
        (Visibility.team, {"hana", "tomas", "ana", "elif_"}),
        (Visibility.private, {"hana", "tomas", "elif_"}),
    ],
)
def test_thanks_are_read_by_whom_the_form_named(
    cast: Cast, client_of: ClientOf, visibility: Visibility, readers: set[str]
) -> None:
    said = Thanks("Ana", "found the lost parcel", visibility=visibility)
    thank(said, giver=cast.elif_, team=cast.billing, given_on=TODAY, now=NOW)
    seen = {
        name for name in READERS if "found the lost parcel" in client_of(getattr(cast, name)).get("/recognitions").text
    }
    assert seen == readers


def test_viewers_do_not_thank(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.vera).get("/recognitions/new").status_code == 403


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"names": ""}, "Name at least one person."),
        ({"behaviour": ""}, "Say what they did."),
        ({"behaviour": "Lowest AHT of the month"}, "Talk or handle time alone is no reason for thanks"),
        ({"team": "0"}, "Say of which team they are"),
    ],
)
def test_thanks_that_cannot_be_given_say_why(
    cast: Cast, client_of: ClientOf, changes: dict[str, str], sentence: str
) -> None:
    data = {
        "names": "Ana",
        "behaviour": "found it",
        "team": str(cast.billing.id),
        "visibility": "team",
        "story": "Kept.",
    }
    answer = client_of(cast.tomas).post("/recognitions/new", data=data | changes)
    assert answer.status_code == 422
    assert (sentence in answer.text, "Kept." in answer.text) == (True, True)
    assert db.session.scalar(db.select(Recognition.id)) is None


def raised(cast: Cast) -> Insight:
    return pass_on(
        Raised("The form asks twice.", InsightCategory.process), submitter=cast.ana, team=cast.billing, now=NOW
    )


def test_an_insight_is_promised_an_answer_that_hr_owes_until_somebody_does(cast: Cast) -> None:
    insight = raised(cast)
    promise = commitment_keyed(f"promise:insight:{insight.id}")
    assert promise is not None
    assert (insight.promised_on, promise.due_on, promise.owner_id) == (
        date(2027, 3, 15),
        date(2027, 3, 15),
        cast.hana.id,
    )
    acknowledge(insight, receiver=cast.elif_, promised_on=date(2027, 3, 20), by=cast.hana, now=NOW)
    assert (promise.due_on, promise.owner_id, promise.time_version) == (date(2027, 3, 20), cast.elif_.id, 2)


def test_telling_back_keeps_the_promise(cast: Cast) -> None:
    insight = raised(cast)
    tell_back(insight, "The second page is gone.", by=cast.hana, now=NOW)
    assert (insight.state, insight.told_back_on) == (InsightState.told_back, TODAY)
    assert db.session.scalars(db.select(Commitment)).one().state is CommitmentState.done


def test_a_promise_lies_ahead_and_within_reach(cast: Cast) -> None:
    insight = raised(cast)
    for day in (TODAY, date(2028, 3, 1)):
        with pytest.raises(Refused) as refusal:
            acknowledge(insight, receiver=None, promised_on=day, by=cast.hana, now=NOW)
        assert refusal.value.field == "promised_on"


@pytest.mark.parametrize(
    ("name", "code"),
    [("hana", 200), ("elif_", 200), ("tomas", 200), ("ana", 200), ("ravi", 404), ("nils", 404), ("vera", 403)],
)
def test_an_insight_is_read_by_those_it_concerns(cast: Cast, client_of: ClientOf, name: str, code: int) -> None:
    assert client_of(getattr(cast, name)).get(f"/insights/{raised(cast).id}").status_code == code


@pytest.mark.parametrize(("name", "code"), [("hana", 302), ("elif_", 302), ("ravi", 302), ("tomas", 403), ("ana", 403)])
def test_an_insight_is_answered_by_its_receiver_the_assistant_or_hr(
    cast: Cast, client_of: ClientOf, name: str, code: int
) -> None:
    insight = raised(cast)
    acknowledge(insight, receiver=cast.elif_, promised_on=date(2027, 3, 20), by=cast.hana, now=NOW)
    answer = client_of(getattr(cast, name)).post(f"/insights/{insight.id}/answer", data={"answer": "It is mended."})
    assert answer.status_code == code


def test_an_agent_passes_an_insight_on_and_is_told_the_day(cast: Cast, client_of: ClientOf) -> None:
    ana = client_of(cast.ana)
    answer = ana.post("/insights/new", data={"text": "It asks twice.", "category": "policy", "team": cast.billing.id})
    assert answer.status_code == 302
    assert (
        "Passed on to policy owner. You will hear by Monday 15 March 2027." in ana.get(answer.headers["Location"]).text
    )


def policy(cast: Cast) -> Policy:
    return save_policy(None, PolicyFacts("Refunds over 20", owner=cast.elif_), by=cast.hana, now=NOW)


@pytest.mark.parametrize("name", ["hana", "tomas", "elif_", "ravi", "ana", "vera"])
def test_the_register_is_open_to_everybody(cast: Cast, client_of: ClientOf, name: str) -> None:
    found = policy(cast)
    client = client_of(getattr(cast, name))
    assert "Refunds over 20" in client.get("/policies").text
    assert client.get(f"/policies/{found.id}").status_code == 200


@pytest.mark.parametrize(
    ("name", "code"), [("hana", 200), ("elif_", 200), ("tomas", 404), ("ana", 403), ("ravi", 403), ("vera", 403)]
)
def test_a_rule_is_edited_by_its_owner_or_hr(cast: Cast, client_of: ClientOf, name: str, code: int) -> None:
    assert client_of(getattr(cast, name)).get(f"/policies/{policy(cast).id}/edit").status_code == code


@pytest.mark.parametrize(("name", "code"), [("hana", 200), ("elif_", 403), ("tomas", 403)])
def test_a_rule_is_added_by_hr(cast: Cast, client_of: ClientOf, name: str, code: int) -> None:
    assert client_of(getattr(cast, name)).get("/policies/new").status_code == code


def test_a_rule_that_the_law_fixes_names_the_law(cast: Cast, client_of: ClientOf) -> None:
    data = {
        "name": "Recording",
        "work": 3,
        "penalty": 3,
        "owner": 0,
        "review_months": 12,
        "legally_fixed": "y",
        "active": "y",
        "touch_point": "",
    }
    answer = client_of(cast.hana).post("/policies/new", data=data)
    assert answer.status_code == 422
    assert "A rule that the law fixes needs the citation" in answer.text
    assert client_of(cast.hana).post("/policies/new", data=data | {"citation": "Act 12, section 3"}).status_code == 302
    assert db.session.scalars(db.select(Policy)).one().citation == "Act 12, section 3"


def test_two_rules_of_one_name_have_two_slugs(cast: Cast) -> None:
    assert [policy(cast).slug, policy(cast).slug] == ["refunds-over-20", "refunds-over-20-2"]


@pytest.mark.parametrize(("name", "code"), [("ravi", 200), ("tomas", 200), ("nils", 404)])
def test_an_assistant_reads_what_the_leader_heard_on_a_visit(
    cast: Cast, client_of: ClientOf, name: str, code: int
) -> None:
    raised = Raised(text="Letters go out twice.", category=InsightCategory.process)
    visit = Visit(visited_on=date(2027, 2, 26), shift="Day", minutes=30, raised=[raised])
    recorded = record_visit(visit, team=cast.billing, leader=cast.elif_, by=cast.hana, now=NOW)
    [insight] = of_floor_visit(recorded.id)
    assert client_of(getattr(cast, name)).get(f"/insights/{insight.id}").status_code == code
