"""How often, how evenly, and whether that fits: the arithmetic of a cadence, with answers in sentences."""

from dataclasses import dataclass

YEAR_DAYS = 364
WORKING_WEEK_DAYS = 5


@dataclass(frozen=True)
class Cadence:
    """So many times in a span, with days between one and the next: at least, ideally, at most.

    A gap within `tolerance_days` of the ideal is as good as the ideal.
    """

    times: int
    min_gap_days: int
    ideal_gap_days: int
    max_gap_days: int
    tolerance_days: int = 0


def gap_for(times: int, span_days: int = YEAR_DAYS) -> int:
    """The even gap, in days, of so many times in a span."""
    if times < 1:
        raise ValueError("A cadence happens at least once.")
    return max(1, round(span_days / times))


def suggested(times: int, span_days: int = YEAR_DAYS) -> Cadence:
    """A cadence to start from: evenly spread, half the gap at least, twice at most, a tenth either way unnoticed."""
    ideal = gap_for(times, span_days)
    return Cadence(times, max(1, ideal // 2), ideal, min(span_days, ideal * 2), ideal // 10)


def objections(cadence: Cadence, span_days: int = YEAR_DAYS) -> list[str]:
    """What is wrong with a cadence, a sentence each; empty when it can be kept.

    The last time before the span and the end of the span count as neighbours, so that no year begins or ends bare.
    """
    if cadence.times < 1:
        return ["Say how many times: at least once."]
    return _disorder(cadence) or [*_too_much(cadence, span_days), *_too_little(cadence, span_days)]


def _disorder(cadence: Cadence) -> list[str]:
    found = []
    if cadence.min_gap_days < 1:
        found.append("The shortest gap is at least one day.")
    if not cadence.min_gap_days <= cadence.ideal_gap_days <= cadence.max_gap_days:
        found.append(
            f"The ideal gap of {cadence.ideal_gap_days} days lies between the shortest ({cadence.min_gap_days}) "
            f"and the longest ({cadence.max_gap_days}): change one of the three."
        )
    if cadence.tolerance_days < 0:
        found.append("The tolerance cannot be less than nought days.")
    return found


def _too_much(cadence: Cadence, span_days: int) -> list[str]:
    needed = (cadence.times - 1) * cadence.min_gap_days + 1
    if needed <= span_days:
        return []
    return [
        f"{cadence.times} times with at least {cadence.min_gap_days} days between needs {needed} days, "
        f"but there are {span_days}: ask for fewer or allow a shorter gap."
    ]


def _too_little(cadence: Cadence, span_days: int) -> list[str]:
    covered = (cadence.times + 1) * cadence.max_gap_days
    if covered >= span_days:
        return []
    return [
        f"{cadence.times} times with at most {cadence.max_gap_days} days between covers {covered} of {span_days} days: "
        "ask for more or allow a longer gap."
    ]


def off_ideal(gap_days: int, cadence: Cadence) -> int:
    """How many days a gap lies outside what is as good as ideal; 0 when it is good."""
    return max(0, abs(gap_days - cadence.ideal_gap_days) - cadence.tolerance_days)


def allowed_gap(gap_days: int, cadence: Cadence) -> bool:
    """Whether a gap is neither too short nor too long."""
    return cadence.min_gap_days <= gap_days <= cadence.max_gap_days
