"""A look asks which events begin within some days, and which open windows are not past: an index for each, so that no year is read."""

from alembic import op

revision = "2026_11_22_99t_looks"
down_revision = "2026_11_22_99p_feed_indexes"

STATE_DUE = "ix_commitments_state_due_on"


def upgrade() -> None:
    op.create_index("ix_published_events_starts_at", "published_events", ["starts_at"])
    op.create_index(f"{STATE_DUE}_opens_on", "commitments", ["state", "due_on", "opens_on"])
    op.drop_index(STATE_DUE, "commitments")


def downgrade() -> None:
    op.create_index(STATE_DUE, "commitments", ["state", "due_on"])
    op.drop_index(f"{STATE_DUE}_opens_on", "commitments")
    op.drop_index("ix_published_events_starts_at", "published_events")
