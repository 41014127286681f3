"""The shapes that other systems were found to use: each fits every kind of commitment, and says only what belongs to it."""

import pytest

from planner.domain.ladder_shapes import OWN, SHAPES, WORDS, fits, shaped
from planner.domain.ladders import MESSAGES_OF, PRESETS, Anchor


def test_every_kind_has_words_for_every_purpose() -> None:
    assert set(WORDS) == set(PRESETS)


@pytest.mark.parametrize("about", sorted(PRESETS))
@pytest.mark.parametrize("key", [*sorted(SHAPES), OWN])
def test_a_shape_says_only_what_belongs_to_the_ladder(about: str, key: str) -> None:
    steps = shaped(about, key).steps
    assert {step.message for step in steps} <= set(MESSAGES_OF[about])
    assert [step.position for step in steps] == list(range(1, len(steps) + 1))


def test_what_is_counted_from_a_due_day_becomes_a_word_before_an_event() -> None:
    assert [(step.anchor, step.days) for step in shaped("event", "long").steps] == [
        (Anchor.starts, -30), (Anchor.starts, -14), (Anchor.starts, -7),
    ]  # fmt: skip


def test_only_the_shape_that_begins_when_it_is_late_has_nothing_to_say_for_events() -> None:
    assert [key for key in SHAPES if not fits("event", key)] == ["short", "daily", "levels"]
    assert all(fits(about, key) for about in PRESETS if about != "event" for key in SHAPES)


def test_the_intervals_are_those_that_were_found() -> None:
    def days(key: str) -> list[int]:
        return [step.days for step in shaped("promise", key).steps]

    assert {key: days(key) for key in ("short", "weekly", "long", "three-days")} == {
        "short": [0, 3, 5], "weekly": [-7, 0, 7, 14, 21, 28], "long": [-30, -14, -7, 1, 3], "three-days": [-2, 3, 6, 9, 12],
    }  # fmt: skip
