"""What the year is to hold: catalogue, programs, cadences, policies."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_2_programs"
down_revision = "2026_11_22_1_people"


def upgrade() -> None:
    op.create_table(
        "activities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("cost_band", sa.Integer(), nullable=False),
        sa.Column("cost_per_head", sa.Integer(), nullable=False),
        sa.Column("cost_fixed", sa.Integer(), nullable=False),
        sa.Column("committee_minutes", sa.Integer(), nullable=False),
        sa.Column("owner_role", sa.String(length=40), nullable=False),
        sa.Column("virtual", sa.String(length=10), nullable=False),
        sa.Column("night", sa.String(length=10), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("number", name=op.f("uq_activities_number")),
        sa.UniqueConstraint("slug", name=op.f("uq_activities_slug")),
    )
    op.create_table(
        "policies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("pain", sa.Integer(), nullable=False),
        sa.Column("protects", sa.String(length=120), nullable=False),
        sa.Column("enforced_by", sa.String(length=120), nullable=False),
        sa.Column("touch_point", sa.String(length=120), nullable=False),
        sa.Column("legally_fixed", sa.Boolean(), nullable=False),
        sa.Column("citation", sa.String(length=200), nullable=False),
        sa.Column("review_months", sa.Integer(), nullable=False),
        sa.Column("last_reviewed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_policies_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policies")),
        sa.UniqueConstraint("slug", name=op.f("uq_policies_slug")),
    )
    op.create_index(op.f("ix_policies_owner_id"), "policies", ["owner_id"], unique=False)
    op.create_table(
        "programs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("theme", sa.String(length=200), nullable=False),
        sa.Column("theme_publisher", sa.String(length=120), nullable=False),
        sa.Column("goals", sa.JSON(), nullable=False),
        sa.Column("committee", sa.JSON(), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=True),
        sa.Column("budget", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("celebration_starts_on", sa.Date(), nullable=True),
        sa.Column("celebration_ends_on", sa.Date(), nullable=True),
        sa.Column("annual_celebration_on", sa.Date(), nullable=True),
        sa.Column("launched_change", sa.Text(), nullable=False),
        sa.Column("observances", sa.JSON(), nullable=False),
        sa.Column("peak_weekdays", sa.JSON(), nullable=False),
        sa.Column("draft_changed", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sponsor_id"], ["people.id"], name=op.f("fk_programs_sponsor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programs")),
    )
    op.create_index(op.f("ix_programs_sponsor_id"), "programs", ["sponsor_id"], unique=False)
    op.create_table(
        "cadences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("times_a_year", sa.Integer(), nullable=False),
        sa.Column("in_celebration_week", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("min_gap_days", sa.Integer(), nullable=False),
        sa.Column("ideal_gap_days", sa.Integer(), nullable=False),
        sa.Column("max_gap_days", sa.Integer(), nullable=False),
        sa.Column("tolerance_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_cadences_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadences")),
    )
    op.create_index(op.f("ix_cadences_program_id"), "cadences", ["program_id"], unique=False)
    op.create_table(
        "policy_teams",
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"], name=op.f("fk_policy_teams_policy_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_policy_teams_team_id")),
        sa.PrimaryKeyConstraint("policy_id", "team_id", name=op.f("pk_policy_teams")),
    )
    op.create_index(op.f("ix_policy_teams_team_id"), "policy_teams", ["team_id"], unique=False)
    op.create_table(
        "cadence_activities",
        sa.Column("cadence_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_cadence_activities_activity_id")),
        sa.ForeignKeyConstraint(["cadence_id"], ["cadences.id"], name=op.f("fk_cadence_activities_cadence_id")),
        sa.PrimaryKeyConstraint("cadence_id", "activity_id", name=op.f("pk_cadence_activities")),
    )
    op.create_index(op.f("ix_cadence_activities_activity_id"), "cadence_activities", ["activity_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_cadence_activities_activity_id"), table_name="cadence_activities")
    op.drop_table("cadence_activities")
    op.drop_index(op.f("ix_policy_teams_team_id"), table_name="policy_teams")
    op.drop_table("policy_teams")
    op.drop_index(op.f("ix_cadences_program_id"), table_name="cadences")
    op.drop_table("cadences")
    op.drop_index(op.f("ix_programs_sponsor_id"), table_name="programs")
    op.drop_table("programs")
    op.drop_index(op.f("ix_policies_owner_id"), table_name="policies")
    op.drop_table("policies")
    op.drop_table("activities")
