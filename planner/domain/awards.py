"""What thanks may be given for. Speed alone is no reason: whoever is thanked for short calls learns to end calls."""

import re

_SPEED = re.compile(
    r"\b(aht|(average )?(talk|handl\w*|call|hold|wrap(-| )?up) ?(time|length|duration)s?|(short|quick|fast)(er|est)? (calls?|handling)"
    r"|calls? per (hour|day|shift)|adherence|occupancy)\b",
    re.IGNORECASE,
)
_FILLERS = re.compile(
    r"\b(the|a|an|best|lowest|low|shortest|short|highest|high|most|top|fastest|under|below|of|for|in|with|and|her|his|their|our|my|to"
    r"|minutes?|seconds?|hours?|week|month|quarter|year|this|team|record|average|keeping|having|had|reached|got|down|on|great|good)\b",
    re.IGNORECASE,
)

SPEED_ALONE = (
    "Talk or handle time alone is no reason for thanks: it rewards ending calls, not helping people. "
    "Say what the person did for a customer or a colleague."
)


def refuse_award(behaviour: str, measure: str = "") -> str | None:
    """Why thanks with this behaviour and measure cannot be given, None when they can."""
    if not behaviour.strip():
        return "Say what they did: thanks without the deed are soon forgotten."
    said = f"{behaviour} {measure}"
    if _SPEED.search(said) and not _says_more(_SPEED.sub(" ", behaviour)):
        return SPEED_ALONE
    return None


def _says_more(words: str) -> bool:
    """Whether anything remains once speed, figures and filling words are taken away."""
    return len(re.findall(r"[^\W\d_]{3,}", _FILLERS.sub(" ", words))) >= 2
