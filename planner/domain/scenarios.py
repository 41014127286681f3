"""What HR may change in a scenario: a year tried out beside the draft. Everything else is as the program says."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from planner.domain.refusals import Refused

PERCENT = (-90, 300)
MOST_VISITS = 52


class Trips(StrEnum):
    """How much journeys of leaders count."""

    as_now = "as now"
    fewer = "fewer"
    fewest = "fewest"


@dataclass(frozen=True)
class Settings:
    """`budget` and `committee` are percent more (or less, below nought); 0 `visits` leaves the cadence as it is."""

    budget: int = 0
    visits: int = 0
    trips: Trips = Trips.as_now
    calm: bool = False
    nights: bool = False
    committee: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        for name, value in (("budget", self.budget), ("committee", self.committee)):
            if not PERCENT[0] <= value <= PERCENT[1]:
                raise Refused(f"Give a change from {PERCENT[0]} to {PERCENT[1]} per cent.", name)
        if not 0 <= self.visits <= MOST_VISITS:
            raise Refused(f"Give up to {MOST_VISITS} visits a year, or leave it empty.", "visits")
        if not 0 <= self.seed < 2**31:
            raise Refused("Give a whole number, nought or more.", "seed")

    def to_json(self) -> dict[str, object]:
        """Only what is other than in the program."""
        plain = asdict(Settings())
        return {name: value for name, value in asdict(self).items() if value != plain[name]}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "Settings":
        """What an older or newer release wrote beside is left out."""
        known = {name: data[name] for name in asdict(cls()) if name in data}
        if "trips" in known:
            known["trips"] = Trips(str(known["trips"]))
        return cls(**known)  # type: ignore[arg-type]  # written by to_json

    def words(self) -> list[str]:
        """What differs from the program, a few words each."""
        return list(self._words()) or ["as the program is set"]

    def _words(self) -> Iterator[str]:
        if self.budget:
            yield f"budget {_percent(self.budget)}"
        if self.visits:
            yield f"{self.visits} floor {'visit' if self.visits == 1 else 'visits'} a year for each team"
        if self.trips is not Trips.as_now:
            yield "fewer journeys" if self.trips is Trips.fewer else "as few journeys as can be"
        if self.calm:
            yield "calmer full weeks"
        if self.nights:
            yield "night teams first"
        if self.committee:
            yield f"committee time {_percent(self.committee)}"
        if self.seed:
            yield f"another beginning of the search ({self.seed})"


def _percent(change: int) -> str:
    return f"{abs(change)} % {'more' if change > 0 else 'less'}"
