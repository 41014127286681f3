"""What a generation is for, what it may change, and what it has found so far: scenarios, and progress that can be looked at."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_71_scenarios"
down_revision = "2026_11_22_6_feeds"


def upgrade() -> None:
    with op.batch_alter_table("generations") as table:
        table.add_column(sa.Column("purpose", sa.String(length=32), nullable=False, server_default="year"))
        table.add_column(sa.Column("name", sa.String(length=120), nullable=False, server_default=""))
        table.add_column(sa.Column("settings", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("plan", sa.JSON(none_as_null=True), nullable=True))
        table.add_column(sa.Column("weeks", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("figures", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("points", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("wanted_stop", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("generations") as table:
        for name in ("purpose", "name", "settings", "weeks", "figures", "points", "wanted_stop"):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM generations WHERE purpose <> 'year'")
    with op.batch_alter_table("generations") as table:
        for name in ("wanted_stop", "points", "figures", "weeks", "plan", "settings", "name", "purpose"):
            table.drop_column(name)
