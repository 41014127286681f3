"""What the work on a generation says and hears: progress, the best year so far, and the wish to end."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest

from planner.actions.generate import ask, enough, generate_now, work_off_next
from planner.actions.generation_beat import MOST_POINTS, Beat
from planner.models.base import db, writing
from planner.models.generations import Generation, GenerationState
from planner.models.programs import Program
from planner.planning.progress import Progress
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.year import Size, make_year


@pytest.fixture
def program(cast: Cast, clock: StoppedClock) -> Program:
    return make_year(cast, clock.now(), size=Size(teams=1, leaders=2, policies=1))


@pytest.fixture
def wish(program: Program, cast: Cast, clock: StoppedClock) -> Generation:
    found = ask(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    with writing():
        found.state = GenerationState.running
    return found


class Seconds:
    """A clock that a test winds."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def beat(wish: Generation, clock: StoppedClock, seconds: Seconds) -> Beat:
    return Beat(wish.id, clock.now(), seconds)


def test_it_says_how_far_it_is_and_when(beat: Beat, wish: Generation, clock: StoppedClock, seconds: Seconds) -> None:
    seconds.at += 3
    beat(Progress(0.5, "Smoothing the weeks", 300, 200, 0))
    assert (wish.fraction, wish.sentence, wish.points) == (0.475, "Smoothing the weeks.", [[3.0, 0.5, 300, 200]])
    assert wish.beat_at == clock.now() + timedelta(seconds=3)


def test_it_says_so_at_most_twice_a_second(beat: Beat, wish: Generation, seconds: Seconds) -> None:
    for number in range(10):
        beat(Progress(number / 10, f"Step {number}"))
        seconds.at += 0.1
    assert wish.sentence == "Step 5."


def test_the_curve_has_a_point_whenever_cost_or_bound_is_another(beat: Beat, seconds: Seconds) -> None:
    for cost, bound in ((None, None), (300, None), (300, None), (300, 200), (250, 200), (250, 200)):
        seconds.at += 1
        beat(Progress(0.5, "Searching", cost, bound))
    assert [point[2:] for point in beat.points] == [[300, None], [300, 200], [250, 200]]


def test_a_long_search_keeps_a_curve_of_bounded_length(beat: Beat, seconds: Seconds) -> None:
    for cost in range(5000, 0, -1):
        seconds.at += 0.01
        beat(Progress(0.5, "Searching", cost, 1))
    assert len(beat.points) <= MOST_POINTS
    assert beat.points[0][2] == 5000
    assert beat.points[-1][2] == 1


def test_it_hears_that_it_is_good_enough_within_a_second(beat: Beat, wish: Generation, seconds: Seconds) -> None:
    assert beat.stop() is False
    enough(wish.id)
    seconds.at += 0.4
    assert beat.stop() is False
    seconds.at += 0.2
    assert beat.stop() is True


def test_it_ends_when_its_row_is_gone(beat: Beat, wish: Generation, seconds: Seconds) -> None:
    with writing():
        db.session.delete(wish)
    seconds.at += 1
    assert beat.stop() is True


def test_an_interrupted_command_line_ends_it_too(wish: Generation, clock: StoppedClock) -> None:
    assert Beat(wish.id, clock.now(), stop=lambda: True).stop() is True


def test_good_enough_changes_nothing_that_is_over(program: Program, cast: Cast, clock: StoppedClock) -> None:
    done = generate_now(program.id, by=cast.hana, now=clock.now(), time_limit=1)
    enough(done.id)
    assert done.wanted_stop is False


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Says good enough as soon as a whole year is there; holds whether the page then had weeks to show."""
    shown: list[bool] = []
    usual: Callable[[Beat, float, str], None] = Beat.say

    def say(beat: Beat, fraction: float, sentence: str) -> None:
        usual(beat, fraction, sentence)
        if beat.plan is not None and not shown:
            row = db.session.get_one(Generation, beat.generation_id)
            shown.append(bool(row.weeks) and bool(row.points))
            enough(beat.generation_id)

    monkeypatch.setattr(Beat, "say", say)
    return shown


def test_good_enough_keeps_the_first_whole_year(
    program: Program, cast: Cast, clock: StoppedClock, said: list[bool]
) -> None:
    wish = ask(program.id, by=cast.hana, now=clock.now(), time_limit=300)
    assert work_off_next(clock.now(), monotonic=count().__next__) is True
    assert (wish.state, said) == (GenerationState.done, [True])
