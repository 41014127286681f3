"""Two scores and a cost ledger for rules, who named them, what was decided, trials, and what agents may decide."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_99a_rules_that_change"
down_revision = "2026_11_22_99_front_line"

TABLES = (
    "decisions",
    "decision_costs",
    "trials",
    "autonomies",
    "named_rules",
    "nominations",
)

COUNTS = ("contacts_a_month", "agent_seconds", "customer_seconds", "repeats_in_100")


def _scores() -> None:
    """One figure for the pain becomes two scores; what was known stands for both."""
    with op.batch_alter_table("policies") as table:
        for name in ("work", "penalty"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="3"))
        for name in COUNTS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        for name in ("ease", "impact"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
        table.add_column(sa.Column("review_by", sa.Date(), nullable=True))
    op.execute("UPDATE policies SET work = pain, penalty = pain")
    with op.batch_alter_table("policies") as table:
        for name in ("work", "penalty", *COUNTS):
            table.alter_column(name, server_default=None)
        table.drop_column("pain")


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("changes_on", sa.Date(), nullable=True),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_decisions_decided_by_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_decisions_event_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"], name=op.f("fk_decisions_policy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_event_id"), "decisions", ["event_id"])
    op.create_index(op.f("ix_decisions_policy_id"), "decisions", ["policy_id"])


def _decision_costs() -> None:
    op.create_table(
        "decision_costs",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(length=10), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("contacts_a_month", sa.Integer(), nullable=False),
        sa.Column("agent_seconds", sa.Integer(), nullable=False),
        sa.Column("customer_seconds", sa.Integer(), nullable=False),
        sa.Column("repeats_in_100", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_decision_costs_decision_id")),
        sa.PrimaryKeyConstraint("decision_id", "moment", name=op.f("pk_decision_costs")),
    )


def _trials() -> None:
    op.create_table(
        "trials",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("back_on", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(length=120), nullable=False),
        sa.Column("bound", sa.String(length=32), nullable=False),
        sa.Column("bound_value", sa.Float(), nullable=False),
        sa.Column("reading", sa.Float(), nullable=True),
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.Column("read_by_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=32), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_trials_decision_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_trials_event_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["read_by_id"], ["people.id"], name=op.f("fk_trials_read_by_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_trials_team_id")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_trials")),
    )
    op.create_index(op.f("ix_trials_event_id"), "trials", ["event_id"])
    op.create_index(op.f("ix_trials_team_id"), "trials", ["team_id"])


def _autonomies() -> None:
    op.create_table(
        "autonomies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("up_to", sa.String(length=120), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_autonomies_decision_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"], name=op.f("fk_autonomies_policy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_autonomies")),
    )
    op.create_index(op.f("ix_autonomies_decision_id"), "autonomies", ["decision_id"])
    op.create_index(op.f("ix_autonomies_policy_id"), "autonomies", ["policy_id"])


def _named_rules() -> None:
    op.create_table(
        "named_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("touch_point", sa.String(length=120), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_named_rules_decision_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["named_rules.id"], name=op.f("fk_named_rules_merged_into_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"], name=op.f("fk_named_rules_policy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_rules")),
    )
    op.create_index(op.f("ix_named_rules_decision_id"), "named_rules", ["decision_id"])
    op.create_index(op.f("ix_named_rules_merged_into_id"), "named_rules", ["merged_into_id"])
    op.create_index(op.f("ix_named_rules_policy_id"), "named_rules", ["policy_id"])


def _nominations() -> None:
    op.create_table(
        "nominations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("named_rule_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["named_rule_id"], ["named_rules.id"], name=op.f("fk_nominations_named_rule_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_nominations_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_nominations_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominations")),
    )
    op.create_index(op.f("ix_nominations_named_rule_id"), "nominations", ["named_rule_id"])
    op.create_index(op.f("ix_nominations_person_id"), "nominations", ["person_id"])
    op.create_index(op.f("ix_nominations_team_id"), "nominations", ["team_id"])


def upgrade() -> None:
    _scores()
    _decisions()
    _decision_costs()
    _trials()
    _autonomies()
    _named_rules()
    _nominations()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
    with op.batch_alter_table("policies") as table:
        table.add_column(sa.Column("pain", sa.Integer(), nullable=False, server_default="3"))
    op.execute("UPDATE policies SET pain = (work + penalty + 1) / 2")
    with op.batch_alter_table("policies") as table:
        table.alter_column("pain", server_default=None)
        for name in ("work", "penalty", *COUNTS, "ease", "impact", "review_by"):
            table.drop_column(name)
