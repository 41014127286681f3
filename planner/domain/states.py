"""The words for states, roles and audiences, so that pages, mails and tables all use the same ones."""

from enum import StrEnum


class EventState(StrEnum):
    draft = "draft"
    confirmed = "confirmed"
    moved = "moved"
    cancelled = "cancelled"
    done = "done"
    missed = "missed"


class CommitmentState(StrEnum):
    open = "open"
    done = "done"
    late = "late"
    missed = "missed"
    excused = "excused"


class MessageState(StrEnum):
    pending = "pending"
    leased = "leased"
    sent = "sent"
    dead = "dead"
    cancelled = "cancelled"
    expired = "expired"
    superseded = "superseded"


class CommitmentKind(StrEnum):
    floor_visit = "floor visit"
    policy_review = "policy review"
    preparation = "preparation"
    promise = "promise"
    follow_up = "follow-up"
    check_in = "check-in"


class Role(StrEnum):
    hr = "hr"
    lead = "lead"
    executive = "executive"
    assistant = "assistant"
    agent = "agent"
    viewer = "viewer"

    @property
    def label(self) -> str:
        """The role as pages print it."""
        return ROLE_LABELS[self]


class LeaderLevel(StrEnum):
    executive = "executive"
    director = "director"
    manager = "manager"

    @property
    def is_senior(self) -> bool:
        """Senior people are those whom a team rarely sees: everybody above a manager."""
        return self is not LeaderLevel.manager


class Audience(StrEnum):
    """To whom a step of a ladder goes, seen from the thing it is about."""

    owner = "owner"
    assistant = "assistant"
    lead = "lead"
    sponsor = "sponsor"
    hr = "hr"


ROLE_LABELS: dict[Role, str] = {
    Role.hr: "HR",
    Role.lead: "Team lead",
    Role.executive: "Executive",
    Role.assistant: "Assistant",
    Role.agent: "Agent",
    Role.viewer: "Viewer",
}

LIVE_EVENT_STATES = frozenset({EventState.confirmed, EventState.moved})
"""Published and still to come: the states that feeds show as firm and that reminders speak about."""

OPEN_COMMITMENT_STATES = frozenset({CommitmentState.open, CommitmentState.late})
"""Somebody still owes something: the states in which a ladder goes on."""

UNSENT_MESSAGE_STATES = frozenset({MessageState.pending, MessageState.leased})
