"""Which change each event, and what hangs on it, was last part of, so that a feed asks for what came after the one that it knows."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_96_event_stamps"
down_revision = "2026_11_22_95_promises"

COLUMNS = (
    ("calendar_stamps", "around"),
    ("commitments", "stamp"),
    ("invitations", "stamp"),
    ("published_events", "stamp"),
)


def upgrade() -> None:
    for name, column in COLUMNS:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
        with op.batch_alter_table(name) as table:
            table.alter_column(column, server_default=None)
            if column == "stamp":
                table.create_index(f"ix_{name}_stamp", [column])


def downgrade() -> None:
    for name, column in COLUMNS:
        with op.batch_alter_table(name) as table:
            if column == "stamp":
                table.drop_index(f"ix_{name}_stamp")
            table.drop_column(column)
