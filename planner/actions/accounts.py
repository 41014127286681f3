"""Accounts: making them, passwords, and sign-in links that work once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from planner.actions.passwords import hash_password, is_outdated, judge, matches
from planner.domain.refusals import Refused
from planner.domain.states import Role
from planner.models import accounts, people
from planner.models.accounts import Account, SignInLink, forget_links_of
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.credentials import bury_credentials, of_password
from planner.models.people import Person
from planner.models.sign_ins import end_sign_ins

LINK_LASTS = timedelta(minutes=15)


def make_account(person: Person, *, now: datetime, by: Person | None = None) -> Account:
    """The account of a person; the one they have, if they have one."""
    with writing():
        account = db.session.get(Account, person.id)
        if account is None:
            account = Account(person_id=person.id, person=person)
            db.session.add(account)
            note("make account", "person", person.id, f"An account for {person.name} was made.", by=by, now=now)
        return account


def set_password(person: Person, password: str, *, now: datetime, by: Person | None, but: int | None = None) -> None:
    """Sets the password and ends every session of the account, except the one numbered `but`.

    Raises Refused for one that is short or easily guessed.
    """
    words = person.name.split()
    judge(password, [*words, "".join(words), person.email, person.email.partition("@")[0]])
    hashed = hash_password(password)
    with writing():
        account = make_account(person, now=now, by=by)
        bury_credentials(of_password(account), now)
        account.password_hash = hashed
        forget_links_of(person.id)
        end_sign_ins(person.id, but=but)
        note("set password", "person", person.id, f"The password of {person.name} was set.", by=by, now=now)


def sign_in(email: str, password: str) -> Account | None:
    """The account that the address and the password belong to, else None. Takes as long for unknown addresses as for known ones."""
    account = accounts.account_of(email)
    known = account is not None and account.person.active
    hashed = account.password_hash if account is not None and known else None
    if not matches(hashed, password) or account is None:
        return None
    if hashed is not None and is_outdated(hashed):
        _hash_anew(account.person_id, password)
    return account


def _hash_anew(person_id: int, password: str) -> None:
    hashed = hash_password(password)
    with writing():
        account = db.session.get(Account, person_id)
        if account is not None:
            account.password_hash = hashed


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
        return make_account(link.person, now=now)


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
