"""Tokens for programs: made and shown once, ended by their person, by HR, and when the person leaves; and when they were used."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from planner.actions.accounts import token_hash
from planner.domain.api_parts import LASTS, Part
from planner.domain.refusals import Refused
from planner.domain.text import clean, refuse
from planner.models import api_tokens as questions
from planner.models.api_tokens import ApiToken, Use
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.people import Person
from planner.models.tombstones import Grave, bury

TOKEN_SIGN = "cswp_api_"  # noqa: S105  # what tokens begin with, so that whoever finds one in a text knows what it opens
MOST = 10
LONGEST_NAME = 80
ENOUGH_LETTERS = 20


def make_token(person: Person, name: str, parts: Collection[str], days: int, *, now: datetime) -> tuple[ApiToken, str]:
    """A token and its secret, which is not kept: hand it on at once. Raises Refused for what makes no sense, beside its field."""
    refusal = refuse(name, "The name") or ("" if len(name) <= LONGEST_NAME else "The name is too long.")
    if refusal:
        raise Refused(refusal, "name")
    if not parts or set(parts) - set(Part):
        raise Refused("Tick at least one part that the program may read.", "parts")
    if days not in LASTS:
        raise Refused("Choose how long the token lasts.", "days")
    secret = secrets.token_urlsafe(32)
    token = TOKEN_SIGN + secret
    with writing():
        if not person.active:
            raise Refused(f"{person.name} was deactivated and cannot have a token.")
        if len(questions.tokens_of(person.id)) >= MOST:
            raise Refused(f"You have {MOST} tokens. End one that no program needs, then make this one.", "name")
        row = ApiToken(
            person_id=person.id,
            name=clean(name),
            parts=sorted(parts),
            token_hash=token_hash(token),
            token_start=secret[:6],
            made_at=now,
            expires_at=now + timedelta(days=days),
        )
        db.session.add(row)
        db.session.flush()
        note("make API token", "API token", row.id, f"{person.name} made the token “{row.name}”.", by=person, now=now)
    return row, token


def token_behind(token: str, now: datetime) -> ApiToken | None:
    """The token that a program sent; None for one that never was, was ended, has expired, or whose person has left.

    A feed's token is none: its sign is another, and it is looked for among other rows.
    """
    if not token.startswith(TOKEN_SIGN) or len(token) < len(TOKEN_SIGN) + ENOUGH_LETTERS:
        return None
    return questions.open_token(token_hash(token), now)


def end_token(row: ApiToken, *, by: Person, now: datetime) -> bool:
    """Ends one; False when it had ended already."""
    with writing():
        db.session.refresh(row)
        if row.ended_at is not None:
            return False
        row.ended_at = now
        bury(Grave.program, [row.token_hash], now)
        note("end API token", "API token", row.id, f"“{row.name}” of {row.person.name} was ended.", by=by, now=now)
        return True


def record_uses(uses: Mapping[int, Use]) -> None:
    """Notes when tokens were last used, and by which program."""
    with writing():
        questions.record_uses(uses)
