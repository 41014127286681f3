"""Accounts: how a person signs in: by password, by a link that works once, by single sign-on; and a second factor."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.models.base import Base, Instant, db
from planner.models.people import Person


class Account(Base):
    """`second_secret` is what the person's authenticator knows, encrypted with the secret key; empty without a second factor.

    `second_step` is the last half minute whose code was used, so that none is used twice; `spare_codes` are hashes.
    """

    __tablename__ = "accounts"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    second_secret: Mapped[str] = mapped_column(Text, default="")
    second_step: Mapped[int] = mapped_column(default=0)
    spare_codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    last_signed_in_at: Mapped[datetime | None] = mapped_column(Instant)

    person: Mapped[Person] = relationship()


class Identity(Base):
    """Who somebody is at a provider of single sign-on: the pair (issuer, subject), never an e-mail address, which may change hands."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(250))
    subject: Mapped[str] = mapped_column(String(250))
    made_at: Mapped[datetime] = mapped_column(Instant)

    person: Mapped[Person] = relationship()


class SignInLink(Base):
    """A link that signs one person in, once. Only the hash of its token is kept."""

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)

    person: Mapped[Person] = relationship()


def account_with(person_id: int) -> Account | None:
    """The account of the person with this number."""
    return db.session.get(Account, person_id)


def account_of(email: str) -> Account | None:
    """The account of the person with this address, however it is capitalised."""
    question = select(Account).join(Person).where(Person.email == email.strip().lower())
    return db.session.scalar(question)


def open_link(token_hash: str, now: datetime) -> SignInLink | None:
    """The sign-in link with this hash if it is neither used nor expired."""
    question = select(SignInLink).where(
        SignInLink.token_hash == token_hash, SignInLink.used_at.is_(None), SignInLink.expires_at > now
    )
    return db.session.scalar(question)


def forget_links_of(person_id: int) -> None:
    """Takes back the sign-in links of a person that are open, in the running transaction."""
    db.session.execute(delete(SignInLink).where(SignInLink.person_id == person_id, SignInLink.used_at.is_(None)))


def identity_of(issuer: str, subject: str) -> Identity | None:
    """Whom a provider's subject stands for here."""
    question = select(Identity).where(Identity.issuer == issuer, Identity.subject == subject)
    return db.session.scalar(question)


def identities_of(person_id: int) -> list[Identity]:
    """The ways by which a person signs in through a provider."""
    return list(db.session.scalars(select(Identity).where(Identity.person_id == person_id).order_by(Identity.id)))
