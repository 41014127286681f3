"""How long things are kept, as HR chose; and what the people of a story agreed to."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_99ga_keeping"
down_revision = "2026_11_22_99g_audit_chain"


def upgrade() -> None:
    op.create_table(
        "retention_periods",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_retention_periods")),
    )
    with op.batch_alter_table("recognitions") as table:
        table.add_column(sa.Column("consent", sa.String(length=32), nullable=False, server_default="inside"))
        table.add_column(sa.Column("named", sa.Boolean(), nullable=False, server_default=sa.true()))
        table.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("recognitions") as table:
        table.alter_column("consent", server_default=None)
        table.alter_column("named", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("recognitions") as table:
        table.drop_column("withdrawn_at")
        table.drop_column("named")
        table.drop_column("consent")
    op.drop_table("retention_periods")
