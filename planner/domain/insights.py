"""What the front line passes on, seen together: lights, voices, themes, and when a group is too small to be named."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

SMALLEST_GROUP = 6
"""Below this many people an anonymous voice is shown without its team: with a handful of colleagues everybody would know whose it is."""
FEWEST_ACTIVE = 3
"""So many of them must have used Planner lately: a voice of the only one who does is no secret either."""
ACTIVE_WITHIN_DAYS = 90
ACKNOWLEDGE_WORKDAYS = 3
"""In how many working days a receiver says that it was read, unless HR chose another number for the category."""
RECURS_FROM = 3
"""From how many voices something is a theme of its own."""


class Light(StrEnum):
    """How an issue stands: done, on its way, or not possible, with the reason."""

    green = "green"
    yellow = "yellow"
    red = "red"


LIGHT_WORDS: dict[Light, str] = {
    Light.green: "We did",
    Light.yellow: "On its way",
    Light.red: "We cannot, because",
}
VALUES: dict[int, str] = {
    1: "Good to know",
    2: "Helps a team",
    3: "Helps many customers",
    4: "Changes what we do",
}
"""What somebody thinks it is worth, in words: a rating of the insight, never of whoever passed it on."""


@dataclass(frozen=True)
class Voice:
    """One insight as a theme sees it. `head` is False for one that is answered together with another that says the same."""

    category: str
    touch_point: str
    team: str
    shift: str
    hurts: bool = True
    open: bool = True
    head: bool = True


@dataclass(frozen=True)
class Theme:
    """What belongs together by one key. Whoever said the same as another is one more voice, but no further insight."""

    key: str
    insights: int
    voices: int
    hurting: int
    open: int
    teams: tuple[str, ...]
    shifts: tuple[str, ...]

    @property
    def recurs(self) -> bool:
        """Heard often enough, or from more than one team, to be more than a single remark."""
        return self.voices >= RECURS_FROM or len(self.teams) > 1


def team_shown(size: int, active: int) -> bool:
    """Whether a group is large enough to be named with an anonymous voice: more than five people, three of whom were active lately."""
    return size >= SMALLEST_GROUP and active >= FEWEST_ACTIVE


def themes(voices: Iterable[Voice], key: Callable[[Voice], str]) -> list[Theme]:
    """What was passed on, summed by a key; the most voices first, then by name. An empty key is left out."""
    groups: dict[str, list[Voice]] = {}
    for voice in voices:
        if name := key(voice):
            groups.setdefault(name, []).append(voice)
    return sorted((_theme(name, group) for name, group in groups.items()), key=lambda theme: (-theme.voices, theme.key))


def _theme(key: str, group: Sequence[Voice]) -> Theme:
    return Theme(
        key=key,
        insights=sum(voice.head for voice in group),
        voices=len(group),
        hurting=sum(voice.hurts for voice in group),
        open=sum(voice.open for voice in group),
        teams=tuple(sorted({voice.team for voice in group if voice.team})),
        shifts=tuple(sorted({voice.shift for voice in group if voice.shift})),
    )


def recurring(voices: Iterable[Voice]) -> list[Theme]:
    """The same category at the same touch point, heard often or from several teams. The key is "category at touch point"."""
    found = themes(voices, lambda voice: f"{voice.category} at {voice.touch_point}" if voice.touch_point else "")
    return [theme for theme in found if theme.recurs]
