"""How pages speak of ladders: their names, when a step goes and to whom, as people say it."""

from planner.domain.ladders import Anchor, Step
from planner.domain.states import Audience

ANCHORS = {
    Anchor.opens: "its window opens",
    Anchor.starts: "it begins",
    Anchor.due: "it is due",
    Anchor.ends: "it ends",
}
AUDIENCES = {
    Audience.owner: "the owner",
    Audience.assistant: "the assistant",
    Audience.lead: "the team's lead",
    Audience.sponsor: "the sponsor",
    Audience.hr: "HR",
}
ABOUT = {
    "floor visit": "Floor visits",
    "policy review": "Policy reviews",
    "preparation": "Things to prepare",
    "follow-up": "Follow-ups",
    "check-in": "Check-ins on resolutions",
    "promise": "Promises",
    "event": "Every event",
}


def ladder_name(about: str) -> str:
    """A ladder's heading."""
    return ABOUT.get(about, about.capitalize())


def step_when(step: Step) -> str:
    """ "7 days before it is due, at 09:00", "the working day before it begins, at 15:00", "an hour before it begins"."""
    clock = f", at {step.at:%H:%M}" if step.at else ""
    if is_workday_before(step):
        return f"the working day before {ANCHORS[step.anchor]}{clock}"
    if step.days:
        return f"{_count(step.days, 'day', 'a day')} {ANCHORS[step.anchor]}{clock}"
    if step.hours:
        return f"{_count(step.hours, 'hour', 'an hour')} {ANCHORS[step.anchor]}"
    day = step.anchor in (Anchor.opens, Anchor.due) or step.at is not None
    return f"{'on the day when' if day else 'when'} {ANCHORS[step.anchor]}{clock}"


def is_workday_before(step: Step) -> bool:
    """Moved off weekends and closed days, "the day before" is the working day before."""
    return (step.days, step.hours, step.workdays_only) == (-1, 0, True)


def _count(number: int, word: str, one: str) -> str:
    side = "before" if number < 0 else "after"
    return f"{one if abs(number) == 1 else f'{abs(number)} {word}s'} {side}"


def step_who(step: Step) -> str:
    """ "the owner and the assistant"."""
    names = [AUDIENCES[who] for who in step.audience]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
