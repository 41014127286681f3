"""Who sits in a policy review and what is on its agenda; launches, their briefings, and what callers told first."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_99b_sessions"
down_revision = "2026_11_22_99a_rules_that_change"

TABLES = (
    "review_sessions",
    "session_members",
    "session_rules",
    "launches",
    "launch_teams",
    "launch_briefings",
    "hearings",
    "acknowledgements",
)


def _review_sessions() -> None:
    op.create_table(
        "review_sessions",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["people.id"], name=op.f("fk_review_sessions_confirmed_by_id")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_review_sessions_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_review_sessions")),
    )


def _session_members() -> None:
    op.create_table(
        "session_members",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["review_sessions.event_id"], name=op.f("fk_session_members_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_session_members_person_id")),
        sa.PrimaryKeyConstraint("event_id", "person_id", name=op.f("pk_session_members")),
    )
    op.create_index(op.f("ix_session_members_person_id"), "session_members", ["person_id"])


def _session_rules() -> None:
    op.create_table(
        "session_rules",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["review_sessions.event_id"], name=op.f("fk_session_rules_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"], name=op.f("fk_session_rules_policy_id")),
        sa.PrimaryKeyConstraint("event_id", "policy_id", name=op.f("pk_session_rules")),
    )
    op.create_index(op.f("ix_session_rules_policy_id"), "session_rules", ["policy_id"])


def _launches() -> None:
    op.create_table(
        "launches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("launch_on", sa.Date(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_launches_decision_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_launches_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launches")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_launches_decision_id")),
    )
    op.create_index(op.f("ix_launches_owner_id"), "launches", ["owner_id"])


def _launch_teams() -> None:
    op.create_table(
        "launch_teams",
        sa.Column("launch_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["launch_id"], ["launches.id"], name=op.f("fk_launch_teams_launch_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_launch_teams_team_id")),
        sa.PrimaryKeyConstraint("launch_id", "team_id", name=op.f("pk_launch_teams")),
    )
    op.create_index(op.f("ix_launch_teams_team_id"), "launch_teams", ["team_id"])


def _launch_briefings() -> None:
    op.create_table(
        "launch_briefings",
        sa.Column("launch_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_launch_briefings_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["launch_id"], ["launches.id"], name=op.f("fk_launch_briefings_launch_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("launch_id", "event_id", name=op.f("pk_launch_briefings")),
    )
    op.create_index(op.f("ix_launch_briefings_event_id"), "launch_briefings", ["event_id"])


def _hearings() -> None:
    op.create_table(
        "hearings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("launch_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_hearings_by_id")),
        sa.ForeignKeyConstraint(["launch_id"], ["launches.id"], name=op.f("fk_hearings_launch_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_hearings_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearings")),
    )
    op.create_index(op.f("ix_hearings_launch_id"), "hearings", ["launch_id"])
    op.create_index(op.f("ix_hearings_team_id"), "hearings", ["team_id"])


def _acknowledgements() -> None:
    op.create_table(
        "acknowledgements",
        sa.Column("launch_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_acknowledgements_by_id")),
        sa.ForeignKeyConstraint(
            ["launch_id"], ["launches.id"], name=op.f("fk_acknowledgements_launch_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_acknowledgements_team_id")),
        sa.PrimaryKeyConstraint("launch_id", "team_id", name=op.f("pk_acknowledgements")),
    )
    op.create_index(op.f("ix_acknowledgements_team_id"), "acknowledgements", ["team_id"])


def upgrade() -> None:
    _review_sessions()
    _session_members()
    _session_rules()
    _launches()
    _launch_teams()
    _launch_briefings()
    _hearings()
    _acknowledgements()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
