"""What reviews decided: outcome, reason, from when; what it costs before and after; trials, and what agents may now decide."""

from datetime import date

from sqlalchemy import Float, ForeignKey, Select, String, Text, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from planner.domain.outcomes import OUTCOMES, PolicyOutcome
from planner.domain.policy_costs import Cost, Hours, given_back
from planner.domain.trials import Bound, Guard, Verdict
from planner.models.base import Base, db, words
from planner.models.people import Person
from planner.models.policies import CostColumns, Policy
from planner.models.teams import Team

BEFORE, EXPECTED, MEASURED = "before", "expected", "measured"


class DecisionCost(CostColumns, Base):
    """The rule's ledger line before the change, as it is expected after it, and as it was counted 90 days later."""

    __tablename__ = "decision_costs"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    moment: Mapped[str] = mapped_column(String(10), primary_key=True)
    counted_on: Mapped[date]


class Trial(Base):
    """A rule that is away for a while; `team_id` None when it is away everywhere."""

    __tablename__ = "trials"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    starts_on: Mapped[date]
    back_on: Mapped[date]
    measure: Mapped[str] = mapped_column(String(120))
    bound: Mapped[Bound] = mapped_column(words(Bound))
    limit: Mapped[float] = mapped_column("bound_value", Float)
    reading: Mapped[float | None] = mapped_column(Float)
    read_on: Mapped[date | None]
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id", ondelete="SET NULL"), index=True)
    verdict: Mapped[Verdict | None] = mapped_column(words(Verdict))
    ended_on: Mapped[date | None]

    decision: Mapped["Decision"] = relationship(back_populates="trial")
    team: Mapped[Team | None] = relationship()

    @property
    def guard(self) -> Guard:
        return Guard(self.measure, self.bound, self.limit)


class Decision(Base):
    """`changes_on` is the day that the outcome asks for: in force from, back on, answer by, reviewed again by."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("policies.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id", ondelete="SET NULL"), index=True)
    outcome: Mapped[PolicyOutcome] = mapped_column(words(PolicyOutcome))
    words: Mapped[str] = mapped_column(Text, default="")
    """What holds from now on, as it is told to agents."""
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    changes_on: Mapped[date | None]
    in_force: Mapped[bool] = mapped_column(default=False)
    """Set on the day from which it holds; False again when a trial is over and the rule is back."""
    undone_on: Mapped[date | None]

    policy: Mapped[Policy] = relationship()
    decided_by: Mapped[Person] = relationship()
    trial: Mapped[Trial | None] = relationship(back_populates="decision", cascade="all, delete-orphan")
    costs: Mapped[list[DecisionCost]] = relationship(cascade="all, delete-orphan")

    @property
    def changes_rule(self) -> bool:
        return OUTCOMES[self.outcome].changes_rule

    @property
    def begins_on(self) -> date | None:
        """From when something is different: the day itself, or the first day of a trial."""
        return self.trial.starts_on if self.trial else self.changes_on

    def cost_at(self, moment: str) -> Cost | None:
        return next((one.cost for one in self.costs if one.moment == moment), None)

    @property
    def measured(self) -> bool:
        return self.cost_at(MEASURED) is not None

    @property
    def hours(self) -> Hours:
        """Hours a year given back: as counted since, else as expected."""
        after = self.cost_at(MEASURED) or self.cost_at(EXPECTED)
        before = self.cost_at(BEFORE)
        return given_back(before, after) if before and after else Hours()

    @property
    def expected_hours(self) -> Hours:
        """Hours a year as they were expected when it was decided."""
        before, after = self.cost_at(BEFORE), self.cost_at(EXPECTED)
        return given_back(before, after) if before and after else Hours()


class Autonomy(Base):
    """What agents may decide themselves, up to a limit, since a day; `until` when that was taken back."""

    __tablename__ = "autonomies"

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int | None] = mapped_column(ForeignKey("policies.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    what: Mapped[str] = mapped_column(String(200))
    limit: Mapped[str] = mapped_column("up_to", String(120), default="")
    since: Mapped[date]
    until: Mapped[date | None]

    policy: Mapped[Policy | None] = relationship()


def _loaded() -> Select[Decision]:
    beside = (
        joinedload(Decision.policy),
        joinedload(Decision.decided_by),
        joinedload(Decision.trial).joinedload(Trial.team),
        selectinload(Decision.costs),
    )
    return select(Decision).options(*beside).order_by(Decision.decided_on.desc(), Decision.id.desc())


def decision_with(decision_id: int) -> Decision | None:
    """The decision with this number."""
    return db.session.scalar(_loaded().where(Decision.id == decision_id))


def decisions_about(policy_id: int) -> list[Decision]:
    """What was decided about a rule, the latest first."""
    return list(db.session.scalars(_loaded().where(Decision.policy_id == policy_id)))


def decisions_of_session(event_id: int) -> list[Decision]:
    """What a session decided."""
    return list(db.session.scalars(_loaded().where(Decision.event_id == event_id)))


def decisions_between(first: date, last: date) -> list[Decision]:
    """What was decided from one day to another, both included, the latest first."""
    return list(db.session.scalars(_loaded().where(Decision.decided_on.between(first, last))))


def changes_in_force() -> list[Decision]:
    """Changes of rules that hold, the latest first."""
    return [one for one in db.session.scalars(_loaded().where(Decision.in_force)) if one.changes_rule]


def waiting_for_their_day(today: date) -> list[Decision]:
    """Changes whose day has come and which do not hold yet."""
    question = _loaded().where(Decision.in_force.is_(False), Decision.undone_on.is_(None))
    return [
        one for one in db.session.scalars(question) if one.changes_rule and one.begins_on and one.begins_on <= today
    ]


def trials_running() -> list[Decision]:
    """Trials without a verdict, the one that ends first first."""
    question = _loaded().join(Trial).where(Trial.verdict.is_(None)).order_by(None).order_by(Trial.back_on, Decision.id)
    return list(db.session.scalars(question))


def autonomies(*, standing: bool = True) -> list[Autonomy]:
    """The register of what agents may decide, the newest first; with what was taken back when asked for."""
    question = select(Autonomy).options(joinedload(Autonomy.policy)).order_by(Autonomy.since.desc(), Autonomy.id.desc())
    return list(db.session.scalars(question.where(Autonomy.until.is_(None)) if standing else question))


def decisions_with(outcome: PolicyOutcome | None) -> list[Decision]:
    """Every decision, or those with one outcome, the latest first."""
    question = _loaded() if outcome is None else _loaded().where(Decision.outcome == outcome)
    return list(db.session.scalars(question))
