"""Who may open which event: the one rule that lists, pages and feeds ask."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from planner.domain.kinds import EventKind
from planner.models.base import db, writing
from planner.models.events import Event, PublishedEvent
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.visibility import visible_to
from tests.calendars import TUESDAY, Put, make_program
from tests.cast import Cast
from tests.scenes import scene

EVERYTHING = {
    "for Billing",
    "for Night Care",
    "for Dublin",
    "for Tampa",
    "for everybody",
    "led by Nils",
    "review of Billing",
}
WHO_SEES_WHAT = {
    "hana": EVERYTHING,
    "elif_": EVERYTHING,
    "ravi": EVERYTHING,
    "vera": EVERYTHING,
    "tomas": {"for Billing", "for Dublin", "for everybody", "review of Billing"},
    "ana": {"for Billing", "for Dublin", "for everybody", "review of Billing"},
    "nils": {"for Night Care", "for Tampa", "for everybody", "led by Nils"},
}


@pytest.fixture
@scene
def plan(cast: Cast) -> Put:
    put = Put(make_program(cast), cast.hana)
    hour = timedelta(hours=1)
    put.event(EventKind.recognition, TUESDAY, team=cast.billing, title="for Billing")
    put.event(EventKind.recognition, TUESDAY, team=cast.night_care, title="for Night Care")
    put.event(EventKind.milestone, TUESDAY, site=cast.dublin, title="for Dublin")
    put.event(EventKind.milestone, TUESDAY, site=cast.tampa, title="for Tampa")
    put.event(EventKind.milestone, TUESDAY + hour, title="for everybody")
    put.event(EventKind.briefing, TUESDAY + hour, site=cast.tampa, leader=cast.nils, title="led by Nils")
    review = put.event(EventKind.policy_review, TUESDAY + 2 * hour, title="review of Billing")
    with writing():
        policy = Policy(slug="refunds", name="Refunds", teams=[cast.billing])
        db.session.add(policy)
        db.session.flush()
        review.policy_id = policy.id
    put.publish()
    return put


def titles(person: Person, row: type[Event] | type[PublishedEvent]) -> set[str]:
    return set(db.session.scalars(select(row.title).where(visible_to(person, row))))


@pytest.mark.parametrize("name", WHO_SEES_WHAT)
def test_each_of_the_cast_sees_their_events_and_no_other(plan: Put, cast: Cast, name: str) -> None:
    assert titles(getattr(cast, name), PublishedEvent) == WHO_SEES_WHAT[name]


@pytest.mark.parametrize("name", WHO_SEES_WHAT)
def test_the_rule_is_the_same_for_the_draft(plan: Put, cast: Cast, name: str) -> None:
    assert titles(getattr(cast, name), Event) == WHO_SEES_WHAT[name]


def test_a_lead_sees_other_teams_of_the_own_site_and_an_agent_does_not(plan: Put, cast: Cast, app: Flask) -> None:
    with writing():
        cast.night_care.site = cast.dublin
    assert "for Night Care" in titles(cast.tomas, PublishedEvent)
    assert "for Night Care" not in titles(cast.ana, PublishedEvent)


def test_somebody_without_team_and_site_sees_only_what_is_for_everybody(plan: Put, cast: Cast) -> None:
    with writing():
        cast.ana.team, cast.ana.site = None, None
    assert titles(cast.ana, PublishedEvent) == {"for everybody"}
