"""Single sign-on: who somebody of a provider is here. Known by issuer and subject; an e-mail address may change hands."""

from dataclasses import dataclass
from datetime import datetime

from planner.actions.accounts import make_account
from planner.domain.refusals import Refused
from planner.models.accounts import Identity, identity_of
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.credentials import bury_credentials, of_identity
from planner.models.people import Person, person_by_email

UNKNOWN = "The provider knows you, but Planner does not know you by it. Sign in another way, and connect it under “My account”."


class SignOnFailed(Exception):
    """The provider did not answer, or said what cannot be believed; the words are for the log."""


@dataclass(frozen=True)
class Claims:
    """What a verified ID token says. No role is among it: roles are given in Planner alone."""

    issuer: str
    subject: str
    email: str = ""
    email_verified: bool = False


def person_behind(claims: Claims, *, by_email: bool, now: datetime) -> Person:
    """Who signs in. Raises Refused for somebody unknown, or who has left.

    `by_email` says that the administrator trusts the provider's verified addresses for the first time.
    """
    identity = identity_of(claims.issuer, claims.subject)
    if identity is not None:
        return _active(identity.person)
    person = person_by_email(claims.email) if by_email and claims.email_verified and claims.email else None
    if person is None:
        raise Refused(UNKNOWN)
    connect(_active(person), claims, now=now)
    return person


def _active(person: Person) -> Person:
    if not person.active:
        raise Refused(UNKNOWN)
    return person


def connect(person: Person, claims: Claims, *, now: datetime) -> None:
    """Lets the provider sign this person in. Raises Refused when it signs in somebody else already."""
    with writing():
        known = identity_of(claims.issuer, claims.subject)
        if known is not None and known.person_id != person.id:
            raise Refused("This sign-on belongs to somebody else here. Ask HR.")
        if known is None:
            make_account(person, now=now)
            row = Identity(person_id=person.id, issuer=claims.issuer, subject=claims.subject, made_at=now)
            db.session.add(row)
            sentence = f"{person.name} connected single sign-on of {claims.issuer}."
            note("connect sign-on", "person", person.id, sentence, by=person, now=now)


def disconnect(identity_id: int, person: Person, *, now: datetime) -> None:
    """Ends it. Raises Refused for an identity that is not the person's own."""
    with writing():
        row = db.session.get(Identity, identity_id)
        if row is None or row.person_id != person.id:
            raise Refused("It was disconnected already.")
        bury_credentials([of_identity(row)], now)
        db.session.delete(row)
        sentence = f"{person.name} disconnected single sign-on of {row.issuer}."
        note("disconnect sign-on", "person", person.id, sentence, by=person, now=now)
