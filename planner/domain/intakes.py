"""Before the front line is asked what it hears, it is shown what to look for: when an intake opens unprepared, and why that is."""

from dataclasses import dataclass
from datetime import date, timedelta

TRAINING_BEFORE = timedelta(days=7)
"""So long before the opening the training is put when nothing else is asked for."""
TRAINING_TITLE = "What to look for: before you pass on what customers tell you"
TRAINING_WORDS = (
    "Which remarks of customers are worth passing on: a rule that hurts, a screen that fails, what a competitor offers, a "
    "customer who would speak for us. How to write it down in a minute, who answers, and by when you hear back."
)


@dataclass(frozen=True)
class Training:
    """The training as it is planned."""

    day: date
    cancelled: bool = False


def unprepared(opens_on: date, training: Training | None) -> str | None:
    """Why an intake is red, in a sentence; None when a training comes before it opens."""
    if training is None:
        return "No training comes before the intake opens: people do not know yet what to look for."
    if training.cancelled:
        return "The training before the intake was cancelled: plan another one, or open later."
    if training.day >= opens_on:
        return "The training comes after the intake has opened: move one of the two."
    return None


def is_open(opens_on: date | None, today: date) -> bool:
    """Whether people are asked already; without an intake nobody has to wait."""
    return opens_on is None or opens_on <= today
