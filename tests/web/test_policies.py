"""The pages about rules: who opens and who changes what, what is refused beside its field, and how many questions a list asks."""

from collections.abc import Callable
from datetime import date, time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from planner.actions.decisions import decide
from planner.actions.launches import LaunchFacts, save_launch
from planner.actions.named_rules import Naming, name_rule
from planner.actions.review_sessions import plan_review, put_on_agenda, seat
from planner.domain.states import CommitmentState
from planner.models.base import db
from planner.models.decisions import Decision, decisions_about
from planner.models.events import Event
from planner.models.launches import Launch, to_acknowledge
from planner.models.named_rules import ABOUT, open_named_rules
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.promises import promise_about
from planner.models.review_sessions import session_of
from tests.cast import Cast
from tests.conftest import NOW
from tests.rules import make_rule, named, on_trial, removal
from tests.year import make_year

ClientOf = Callable[[Person | None], FlaskClient]
EVERYBODY = ("hana", "tomas", "elif_", "ravi", "ana", "vera")


def codes(cast: Cast, client_of: ClientOf, path: str, **data: object) -> dict[str, int]:
    """What each of the cast is answered; a post when there are data."""
    found = {}
    for name in EVERYBODY:
        client = client_of(getattr(cast, name))
        found[name] = (client.post(path, data=data) if data else client.get(path)).status_code
    return found


def only(*names: str, code: int = 200, elsewhere: tuple[str, ...] = ()) -> dict[str, int]:
    """`elsewhere` are those who may do the same with what is their own."""
    return {name: code if name in names else 404 if name in elsewhere else 403 for name in EVERYBODY}


@pytest.fixture
def year(cast: Cast) -> None:
    make_year(cast, NOW, start=date(2027, 1, 1))


def launch(cast: Cast) -> Launch:
    facts = LaunchFacts("Spring offer", "campaign", date(2027, 3, 22), [cast.billing, cast.night_care])
    return save_launch(None, facts, by=cast.hana, now=NOW)


def review(cast: Cast, rule: Policy) -> Event:
    return plan_review(rule, date(2027, 3, 10), time(10), by=cast.hana, now=NOW)


@pytest.mark.usefixtures("year")
def test_everybody_reads_about_rules_and_launches(cast: Cast, client_of: ClientOf) -> None:
    rule = make_rule(cast)
    named(cast, rule)
    decision = decide(rule, removal(cast), by=cast.elif_, now=NOW)
    review(cast, make_rule(cast, "Letters only by post"))
    for path in (
        "/policies", "/policies?show=named", f"/policies/{rule.id}", "/policies/named", "/policies/grid", "/policies/hours",
        "/policies/autonomy", "/policies/autonomy/card", "/policies/decisions", f"/policies/decisions/{decision.id}", "/reviews",
        "/launches", f"/launches/{launch(cast).id}",
    ):  # fmt: skip
        assert codes(cast, client_of, path) == only(*EVERYBODY), path


def test_the_executives_page_is_not_for_agents(cast: Cast, client_of: ClientOf) -> None:
    assert codes(cast, client_of, "/reports") == only("hana", "tomas", "elif_", "ravi", "vera")


def test_everybody_who_works_here_names_a_rule(cast: Cast, client_of: ClientOf) -> None:
    assert codes(cast, client_of, "/policies/name") == only("hana", "tomas", "elif_", "ravi", "ana")


def test_ana_names_a_rule_and_is_told_the_day(cast: Cast, client_of: ClientOf) -> None:
    rule, ana = make_rule(cast), client_of(cast.ana)
    answer = ana.post(
        "/policies/name", data={"policy": rule.id, "words": "Three days for 22 euros."}, follow_redirects=True
    )
    assert "You will hear by Wednesday 31 March 2027." in answer.text
    assert "Three days for 22 euros." in ana.get(f"/policies/{rule.id}").text
    assert "Three days for 22 euros." not in client_of(cast.vera).get(f"/policies/{rule.id}").text


