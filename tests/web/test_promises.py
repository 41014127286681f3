"""The ledger as a page: who sees what, telling from it, and the program's choice to show it to teams."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from planner.actions import promises
from planner.actions.answers import Asked, say_done
from planner.actions.commitments import done
from planner.actions.insights import Raised, pass_on
from planner.domain.outcomes import InsightCategory
from planner.domain.refusals import Refused
from planner.models.base import db
from planner.models.insights import Insight, InsightState
from planner.models.people import Person
from planner.models.promises import Promise
from planner.reminders.answers import Act, Answer, answer_token
from tests.calendars import counting_questions, make_program
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock

ClientOf = Callable[[Person | None], FlaskClient]
DAY = date(2027, 3, 12)


def made(cast: Cast, about_id: int = 1, to: Person | None = None) -> Promise:
    return promises.promise(
        "Answer: two approvals for a refund", about="event", about_id=about_id, owner=cast.elif_, to=[to or cast.ana],
        due_on=DAY, team=cast.billing, by=cast.hana, now=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code"),
    [("hana", 200), ("elif_", 200), ("ravi", 200), ("tomas", 200), ("ana", 200), ("nils", 404), ("vera", 403)],
)
def test_a_promise_is_read_by_those_it_concerns(cast: Cast, client_of: ClientOf, name: str, code: int) -> None:
    assert client_of(getattr(cast, name)).get(f"/promises/{made(cast).id}").status_code == code


@pytest.mark.parametrize(("name", "shown"), [("hana", True), ("ravi", True), ("ana", True), ("tomas", False)])
def test_names_are_shown_to_hr_to_whoever_promised_and_to_those_who_wait(
    cast: Cast, client_of: ClientOf, name: str, shown: bool
) -> None:
    page = client_of(getattr(cast, name)).get("/promises").text
    assert ("Ana Lopez" in page.partition("<main")[2]) is False
    made(cast)
    page = client_of(getattr(cast, name)).get("/promises").text.partition("<main")[2]
    assert ("Ana Lopez" in page, "1 person of Billing" in page) == (shown, not shown)


@pytest.mark.parametrize(("name", "code"), [("hana", 302), ("elif_", 302), ("ravi", 302), ("tomas", 403), ("ana", 403)])
def test_they_are_told_by_whoever_promised_the_assistant_or_hr(
    cast: Cast, client_of: ClientOf, name: str, code: int
) -> None:
    found = made(cast)
    answer = client_of(getattr(cast, name)).post(f"/promises/{found.id}/tell", data={"answer": "One is enough."})
    assert answer.status_code == code
    db.session.expire_all()
    assert (found.words == "One is enough.") is (code == 302)


def test_telling_without_words_keeps_the_page_and_says_so(cast: Cast, client_of: ClientOf) -> None:
    found = made(cast)
    answer = client_of(cast.elif_).post(f"/promises/{found.id}/tell", data={"answer": ""})
    assert (answer.status_code, "Write what became of it." in answer.text) == (422, True)


def test_telling_about_an_insight_answers_the_insight_too(cast: Cast, client_of: ClientOf) -> None:
    raised = Raised("It asks twice.", InsightCategory.process)
    insight = pass_on(raised, submitter=cast.ana, team=cast.billing, now=NOW)
    found = db.session.scalars(db.select(Promise)).one()
    client_of(cast.hana).post(f"/promises/{found.id}/tell", data={"answer": "Once now."})
    db.session.expire_all()
    assert (insight.state, insight.answer) == (InsightState.told_back, "Once now.")


def test_a_tick_does_not_keep_a_promise(cast: Cast) -> None:
    with pytest.raises(Refused, match="once they are told"):
        done(made(cast).commitment, cast.elif_, NOW)


def test_a_promise_is_kept_from_the_mail_with_words(cast: Cast, client_of: ClientOf, app: object) -> None:
    found = made(cast)
    secret = client_of(None).application.config["SECRET_KEY"]
    token = answer_token(secret, Answer(cast.elif_.id, str(found.commitment_id), Act.done), NOW.replace(year=2028))
    stranger = client_of(None)
    assert "What became of it?" in stranger.get(f"/answer/{token}").text
    assert stranger.post(f"/answer/{token}", data={"words": " "}).status_code == 422
    assert stranger.post(f"/answer/{token}", data={"words": "One is enough."}).status_code == 302
    db.session.expire_all()
    assert (found.words, found.told_by) == ("One is enough.", cast.elif_)


def test_teams_see_their_promises_where_the_program_says_so(cast: Cast, client_of: ClientOf) -> None:
    make_program(cast)
    found = made(cast, to=cast.nils)
    ana, hana = client_of(cast.ana), client_of(cast.hana)
    assert ana.get(f"/promises/{found.id}").status_code == 404
    assert ana.post("/promises/shown", data={"on": "yes"}).status_code == 403
    assert hana.post("/promises/shown", data={"on": "yes"}).status_code == 302
    assert ana.get(f"/promises/{found.id}").status_code == 200
    hana.post("/promises/shown", data={"on": "no"})
    assert ana.get(f"/promises/{found.id}").status_code == 404


def test_the_file_has_a_line_a_promise(cast: Cast, client_of: ClientOf, clock: StoppedClock) -> None:
    found = made(cast)
    clock.advance(days=20)
    promises.tell(found, "One is enough.", by=cast.elif_, now=clock.now())
    assert client_of(cast.hana).get("/promises?format=csv").text.splitlines()[1:] == [
        "Answer: two approvals for a refund,Elif Kaya,Ana Lopez,2027-03-01,2027-03-12,2027-03-12,2027-03-21,told late,"
        "One is enough."
    ]


def test_the_ledger_costs_the_same_for_one_three_and_many(cast: Cast, client_of: ClientOf) -> None:
    def questions() -> int:
        client_of(cast.hana).get("/promises")
        with counting_questions() as asked:
            assert client_of(cast.hana).get("/promises").status_code == 200
        return len(asked)

    counts = []
    for first, last in ((1, 2), (2, 4), (4, 12)):
        for number in range(first, last):
            made(cast, about_id=number)
        counts.append(questions())
    assert len(set(counts)) == 1


def test_whoever_waits_reads_it_on_their_own_page(cast: Cast, client_of: ClientOf) -> None:
    made(cast)
    assert "Answer: two approvals for a refund" in client_of(cast.ana).get("/").text


def test_saying_done_without_words_is_refused_in_the_mail_too(cast: Cast) -> None:
    found = made(cast)
    asked = Asked(Answer(cast.elif_.id, str(found.commitment_id), Act.done), cast.elif_, found.commitment)
    with pytest.raises(Refused, match="Write what became of it"):
        say_done(asked, NOW)
    assert db.session.scalar(db.select(Insight.id)) is None
