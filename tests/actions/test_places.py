"""Places by hand: sites with their holidays, shifts, teams, peaks and blackouts."""

from datetime import date, time

import pytest

from planner.actions.closures import ClosureFacts, add_closure, remove_closure
from planner.actions.holidays import fetch_holidays, official_days, remove_holiday, set_holiday
from planner.actions.places import ShiftFacts, SiteFacts, TeamFacts, save_shift, save_site, save_team, set_team_active
from planner.domain.refusals import ChangedMeanwhile, Refused
from planner.models.sites import ClosureKind, closures_between, closures_of, holidays_between
from planner.models.teams import active_teams
from tests.cast import Cast
from tests.conftest import StoppedClock

YEAR = (date(2027, 1, 1), date(2027, 12, 31))


def _days(cast: Cast, *, struck_out: bool = False) -> dict[str, str]:
    rows = holidays_between([cast.tampa.id], *YEAR, struck_out=struck_out)
    return {row.day.isoformat(): row.name for row in rows}


def test_the_official_days_are_those_of_the_part_of_the_country_with_days_off_for_weekends(cast: Cast) -> None:
    assert fetch_holidays(cast.tampa, [2027]) == 15
    days = _days(cast)
    assert (days["2027-07-05"], days["2027-11-26"]) == ("Independence Day (observed)", "Friday After Thanksgiving")
    assert fetch_holidays(cast.tampa, [2027]) == 0


def test_what_was_set_by_hand_stays_when_days_are_fetched_again(cast: Cast, clock: StoppedClock) -> None:
    fetch_holidays(cast.tampa, [2027])
    struck = set_holiday(cast.tampa, date(2027, 11, 11), "Veterans Day", observed=False, by=cast.hana, now=clock.now())
    set_holiday(cast.tampa, date(2027, 5, 14), "Founder’s Day", observed=True, by=cast.hana, now=clock.now())
    set_holiday(cast.tampa, date(2027, 1, 1), "The first", observed=True, by=cast.hana, now=clock.now())
    fetch_holidays(cast.tampa, [2027])
    days = _days(cast)
    assert ("2027-11-11" in days, days["2027-05-14"], days["2027-01-01"]) == (False, "Founder’s Day", "The first")
    remove_holiday(struck, by=cast.hana, now=clock.now())
    assert _days(cast)["2027-11-11"] == "Veterans Day"


def test_official_days_follow_when_the_country_changes(cast: Cast, clock: StoppedClock) -> None:
    fetch_holidays(cast.tampa, [2027])
    save_site(cast.tampa, SiteFacts("Tampa", "America/New_York", "PL"), by=cast.hana, now=clock.now())
    assert _days(cast) == {day.isoformat(): name for day, name in official_days("PL", None, 2027)}


def test_a_country_nobody_keeps_a_calendar_of_has_no_days() -> None:
    assert official_days("XX", None, 2027) == ()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (SiteFacts("Rome", "Rome", "IT"), "zone"),
        (SiteFacts("Tampa", "Europe/Rome", "IT"), "name"),
        (SiteFacts(" ", "Europe/Rome", "IT"), "name"),
        (SiteFacts("Rome", "Europe/Rome", "IT", "XXL"), "subdivision"),
    ],
)
def test_a_site_that_cannot_be_is_refused_beside_its_field(
    cast: Cast, clock: StoppedClock, facts: SiteFacts, field: str
) -> None:
    with pytest.raises(Refused) as caught:
        save_site(None, facts, by=cast.hana, now=clock.now())
    assert caught.value.field == field


def test_two_edits_of_a_shift_do_not_overwrite_each_other(cast: Cast, clock: StoppedClock) -> None:
    old = cast.day.revision
    save_shift(cast.day, ShiftFacts("Day", time(9), time(17)), by=cast.hana, now=clock.now(), revision=old)
    with pytest.raises(ChangedMeanwhile):
        save_shift(cast.day, ShiftFacts("Day", time(7), time(15)), by=cast.hana, now=clock.now(), revision=old)
    assert cast.day.starts == time(9)


def test_a_team_is_led_by_somebody_who_is_here(cast: Cast, clock: StoppedClock) -> None:
    facts = TeamFacts("Chat", cast.dublin, cast.day, 5, [0, 1], lead=cast.mallory)
    with pytest.raises(Refused, match="Mallory Doe was deactivated and cannot lead a team"):
        save_team(None, facts, by=cast.hana, now=clock.now())


def test_a_team_that_is_put_away_is_not_planned_for_and_can_come_back(cast: Cast, clock: StoppedClock) -> None:
    set_team_active(cast.billing, False, by=cast.hana, now=clock.now())
    assert [team.name for team in active_teams()] == ["Night Care"]
    set_team_active(cast.billing, True, by=cast.hana, now=clock.now())
    assert [team.name for team in active_teams()] == ["Billing", "Night Care"]


def test_a_closure_holds_at_its_site_or_everywhere(cast: Cast, clock: StoppedClock) -> None:
    here = ClosureFacts(ClosureKind.peak, date(2027, 11, 1), date(2027, 11, 30), "Sales", cast.tampa)
    all_over = ClosureFacts(ClosureKind.blackout, date(2027, 12, 24), date(2028, 1, 2), "Year’s end")
    peak, blackout = (add_closure(facts, by=cast.hana, now=clock.now()) for facts in (here, all_over))
    assert (closures_of(cast.tampa.id), closures_of(cast.dublin.id)) == ([blackout, peak], [blackout])
    assert closures_between(date(2027, 11, 30), date(2027, 12, 24)) == [peak, blackout]
    remove_closure(peak, by=cast.hana, now=clock.now())
    assert closures_of(cast.tampa.id) == [blackout]


def test_a_closure_that_runs_backwards_is_refused(cast: Cast, clock: StoppedClock) -> None:
    facts = ClosureFacts(ClosureKind.peak, date(2027, 11, 2), date(2027, 11, 1), "x")
    with pytest.raises(Refused, match="The last day is before the first"):
        add_closure(facts, by=cast.hana, now=clock.now())
