"""Minutes off the phones a week, events in waves, and what belongs together as one event of every shift."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_82_off_phone"
down_revision = "2026_11_22_81_repairs"


def upgrade() -> None:
    for name in ("sites", "teams"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("off_phone_week", sa.Integer(), nullable=True))
    with op.batch_alter_table("events") as table:
        table.add_column(sa.Column("bundle", sa.String(length=36), nullable=True))
        table.add_column(sa.Column("waves", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("events") as table:
        table.alter_column("waves", server_default=None)
        table.create_index(op.f("ix_events_bundle"), ["bundle"])


def downgrade() -> None:
    with op.batch_alter_table("events") as table:
        table.drop_index(op.f("ix_events_bundle"))
        table.drop_column("waves")
        table.drop_column("bundle")
    for name in ("teams", "sites"):
        with op.batch_alter_table(name) as table:
            table.drop_column("off_phone_week")
