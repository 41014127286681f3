"""Nobody is overlooked: team by shift by month."""

from datetime import date

from planner.domain.coverage import Cell, Sighting, TeamOf, by_shift, coverage, never_visited

BILLING, NIGHT, NEW = TeamOf("Billing", "Day", "Dublin"), TeamOf("Night crew", "Night"), TeamOf("New", "Day")
SIGHTINGS = [
    Sighting("Billing", date(2026, 12, 30), "visit", done=True),
    Sighting("Billing", date(2027, 1, 5), "visit", done=True),
    Sighting("Billing", date(2027, 1, 30), "visit"),
    Sighting("Billing", date(2027, 1, 31), "visit"),
    Sighting("Billing", date(2027, 2, 1), "recognition", done=True),
    Sighting("Night crew", date(2027, 2, 2), "recognition"),
    Sighting("Night crew", date(2027, 3, 1), "visit"),
    Sighting("Gone", date(2027, 1, 1), "visit", done=True),
]
ROWS = coverage([NIGHT, BILLING, NEW], SIGHTINGS, date(2027, 1, 1), date(2027, 2, 28))


def test_rows_keep_their_order_and_have_every_month() -> None:
    assert [row.team.team for row in ROWS] == ["Night crew", "Billing", "New"]
    assert all(list(row.cells) == [(2027, 1), (2027, 2)] for row in ROWS)


def test_planned_and_done_are_counted_apart_within_the_span() -> None:
    assert ROWS[1].cells == {
        (2027, 1): Cell(visits_planned=2, visits_done=1),
        (2027, 2): Cell(recognitions_done=1),
    }
    assert ROWS[0].cells == {(2027, 1): Cell(), (2027, 2): Cell(recognitions_planned=1)}
    assert [cell.is_empty for cell in ROWS[0].cells.values()] == [True, False]


def test_a_planned_visit_is_not_a_visit() -> None:
    assert [row.never_visited for row in ROWS] == [True, False, True]
    assert never_visited(ROWS) == [NIGHT, NEW]


def test_days_since_a_leader_was_there() -> None:
    assert [row.days_unseen(date(2027, 1, 15)) for row in ROWS] == [None, 10, None]
    assert (ROWS[1].last_recognition, ROWS[0].last_recognition) == (date(2027, 2, 1), None)


def test_shifts_are_compared_in_one_table() -> None:
    assert by_shift(ROWS) == {
        "Night": Cell(recognitions_planned=1),
        "Day": Cell(visits_planned=2, visits_done=1, recognitions_done=1),
    }


def test_the_first_and_the_last_day_count() -> None:
    first, last = date(2027, 1, 1), date(2027, 1, 31)
    visits = [Sighting("Billing", day, "visit") for day in (first, last)]
    assert coverage([BILLING], visits, first, last)[0].cells == {(2027, 1): Cell(visits_planned=2)}
