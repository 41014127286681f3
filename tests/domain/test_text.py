"""Text that would deceive or break is refused with a sentence; the rest is cleaned."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.text import cell_safe, clean, header_safe, header_text, refuse, refuse_long, slugify


@pytest.mark.parametrize(
    "name",
    ["Dublin Billing", "Zoë O’Neill-Łuk", "東京 サポート", "Günaydın 🎉", "می‌خواهم", "👩‍👩‍👧", "C&A <Team>", "a =? b"],
)
def test_names_of_people_everywhere_are_taken(name: str) -> None:
    assert refuse(name) is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "The name is empty: give it at least one letter."),
        ("  \t ", "The name is empty: give it at least one letter."),
        ("x" * 121, "The name has 121 characters; 120 is the most."),
        ("a\nb", "The name has a line break or an invisible control character in it: type it again by hand."),
        ("a\0b", "The name has a line break or an invisible control character in it: type it again by hand."),
        ("a\u2028b", "The name has a line break or an invisible control character in it: type it again by hand."),
        ("a\ud800b", "The name has a line break or an invisible control character in it: type it again by hand."),
        ("ann\u202egnp", "The name has a mark in it that turns the reading direction: type it again by hand."),
        ("ad\u200bmin", "The name has an invisible character in it: type it again by hand."),
        ("ad\u200dmin", "The name has an invisible character in it: type it again by hand."),
        ("\u3164", "The name has an invisible character in it: type it again by hand."),
        ("A =?UTF-8?Q?=0A?=Bcc: x@y", "The name has “=?…?=” in it, which mail programs read as code: leave it out."),
    ],
)
def test_what_deceives_is_refused_with_a_sentence(name: str, words: str) -> None:
    assert refuse(name) == words


def test_a_refusal_says_which_field_and_which_length() -> None:
    assert refuse("abc", "The title", longest=2) == "The title has 3 characters; 2 is the most."
    assert refuse_long("abc", longest=2) == "The text has 3 characters; 2 is the most."
    assert refuse_long("ab\u200b", longest=3) is None


def test_cleaning_keeps_lines_and_drops_what_calendars_choke_on() -> None:
    assert clean(" a\r\nb\rc\u2028d\x85e\x00\x07\x7f\ufeff\tf \n") == "a\nb\nc\nd\ne\tf"
    assert clean("e\u0301 \ud800") == "é \ufffd"


ANYTHING = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)


@settings(max_examples=30)
@given(ANYTHING)
def test_clean_text_can_be_stored_and_stays_clean(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once.encode() == unicodedata.normalize("NFC", once).encode()
    assert not [c for c in once if c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]


@settings(max_examples=30)
@given(st.lists(st.sampled_from(["=?", "?=", "=", "?", "a", "\r\n", "\u2028", " "]), max_size=12).map("".join))
def test_header_text_is_safe_whatever_is_typed(text: str) -> None:
    assert header_safe(header_text(text))


def test_headers_and_cells() -> None:
    assert header_safe("Floor visit: 2 = ? 3")
    assert not header_safe("A =?UTF-8?Q?=0A?=Bcc: x@y")
    assert not header_safe("a\nBcc: x@y")
    assert header_text("a\nb =?x?=") == "a b = ?x? ="
    assert [cell_safe(cell) for cell in ("=1+1", "+1", "-1", "@x", "\tx", "a=1")] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@x",
        "'\tx",
        "a=1",
    ]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Dublin Billing", "dublin-billing"),
        ("  Straße & Łódź  ", "strasse-lodz"),
        ("東京", "item"),
        ("--", "item"),
        ("a" * 59 + " b", "a" * 59),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_taken_slug_gets_a_number() -> None:
    assert slugify("Night", taken={"night"}) == "night-2"
    assert slugify("Night", taken={"night", "night-2"}) == "night-3"


@settings(max_examples=30)
@given(ANYTHING)
def test_a_slug_fits_an_address(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slugify(text))


def test_the_longest_name_and_text_are_taken() -> None:
    assert refuse("x" * 120) is None
    assert refuse_long("x" * 5000) is None


@pytest.mark.parametrize("name", ["a\u200dم", "م\u200da", "\u200dم", "م\u200d"])
def test_a_joiner_joins_letters_on_both_sides(name: str) -> None:
    assert refuse(name) == "The name has an invisible character in it: type it again by hand."
