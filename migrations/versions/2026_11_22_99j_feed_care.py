"""Feeds can be switched off for everybody, and one is known again by the first letters of its token."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_99j_feed_care"
down_revision = "2026_11_22_99h_api_tokens"


def upgrade() -> None:
    with op.batch_alter_table("feeds") as feeds:
        feeds.add_column(sa.Column("token_start", sa.String(length=6), nullable=False, server_default=""))
    with op.batch_alter_table("organisations") as organisations:
        organisations.add_column(sa.Column("feeds_off", sa.Boolean(), nullable=False, server_default=sa.false()))
    for table, column in (("feeds", "token_start"), ("organisations", "feeds_off")):
        with op.batch_alter_table(table) as changed:
            changed.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("organisations") as organisations:
        organisations.drop_column("feeds_off")
    with op.batch_alter_table("feeds") as feeds:
        feeds.drop_column("token_start")
