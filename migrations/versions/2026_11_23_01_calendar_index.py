"""The calendar's questions are of a program, some days and who may see: one index answers them without reading 4,000 events."""

from alembic import op

revision = "2026_11_23_01_calendar_index"
down_revision = "2026_11_22_99t_looks"

COLUMNS = ["program_id", "wall_start", "kind", "site_id", "team_id", "leader_id", "policy_id", "cancelled"]


def upgrade() -> None:
    for table in ("events", "published_events"):
        op.create_index(f"ix_{table}_calendar", table, COLUMNS)


def downgrade() -> None:
    for table in ("events", "published_events"):
        op.drop_index(f"ix_{table}_calendar", table)
