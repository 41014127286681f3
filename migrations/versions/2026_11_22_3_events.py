"""Events in the draft and as published, versions with their changes, generations."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_3_events"
down_revision = "2026_11_22_2_programs"


def upgrade() -> None:
    op.create_table(
        "generations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("time_limit", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("worker", sa.String(length=80), nullable=True),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fraction", sa.Float(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_generations_asked_by_id")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_generations_program_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_generations")),
    )
    op.create_index(op.f("ix_generations_program_id"), "generations", ["program_id"], unique=False)
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_versions_program_id")),
        sa.ForeignKeyConstraint(["published_by_id"], ["people.id"], name=op.f("fk_versions_published_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_versions")),
        sa.UniqueConstraint("program_id", "number", name=op.f("uq_versions_program_id_number")),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("generated", sa.Boolean(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("broken", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("wall_start", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("cadence_id", sa.Integer(), nullable=True),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("policy_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_events_activity_id")),
        sa.ForeignKeyConstraint(["cadence_id"], ["cadences.id"], name=op.f("fk_events_cadence_id")),
        sa.ForeignKeyConstraint(["leader_id"], ["people.id"], name=op.f("fk_events_leader_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"], name=op.f("fk_events_policy_id")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_events_program_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_events_site_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_events_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("uid", name=op.f("uq_events_uid")),
    )
    op.create_index(op.f("ix_events_activity_id"), "events", ["activity_id"], unique=False)
    op.create_index(op.f("ix_events_cadence_id"), "events", ["cadence_id"], unique=False)
    op.create_index(op.f("ix_events_leader_id"), "events", ["leader_id"], unique=False)
    op.create_index(op.f("ix_events_policy_id"), "events", ["policy_id"], unique=False)
    op.create_index("ix_events_program_id_starts_at", "events", ["program_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_events_site_id"), "events", ["site_id"], unique=False)
    op.create_index(op.f("ix_events_team_id"), "events", ["team_id"], unique=False)
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_changes_event_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_changes_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_event_id"), "changes", ["event_id"], unique=False)
    op.create_index(op.f("ix_changes_version_id"), "changes", ["version_id"], unique=False)
    op.create_table(
        "published_events",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fragment", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("wall_start", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("cadence_id", sa.Integer(), nullable=True),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("policy_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_published_events_activity_id")),
        sa.ForeignKeyConstraint(["cadence_id"], ["cadences.id"], name=op.f("fk_published_events_cadence_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_published_events_event_id")),
        sa.ForeignKeyConstraint(["leader_id"], ["people.id"], name=op.f("fk_published_events_leader_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"], name=op.f("fk_published_events_policy_id")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_published_events_program_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_published_events_site_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_published_events_team_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_published_events_version_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_published_events")),
        sa.UniqueConstraint("uid", name=op.f("uq_published_events_uid")),
    )
    op.create_index(op.f("ix_published_events_activity_id"), "published_events", ["activity_id"], unique=False)
    op.create_index(op.f("ix_published_events_cadence_id"), "published_events", ["cadence_id"], unique=False)
    op.create_index(op.f("ix_published_events_leader_id"), "published_events", ["leader_id"], unique=False)
    op.create_index(op.f("ix_published_events_policy_id"), "published_events", ["policy_id"], unique=False)
    op.create_index(
        "ix_published_events_program_id_starts_at", "published_events", ["program_id", "starts_at"], unique=False
    )
    op.create_index(op.f("ix_published_events_site_id"), "published_events", ["site_id"], unique=False)
    op.create_index(op.f("ix_published_events_team_id"), "published_events", ["team_id"], unique=False)
    op.create_index(op.f("ix_published_events_version_id"), "published_events", ["version_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_published_events_version_id"), table_name="published_events")
    op.drop_index(op.f("ix_published_events_team_id"), table_name="published_events")
    op.drop_index(op.f("ix_published_events_site_id"), table_name="published_events")
    op.drop_index("ix_published_events_program_id_starts_at", table_name="published_events")
    op.drop_index(op.f("ix_published_events_policy_id"), table_name="published_events")
    op.drop_index(op.f("ix_published_events_leader_id"), table_name="published_events")
    op.drop_index(op.f("ix_published_events_cadence_id"), table_name="published_events")
    op.drop_index(op.f("ix_published_events_activity_id"), table_name="published_events")
    op.drop_table("published_events")
    op.drop_index(op.f("ix_changes_version_id"), table_name="changes")
    op.drop_index(op.f("ix_changes_event_id"), table_name="changes")
    op.drop_table("changes")
    op.drop_index(op.f("ix_events_team_id"), table_name="events")
    op.drop_index(op.f("ix_events_site_id"), table_name="events")
    op.drop_index("ix_events_program_id_starts_at", table_name="events")
    op.drop_index(op.f("ix_events_policy_id"), table_name="events")
    op.drop_index(op.f("ix_events_leader_id"), table_name="events")
    op.drop_index(op.f("ix_events_cadence_id"), table_name="events")
    op.drop_index(op.f("ix_events_activity_id"), table_name="events")
    op.drop_table("events")
    op.drop_table("versions")
    op.drop_index(op.f("ix_generations_program_id"), table_name="generations")
    op.drop_table("generations")
