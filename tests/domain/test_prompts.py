"""Prompts are few, and none of them rates anybody."""

import re

import pytest

from planner.domain.prompts import FEWEST, MOST, PROMPTS, RULES, Purpose, prompts_for, purpose_of


def test_twelve_prompts_each_a_question_and_ten_rules() -> None:
    assert [prompt.number for prompt in PROMPTS] == list(range(1, 13))
    assert [prompt.text for prompt in PROMPTS if not prompt.text.endswith("?")] == []
    assert len(set(RULES)) == 10


@pytest.mark.parametrize("purpose", Purpose)
def test_a_visit_has_three_to_five_prompts_and_always_asks_whom_to_thank(purpose: Purpose) -> None:
    chosen = prompts_for(purpose)
    assert FEWEST <= len(chosen) <= MOST
    assert PROMPTS[1] in chosen


def test_a_follow_up_begins_with_what_was_promised() -> None:
    assert prompts_for(Purpose.follow_up)[0] is PROMPTS[11]


def test_which_prompts_are_offered() -> None:
    assert purpose_of(0, 3) is Purpose.first_visit
    assert purpose_of(2, 1) is Purpose.follow_up
    assert [purpose_of(2, 0, number) for number in (2, 3)] == [Purpose.listening, Purpose.rules]


def test_no_prompt_rates_an_agent() -> None:
    assert [p for p in PROMPTS if re.search(r"\b(rate|score|grade|perform|handle time)", p.text, re.I)] == []
