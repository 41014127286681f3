"""Kinds look different from each other and can be read by everybody."""

import re

import pytest

from planner.domain.kinds import KINDS, EventKind, Kind, kind_by_slug

SHAPES = {"circle", "square", "diamond", "triangle", "star", "hexagon", "pentagon"}
CSS3_NAMES = {"mediumvioletred", "royalblue", "rebeccapurple", "chocolate", "teal", "forestgreen", "slategray"}


def _contrast_with_white(colour: str) -> float:
    """The WCAG 2 contrast ratio of a hex colour against white."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_every_kind_has_its_entry_under_its_own_key() -> None:
    assert [(key, kind.key) for key, kind in KINDS.items()] == [(kind, kind) for kind in EventKind]


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_white_text_can_be_read_on_every_kind(kind: Kind) -> None:
    assert re.fullmatch(r"#[0-9A-F]{6}", kind.colour)
    assert _contrast_with_white(kind.colour) >= 4.5


def test_no_two_kinds_share_a_colour_shape_icon_name_or_slug() -> None:
    for field in ("colour", "css_name", "shape", "icon", "label", "plural", "slug"):
        assert len({getattr(kind, field) for kind in KINDS.values()}) == len(EventKind), field
    assert {kind.shape for kind in KINDS.values()} == SHAPES
    assert {kind.css_name for kind in KINDS.values()} == CSS3_NAMES


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_a_slug_is_the_kind_with_hyphens_and_finds_it_again(kind: Kind) -> None:
    assert kind.slug == str(kind.key).replace(" ", "-")
    assert kind_by_slug(kind.slug) is kind


def test_an_unknown_slug_finds_nothing() -> None:
    assert kind_by_slug("floor visit") is None
