"""Touch points: where customers meet the organisation. Insights and policies carry a touch point's name, events its number."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Boolean, Column, ForeignKey, String, Table, Text, func, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from planner.domain.reviews import Cycle
from planner.models.base import Base, db
from planner.models.events import PublishedEvent
from planner.models.insights import Insight
from planner.models.people import Person
from planner.models.policies import Policy

event_touch_points = Table(
    "event_touch_points",
    Base.metadata,
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("touch_point_id", ForeignKey("touch_points.id"), primary_key=True, index=True),
)


class TouchPoint(Base):
    __tablename__ = "touch_points"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    """What insights and policies write; renaming it renames it there."""
    about: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    review_months: Mapped[int] = mapped_column(default=12)
    last_reviewed_on: Mapped[date | None]
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    revision: Mapped[int] = mapped_column()

    owner: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": revision}

    @property
    def cycle(self) -> Cycle:
        return Cycle(self.last_reviewed_on, self.review_months)


@dataclass
class Carried:
    """How much carries a touch point's name."""

    policies: int = 0
    insights: int = 0
    hurts: int = 0
    events: int = 0


@dataclass(frozen=True)
class Tagged:
    """What carries a touch point's name, for its page; insights are left to whoever may read them."""

    policies: list[Policy] = field(default_factory=list)
    events: list[PublishedEvent] = field(default_factory=list)


def touch_points(*, active: bool = True) -> list[TouchPoint]:
    """The register with owners, by name; without those that are gone unless asked for."""
    question = select(TouchPoint).options(joinedload(TouchPoint.owner)).order_by(TouchPoint.name)
    return list(db.session.scalars(question.where(TouchPoint.active) if active else question))


def touch_point_names() -> list[str]:
    """The names to choose from in a form, by name."""
    return list(db.session.scalars(select(TouchPoint.name).where(TouchPoint.active).order_by(TouchPoint.name)))


def touch_point_with(touch_point_id: int) -> TouchPoint | None:
    """The touch point with this number."""
    return db.session.get(TouchPoint, touch_point_id)


def touch_point_named(name: str) -> TouchPoint | None:
    """The touch point with this very name, gone or not."""
    return db.session.scalar(select(TouchPoint).where(TouchPoint.name == name))


def rename_everywhere(old: str, new: str) -> None:
    """In the running transaction: whatever carries the old name carries the new one."""
    db.session.execute(update(Policy).where(Policy.touch_point == old).values(touch_point=new))
    db.session.execute(update(Insight).where(Insight.touch_point == old).values(touch_point=new))


def carried() -> dict[str, Carried]:
    """Name -> how much carries it, also names that are not in the register; three questions however many there are."""
    found: dict[str, Carried] = {}
    rules = select(Policy.touch_point, func.count()).where(Policy.active).group_by(Policy.touch_point)
    for name, number in db.session.execute(rules):
        found.setdefault(name, Carried()).policies = number
    said = select(Insight.touch_point, Insight.hurts, func.count()).group_by(Insight.touch_point, Insight.hurts)
    for name, hurts, number in db.session.execute(said):
        line = found.setdefault(name, Carried())
        line.insights += number
        line.hurts += number if hurts else 0
    tagged = select(TouchPoint.name, func.count()).join(event_touch_points).group_by(TouchPoint.name)
    for name, number in db.session.execute(tagged):
        found.setdefault(name, Carried()).events = number
    found.pop("", None)
    return found


def tagged_with(touch_point: TouchPoint) -> Tagged:
    """The rules and the published events that carry it."""
    policies = select(Policy).where(Policy.touch_point == touch_point.name).order_by(Policy.name)
    events = (
        select(PublishedEvent)
        .join(event_touch_points, event_touch_points.c.event_id == PublishedEvent.event_id)
        .where(event_touch_points.c.touch_point_id == touch_point.id)
        .order_by(PublishedEvent.starts_at)
    )
    return Tagged(list(db.session.scalars(policies)), list(db.session.scalars(events)))


def touch_points_of_event(event_id: int) -> list[TouchPoint]:
    """What an event is about, by name."""
    question = select(TouchPoint).join(event_touch_points).where(event_touch_points.c.event_id == event_id)
    return list(db.session.scalars(question.order_by(TouchPoint.name)))


def tag_event(event_id: int, touch_point_ids: Iterable[int]) -> None:
    """In the running transaction: the event carries exactly these."""
    table = event_touch_points
    db.session.execute(table.delete().where(table.c.event_id == event_id))
    rows = [{"event_id": event_id, "touch_point_id": number} for number in dict.fromkeys(touch_point_ids)]
    if rows:
        db.session.execute(table.insert(), rows)
