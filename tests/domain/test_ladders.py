"""When each step goes, to whom, and what an outage leaves to send."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.ladders import (
    MESSAGES,
    PRESETS,
    Anchor,
    Step,
    expires_at,
    instant_of,
    instants_of,
    newest_due,
)
from planner.domain.states import Audience, CommitmentKind
from tests.domain.times import utc

BERLIN = "Europe/Berlin"
VISIT = PRESETS["floor visit"]
# Tuesday 16 March 2027, 10:00 in Berlin.
ANCHORS: dict[str, date | datetime] = {
    "opens": date(2027, 3, 2),
    "starts": utc(2027, 3, 16, 9),
    "ends": utc(2027, 3, 16, 9, 30),
    "due": date(2027, 3, 16),
}


STEP = Step(position=1, anchor=Anchor.starts, days=0, audience=(Audience.owner,), message="event-coming")


def test_the_ladder_of_a_floor_visit() -> None:
    timed = instants_of(VISIT, ANCHORS, BERLIN, closed_days={})
    assert [(step.message, instant) for step, instant in timed] == [
        ("visit-brief", utc(2027, 3, 2, 8)),
        ("visit-slots", utc(2027, 3, 9, 8)),
        ("visit-tomorrow", utc(2027, 3, 15, 14)),
        ("visit-done", utc(2027, 3, 16, 16, 30)),
        ("visit-owed", utc(2027, 3, 19, 8)),
        ("visit-sponsor", utc(2027, 3, 23, 8)),
        ("visit-missed", utc(2027, 3, 30, 7)),
    ]
    assert [step.message for step in VISIT.steps if step.digest] == ["visit-sponsor"]


def test_the_clock_change_does_not_move_nine_in_the_morning() -> None:
    step = replace(STEP, anchor=Anchor.due, days=14, at=time(9), workdays_only=False)
    assert instant_of(step, {"due": date(2027, 3, 16)}, BERLIN) == utc(2027, 3, 30, 7)


def test_a_reminder_moves_back_and_a_nudge_forward_over_closed_days() -> None:
    easter = {date(2027, 3, 26), date(2027, 3, 29)}
    tuesday: dict[str, date | datetime] = {"starts": utc(2027, 3, 30, 8), "due": date(2027, 3, 26)}
    assert instant_of(replace(STEP, days=-1, at=time(15)), tuesday, BERLIN, easter) == utc(2027, 3, 25, 14)
    assert instant_of(replace(STEP, anchor=Anchor.due, days=1), tuesday, BERLIN, easter) == utc(2027, 3, 30, 7)
    assert instant_of(replace(STEP, days=-1, at=time(15), workdays_only=False), tuesday, BERLIN, easter) == utc(
        2027, 3, 29, 13
    )


def test_hours_count_from_the_event_itself() -> None:
    assert instant_of(replace(STEP, hours=-1), ANCHORS, BERLIN) == utc(2027, 3, 16, 8)
    assert instant_of(replace(STEP, anchor=Anchor.ends, hours=2), ANCHORS, BERLIN) == utc(2027, 3, 16, 11, 30)


def test_without_a_time_of_day_the_events_own_is_taken() -> None:
    assert instant_of(replace(STEP, days=-1), ANCHORS, BERLIN) == utc(2027, 3, 15, 9)


def test_a_visit_which_is_not_planned_yet_has_no_eve() -> None:
    unplanned = {key: value for key, value in ANCHORS.items() if key in ("opens", "due")}
    assert "visit-tomorrow" not in [step.message for step, _ in instants_of(VISIT, unplanned, BERLIN)]
    with pytest.raises(KeyError):
        instant_of(STEP, unplanned, BERLIN)


def test_after_an_outage_only_the_newest_step_is_sent() -> None:
    timed = instants_of(VISIT, ANCHORS, BERLIN)
    send, superseded = newest_due(timed, utc(2027, 3, 19, 8))
    assert send is not None
    assert send.message == "visit-owed"
    assert [step.message for step in superseded] == ["visit-brief", "visit-slots", "visit-tomorrow", "visit-done"]


def test_nothing_is_sent_early() -> None:
    assert newest_due(instants_of(VISIT, ANCHORS, BERLIN), utc(2027, 3, 2, 7, 59)) == (None, ())


def test_a_reminder_expires_with_the_event_and_a_nudge_after_a_week() -> None:
    brief, slots, eve, done = VISIT.steps[:4]
    start = utc(2027, 3, 16, 9)
    assert [expires_at(step, utc(2027, 3, 9, 8), ANCHORS, BERLIN) for step in (brief, slots, eve)] == [start] * 3
    assert expires_at(done, utc(2027, 3, 16, 16, 30), ANCHORS, BERLIN) == utc(2027, 3, 23, 16, 30)


def test_without_an_event_a_reminder_is_good_until_the_due_day_ends() -> None:
    due_only: dict[str, date | datetime] = {"due": date(2027, 3, 16)}
    assert expires_at(VISIT.steps[1], utc(2027, 3, 9, 8), due_only, BERLIN) == utc(2027, 3, 16, 23)
    assert expires_at(replace(STEP, anchor=Anchor.opens), utc(2027, 3, 9), {}, BERLIN) == utc(2027, 3, 16)


def test_every_kind_of_commitment_and_events_have_a_ladder() -> None:
    assert set(PRESETS) == {*map(str, CommitmentKind), "event"}
    for about, ladder in PRESETS.items():
        assert ladder.about == about
        assert [step.position for step in ladder.steps] == list(range(1, len(ladder.steps) + 1))


def test_ladders_use_known_messages_and_all_but_the_published_ones_are_used() -> None:
    used = {step.message for ladder in PRESETS.values() for step in ladder.steps}
    assert set(MESSAGES) - used == {"event-moved", "event-cancelled", "event-new", "events-coming", "digest"}
    assert used <= set(MESSAGES)


def test_the_assistant_hears_of_a_late_visit_before_the_sponsor() -> None:
    first = {who: step.position for step in reversed(VISIT.steps) for who in step.audience}
    assert first[Audience.owner] < first[Audience.assistant] < first[Audience.sponsor] < first[Audience.hr]


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(sorted(PRESETS)),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.sampled_from([BERLIN, "America/New_York", "Asia/Manila", "Pacific/Auckland"]),
)
def test_every_reminder_goes_out_before_it_expires(about: str, due: date, zone: str) -> None:
    start = utc(due.year, due.month, due.day, 12)
    anchors: dict[str, date | datetime] = {"opens": due - timedelta(days=14), "starts": start, "due": due}
    for step, instant in instants_of(PRESETS[about], anchors, zone):
        assert instant < expires_at(step, instant, anchors, zone), step


def test_hours_before_a_weekend_event_stay_on_the_weekend() -> None:
    saturday: dict[str, date | datetime] = {"starts": utc(2027, 3, 6, 9)}
    assert instant_of(replace(STEP, hours=-1), saturday, BERLIN) == utc(2027, 3, 6, 8)
    assert instant_of(replace(STEP, at=time(8)), saturday, BERLIN) == utc(2027, 3, 8, 7)


@pytest.mark.parametrize(
    ("about", "days"),
    [
        ("policy review", [("starts", -7), ("starts", -1), ("due", 3), ("due", 7)]),
        ("preparation", [("due", -2), ("due", 1), ("due", 5)]),
        ("follow-up", [("due", -2), ("due", 1), ("due", 5)]),
        ("check-in", [("due", -2), ("due", 1), ("due", 5)]),
        ("promise", [("due", -2), ("due", 1), ("due", 4)]),
        ("event", [("starts", -7), ("starts", -1)]),
    ],
)
def test_the_days_of_the_other_ladders(about: str, days: list[tuple[str, int]]) -> None:
    assert [(step.anchor, step.days) for step in PRESETS[about].steps] == days


def test_what_folds_into_the_digest() -> None:
    folded = {about: [step.position for step in ladder.steps if step.digest] for about, ladder in PRESETS.items()}
    assert folded == {
        "floor visit": [6],
        "policy review": [4],
        "preparation": [3],
        "follow-up": [3],
        "check-in": [3],
        "promise": [],
        "event": [1],
    }
