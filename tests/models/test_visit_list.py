"""The list of visits holds what a table of them shows, in order of their due days, and as many as it says."""

from datetime import timedelta

import pytest

from planner.models.commitments import VisitFilters
from planner.models.visit_list import PER_PAGE, visits_matching
from tests.calendars import TUESDAY, Put, make_program, visit_owed
from tests.cast import Cast

DAY = timedelta(days=1)


@pytest.fixture
def put(cast: Cast) -> Put:
    put = Put(make_program(cast), cast.hana)
    for number in (2, 0, 1):
        put.visit(TUESDAY + number * DAY, cast.night_care if number == 2 else cast.billing, cast.elif_)
    put.publish()
    return put


def test_a_row_names_what_stands_beside_the_visit(put: Put, cast: Cast) -> None:
    found = visits_matching(cast.hana, VisitFilters())
    assert (found.total, found.pages) == (3, 1)
    assert [(one.team, one.site, one.shift, one.owner, one.wall_start) for one in found.items] == [
        (team.name, team.site.name, team.shift.name, cast.elif_.name, TUESDAY + number * DAY)
        for number, team in enumerate([cast.billing, cast.billing, cast.night_care])
    ]


def test_a_visit_without_a_day_names_none(put: Put, cast: Cast) -> None:
    event = put.visit(TUESDAY + 9 * DAY, cast.billing, cast.elif_)
    put.publish()
    owed = visit_owed(event)
    owed.event_id = None
    assert [one.wall_start for one in visits_matching(cast.hana, VisitFilters()).items][-1] is None


@pytest.mark.parametrize(("name", "count"), [("hana", 3), ("elif_", 3), ("tomas", 2), ("ravi", 3), ("ana", 0)])
def test_who_sees_which(put: Put, cast: Cast, name: str, count: int) -> None:
    found = visits_matching(getattr(cast, name), VisitFilters())
    assert (found.total, len(found.items)) == (count, count)


def test_filters_narrow_rows_and_count_alike(put: Put, cast: Cast) -> None:
    first = TUESDAY.date()
    for filters, count in [
        (VisitFilters(team=cast.night_care.id), 1),
        (VisitFilters(leader=cast.elif_.id), 3),
        (VisitFilters(leader=cast.hana.id), 0),
        (VisitFilters(first=first, last=first + DAY), 2),
    ]:
        found = visits_matching(cast.hana, filters)
        assert (found.total, len(found.items)) == (count, count)


def test_a_page_holds_fifty_and_says_how_many_there_are(put: Put, cast: Cast) -> None:
    for number in range(PER_PAGE):
        put.visit(TUESDAY + (number + 7) * DAY, cast.billing, cast.elif_)
    put.publish()
    first, second = (visits_matching(cast.hana, VisitFilters(), page) for page in (1, 2))
    assert [(page.total, len(page.items)) for page in (first, second)] == [(53, 50), (53, 3)]
