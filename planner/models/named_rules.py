"""Rules that the front line named: one open question for each rule, with everybody who speaks for it, until a decision answers it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Select, String, Text, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from planner.domain.naming import voices
from planner.models.base import Base, Instant, db
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.promises import Promise
from planner.models.teams import Team

ABOUT = "named rule"
"""What the promise to those who named it is about."""


class NamedRule(Base):
    """`policy_id` None while the rule is not in the register; `merged_into_id` when another question took its voices over."""

    __tablename__ = "named_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int | None] = mapped_column(ForeignKey("policies.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    touch_point: Mapped[str] = mapped_column(String(120), default="")
    opened_at: Mapped[datetime] = mapped_column(Instant)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("named_rules.id"), index=True)

    policy: Mapped[Policy | None] = relationship()
    nominations: Mapped[list["Nomination"]] = relationship(
        back_populates="named_rule", order_by="Nomination.made_at, Nomination.id"
    )

    @property
    def open(self) -> bool:
        return self.decision_id is None and self.merged_into_id is None

    @property
    def voices(self) -> int:
        """How many people speak for it."""
        return voices(one.person_id for one in self.nominations)

    @property
    def title(self) -> str:
        return self.policy.name if self.policy else self.name


class Nomination(Base):
    """Somebody who named a rule, and what it did to a customer or to them."""

    __tablename__ = "nominations"

    id: Mapped[int] = mapped_column(primary_key=True)
    named_rule_id: Mapped[int] = mapped_column(ForeignKey("named_rules.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    words: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(Instant)

    named_rule: Mapped[NamedRule] = relationship(back_populates="nominations")
    person: Mapped[Person] = relationship()
    team: Mapped[Team | None] = relationship()


def _loaded() -> Select[NamedRule]:
    said = selectinload(NamedRule.nominations)
    beside = (joinedload(NamedRule.policy), said.joinedload(Nomination.person), said.joinedload(Nomination.team))
    return select(NamedRule).options(*beside).order_by(NamedRule.opened_at, NamedRule.id)


def open_named_rules() -> list[NamedRule]:
    """What waits for a decision, the oldest first."""
    question = _loaded().where(NamedRule.decision_id.is_(None), NamedRule.merged_into_id.is_(None))
    return list(db.session.scalars(question))


def named_rule_with(named_rule_id: int) -> NamedRule | None:
    """The named rule with this number."""
    return db.session.scalar(_loaded().where(NamedRule.id == named_rule_id))


def open_about(policy_id: int) -> list[NamedRule]:
    """The open questions about a rule of the register: one, unless two came up before either was known to be that rule."""
    question = _loaded().where(NamedRule.policy_id == policy_id, NamedRule.decision_id.is_(None))
    return list(db.session.scalars(question.where(NamedRule.merged_into_id.is_(None))))


def answered_by(decision_ids: list[int]) -> dict[int, list[NamedRule]]:
    """Decision -> the questions that it answers."""
    found: dict[int, list[NamedRule]] = {}
    for one in db.session.scalars(_loaded().where(NamedRule.decision_id.in_(decision_ids))):
        found.setdefault(one.decision_id or 0, []).append(one)
    return found


def named_by(person: Person, limit: int = 6) -> list[NamedRule]:
    """What a person named and where it went, the latest first; what was merged is shown as what it was merged into."""
    mine = select(Nomination.named_rule_id).where(Nomination.person_id == person.id)
    question = _loaded().where(NamedRule.id.in_(mine), NamedRule.merged_into_id.is_(None)).order_by(None)
    return list(db.session.scalars(question.order_by(NamedRule.opened_at.desc(), NamedRule.id.desc()).limit(limit)))


def voices_by_policy() -> dict[int, int]:
    """Rule of the register -> how many people speak for it in questions that are still open."""
    question = (
        select(NamedRule.policy_id, func.count(Nomination.person_id.distinct()))
        .join(Nomination)
        .where(NamedRule.policy_id.is_not(None), NamedRule.decision_id.is_(None), NamedRule.merged_into_id.is_(None))
        .group_by(NamedRule.policy_id)
    )
    return {policy: number for policy, number in db.session.execute(question) if policy is not None}


def promises_for(questions: list[NamedRule]) -> dict[int, Promise]:
    """Question -> the promise to everybody who asked it."""
    question = (
        select(Promise)
        .options(joinedload(Promise.commitment), selectinload(Promise.hearers))
        .where(Promise.about == ABOUT, Promise.about_id.in_([one.id for one in questions]))
    )
    return {one.about_id: one for one in db.session.scalars(question)}
