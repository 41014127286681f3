"""A mail's text on a page."""

import pytest

from planner.web.letters import Line, paragraphs_of

TEXT = """
Hello Elif,

WHOM YOU SEE
Billing, 12 people.
- Nadia: a call
  Thursday: 10:00

Done: https://planner.example.org/answer/abc
- The year: https://planner.example.org/y
Yes, I come:
  https://planner.example.org/answer/def

--
Times are in Dublin time. Your page: https://planner.example.org/
"""


def test_a_text_becomes_paragraphs_headings_items_links_and_buttons() -> None:
    assert paragraphs_of(TEXT) == [
        [Line("Hello Elif,")],
        [
            Line("Whom you see", "head"),
            Line("Billing, 12 people."),
            Line("Nadia: a call", "item"),
            Line("Thursday: 10:00"),
        ],
        [
            Line("Done", "button", "https://planner.example.org/answer/abc"),
            Line("The year", "link", "https://planner.example.org/y"),
            Line("Yes, I come", "button", "https://planner.example.org/answer/def"),
        ],
        [Line("Times are in Dublin time."), Line("Your page", "link", "https://planner.example.org/")],
    ]


@pytest.mark.parametrize(
    "words", ["Look at https://planner.example.org/x now", "x: javascript:alert(1)", "x: https://a b", "://", "", "<b>"]
)
def test_anything_else_stays_words(words: str) -> None:
    lines = [line for part in paragraphs_of(words) for line in part]
    assert [line for line in lines if line.look != "words"] == []
