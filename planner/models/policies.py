"""Policies: rules with an owner and a cost to agents and customers, and the teams that sit in their review."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Boolean, Column, ColumnElement, ForeignKey, Select, String, Table, Text, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from planner.domain.policy_costs import Cost, pain_of
from planner.domain.reviews import Cycle
from planner.models.base import Base, db
from planner.models.people import Person
from planner.models.teams import Team

policy_teams = Table(
    "policy_teams",
    Base.metadata,
    Column("policy_id", ForeignKey("policies.id"), primary_key=True),
    Column("team_id", ForeignKey("teams.id"), primary_key=True, index=True),
)


class CostColumns:
    """A line of the cost ledger, as `planner.domain.policy_costs.Cost` counts it."""

    contacts_a_month: Mapped[int] = mapped_column(default=0)
    agent_seconds: Mapped[int] = mapped_column(default=0)
    customer_seconds: Mapped[int] = mapped_column(default=0)
    repeats_in_100: Mapped[int] = mapped_column(default=0)

    @property
    def cost(self) -> Cost:
        return Cost(self.contacts_a_month, self.agent_seconds, self.customer_seconds, self.repeats_in_100)

    @cost.setter
    def cost(self, cost: Cost) -> None:
        self.contacts_a_month, self.repeats_in_100 = cost.contacts_a_month, cost.repeats_in_100
        self.agent_seconds, self.customer_seconds = cost.agent_seconds, cost.customer_seconds


class Policy(CostColumns, Base):
    __tablename__ = "policies"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    why: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    work: Mapped[int] = mapped_column(default=3)
    """The work that it makes for agents, 1 to 5."""
    penalty: Mapped[int] = mapped_column(default=3)
    """How it penalises customers, 1 to 5: time, money, asking again."""
    ease: Mapped[int | None]
    """How easy it would be to change, 1 to 5; None while nobody placed it on the grid."""
    impact: Mapped[int | None]
    """How much changing it would matter, 1 to 5; None while nobody placed it: then how much it hurts stands for it."""
    protects: Mapped[str] = mapped_column(String(120), default="")
    enforced_by: Mapped[str] = mapped_column(String(120), default="")
    touch_point: Mapped[str] = mapped_column(String(120), default="")
    legally_fixed: Mapped[bool] = mapped_column(Boolean, default=False)
    citation: Mapped[str] = mapped_column(String(200), default="")
    review_months: Mapped[int] = mapped_column(default=12)
    last_reviewed_on: Mapped[date | None]
    review_by: Mapped[date | None]
    """A day that was set for the next review instead of the cycle's."""
    outcome: Mapped[str] = mapped_column(String(40), default="")
    """What the last review decided; empty while none has."""
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    revision: Mapped[int] = mapped_column()

    owner: Mapped[Person | None] = relationship()
    teams: Mapped[list[Team]] = relationship(secondary=policy_teams, order_by=Team.name)

    __mapper_args__ = {"version_id_col": revision}

    @hybrid_property
    def pain(self) -> int:
        """How much it hurts, 1 to 5: both scores together. A single figure, where only one is known, stands for both."""
        return pain_of(self.work or 3, self.penalty or 3)

    @pain.inplace.setter
    def _set_pain(self, value: int) -> None:
        if self.work is None or self.penalty is None or value != self.pain:
            self.work = self.penalty = value

    @pain.inplace.expression
    @classmethod
    def _pain_column(cls) -> ColumnElement[int]:
        return (cls.work + cls.penalty + 1) // 2

    @property
    def cycle(self) -> Cycle:
        """When it is looked at again."""
        return Cycle(self.last_reviewed_on, self.review_months, self.review_by)

    @property
    def weight(self) -> int:
        """Where it stands on the grid from "hardly matters", 1, to 5."""
        return self.impact if self.impact is not None else self.pain


def active_policies() -> list[Policy]:
    """The policies in use with owner and teams, the painful ones first."""
    question = select(Policy).where(Policy.active).options(selectinload(Policy.teams), selectinload(Policy.owner))
    return list(db.session.scalars(question.order_by(Policy.pain.desc(), Policy.name, Policy.id)))


def _policies() -> Select[Policy]:
    """Policies with owner and teams, by name."""
    return select(Policy).options(joinedload(Policy.owner), selectinload(Policy.teams)).order_by(Policy.name, Policy.id)


def all_policies(*, active: bool = True) -> list[Policy]:
    """The register, by name; without those that were removed unless asked for."""
    question = _policies().where(Policy.active) if active else _policies()
    return list(db.session.scalars(question))


def policy_with(policy_id: int) -> Policy | None:
    """The policy with this number."""
    return db.session.scalar(_policies().where(Policy.id == policy_id))


def policy_slugs() -> set[str]:
    """Every slug that is taken."""
    return set(db.session.scalars(select(Policy.slug)))


def set_teams(policy_id: int, team_ids: Sequence[int]) -> None:
    """Gives a policy the teams that sit in its review, in the running transaction."""
    policy = db.session.get(Policy, policy_id)
    if policy is not None:
        policy.teams = list(db.session.scalars(select(Team).where(Team.id.in_(team_ids))))
