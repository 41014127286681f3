"""Cells: what people and spreadsheets write for a text, a number, a time and a day, and the sentence for what cannot be read."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.actions.imports import cells, weekdays, words
from planner.actions.imports.sheets import Cell, Formula, Wrong


def _words(reader: Callable[[Cell], object], cell: Cell) -> str:
    with pytest.raises(Wrong) as caught:
        reader(cell)
    return str(caught.value)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("22:30", time(22, 30)), ("8", time(8)), ("8.15", time(8, 15)), ("10:30 pm", time(22, 30)), ("12 am", time(0)),
        ("24:00", time(0)), ("22:30:00", time(22, 30)), (time(6, 30), time(6, 30)), (0.9375, time(22, 30)),
        (timedelta(hours=22, minutes=30), time(22, 30)), (datetime(1899, 12, 30, 6, 30), time(6, 30)),  # noqa: DTZ001  # what a spreadsheet keeps
    ],
)  # fmt: skip
def test_a_time_of_day_is_read_however_it_is_written(cell: Cell, expected: time) -> None:
    assert cells.clock(cell) == expected


@given(st.times())
def test_every_time_that_a_sheet_keeps_as_a_part_of_the_day_is_read_to_the_minute(moment: time) -> None:
    part = (moment.hour * 60 + moment.minute) / 1440
    assert cells.clock(part) == time(moment.hour, moment.minute)


@pytest.mark.parametrize("text", ["25:00", "8:61", "13 pm", "noon", "24:01"])
def test_what_is_no_time_is_named(text: str) -> None:
    assert _words(cells.clock, text) == f"“{text}” is not a time of day. Write it as 08:00 or 22:30."


@pytest.mark.parametrize(
    "cell",
    ["2027-03-01", "01.03.2027", "1 March 2027", "Mar 1, 2027", "1 Mar 2027", date(2027, 3, 1), datetime(2027, 3, 1)],  # noqa: DTZ001  # a sheet's own day
)
def test_a_day_is_read_however_it_is_written(cell: Cell) -> None:
    assert cells.day(cell) == date(2027, 3, 1)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_survives_the_forms_that_can_be_read_in_one_way(day: date) -> None:
    assert [cells.day(f"{day:%Y-%m-%d}"), cells.day(f"{day:%d.%m.%Y}"), cells.day(f"{day:%d %B %Y}")] == [day] * 3


def test_slashes_are_read_only_when_they_leave_no_doubt() -> None:
    assert (cells.day("31/1/2027"), cells.day("1/31/2027")) == (date(2027, 1, 31), date(2027, 1, 31))
    assert (
        _words(cells.day, "3/4/2027") == "“3/4/2027” can be read in two ways. Write it as 2027-04-03 (year-month-day)."
    )


@pytest.mark.parametrize("text", ["soon", "2027-13-01", "31/31/2027", "1 March 1822"])
def test_what_is_no_day_is_named(text: str) -> None:
    assert _words(cells.day, text) == f"“{text}” is not a day. Write it as 2027-03-01 or 1 March 2027."


def test_a_size_may_have_a_point_and_nothing_behind_it() -> None:
    size = cells.whole(1, 10_000, "a team's size")
    assert [size("12"), size("12.0"), size(12.0), size(12)] == [12, 12, 12, 12]


@pytest.mark.parametrize("text", ["0", "-3", "12.5", "twelve", "10001", "١٢"])
def test_what_is_no_size_is_named(text: str) -> None:
    size = cells.whole(1, 10_000, "a team's size")
    assert _words(size, text) == f"“{text}” is not a team's size from 1 to 10000."


def test_an_address_is_kept_in_lower_case() -> None:
    assert cells.address(" Hana@Example.ORG ") == "hana@example.org"


@pytest.mark.parametrize(
    "text", ["hana", "hana@", "@example.org", "a b@example.org", "hana@localhost", "x@y.z\nBcc: a@b.c"]
)
def test_what_is_no_address_is_named(text: str) -> None:
    said = " ".join(text.lower().split())
    assert _words(cells.address, text) == f"“{said}” is not an e-mail address such as name@example.org."


def test_a_formula_is_refused_in_words() -> None:
    said = "“=A1&B1” is a formula. Put the value itself in the cell (copy, then paste as values)."
    assert _words(cells.name, Formula("=A1&B1")) == said


def test_a_character_that_cannot_be_seen_is_refused() -> None:
    assert _words(cells.name, "Bill\x07ing") == "There is a character in it that cannot be seen. Type it again by hand."
    assert _words(cells.name, "Bil\u202eling").startswith("This has a mark in it that turns the reading direction")


def test_a_line_break_within_a_name_is_a_space() -> None:
    assert cells.name("Night\nCare\u00a0team") == "Night Care team"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon-Fri", [0, 1, 2, 3, 4]), ("Sun-Thu", [0, 1, 2, 3, 6]), ("Mo,Tu,We", [0, 1, 2]), ("mon wed fri", [0, 2, 4]),
        ("Monday to Friday", [0, 1, 2, 3, 4]), ("Sat & Sun", [5, 6]), ("every day", [0, 1, 2, 3, 4, 5, 6]), ("Fri – Mon", [0, 4, 5, 6]),
        ("weekdays", [0, 1, 2, 3, 4]), ("Tues, Thurs", [1, 3]), ("Mondays", [0]),
    ],
)  # fmt: skip
def test_working_days_are_read_however_they_are_written(text: str, expected: list[int]) -> None:
    assert weekdays.working_days(text) == expected


@given(st.sets(st.integers(0, 6), min_size=1))
def test_working_days_in_words_are_read_back_as_they_were(days: set[int]) -> None:
    assert weekdays.working_days(weekdays.days_in_words(list(days))) == sorted(days)


def test_a_word_that_is_no_weekday_is_named() -> None:
    said = "“Funday” is not a weekday. Use Mon-Fri or Mon, Wed, Fri."
    assert _words(weekdays.working_days, "Mon, Funday") == said


def test_a_zone_is_found_whatever_its_capitals_and_suggested_when_it_is_nearly_right() -> None:
    assert words.zone("europe/dublin") == "Europe/Dublin"
    assert (
        _words(words.zone, "Dublin") == "“Dublin” is not a time zone such as Europe/Dublin. Did you mean Europe/Dublin?"
    )


def test_a_country_is_known_by_letters_and_by_name() -> None:
    assert [words.country(text) for text in ("ie", "Ireland", "UK", "United States")] == ["IE", "IE", "GB", "US"]
    assert _words(words.country, "Atlantis") == "“Atlantis” is not a country. Use two letters such as IE, US or PH."


def test_roles_and_levels_are_words_of_the_product() -> None:
    assert _words(words.role, "king") == "“king” is not a role. Use hr, lead, executive, assistant, agent or viewer."
    assert _words(words.level, "boss") == "“boss” is not a leader's level. Use executive, director or manager."
