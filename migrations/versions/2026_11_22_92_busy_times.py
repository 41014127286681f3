"""Calendars of leaders that are read, and when they are busy by them."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_92_busy_times"
down_revision = "2026_11_22_91_invitations"


def upgrade() -> None:
    op.create_table(
        "busy_calendars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("etag", sa.String(length=500), nullable=False),
        sa.Column("last_modified", sa.String(length=100), nullable=False),
        sa.Column("covers_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("covers_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("whole_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_busy_calendars_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_calendars")),
        sa.UniqueConstraint("person_id", name=op.f("uq_busy_calendars_person_id")),
    )
    op.create_index(op.f("ix_busy_calendars_next_at"), "busy_calendars", ["next_at"])
    op.create_table(
        "busy_times",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["busy_calendars.id"], name=op.f("fk_busy_times_calendar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_times")),
    )
    op.create_index("ix_busy_times_calendar_id_starts_at", "busy_times", ["calendar_id", "starts_at"])


def downgrade() -> None:
    op.drop_table("busy_times")
    op.drop_table("busy_calendars")
