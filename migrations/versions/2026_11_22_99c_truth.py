"""The stamp by which a sender sees that something has changed, and the queue of messages in the order in which it is worked off."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_99c_truth"
down_revision = "2026_11_22_99b_sessions"

WAITING = "state IN ('pending', 'leased')"
URGENT = f"{WAITING} AND name = 'sign-in'"


def upgrade() -> None:
    op.create_table(
        "truth_stamps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_truth_stamps")),
    )
    for name, condition in (("ix_messages_waiting", WAITING), ("ix_messages_urgent", URGENT)):
        where = sa.text(condition)
        op.create_index(name, "messages", ["due_at", "id"], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name in ("ix_messages_urgent", "ix_messages_waiting"):
        op.drop_index(name, table_name="messages")
    op.drop_table("truth_stamps")
