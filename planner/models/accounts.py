"""Accounts: how a person signs in, by password or by a link that works once."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.models.base import Base, Instant, db
from planner.models.people import Person


class Account(Base):
    """`epoch` is part of every session cookie; raising it ends all sessions of the account."""

    __tablename__ = "accounts"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    epoch: Mapped[int] = mapped_column(default=1)
    last_signed_in_at: Mapped[datetime | None] = mapped_column(Instant)

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
