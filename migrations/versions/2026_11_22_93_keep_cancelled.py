"""Whether a feed shows what is cancelled as an ordinary event, for calendars that would hide it."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_93_keep_cancelled"
down_revision = "2026_11_22_92_busy_times"


def upgrade() -> None:
    with op.batch_alter_table("feeds") as table:
        table.add_column(sa.Column("keep_cancelled", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("feeds") as table:
        table.alter_column("keep_cancelled", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("feeds") as table:
        table.drop_column("keep_cancelled")
