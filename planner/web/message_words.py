"""How pages speak of messages and ladders: names, steps and audiences as people say them."""

from planner.domain.ladders import Step
from planner.domain.states import Audience

NAMES = {
    "visit-brief": "Floor visit: the brief",
    "visit-slots": "Floor visit: does the time suit?",
    "visit-tomorrow": "Floor visit: tomorrow",
    "visit-done": "Floor visit: did it take place?",
    "visit-owed": "Floor visit: still owed",
    "visit-sponsor": "Floor visit: overdue, to the sponsor",
    "visit-missed": "Floor visit: missed",
    "review-agenda": "Policy review: prepare the agenda",
    "review-tomorrow": "Policy review: tomorrow",
    "review-owed": "Policy review: no outcome yet",
    "preparation-due": "Something to prepare",
    "preparation-owed": "Something to prepare is late",
    "event-coming": "An event is coming",
    "events-coming": "Several events are coming",
    "promise-due": "A promise falls due",
    "promise-owed": "A promise is late",
    "told-back": "What became of something that you asked",
    "event-moved": "An event was moved or changed",
    "event-cancelled": "An event was cancelled",
    "event-new": "A new event",
    "substitute-asked": "Can you make a visit instead?",
    "substitute-answered": "What a substitute said",
    "invitation": "An invitation",
    "invitation-update": "An invitation, changed",
    "invitation-cancel": "An invitation, withdrawn",
    "invitation-stays": "A proposed time that was put aside",
    "feed-behind": "A change that a calendar has not seen",
    "handed-over": "What you took over from somebody who left",
    "feed-new-reader": "A second program reads your feed",
    "year-published": "A year was published",
    "year-changed": "Several changes",
    "digest": "Weekly digest",
    "sign-in": "Sign-in link",
    "test": "A test of a message",
}

_ANCHORS = {"opens": "its window opens", "starts": "it begins", "due": "it is due", "ends": "it ends"}
AUDIENCES = {
    Audience.owner: "the owner",
    Audience.assistant: "the assistant",
    Audience.lead: "the team's lead",
    Audience.sponsor: "the sponsor",
    Audience.hr: "HR",
}

OPTIONAL_WORDS = {
    "digest": "Your week on Monday morning: what is yours to do and what comes. Without it, only what waited for it comes on Mondays.",
    "year-published": "A mail when a new year is published, with what concerns you in it.",
    "feed-behind": "A word when a change is near and your calendar has not asked for it yet.",
}
"""What somebody gets, and may leave."""

ATTEMPTS = {
    "started": "Sending began",
    "accepted": "It was taken",
    "refused": "Refused for good",
    "handed on": "Handed on",
    "delayed": "Could not be sent; tried again later",
    "withdrawn": "Taken back before it went: something had just changed, or the sender stopped",
    "unknown": "Outcome unknown; sent again under the same Message-ID",
}


def message_name(name: str) -> str:
    """A message as people call it."""
    return NAMES.get(name, name)


def step_when(step: Step) -> str:
    """ "7 days before it is due, at 09:00"."""
    count = abs(step.days)
    days = (
        "on the day when"
        if count == 0
        else f"{count} {'day' if count == 1 else 'days'} {'before' if step.days < 0 else 'after'}"
    )
    clock = f", at {step.at:%H:%M}" if step.at else ""
    return f"{days} {_ANCHORS[step.anchor]}{clock}"


def step_who(step: Step) -> str:
    """ "the owner and the assistant"."""
    names = [AUDIENCES[who] for who in step.audience]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
