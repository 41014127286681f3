"""How a message row is made: its unique key, its Message-ID, and the columns that every row needs."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from planner.domain.states import MessageState

DIGEST = "digest"
"""The "channel" of rows that wait for the recipient's weekly digest."""


def key_of(about: str, about_id: int, time_version: int, step: str, recipient_id: int) -> str:
    """What makes a message unique: the thing, its version of time, the step and the recipient."""
    return f"{about}:{about_id}:{time_version}:{step}:{recipient_id}"


def mail_hash(key: str, made_at: datetime) -> str:
    """The local part of the Message-ID, the same for every copy of one row.

    The instant is part of it because mail programs drop a mail whose id they know: a restored or fresh database counts from 1 again.
    """
    return hashlib.sha256(f"{key} {made_at.isoformat()}".encode()).hexdigest()[:32]


def _identity(key: str, now: datetime) -> dict[str, object]:
    return {"key": key, "message_id": mail_hash(key, now), "made_at": now}


def message_row(
    *,
    name: str,
    about: str,
    about_id: int,
    recipient_id: int,
    step: str,
    due_at: datetime,
    expires_at: datetime,
    now: datetime,
    time_version: int = 1,
    next_try_at: datetime | None = None,
    channel: str = "email",
    state: MessageState = MessageState.pending,
    facts: Mapping[str, object] | None = None,
    optional: bool = False,
    last_words: str = "",
    team_id: int | None = None,
) -> dict[str, object]:
    """The columns of a new row for `planner.models.messages.insert_new`."""
    return {
        **_identity(key_of(about, about_id, time_version, step, recipient_id), now),
        "name": name,
        "about": about,
        "about_id": about_id,
        "recipient_id": recipient_id,
        "time_version": time_version,
        "step": step,
        "due_at": due_at,
        "next_try_at": next_try_at or max(due_at, now),
        "expires_at": expires_at,
        "channel": channel,
        "state": state,
        "facts": dict(facts or {}),
        "optional": optional,
        "last_words": last_words,
        "team_id": team_id,
    }
