"""The organisation that this installation plans for: one row, made at the first run."""

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from planner.models.base import Base, db

_WHICH = "organisation"


class Organisation(Base):
    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    zone: Mapped[str] = mapped_column(String(64))
    feeds_off: Mapped[bool] = mapped_column(default=False)
    """No feed is answered: HR wants no calendar to be read by its address alone. The tokens stay, for when it is on again."""


def organisation() -> Organisation | None:
    """The organisation, or None before the first run. Every sentence of a mail asks for it: who it was is remembered, not what it says."""
    known = db.session.info.get(_WHICH)
    found = db.session.get(Organisation, known) if known is not None else None
    if found is None:
        found = db.session.scalar(select(Organisation).order_by(Organisation.id).limit(1))
        db.session.info[_WHICH] = found.id if found else None
    return found
