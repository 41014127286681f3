"""Sign-ins: every browser in which somebody is signed in, as a row, so that each can be seen and ended by itself."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Delete, ForeignKey, Select, String, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship

from planner.domain.states import Role
from planner.models.base import Base, Instant, db, written_once
from planner.models.people import Person


class SignIn(Base):
    """The cookie holds a random token, this row its SHA-256: a stolen database signs nobody in.

    `confirmed_at` is when the person last proved who they are; `seen_at` is written now and then, not at every request.
    """

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    how: Mapped[str] = mapped_column(String(20))
    """How the person signed in: "password", "link" or "single sign-on"."""
    address: Mapped[str] = mapped_column(String(64))
    browser: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime] = mapped_column(Instant)

    person: Mapped[Person] = relationship()


@written_once
def _live() -> Select[SignIn]:
    return (
        select(SignIn)
        .join(SignIn.person)
        .where(SignIn.token_hash == bindparam("token_hash"), Person.deactivated_at.is_(None))
        .where(SignIn.seen_at > bindparam("seen_after"), SignIn.made_at > bindparam("made_after"))
        .options(contains_eager(SignIn.person))
    )


def sign_in_of(token_hash: str, *, seen_after: datetime, made_after: datetime) -> SignIn | None:
    """The sign-in with this hash, with its person, unless it idled or lasted too long or the person has left. Every page begins with it."""
    values = {"token_hash": token_hash, "seen_after": seen_after, "made_after": made_after}
    return db.session.scalar(_live(), values)


def role_behind(sign_in_id: int) -> Role | None:
    """The role of who is signed in, as it is in the database now; None when the sign-in has ended or the person has left."""
    question = select(Person.role).join(SignIn, SignIn.person_id == Person.id)
    return db.session.scalar(question.where(SignIn.id == sign_in_id, Person.deactivated_at.is_(None)))


def sign_ins_of(person_id: int) -> list[SignIn]:
    """Where a person is signed in, the latest used first."""
    question = select(SignIn).where(SignIn.person_id == person_id)
    return list(db.session.scalars(question.order_by(SignIn.seen_at.desc(), SignIn.id.desc())))


def end_sign_ins(person_id: int, *, but: int | None = None) -> int:
    """Ends every sign-in of a person, except the one numbered `but`; how many. In the running transaction."""
    ended = delete(SignIn).where(SignIn.person_id == person_id)
    return _count(ended if but is None else ended.where(SignIn.id != but))


def end_sign_in(sign_in_id: int) -> int:
    """Ends one sign-in, in the running transaction; 0 when it has ended already."""
    return _count(delete(SignIn).where(SignIn.id == sign_in_id))


def record_seen(seen: Mapping[int, datetime]) -> None:
    """Notes when sign-ins were last used, in the running transaction; never back in time."""
    for sign_in_id, moment in seen.items():
        db.session.execute(
            update(SignIn).where(SignIn.id == sign_in_id, SignIn.seen_at < moment).values(seen_at=moment)
        )


def forget_sign_ins(*, seen_before: datetime, made_before: datetime) -> int:
    """Deletes what has ended by itself, in the running transaction; how many."""
    return _count(delete(SignIn).where((SignIn.seen_at < seen_before) | (SignIn.made_at < made_before)))


def _count(question: Delete) -> int:
    result = db.session.execute(question, execution_options={"synchronize_session": False})
    return int(result.rowcount)  # type: ignore[attr-defined]  # a delete gives a CursorResult


def forget_all_sign_ins() -> None:
    """Ends every sign-in of everybody, in the running transaction."""
    db.session.execute(delete(SignIn))
