"""M6 and G6: whoever is thanked says what may be told, and a story that is taken back is shown nowhere, though it is counted."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from planner.actions.floor_visits import Visit, record_visit
from planner.actions.recognitions import Thanks, agree, put_back, take_back
from planner.domain.refusals import Refused
from planner.models.audit import AuditRow
from planner.models.base import db
from planner.models.people import Person
from planner.models.recognitions import (
    Consent,
    Recognition,
    Visibility,
    latest_recognitions,
    of_floor_visit,
    public_stories,
    recognition_days,
    recognitions_matching,
)
from tests.cast import Cast
from tests.conftest import NOW
from tests.scenes import scene

ClientOf = Callable[[Person | None], FlaskClient]
DEED = Thanks(
    names="Ana Lopez",
    behaviour="called a customer back",
    story="Ana Lopez stayed on the line for an hour.",
    visibility=Visibility.everyone,
    consent=Consent.public,
)


@pytest.fixture
@scene
def story(cast: Cast) -> Recognition:
    visit = Visit(NOW.date(), shift="Day", minutes=20, thanks=[DEED], nothing_raised=True)
    record_visit(visit, team=cast.billing, leader=cast.elif_, by=cast.elif_, now=NOW)
    found = db.session.query(Recognition).one()
    agree(found, Consent.public, named=True, by=cast.elif_, now=NOW)
    return found


def shown(cast: Cast, client_of: ClientOf) -> dict[str, bool]:
    """Every place where a story stands: pages, what mails are made of, what may be told outside."""
    visit = db.session.query(Recognition).one().floor_visit_id or 0
    pages = {path: client_of(cast.hana).get(path).text for path in ("/recognitions", f"/visits/{visit}")}
    return {
        **{path: "called a customer back" in text for path, text in pages.items()},
        "lists": bool(recognitions_matching(cast.hana, None).items),
        "briefs": bool(latest_recognitions(cast.elif_, cast.billing.id)),
        "visits": bool(of_floor_visit(visit, cast.hana)),
        "packs": bool(public_stories()),
    }


def test_m6_a_story_that_is_taken_back_is_shown_nowhere_and_is_counted(
    cast: Cast, client_of: ClientOf, story: Recognition
) -> None:
    assert set(shown(cast, client_of).values()) == {True}
    take_back(story, by=cast.ana, now=NOW)
    assert set(shown(cast, client_of).values()) == {False}
    assert recognition_days() == [(cast.billing.id, NOW.date())]
    put_back(story.id, by=cast.ana, now=NOW)
    assert set(shown(cast, client_of).values()) == {True}


def test_m6_inside_is_not_public_and_public_only_what_everyone_may_read(cast: Cast, story: Recognition) -> None:
    agree(story, Consent.inside, named=True, by=cast.ana, now=NOW)
    assert public_stories() == []
    agree(story, Consent.public, named=True, by=cast.ana, now=NOW)
    story.visibility = Visibility.team
    db.session.commit()
    assert public_stories() == []


def test_m6_whoever_would_rather_not_be_named_is_named_nowhere(
    cast: Cast, client_of: ClientOf, story: Recognition
) -> None:
    agree(story, Consent.public, named=False, by=cast.ana, now=NOW)
    assert (story.shown_names, story.shown_story) == (
        "Somebody in Billing",
        "a colleague stayed on the line for an hour.",
    )
    texts = [client_of(cast.tomas).get(path).text for path in ("/recognitions", f"/visits/{story.floor_visit_id}")]
    assert [text for text in texts if "Ana Lopez" in text] == []


def test_m6_those_who_are_thanked_the_giver_and_hr_have_a_say_and_nobody_else(cast: Cast, story: Recognition) -> None:
    for person in (cast.tomas, cast.nils, cast.ravi):
        with pytest.raises(Refused):
            take_back(story, by=person, now=NOW)
    for person in (cast.ana, cast.elif_, cast.hana):
        take_back(story, by=person, now=NOW)
        put_back(story.id, by=person, now=NOW)


def test_m6_the_page_offers_it_to_those_who_have_a_say(cast: Cast, client_of: ClientOf, story: Recognition) -> None:
    offered = {
        one.name: "What may be told" in client_of(one).get("/recognitions").text for one in (cast.ana, cast.tomas)
    }
    assert offered == {"Ana Lopez": True, "Tomas Byrne": False}
    client_of(cast.tomas).post(f"/recognitions/{story.id}/take-back")
    assert story.withdrawn_at is None
    client_of(cast.ana).post(f"/recognitions/{story.id}/take-back")
    db.session.refresh(story)
    assert story.withdrawn_at == NOW
    assert client_of(cast.ana).post(f"/recognitions/{story.id}/consent").status_code == 404
    client_of(cast.ana).post(f"/recognitions/{story.id}/again")
    db.session.refresh(story)
    assert story.withdrawn_at is None


def test_m6_the_form_says_what_may_be_told_before_it_is_written(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.tomas)
    assert "Who will read it" in client.get("/recognitions/new").text
    data = {"names": "Ana", "behaviour": "helped", "team": cast.billing.id, "visibility": "everyone", "unnamed": "y"}
    client.post("/recognitions/new", data=data)
    found = db.session.query(Recognition).one()
    assert (found.named, found.consent, found.shown_names) == (False, Consent.inside, "Somebody in Billing")
    sentences = [row.sentence for row in db.session.query(AuditRow).filter_by(act="thank")]
    assert sentences == ["Tomas Byrne thanked Somebody in Billing."]


READERS = {
    "/recognitions/new": "Who will read it",
    "/insights/new": "can read it",
    "/visits/record": "read this",
    "/away": "can read it",
}


@pytest.mark.parametrize("path", READERS)
def test_m2_who_will_read_it_stands_where_it_is_written(cast: Cast, client_of: ClientOf, path: str) -> None:
    answer = client_of(cast.elif_).get(path, follow_redirects=True)
    assert (answer.status_code, READERS[path] in answer.text) == (200, True)
