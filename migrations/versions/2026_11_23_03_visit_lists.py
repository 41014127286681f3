"""Lists of visits are by due day, everybody's or an owner's: in that order already, the first fifty are read, and not a whole year."""

from alembic import op

revision = "2026_11_23_03_visit_lists"
down_revision = "2026_11_23_02_feeds_read"

BY_DAY, BY_OWNER, OWNER = "ix_commitments_kind_due_on", "ix_commitments_owner_id_kind_due_on", "ix_commitments_owner_id"


def upgrade() -> None:
    op.create_index(BY_DAY, "commitments", ["kind", "due_on", "withdrawn", "owner_id", "team_id", "state"])
    op.create_index(BY_OWNER, "commitments", ["owner_id", "kind", "due_on"])
    op.drop_index(OWNER, "commitments")


def downgrade() -> None:
    op.create_index(OWNER, "commitments", ["owner_id"])
    op.drop_index(BY_OWNER, "commitments")
    op.drop_index(BY_DAY, "commitments")
