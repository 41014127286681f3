"""The briefing gate: one press briefs every team inside its hours before the launch, or says which team cannot be."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from planner.actions.events import cancel_event
from planner.actions.launches import LaunchFacts, acknowledge, call_off, gate_of, plan_briefings, save_launch
from planner.domain.briefings import Light
from planner.domain.refusals import Refused
from planner.models.base import db
from planner.models.events import Event, PublishedEvent
from planner.models.launches import Launch, launches_before, launches_from
from planner.models.programs import Program
from tests.cast import Cast
from tests.conftest import NOW
from tests.year import make_year

TODAY = date(2027, 3, 1)
LAUNCH = date(2027, 3, 22)


@pytest.fixture
def year(cast: Cast) -> Program:
    return make_year(cast, NOW, start=date(2027, 1, 1))


@pytest.fixture
def launch(cast: Cast, year: Program) -> Callable[..., Launch]:
    def made(on: date = LAUNCH, days_before: int = 1) -> Launch:
        facts = LaunchFacts("Spring offer", "campaign", on, [cast.billing, cast.night_care], days_before=days_before)
        return save_launch(None, facts, by=cast.hana, now=NOW)

    return made


def local(event: Event) -> datetime:
    return event.wall_start


def test_every_team_is_briefed_inside_its_shift_and_as_near_as_allowed(
    cast: Cast, launch: Callable[..., Launch]
) -> None:
    found = launch(days_before=2)
    assert gate_of(found, TODAY).bare == (cast.billing.id, cast.night_care.id)
    made = {event.team_id: event for event in plan_briefings(found, by=cast.hana, now=NOW)}
    assert gate_of(found, TODAY).open
    day, night = made[cast.billing.id], made[cast.night_care.id]
    assert (local(day).date(), 8 <= local(day).hour < 16) == (date(2027, 3, 19), True)
    assert local(night).hour >= 22 or local(night).hour < 7
    assert {event.broken == [] for event in made.values()} == {True}
    published = db.session.query(PublishedEvent).filter(PublishedEvent.event_id.in_([day.id, night.id])).count()
    assert published == 2


def test_a_second_press_has_nothing_to_do(cast: Cast, launch: Callable[..., Launch]) -> None:
    found = launch()
    plan_briefings(found, by=cast.hana, now=NOW)
    with pytest.raises(Refused, match="Every team is briefed already"):
        plan_briefings(found, by=cast.hana, now=NOW)


def test_a_briefing_that_was_cancelled_does_not_count(cast: Cast, launch: Callable[..., Launch]) -> None:
    found = launch()
    first = plan_briefings(found, by=cast.hana, now=NOW)[0]
    cancel_event(first, by=cast.hana, now=NOW)
    assert gate_of(found, TODAY).bare == (first.team_id,)
    assert len(plan_briefings(found, by=cast.hana, now=NOW)) == 1


def test_a_launch_that_is_moved_forward_is_red_again(cast: Cast, launch: Callable[..., Launch]) -> None:
    found = launch()
    plan_briefings(found, by=cast.hana, now=NOW)
    facts = LaunchFacts("Spring offer", "campaign", date(2027, 3, 4), [cast.billing, cast.night_care])
    save_launch(found, facts, by=cast.hana, now=NOW)
    assert gate_of(found, TODAY).late == (cast.billing.id, cast.night_care.id)


def test_a_launch_of_today_cannot_be_briefed_any_more_and_nothing_is_left_behind(
    cast: Cast, launch: Callable[..., Launch]
) -> None:
    found = launch(TODAY)
    before = db.session.query(Event).count()
    with pytest.raises(Refused, match="Billing cannot be briefed in time any more"):
        plan_briefings(found, by=cast.hana, now=NOW)
    assert (db.session.query(Event).count(), gate_of(found, TODAY).light) == (before, Light.past)


def test_what_is_called_off_needs_no_briefing(cast: Cast, launch: Callable[..., Launch]) -> None:
    found = launch()
    call_off(found, True, by=cast.hana, now=NOW)
    with pytest.raises(Refused, match="called off"):
        plan_briefings(found, by=cast.hana, now=NOW)
    assert ([one.id for one in launches_from(TODAY)], [one.id for one in launches_before(TODAY)]) == ([], [found.id])


def test_a_team_says_once_that_it_knows(cast: Cast, launch: Callable[..., Launch]) -> None:
    found = launch()
    for later in (0, 1):
        acknowledge(found, cast.billing, by=cast.tomas, now=NOW + timedelta(days=later))
    assert [(one.team_id, one.made_at) for one in found.acknowledgements] == [(cast.billing.id, NOW)]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "party"}, "kind"),
        ({"teams": []}, "teams"),
        ({"days_before": 31}, "days_before"),
        ({"about": "w" * 5001}, "about"),
    ],
)
def test_a_launch_that_cannot_be_is_refused(cast: Cast, facts: dict[str, Any], field: str) -> None:
    given: dict[str, Any] = {"name": "Offer", "kind": "campaign", "launch_on": LAUNCH, "teams": [cast.billing], **facts}
    with pytest.raises(Refused) as refusal:
        save_launch(None, LaunchFacts(**given), by=cast.hana, now=NOW)
    assert (refusal.value.field, launches_from(TODAY)) == (field, [])
