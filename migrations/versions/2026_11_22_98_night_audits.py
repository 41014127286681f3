"""What should have been sent beside what was, a row a night."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_98_night_audits"
down_revision = "2026_11_22_97_ways"

COUNTS = ("due", "delivered", "refused", "expired", "waiting", "missing", "coming", "stale")


def upgrade() -> None:
    op.create_table(
        "night_audits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_night_audits")),
        sa.UniqueConstraint("day", name=op.f("uq_night_audits_day")),
    )


def downgrade() -> None:
    op.drop_table("night_audits")
