"""Rules that the front line names: who counts as a voice, and which names probably mean the same rule."""

import re
from collections.abc import Iterable

ANSWER_DAYS = 30
"""Whoever names a rule hears within so many days what was decided, or why not yet."""
MANY = 3
"""From so many voices on a rule is marked as named again and again."""
ALIKE = 0.5
_SMALL = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "every", "for", "from", "has", "have", "in", "is", "it", "its", "may",
    "must", "no", "not", "of", "on", "one", "only", "or", "our", "that", "the", "their", "them", "they", "this", "to", "we", "with", "you",
    "your",
))  # fmt: skip


def marks(name: str) -> frozenset[str]:
    """The words that tell one rule from another: small words left out, plural endings off."""
    words = re.findall(r"[^\W_]+", name.casefold())
    return frozenset(_stem(word) for word in words if word not in _SMALL)


def _stem(word: str) -> str:
    for ending in ("es", "s"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word.removesuffix(ending)
    return word


def likeness(one: str, other: str) -> float:
    """0.0 to 1.0: the words that two names share, out of the shorter one's."""
    first, second = marks(one), marks(other)
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


def alike(name: str, others: Iterable[tuple[int, str]]) -> list[int]:
    """Which of these (number, name) probably mean the same rule, the likeliest first."""
    found = [(likeness(name, other), number) for number, other in others]
    return [number for value, number in sorted(found, key=lambda pair: (-pair[0], pair[1])) if value >= ALIKE]


def voices(people: Iterable[int | None]) -> int:
    """How many people speak: somebody who names it twice is one voice."""
    return len(set(people))


def repeated(number_of_voices: int) -> bool:
    """Whether so many voices are worth a mark."""
    return number_of_voices >= MANY
