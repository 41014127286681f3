"""What readers are told when a plan is published."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.changes import (
    Change,
    Placement,
    What,
    compare,
    concerns,
    named,
    raises_sequence,
    sentence,
    visible,
    when,
)
from planner.domain.kinds import EventKind
from planner.domain.states import Audience, EventState
from tests.domain.times import naive, utc


def _at(event: Placement, start: datetime, minutes: int = 30) -> Placement:
    """The event at another time, in a zone that is at UTC in winter."""
    end = start + timedelta(minutes=minutes)
    return replace(
        event,
        starts_at=start.replace(tzinfo=UTC),
        ends_at=end.replace(tzinfo=UTC),
        wall_start=start,
        wall_end=end,
    )


VISIT = Placement(
    uid="u1",
    kind=EventKind.floor_visit,
    title="Floor visit: Elif Kaya with Dublin Billing",
    zone="Europe/Dublin",
    team="Dublin Billing",
    leader="Elif Kaya",
    owner="Elif Kaya",
    place="Floor 2",
    starts_at=utc(2026, 3, 3, 10),
    ends_at=utc(2026, 3, 3, 10, 30),
    wall_start=naive(2026, 3, 3, 10),
    wall_end=naive(2026, 3, 3, 10, 30),
)
THANKS = replace(VISIT, uid="u2", kind=EventKind.recognition, title="Story round", leader="", owner="")
LATER = _at(VISIT, naive(2026, 3, 5, 14, 30))


def _only(old: Placement | None, new: Placement | None) -> Change:
    found = compare({old.uid: old} if old else {}, {new.uid: new} if new else {})
    assert len(found) == 1
    return found[0]


def test_a_move_is_said_in_one_line() -> None:
    assert sentence(_only(VISIT, LATER)) == (
        "Floor visit to Dublin Billing moves from Tue 3 Mar 10:00 to Thu 5 Mar 14:30"
    )


def test_a_move_into_another_year_names_the_years() -> None:
    assert sentence(_only(VISIT, _at(VISIT, naive(2027, 3, 2, 10)))) == (
        "Floor visit to Dublin Billing moves from Tue 3 Mar 2026 10:00 to Tue 2 Mar 2027 10:00"
    )


def test_a_longer_event_says_its_new_end() -> None:
    change = _only(VISIT, _at(VISIT, naive(2026, 3, 3, 10), minutes=45))
    assert (change.what, sentence(change)) == (
        What.moved,
        "Floor visit to Dublin Billing on Tue 3 Mar 10:00 ends at 10:45 instead of 10:30",
    )


def test_new_clock_rules_move_an_event_without_moving_its_local_time() -> None:
    shifted = replace(VISIT, starts_at=VISIT.starts_at + timedelta(hours=1), ends_at=VISIT.ends_at + timedelta(hours=1))
    assert sentence(_only(VISIT, shifted)) == (
        "Floor visit to Dublin Billing on Tue 3 Mar 10:00 keeps its local time under new clock rules"
    )


def test_a_move_with_another_leader_says_both() -> None:
    assert sentence(_only(VISIT, replace(LATER, leader="Ana Reis"))) == (
        "Floor visit to Dublin Billing moves from Tue 3 Mar 10:00 to Thu 5 Mar 14:30; "
        "leader is now Ana Reis instead of Elif Kaya"
    )


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (replace(VISIT, place="Floor 3"), "place is now Floor 3 instead of Floor 2"),
        (replace(VISIT, leader=""), "leader is now open instead of Elif Kaya"),
        (replace(VISIT, title="Visit"), "title is now “Visit”"),
        (replace(VISIT, description="Bring cake."), "the description is new"),
        (replace(VISIT, owner="Ana Reis"), "owner is now Ana Reis instead of Elif Kaya"),
    ],
)
def test_a_change_says_what_is_different(after: Placement, words: str) -> None:
    change = _only(VISIT, after)
    assert change.what is What.changed
    assert sentence(change) == f"Floor visit to Dublin Billing on Tue 3 Mar 10:00: {words}"


def test_another_kind_is_named() -> None:
    assert sentence(_only(THANKS, replace(THANKS, kind=EventKind.training))) == (
        "Training “Story round” for Dublin Billing on Tue 3 Mar 10:00: kind is now training"
    )


def test_added_cancelled_and_restored() -> None:
    cancelled = replace(VISIT, state=EventState.cancelled)
    assert sentence(_only(None, THANKS)) == "New: Recognition “Story round” for Dublin Billing on Tue 3 Mar 10:00"
    for gone in (_only(VISIT, cancelled), _only(VISIT, None)):
        assert sentence(gone) == "Floor visit to Dublin Billing on Tue 3 Mar 10:00 is cancelled"
        assert gone.what is What.cancelled
    back = _only(cancelled, LATER)
    assert (back.what, sentence(back)) == (
        What.restored,
        "Floor visit to Dublin Billing takes place again, on Thu 5 Mar 14:30",
    )


def test_what_was_never_seen_is_no_news_when_it_is_cancelled() -> None:
    cancelled = replace(VISIT, state=EventState.cancelled)
    assert compare({}, {"u1": cancelled}) == []
    assert compare({"u1": cancelled}, {}) == []
    assert compare({"u1": cancelled}, {"u1": replace(cancelled, title="Other")}) == []


@pytest.mark.parametrize("state", [EventState.draft, EventState.done, EventState.moved, EventState.missed])
def test_a_draft_that_agrees_and_a_visit_that_took_place_are_no_news(state: EventState) -> None:
    assert compare({"u1": VISIT}, {"u1": replace(VISIT, state=state)}) == []


def test_changes_come_in_order_of_time() -> None:
    earlier = replace(_at(THANKS, naive(2026, 1, 5, 9)), uid="u9")
    found = compare({"u1": VISIT, "u2": THANKS}, {"u1": LATER, "u9": earlier})
    assert [(change.uid, change.what) for change in found] == [("u9", "added"), ("u2", "cancelled"), ("u1", "moved")]


def test_the_sequence_rises_exactly_when_a_reader_sees_a_difference() -> None:
    for after in (LATER, replace(VISIT, place="Floor 3"), replace(VISIT, state=EventState.cancelled)):
        assert visible(VISIT, after)
        assert raises_sequence(VISIT, after)
    for after in (VISIT, replace(VISIT, state=EventState.done)):
        assert not visible(VISIT, after)
        assert not raises_sequence(VISIT, after)


def test_a_change_concerns_the_owner_the_leaders_assistant_and_the_lead() -> None:
    assert concerns(_only(VISIT, LATER)) == (Audience.owner, Audience.assistant, Audience.lead)
    assert concerns(_only(THANKS, None)) == (Audience.owner, Audience.lead)
    assert concerns(_only(None, replace(THANKS, team=""))) == (Audience.owner,)


def test_a_leader_who_loses_a_visit_is_still_concerned() -> None:
    assert Audience.assistant in concerns(_only(VISIT, replace(VISIT, leader="")))


def test_names_and_times_of_all_day_events() -> None:
    week = replace(THANKS, kind=EventKind.celebration, title="Celebration week", team="", all_day=True)
    assert (named(week), when(week), when(week, year=True)) == ("Celebration week", "Tue 3 Mar", "Tue 3 Mar 2026")


def test_a_change_has_a_before_or_an_after() -> None:
    with pytest.raises(ValueError, match="before or an after"):
        _ = Change(What.moved, "u1", None, None).shown
    with pytest.raises(ValueError, match="before and an after"):
        sentence(Change(What.moved, "u1", None, VISIT))


_EVENTS = st.dictionaries(
    st.sampled_from("abc"), st.sampled_from([VISIT, LATER, THANKS, replace(VISIT, state=EventState.cancelled)])
)


@settings(max_examples=25)
@given(_EVENTS, _EVENTS)
def test_every_change_can_be_said_and_nothing_changes_against_itself(
    old: dict[str, Placement], new: dict[str, Placement]
) -> None:
    assert compare(new, new) == []
    assert all(sentence(change) and concerns(change) for change in compare(old, new))


def test_a_team_which_the_title_names_is_not_named_twice() -> None:
    assert named(replace(THANKS, title="Story round of Dublin Billing")) == (
        "Recognition “Story round of Dublin Billing”"
    )
    assert named(replace(THANKS, team="")) == "Recognition “Story round”"
