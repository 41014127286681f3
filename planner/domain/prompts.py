"""What a leader may ask on the floor, and the rules of a good visit. Check in, not up: nothing here rates an agent."""

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    first_visit = "first visit"
    listening = "listening"
    rules = "rules that hurt"
    follow_up = "follow-up"


@dataclass(frozen=True)
class Prompt:
    number: int
    text: str


FEWEST, MOST = 3, 5

PROMPTS: tuple[Prompt, ...] = tuple(
    Prompt(number, text)
    for number, text in enumerate(
        (
            "What goes well at the moment?",
            "Whom should I thank, and for what exactly?",
            "What gets in the way of helping a customer today?",
            "Which rule do you have to defend although you would drop it?",
            "What did a customer ask for that you had to refuse?",
            "Is there a tool or a piece of information that you miss?",
            "What did you find out about our customers this week?",
            "What did customers know from us before you did?",
            "What could we as leaders do better?",
            "Which three things are good, and which one would you change?",
            "What should I know that I have not asked about?",
            "Last time you told me about something: is it mended?",
        ),
        start=1,
    )
)

_SETS: dict[Purpose, tuple[int, ...]] = {
    Purpose.first_visit: (1, 2, 7, 10),
    Purpose.listening: (2, 3, 7, 8, 11),
    Purpose.rules: (2, 3, 4, 5),
    Purpose.follow_up: (12, 2, 6, 9),
}

RULES: tuple[str, ...] = (
    "Announce your visits before the first one.",
    "Begin with the person, not with the questions.",
    "Say what became of the last thing that you were told.",
    "Ask three to five questions; leave the list when the talk leads elsewhere.",
    "Never judge an agent's work, and write nothing down that does.",
    "Say what you will do, and by when they will hear.",
    "Write it down the same day, and thank people by name.",
    "On a first visit, sit with somebody experienced.",
    "Come at other hours and to other channels too, nights included.",
    "Pass a short summary one level up.",
)


def prompts_for(purpose: Purpose) -> tuple[Prompt, ...]:
    """Three to five prompts for a visit, in the order in which to ask them."""
    return tuple(PROMPTS[number - 1] for number in _SETS[purpose])


def purpose_of(earlier_visits: int, open_promises: int, visit_number: int = 0) -> Purpose:
    """Which prompts to offer: first things first, then what was promised, then listening and rules in turn."""
    if earlier_visits == 0:
        return Purpose.first_visit
    if open_promises:
        return Purpose.follow_up
    return Purpose.rules if visit_number % 2 else Purpose.listening
