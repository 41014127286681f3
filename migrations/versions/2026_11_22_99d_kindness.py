"""Steps that HR puts into a ladder and takes out again; quiet hours of a site and of a person."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_99d_kindness"
down_revision = "2026_11_22_99c_truth"

QUIET = ("quiet_from", "quiet_until")


def upgrade() -> None:
    with op.batch_alter_table("ladder_steps") as table:
        for name in ("added_at", "removed_at"):
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for place in ("sites", "people"):
        with op.batch_alter_table(place) as table:
            for name in QUIET:
                table.add_column(sa.Column(name, sa.Time(), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM ladder_steps WHERE removed_at IS NOT NULL")
    for place in ("people", "sites"):
        with op.batch_alter_table(place) as table:
            for name in reversed(QUIET):
                table.drop_column(name)
    with op.batch_alter_table("ladder_steps") as table:
        for name in ("removed_at", "added_at"):
            table.drop_column(name)
