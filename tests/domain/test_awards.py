"""Thanks are for deeds: speed alone is refused, a deed that was also quick is not."""

import pytest

from planner.domain.awards import SPEED_ALONE, refuse_award


@pytest.mark.parametrize(
    "behaviour",
    [
        "Lowest AHT",
        "Shortest average handle time of the month",
        "best talk time this week",
        "Most calls per hour",
        "fastest calls in the team",
        "Highest adherence",
    ],
)
def test_speed_alone_is_no_reason(behaviour: str) -> None:
    assert refuse_award(behaviour) == SPEED_ALONE


@pytest.mark.parametrize(
    ("behaviour", "measure"),
    [
        ("Stayed with a caller until the parcel was found", ""),
        ("Taught three new colleagues the refund page", "average handle time"),
        ("Wrote a template that halved talk time for bank customers", ""),
        ("Kept a promise", "first contact resolution"),
        ("resolved it", "repeat contacts"),
    ],
)
def test_a_deed_is_a_reason_whatever_it_did_to_the_clock(behaviour: str, measure: str) -> None:
    assert refuse_award(behaviour, measure) is None


def test_a_deed_must_be_named() -> None:
    assert refuse_award("  ", "satisfaction") == "Say what they did: thanks without the deed are soon forgotten."
