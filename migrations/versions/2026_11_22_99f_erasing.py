"""A mark by which a person is known without a name, when somebody was erased, and tombstones that outlast a backup."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_99f_erasing"
down_revision = "2026_11_22_99e_sign_ins"

_people = sa.table("people", sa.column("id", sa.Integer), sa.column("mark", sa.String))


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("mark", sa.String(length=32), nullable=True))
        people.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    # Of those who are there already the number: two backups from before this day must give the same person the same mark.
    op.get_bind().execute(sa.update(_people).values(mark="person " + sa.cast(_people.c.id, sa.String)))
    with op.batch_alter_table("people") as people:
        people.alter_column("mark", nullable=False)
        people.create_unique_constraint(op.f("uq_people_mark"), ["mark"])
    op.create_table(
        "tombstones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grave", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstones")),
        sa.UniqueConstraint("grave", "mark", name=op.f("uq_tombstones_grave_mark")),
    )


def downgrade() -> None:
    op.drop_table("tombstones")
    with op.batch_alter_table("people") as people:
        people.drop_constraint(op.f("uq_people_mark"), type_="unique")
        people.drop_column("erased_at")
        people.drop_column("mark")
