"""How long the generator may search, in the three sizes that people choose from."""

from dataclasses import dataclass
from enum import StrEnum


class Effort(StrEnum):
    quick = "quick"
    thorough = "thorough"
    long = "long"

    @property
    def seconds(self) -> int:
        return EFFORTS[self].seconds


@dataclass(frozen=True)
class _Size:
    seconds: int
    label: str


EFFORTS = {
    Effort.quick: _Size(12, "Quick: about 12 seconds, enough to look at a year"),
    Effort.thorough: _Size(60, "Thorough: about a minute, for the year that you publish"),
    Effort.long: _Size(300, "Long: about five minutes, for many teams and tight rules"),
}


def effort_of(seconds: int) -> Effort:
    """The smallest effort that searches at least so long."""
    return next((effort for effort, size in EFFORTS.items() if size.seconds >= seconds), Effort.long)
