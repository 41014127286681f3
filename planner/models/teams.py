"""Teams: people who work together at one site in one shift, with a lead."""

from typing import TYPE_CHECKING

from sqlalchemy import JSON, Boolean, ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from planner.models.base import Base, db, written_once
from planner.models.shifts import Shift
from planner.models.sites import Site

if TYPE_CHECKING:
    from planner.models.people import Person


class Team(Base):
    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), index=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shifts.id"), index=True)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", use_alter=True), index=True)
    size: Mapped[int]
    workdays: Mapped[list[int]] = mapped_column(JSON)
    """Weekdays on which a shift of the team begins, Monday 0 to Sunday 6."""
    off_phone_week: Mapped[int | None]
    """Most minutes a week off the phones, instead of the site's; None to keep that."""
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    revision: Mapped[int] = mapped_column()

    site: Mapped[Site] = relationship()
    shift: Mapped[Shift] = relationship()
    lead: Mapped["Person | None"] = relationship(foreign_keys=[lead_id], post_update=True)

    __mapper_args__ = {"version_id_col": revision}

    @property
    def off_phone_cap(self) -> int | None:
        """Minutes a week that hold for the team: its own, else its site's; None for no limit."""
        return self.off_phone_week if self.off_phone_week is not None else self.site.off_phone_week


@written_once
def _teams() -> "Select[Team]":
    """Teams with site, shift and lead in the same question, by name."""
    beside = (joinedload(Team.site), joinedload(Team.shift), joinedload(Team.lead))
    return select(Team).options(*beside).order_by(Team.name, Team.id)


def all_teams() -> list[Team]:
    """Every team, those that were deactivated too, with site, shift and lead."""
    return list(db.session.scalars(_teams()))


def active_teams() -> list[Team]:
    """Every team that is active, with site, shift and lead, by name."""
    return list(db.session.scalars(_teams().where(Team.active)))


def teams_led_by(person: "Person") -> list[Team]:
    """The active teams whose lead this person is."""
    return list(db.session.scalars(_teams().where(Team.active, Team.lead_id == person.id)))


def teams_of_site(site_id: int) -> list[Team]:
    """The teams of a site, those that were deactivated too."""
    return list(db.session.scalars(_teams().where(Team.site_id == site_id)))


def team_with(team_id: int) -> Team | None:
    """The team with this number."""
    return db.session.get(Team, team_id)


def team_by_slug(slug: str) -> Team | None:
    """The team with this slug."""
    return db.session.scalar(_teams().where(Team.slug == slug))
