"""Tokens for programs: whose, for which parts of the read API, until when, and when each was last used."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import JSON, ForeignKey, Select, String, or_, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from planner.models.base import Base, Instant, db
from planner.models.people import Person

if TYPE_CHECKING:
    from flask_sqlalchemy.pagination import Pagination

PER_PAGE = 50


class ApiToken(Base):
    """A program holds the token, this row its SHA-256. `parts` are names of `planner.domain.api_parts.Part`."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    parts: Mapped[list[str]] = mapped_column(JSON)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token_start: Mapped[str] = mapped_column(String(6))
    """How its secret begins, so that people know it again."""
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    last_used_at: Mapped[datetime | None] = mapped_column(Instant)
    last_client: Mapped[str] = mapped_column(String(120), default="")
    """As the program that used it last names itself."""
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    person: Mapped[Person] = relationship()


class Use(NamedTuple):
    """When a token was used, by which program."""

    at: datetime
    client: str


def open_token(token_hash: str, now: datetime) -> ApiToken | None:
    """The token with this hash and its person, unless it was ended, has expired, or its person has left."""
    question = select(ApiToken).join(ApiToken.person).options(joinedload(ApiToken.person))
    question = question.where(ApiToken.token_hash == token_hash, ApiToken.ended_at.is_(None), ApiToken.expires_at > now)
    return db.session.scalar(question.where(Person.deactivated_at.is_(None)))


def token_with(token_id: int) -> ApiToken | None:
    """The token with this number, with its person."""
    return db.session.get(ApiToken, token_id, options=[joinedload(ApiToken.person)])


def token_by_hash(token_hash: str) -> ApiToken | None:
    """The token with this hash, ended or not."""
    return db.session.scalar(select(ApiToken).where(ApiToken.token_hash == token_hash))


def _standing() -> Select[ApiToken]:
    return select(ApiToken).where(ApiToken.ended_at.is_(None)).order_by(ApiToken.id)


def tokens_of(person_id: int) -> list[ApiToken]:
    """What a person's programs read with, expired ones too, the oldest first."""
    return list(db.session.scalars(_standing().where(ApiToken.person_id == person_id)))


def hashes_of(person_id: int) -> list[str]:
    """The hashes of all tokens that a person ever had."""
    return list(db.session.scalars(select(ApiToken.token_hash).where(ApiToken.person_id == person_id)))


def every_token(page: int = 1) -> "Pagination":
    """A page of everybody's, those that nobody used for longest first."""
    unused_first = ApiToken.last_used_at.is_not(None)
    question = _standing().options(joinedload(ApiToken.person)).order_by(None)
    question = question.order_by(unused_first, ApiToken.last_used_at, ApiToken.id)
    return db.paginate(question, page=max(page, 1), per_page=PER_PAGE, error_out=False)


def end_tokens(person_id: int, now: datetime) -> int:
    """Ends every token of a person, in the running transaction; how many."""
    standing = ApiToken.ended_at.is_(None)
    question = update(ApiToken).where(ApiToken.person_id == person_id, standing).values(ended_at=now)
    return int(db.session.execute(question).rowcount)  # type: ignore[attr-defined]  # an update gives a CursorResult


def record_uses(uses: Mapping[int, Use]) -> None:
    """Notes when tokens were last used, in the running transaction; never back in time."""
    for number, use in uses.items():
        earlier = or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at < use.at)
        values = {"last_used_at": use.at, "last_client": use.client}
        db.session.execute(update(ApiToken).where(ApiToken.id == number, earlier).values(values))
