"""Feeds ask for whom an event is and whether it is long over: both in one index, so that past years cost nothing."""

from alembic import op

revision = "2026_11_22_99p_feed_indexes"
down_revision = "2026_11_22_99j_feed_care"

COLUMNS = ("site_id", "team_id", "leader_id", "policy_id")


def upgrade() -> None:
    for column in ("kind", *COLUMNS):
        op.create_index(f"ix_published_events_{column}_ends_at", "published_events", [column, "ends_at"])
    for column in COLUMNS:
        op.drop_index(f"ix_published_events_{column}", "published_events")


def downgrade() -> None:
    for column in COLUMNS:
        op.create_index(f"ix_published_events_{column}", "published_events", [column])
    for column in ("kind", *COLUMNS):
        op.drop_index(f"ix_published_events_{column}_ends_at", "published_events")
