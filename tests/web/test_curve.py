"""The curve of a search: where it begins and ends, and how far the best may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.web.curve import Points, curve_of, gap_words


@pytest.mark.parametrize(
    ("cost", "bound", "words"),
    [
        (2149, 2007, "at most 7.1 %"),
        (300, 200, "at most 50 %"),
        (200, 200, "nothing: no year is better"),
        (0, 0, "nothing: no year is better"),
        (300, 0, "not known yet"),
        (300, None, "not known yet"),
    ],
)
def test_the_gap_is_said_so_that_people_understand_it(cost: int, bound: int | None, words: str) -> None:
    assert gap_words(cost, bound) == words


def test_without_a_whole_year_there_is_no_curve() -> None:
    assert curve_of([]) is None
    assert curve_of([[0.5, 0.1, None, None]]) is None


def test_the_line_stays_level_until_the_next_value() -> None:
    curve = curve_of([[0.0, 0.3, 300, None], [5.5, 0.6, 200, 100], [10.0, 1.0, 150, 100]])
    assert curve is not None
    assert curve.cost_path == "M0.0 8.0H50.0V50.0H90.9V71.0H100"
    assert curve.bound_path == "M50.0 92.0H90.9V92.0H100"
    assert (curve.first, curve.cost, curve.bound, curve.seconds) == (300, 150, 100, 10.0)


POINTS = st.lists(
    st.tuples(st.floats(0, 500), st.floats(0, 1), st.integers(0, 10**6), st.none() | st.integers(0, 10**6)), min_size=1
).map(lambda points: [list(point) for point in sorted(points, key=lambda point: point[0])])


@given(points=POINTS)
def test_every_curve_stays_inside_its_square(points: Points) -> None:
    curve = curve_of(points)
    assert curve is not None
    numbers = [float(part) for path in (curve.cost_path, curve.bound_path) for part in _numbers(path)]
    assert [number for number in numbers if not 0 <= number <= 100] == []


def _numbers(path: str) -> list[str]:
    return path.replace("M", " ").replace("H", " ").replace("V", " ").split()
