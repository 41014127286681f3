"""What is owed and what came of it: commitments, floor visits, recognitions, insights."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_4_commitments"
down_revision = "2026_11_22_3_events"


def upgrade() -> None:
    op.create_table(
        "commitments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("time_version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by_id"], ["people.id"], name=op.f("fk_commitments_closed_by_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_commitments_event_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_commitments_owner_id")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_commitments_program_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_commitments_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint("key", name=op.f("uq_commitments_key")),
    )
    op.create_index(op.f("ix_commitments_event_id"), "commitments", ["event_id"], unique=False)
    op.create_index(op.f("ix_commitments_owner_id"), "commitments", ["owner_id"], unique=False)
    op.create_index(op.f("ix_commitments_program_id"), "commitments", ["program_id"], unique=False)
    op.create_index("ix_commitments_state_due_on", "commitments", ["state", "due_on"], unique=False)
    op.create_index(op.f("ix_commitments_team_id"), "commitments", ["team_id"], unique=False)
    op.create_table(
        "floor_visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("shift", sa.String(length=120), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("remote", sa.Boolean(), nullable=False),
        sa.Column("nothing_raised", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_floor_visits_event_id")),
        sa.ForeignKeyConstraint(["leader_id"], ["people.id"], name=op.f("fk_floor_visits_leader_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_floor_visits_recorded_by_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_floor_visits_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_visits")),
        sa.UniqueConstraint("event_id", name=op.f("uq_floor_visits_event_id")),
    )
    op.create_index(op.f("ix_floor_visits_leader_id"), "floor_visits", ["leader_id"], unique=False)
    op.create_index(op.f("ix_floor_visits_team_id"), "floor_visits", ["team_id"], unique=False)
    op.create_table(
        "insights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hurts", sa.Boolean(), nullable=False),
        sa.Column("touch_point", sa.String(length=120), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("submitter_id", sa.Integer(), nullable=True),
        sa.Column("receiver_id", sa.Integer(), nullable=True),
        sa.Column("floor_visit_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("told_back_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["floor_visit_id"], ["floor_visits.id"], name=op.f("fk_insights_floor_visit_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["people.id"], name=op.f("fk_insights_receiver_id")),
        sa.ForeignKeyConstraint(["submitter_id"], ["people.id"], name=op.f("fk_insights_submitter_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_insights_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insights")),
    )
    op.create_index(op.f("ix_insights_floor_visit_id"), "insights", ["floor_visit_id"], unique=False)
    op.create_index(op.f("ix_insights_receiver_id"), "insights", ["receiver_id"], unique=False)
    op.create_index(op.f("ix_insights_submitter_id"), "insights", ["submitter_id"], unique=False)
    op.create_index(op.f("ix_insights_team_id"), "insights", ["team_id"], unique=False)
    op.create_table(
        "recognitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("names", sa.String(length=300), nullable=False),
        sa.Column("behaviour", sa.String(length=200), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("measure", sa.String(length=200), nullable=False),
        sa.Column("visibility", sa.String(length=32), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("floor_visit_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_recognitions_event_id")),
        sa.ForeignKeyConstraint(["floor_visit_id"], ["floor_visits.id"], name=op.f("fk_recognitions_floor_visit_id")),
        sa.ForeignKeyConstraint(["giver_id"], ["people.id"], name=op.f("fk_recognitions_giver_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_recognitions_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognitions")),
    )
    op.create_index(op.f("ix_recognitions_event_id"), "recognitions", ["event_id"], unique=False)
    op.create_index(op.f("ix_recognitions_floor_visit_id"), "recognitions", ["floor_visit_id"], unique=False)
    op.create_index(op.f("ix_recognitions_giver_id"), "recognitions", ["giver_id"], unique=False)
    op.create_index(op.f("ix_recognitions_team_id"), "recognitions", ["team_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_recognitions_team_id"), table_name="recognitions")
    op.drop_index(op.f("ix_recognitions_giver_id"), table_name="recognitions")
    op.drop_index(op.f("ix_recognitions_floor_visit_id"), table_name="recognitions")
    op.drop_index(op.f("ix_recognitions_event_id"), table_name="recognitions")
    op.drop_table("recognitions")
    op.drop_index(op.f("ix_insights_team_id"), table_name="insights")
    op.drop_index(op.f("ix_insights_submitter_id"), table_name="insights")
    op.drop_index(op.f("ix_insights_receiver_id"), table_name="insights")
    op.drop_index(op.f("ix_insights_floor_visit_id"), table_name="insights")
    op.drop_table("insights")
    op.drop_index(op.f("ix_floor_visits_team_id"), table_name="floor_visits")
    op.drop_index(op.f("ix_floor_visits_leader_id"), table_name="floor_visits")
    op.drop_table("floor_visits")
    op.drop_index(op.f("ix_commitments_team_id"), table_name="commitments")
    op.drop_index("ix_commitments_state_due_on", table_name="commitments")
    op.drop_index(op.f("ix_commitments_program_id"), table_name="commitments")
    op.drop_index(op.f("ix_commitments_owner_id"), table_name="commitments")
    op.drop_index(op.f("ix_commitments_event_id"), table_name="commitments")
    op.drop_table("commitments")
