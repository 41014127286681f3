"""Which feeds were not read since a change, the latest reader first: without an index all of 5,000 were sorted for one page."""

from alembic import op

revision = "2026_11_23_02_feeds_read"
down_revision = "2026_11_23_01_calendar_index"


def upgrade() -> None:
    op.create_index("ix_feeds_last_fetched_at", "feeds", ["last_fetched_at"])


def downgrade() -> None:
    op.drop_index("ix_feeds_last_fetched_at", "feeds")
