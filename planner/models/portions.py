"""Long lists of numbers in portions: SQLite takes at most 32,766 values in a statement, and a year or an organisation may have more."""

from collections.abc import Iterable, Iterator

PORTION = 5000


def portions(numbers: Iterable[int], size: int = PORTION) -> Iterator[list[int]]:
    """The numbers in order, each once, in lists of at most `size`; nothing for none."""
    every = sorted(set(numbers))
    return (every[first : first + size] for first in range(0, len(every), size))
