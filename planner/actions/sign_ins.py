"""Sign-ins begun, confirmed and ended. What the cookie holds is random and kept nowhere; the database holds its hash."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from planner.actions.accounts import token_hash
from planner.domain.refusals import Refused
from planner.models import sign_ins
from planner.models.accounts import Account
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.people import Person
from planner.models.sign_ins import SignIn

CONFIRMED_LASTS = timedelta(minutes=10)
"""How long a proof of who somebody is opens what is guarded twice: passwords, roles, exports."""
LONGEST_BROWSER = 120


@dataclass(frozen=True)
class Limits:
    """A sign-in ends when it was not used for `idle`, and in any case after `longest`."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True)
class Browser:
    """From where somebody signs in, for the list in which they recognise their own."""

    address: str
    name: str


def begin_sign_in(person: Person, how: str, browser: Browser, *, now: datetime) -> tuple[SignIn, str]:
    """A new sign-in of somebody who has just proved who they are, with the token for the cookie."""
    token = secrets.token_urlsafe(32)
    with writing():
        row = SignIn(
            person_id=person.id,
            token_hash=token_hash(token),
            how=how,
            address=browser.address[:64],
            browser=_printable(browser.name)[:LONGEST_BROWSER],
            made_at=now,
            seen_at=now,
            confirmed_at=now,
        )
        db.session.add(row)
        account = db.session.get(Account, person.id)
        if account is not None:
            account.last_signed_in_at = now
    return row, token


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())


def sign_in_behind(token: str, limits: Limits, *, now: datetime) -> SignIn | None:
    """The sign-in that a cookie's token stands for; None when it has ended."""
    return sign_ins.sign_in_of(token_hash(token), seen_after=now - limits.idle, made_after=now - limits.longest)


def saw(seen: Mapping[int, datetime]) -> None:
    """Notes when sign-ins were last used."""
    with writing():
        sign_ins.record_seen(seen)


def is_confirmed(sign_in: SignIn, *, now: datetime) -> bool:
    """Whether the person proved who they are a moment ago."""
    return now - sign_in.confirmed_at < CONFIRMED_LASTS


def confirm(sign_in_id: int, *, now: datetime) -> None:
    """Notes that the person behind a sign-in has proved once more who they are."""
    with writing():
        row = db.session.get(SignIn, sign_in_id)
        if row is not None:
            row.confirmed_at = now


def sign_out(sign_in_id: int) -> None:
    """Ends the sign-in that the reader is in."""
    with writing():
        sign_ins.end_sign_in(sign_in_id)


def end_one(sign_in_id: int, owner: Person, *, by: Person, now: datetime) -> None:
    """Ends a sign-in of `owner`. Raises Refused when it is not theirs or has ended already."""
    with writing():
        row = db.session.get(SignIn, sign_in_id)
        if row is None or row.person_id != owner.id:
            raise Refused("That sign-in has ended already.")
        sign_ins.end_sign_in(sign_in_id)
        note("end sign-in", "person", owner.id, f"A sign-in of {owner.name} was ended.", by=by, now=now)


def end_all(owner: Person, *, by: Person | None, now: datetime, but: int | None = None) -> int:
    """Ends every session of `owner`, except the one numbered `but`; how many."""
    with writing():
        ended = sign_ins.end_sign_ins(owner.id, but=but)
        note("end sign-ins", "person", owner.id, f"{ended} sign-ins of {owner.name} were ended.", by=by, now=now)
    return ended


def end_every_sign_in() -> None:
    """After a restore: sign-ins that had been ended would be open again. Links are in no backup."""
    with writing():
        sign_ins.forget_all_sign_ins()