def test_a_rule_without_a_name_comes_back_with_what_was_written(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of(cast.ana).post("/policies/name", data={"policy": "0", "words": "Kept words"})
    assert (answer.status_code, "The rule is empty" in answer.text, "Kept words" in answer.text) == (422, True, True)


def test_a_rule_fixed_by_law_cannot_be_named(cast: Cast, client_of: ClientOf) -> None:
    make_rule(cast, "Recording may not be paused", legally_fixed=True, citation="Payments act")
    assert "Recording may not be paused" not in client_of(cast.ana).get("/policies/name").text


def test_hr_merges_what_is_alike(cast: Cast, client_of: ClientOf) -> None:
    rule = make_rule(cast)
    kept = named(cast, rule)
    other = name_rule(Naming(name="Signature for refunds"), by=cast.nils, now=NOW)
    hana = client_of(cast.hana)
    assert "Probably the same as" in hana.get("/policies/named").text
    assert codes(cast, client_of, "/policies/named/merge", rule=str(kept.id))["elif_"] == 403
    page = hana.post("/policies/named/merge", data={"rule": [kept.id, other.id]}, follow_redirects=True)
    assert ("2 voices, one answer" in page.text, len(open_named_rules())) == (True, 1)


@pytest.mark.parametrize("ticked", [[], [999]])
def test_merging_nothing_or_what_is_not_there_says_so(cast: Cast, client_of: ClientOf, ticked: list[int]) -> None:
    answer = client_of(cast.hana).post("/policies/named/merge", data={"rule": ticked}, follow_redirects=True)
    assert answer.status_code == (404 if ticked else 200)


def test_a_rule_is_decided_on_by_its_owner_or_hr(cast: Cast, client_of: ClientOf) -> None:
    rule = make_rule(cast)
    assert codes(cast, client_of, f"/policies/{rule.id}/decide") == only("hana", "elif_", elsewhere=("tomas",))
    assert codes(cast, client_of, f"/policies/{rule.id}/decide?outcome=remove") == only(
        "hana", "elif_", elsewhere=("tomas",)
    )


def test_deciding_shows_what_follows(cast: Cast, client_of: ClientOf) -> None:
    rule = make_rule(cast)
    named(cast, rule)
    data = {
        "outcome": "remove", "words": "Refund it at once.", "changes_on": "2027-03-15", "teams": [cast.billing.id], "trial_team": "0",
        "bound": "at most", "contacts_a_month": "0",
    }  # fmt: skip
    page = client_of(cast.elif_).post(f"/policies/{rule.id}/decide?outcome=remove", data=data, follow_redirects=True)
    assert page.status_code == 200
    for words in (
        "Refund it at once.",
        "1 person waits to hear by Monday 8 March 2027",
        "Not every team is briefed in time",
        "360 h of agents",
    ):
        assert words in page.text, words


def test_a_decision_that_lacks_its_day_says_so_beside_the_field(cast: Cast, client_of: ClientOf) -> None:
    rule = make_rule(cast)
    data = {
        "outcome": "remove",
        "words": "Kept words",
        "teams": [cast.billing.id],
        "trial_team": "0",
        "bound": "at most",
    }
    answer = client_of(cast.elif_).post(f"/policies/{rule.id}/decide?outcome=remove", data=data)
    assert answer.status_code == 422
    assert ("“Remove” needs a date" in answer.text, "Kept words" in answer.text) == (True, True)


def test_telling_back_keeps_the_promise_in_these_words(cast: Cast, client_of: ClientOf) -> None:
    rule = make_rule(cast)
    question = named(cast, rule)
    decision = decide(rule, removal(cast), by=cast.elif_, now=NOW)
    promise = promise_about(ABOUT, question.id)
    assert promise is not None
    path = f"/policies/decisions/{decision.id}/tell/{promise.id}"
    assert codes(cast, client_of, path, answer="") == only("hana", "elif_", "ravi", code=422)
    assert client_of(cast.ravi).post(path, data={"answer": "It is gone, Ana."}).status_code == 302
    db.session.expire_all()
    assert (promise.words, promise.commitment.state) == ("It is gone, Ana.", CommitmentState.done)


@pytest.mark.usefixtures("year")
def test_the_guard_is_entered_by_the_owner_hr_or_whoever_sat_there(cast: Cast, client_of: ClientOf) -> None:
    rule = make_rule(cast)
    session = review(cast, rule)
    seat(session, cast.ana, by=cast.hana, now=NOW)
    decision = on_trial(cast, rule)
    decision.event_id = session.id
    db.session.commit()
    path = f"/policies/decisions/{decision.id}/guard"
    assert codes(cast, client_of, path, reading="x") == only("hana", "elif_", "ana", code=422)


def test_the_promise_leads_to_where_the_rule_stands(cast: Cast, client_of: ClientOf) -> None:
    rule = make_rule(cast)
    question = named(cast, rule)
    promise = promise_about(ABOUT, question.id)
    assert promise is not None
    ana = client_of(cast.ana)
    assert f'href="/policies/{rule.id}"' in ana.get(f"/promises/{promise.id}").text
    decision = decide(rule, removal(cast), by=cast.elif_, now=NOW)
    assert f'href="/policies/decisions/{decision.id}"' in ana.get(f"/promises/{promise.id}").text


def test_counting_again_too_early_is_refused(cast: Cast, client_of: ClientOf) -> None:
    decision = decide(make_rule(cast), removal(cast), by=cast.elif_, now=NOW)
    path = f"/policies/decisions/{decision.id}/count"
    assert codes(cast, client_of, path, agent_seconds="0") == only("hana", "elif_", code=422, elsewhere=("tomas",))
    answer = client_of(cast.elif_).post(path, data={"agent_seconds": "a few"})
    assert "Give the minutes as a number, such as 2.5." in answer.text


def test_a_page_that_is_not_there_is_not_there(cast: Cast, client_of: ClientOf) -> None:
    for path in (
        "/policies/9",
        "/policies/9/decide",
        "/policies/decisions/9",
        "/reviews/9",
        "/launches/9",
    ):
        assert client_of(cast.hana).get(path).status_code == 404, path


def test_placing_rules_keeps_what_somebody_else_placed_meanwhile(cast: Cast, client_of: ClientOf) -> None:
    one, other = make_rule(cast), make_rule(cast, "Letters only by post")
    other.ease = 2
    db.session.commit()
    data = {
        f"ease-{one.id}": "5", f"ease-{one.id}-was": "", f"impact-{one.id}": "5", f"impact-{one.id}-was": "",
        f"ease-{other.id}": "", f"ease-{other.id}-was": "", f"impact-{other.id}": "", f"impact-{other.id}-was": "",
    }  # fmt: skip
    page = client_of(cast.ana).post("/policies/grid", data=data, follow_redirects=True)
    db.session.expire_all()
    assert ((one.ease, one.impact), (other.ease, other.impact)) == ((5, 5), (2, None))
    assert ("1 rule was placed." in page.text, "Quick kill" in page.text) == (True, True)


def test_who_places_rules(cast: Cast, client_of: ClientOf) -> None:
    assert codes(cast, client_of, "/policies/grid", session="") == only("hana", "tomas", "elif_", "ana", code=302)


@pytest.mark.usefixtures("year")
def test_a_session_without_an_agent_is_not_confirmed_and_says_what_is_missing(cast: Cast, client_of: ClientOf) -> None:
    session = review(cast, make_rule(cast))
    elif_ = client_of(cast.elif_)
    answer = elif_.post(f"/reviews/{session.id}/confirm", data={"purpose": "Kept words"})
    assert (answer.status_code, "No agent has a seat" in answer.text, "Kept words" in answer.text) == (422, True, True)
    for person in (cast.ana, cast.nils):
        assert elif_.post(f"/reviews/{session.id}/seats", data={"person": person.id}).status_code == 302
    assert elif_.post(f"/reviews/{session.id}/confirm", data={"purpose": "Kill a rule."}).status_code == 302
    db.session.expire_all()
    room = session_of(session.id)
    assert room is not None
    assert (room.confirmed_at, room.purpose) == (NOW, "Kill a rule.")
    elif_.post(f"/reviews/{session.id}/seats/{cast.ana.id}/free")
    db.session.expire_all()
    assert room.confirmed_at is None


@pytest.mark.usefixtures("year")
def test_whoever_has_a_seat_sees_the_session_in_the_calendar_of_the_team(cast: Cast, client_of: ClientOf) -> None:
    session = review(cast, make_rule(cast))
    assert client_of(cast.nils).get(f"/reviews/{session.id}").status_code == 404
    seat(session, cast.nils, by=cast.hana, now=NOW)
    assert client_of(cast.nils).get(f"/reviews/{session.id}").status_code == 200
    assert client_of(cast.nils).get(f"/events/{session.id}").status_code == 200


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("path", ["seats", "agenda", "confirm"])
def test_a_session_is_prepared_by_the_owner_of_its_rule_or_hr(cast: Cast, client_of: ClientOf, path: str) -> None:
    session = review(cast, make_rule(cast))
    found = codes(cast, client_of, f"/reviews/{session.id}/{path}", person="0", policy="0", purpose="")
    assert found == only("hana", "elif_", code=422, elsewhere=("tomas",))


@pytest.mark.usefixtures("year")
def test_the_agenda_takes_what_hurts_most_first(cast: Cast, client_of: ClientOf) -> None:
    session = review(cast, make_rule(cast, "Small", work=1, penalty=1))
    put_on_agenda(session, make_rule(cast, "Large", work=5, penalty=5), by=cast.hana, now=NOW)
    page = client_of(cast.hana).get(f"/reviews/{session.id}").text
    assert 0 < page.index(">Large<") < page.index(">Small<")


@pytest.mark.usefixtures("year")
def test_a_review_is_put_on_the_calendar_by_hr(cast: Cast, client_of: ClientOf) -> None:
    rule = make_rule(cast)
    path, data = f"/reviews/plan/{rule.id}", {"day": "2027-03-10", "clock": "10:00"}
    assert client_of(cast.elif_).post(path, data=data).status_code == 403
    assert client_of(cast.hana).post(path, data={"day": "2030-03-10", "clock": "10:00"}).status_code == 422
    page = client_of(cast.hana).post(path, data=data, follow_redirects=True)
    assert "an agent sits in every review" in page.text


@pytest.mark.usefixtures("year")
def test_a_launch_is_red_until_one_press_plans_its_briefings(cast: Cast, client_of: ClientOf) -> None:
    found = launch(cast)
    assert "Not briefed" in client_of(cast.ana).get("/launches").text
    assert codes(cast, client_of, f"/launches/{found.id}/brief", go="1") == only("hana", "elif_", code=302)
    db.session.expire_all()
    assert sorted(one.team_id or 0 for one in found.briefings) == [cast.billing.id, cast.night_care.id]
    assert "Not briefed" not in client_of(cast.ana).get("/launches").text


def test_what_callers_told_first_is_written_down(cast: Cast, client_of: ClientOf) -> None:
    path = f"/launches/{launch(cast).id}/heard"
    data = {"team": cast.billing.id, "heard_on": "2027-03-01", "words": "She read us the offer."}
    assert codes(cast, client_of, path, **data) == only("hana", "tomas", "elif_", "ravi", "ana", code=302)
    answer = client_of(cast.ana).post(path, data=data | {"heard_on": "2027-03-02"})
    assert (answer.status_code, "still to come" in answer.text) == (422, True)


def test_a_lead_says_that_the_own_team_knows_a_change(cast: Cast, client_of: ClientOf) -> None:
    found = launch(cast)
    assert codes(cast, client_of, f"/launches/{found.id}/known/{cast.billing.id}", x="1") == only(
        "hana", "tomas", code=302
    )
    assert client_of(cast.tomas).post(f"/launches/{found.id}/known/{cast.night_care.id}").status_code == 404
    db.session.expire_all()
    assert [one.team_id for one in found.acknowledgements] == [cast.billing.id]


def test_a_lead_is_asked_on_the_own_page_whether_the_team_knows_a_change(cast: Cast, client_of: ClientOf) -> None:
    launch(cast)
    decide(make_rule(cast), removal(cast), by=cast.elif_, now=NOW)
    tomas = client_of(cast.tomas)
    assert tomas.get("/").text.count("We know it") == 1
    [(change, _)] = to_acknowledge([cast.billing.id])
    tomas.post(f"/launches/{change.id}/known/{cast.billing.id}", data={"from": "home"})
    assert "We know it" not in tomas.get("/").text


def test_a_launch_without_teams_is_refused(cast: Cast, client_of: ClientOf) -> None:
    data = {"name": "Kept name", "kind": "campaign", "launch_on": "2027-04-01", "days_before": "1", "owner": "0"}
    answer = client_of(cast.hana).post("/launches/new", data=data)
    assert (answer.status_code, "Tick the teams" in answer.text, "Kept name" in answer.text) == (422, True, True)


def _questions(client: FlaskClient, path: str) -> int:
    asked: list[str] = []

    def listen(*args: object) -> None:
        asked.append(str(args[2]))

    event.listen(db.engine, "before_cursor_execute", listen)
    assert client.get(path).status_code == 200
    event.remove(db.engine, "before_cursor_execute", listen)
    return len(asked)


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    "path",
    [
        "/policies",
        "/policies/named",
        "/policies/grid",
        "/policies/hours",
        "/policies/decisions",
        "/reviews",
        "/launches",
        "/reports",
    ],
)
def test_a_list_asks_the_same_questions_for_one_three_and_many(cast: Cast, client_of: ClientOf, path: str) -> None:
    counts = []
    for number in (1, 2, 5):
        for extra in range(number):
            _one_of_everything(cast, f"{number}-{extra}")
        db.session.expire_all()
        counts.append(_questions(client_of(cast.hana), path))
    assert len(set(counts)) == 1, counts


