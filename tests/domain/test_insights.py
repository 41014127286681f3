"""Themes against a slow count, and groups that are too small to be named."""

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.insights import (
    FEWEST_ACTIVE,
    LIGHT_WORDS,
    RECURS_FROM,
    SMALLEST_GROUP,
    Light,
    Voice,
    recurring,
    team_shown,
    themes,
)

voices = st.lists(
    st.builds(
        Voice,
        category=st.sampled_from(["policy", "system"]),
        touch_point=st.sampled_from(["", "Phone", "Letter"]),
        team=st.sampled_from(["", "Billing", "Night Care"]),
        shift=st.sampled_from(["", "Day", "Night"]),
        hurts=st.booleans(),
        open=st.booleans(),
        head=st.booleans(),
    ),
    max_size=12,
)


@given(voices)
def test_themes_are_those_of_a_slow_count(found: list[Voice]) -> None:
    summed = themes(found, lambda voice: voice.touch_point)
    assert {theme.key for theme in summed} == {voice.touch_point for voice in found} - {""}
    for theme in summed:
        mine = [voice for voice in found if voice.touch_point == theme.key]
        assert (theme.voices, theme.insights) == (len(mine), len([voice for voice in mine if voice.head]))
        assert (theme.hurting, theme.open) == (sum(v.hurts for v in mine), sum(v.open for v in mine))
        assert set(theme.teams) == {voice.team for voice in mine} - {""}
    counts = [theme.voices for theme in summed]
    assert counts == sorted(counts, reverse=True)


@given(voices)
def test_what_recurs_was_heard_often_or_by_several_teams(found: list[Voice]) -> None:
    for theme in recurring(found):
        mine = [v for v in found if v.touch_point and f"{v.category} at {v.touch_point}" == theme.key]
        assert len(mine) >= RECURS_FROM or len({v.team for v in mine if v.team}) > 1


def test_four_colleagues_would_know_whose_voice_it_is() -> None:
    sizes, active = (SMALLEST_GROUP - 1, SMALLEST_GROUP), (FEWEST_ACTIVE - 1, FEWEST_ACTIVE)
    assert [team_shown(size, some) for size in sizes for some in active] == [False, False, False, True]


def test_every_light_has_its_words() -> None:
    assert set(LIGHT_WORDS) == set(Light)
