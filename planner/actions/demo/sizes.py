"""How large the made-up organisation may be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """`visits_owed` is per leader and quarter, fitted so that each team's yearly visits are shared out."""

    sites: int
    teams: int
    leaders: int
    executives: int
    policies: int
    visits_owed: int
    seconds: int
    """How long the generator may take."""


SIZES = {
    "small": Size(sites=2, teams=8, leaders=5, executives=2, policies=8, visits_owed=3, seconds=8),
    "medium": Size(sites=4, teams=60, leaders=25, executives=4, policies=24, visits_owed=4, seconds=15),
    "large": Size(sites=12, teams=400, leaders=120, executives=10, policies=80, visits_owed=6, seconds=60),
}