def _one_of_everything(cast: Cast, name: str) -> None:
    rule = make_rule(cast, f"Counted {name}")
    session = review(cast, rule)
    seat(session, cast.ana, by=cast.hana, now=NOW)
    named(cast, make_rule(cast, f"Open {name}"))
    name_rule(Naming(name=f"Unknown {name}"), by=cast.tomas, now=NOW)
    named(cast, rule)
    decide(rule, removal(cast, date(2027, 3, 1)), by=cast.elif_, now=NOW)
    launch(cast)


def test_the_reports_page_leads_to_the_list_behind_each_figure(cast: Cast, client_of: ClientOf) -> None:
    rule = make_rule(cast)
    decide(rule, removal(cast, date(2027, 3, 1)), by=cast.elif_, now=NOW)
    page = client_of(cast.elif_).get("/reports").text
    for address in (
        "/policies/decisions?outcome=remove",
        "/policies/hours",
        "/policies/autonomy",
        "/policies/named",
        "/launches",
    ):
        assert f'href="{address}"' in page, address
    assert ">360<" in page


def test_the_list_of_one_outcome_holds_what_was_decided_so(cast: Cast, client_of: ClientOf) -> None:
    rule = make_rule(cast)
    found: Decision = decide(rule, removal(cast), by=cast.elif_, now=NOW)
    client = client_of(cast.elif_)
    assert f"/policies/decisions/{found.id}" in client.get("/policies/decisions?outcome=remove").text
    assert "Nothing of the kind" in client.get("/policies/decisions?outcome=simplify").text
    assert [one.id for one in decisions_about(rule.id)] == [found.id]
