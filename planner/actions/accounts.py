"""Accounts: making them, passwords, and sign-in links that work once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from planner.domain.refusals import Refused
from planner.domain.states import Role
from planner.models import accounts, people
from planner.models.accounts import Account, SignInLink
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.people import Person

LINK_LASTS = timedelta(minutes=15)
SHORTEST_PASSWORD = 12

_hasher = PasswordHasher()


@cache
def _nobodys_hash() -> str:
    """What an unknown address is compared with, so that it takes as long; made at the first sign-in, because making it takes a while."""
    return _hasher.hash(secrets.token_urlsafe())


def make_account(person: Person, *, now: datetime, by: Person | None = None) -> Account:
    """The account of a person; the one they have, if they have one."""
    with writing():
        account = db.session.get(Account, person.id)
        if account is None:
            account = Account(person_id=person.id, person=person)
            db.session.add(account)
            note("make account", "person", person.id, f"An account for {person.name} was made.", by=by, now=now)
        return account


def set_password(person: Person, password: str, *, now: datetime, by: Person | None) -> None:
    """Sets the password and ends every session of the account. Raises Refused for one that is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(
            f"A password has at least {SHORTEST_PASSWORD} characters; a sentence is easy to remember.", "password"
        )
    hashed = _hasher.hash(password)
    with writing():
        account = make_account(person, now=now, by=by)
        account.password_hash = hashed
        account.epoch += 1
        note("set password", "person", person.id, f"The password of {person.name} was set.", by=by, now=now)


def sign_in(email: str, password: str, *, now: datetime) -> Account | None:
    """The account that the address and the password belong to, else None. Takes as long for unknown addresses as for known ones."""
    account = accounts.account_of(email)
    known = account is not None and account.password_hash is not None and account.person.active
    hashed = account.password_hash if account and account.password_hash else _nobodys_hash()
    if not _matches(hashed, password) or not known or account is None:
        return None
    with writing():
        account.last_signed_in_at = now
    return account


def _matches(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def token_hash(token: str) -> str:
    """What is kept of a token: its SHA-256. Tokens are 256 random bits, so no slower hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_sign_in_link(person: Person, *, now: datetime, lasts: timedelta = LINK_LASTS) -> str:
    """A token that signs the person in once, until it expires. Raises Refused for somebody who was deactivated."""
    if not person.active:
        raise Refused(f"{person.name} was deactivated and cannot sign in.")
    token = secrets.token_urlsafe(32)
    with writing():
        make_account(person, now=now)
        db.session.add(SignInLink(person_id=person.id, token_hash=token_hash(token), expires_at=now + lasts))
    return token


def use_sign_in_link(token: str, *, now: datetime) -> Account:
    """Signs in by a link, and uses it up. Raises Refused, with the same sentence whatever is wrong with it."""
    with writing():
        link = accounts.open_link(token_hash(token), now)
        if link is None or not link.person.active:
            raise Refused("This sign-in link has been used or has expired. Ask for a new one below.")
        link.used_at = now
        account = make_account(link.person, now=now)
        account.last_signed_in_at = now
        return account


def make_first_person(name: str, email: str, *, now: datetime) -> Person:
    """The first HR person of a new installation. Raises Refused when somebody is there already."""
    with writing():
        if people.anybody():
            raise Refused("Planner has been set up already: sign in, or ask HR for an account.")
        person = Person(name=name, email=email.strip().lower(), role=Role.hr)
        db.session.add(person)
        db.session.flush()
        make_account(person, now=now, by=person)
        return person
