"""Touch points with their reviews, and for each program what the centre is there for and how customers are treated."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_94_touch_points"
down_revision = "2026_11_22_93_keep_cancelled"


def upgrade() -> None:
    op.create_table(
        "touch_points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("review_months", sa.Integer(), nullable=False),
        sa.Column("last_reviewed_on", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_touch_points_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touch_points")),
        sa.UniqueConstraint("name", name=op.f("uq_touch_points_name")),
    )
    op.create_index(op.f("ix_touch_points_owner_id"), "touch_points", ["owner_id"])
    op.create_table(
        "event_touch_points",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("touch_point_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_touch_points_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["touch_point_id"], ["touch_points.id"], name=op.f("fk_event_touch_points_touch_point_id")
        ),
        sa.PrimaryKeyConstraint("event_id", "touch_point_id", name=op.f("pk_event_touch_points")),
    )
    op.create_index(op.f("ix_event_touch_points_touch_point_id"), "event_touch_points", ["touch_point_id"])
    _register_what_is_written()
    op.create_table(
        "customer_strategies",
        sa.Column("program_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role_statement", sa.Text(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_customer_strategies_owner_id")),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_customer_strategies_program_id")),
        sa.PrimaryKeyConstraint("program_id", name=op.f("pk_customer_strategies")),
    )
    op.create_index(op.f("ix_customer_strategies_owner_id"), "customer_strategies", ["owner_id"])
    op.create_table(
        "customer_segments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("treatment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["customer_strategies.program_id"], name=op.f("fk_customer_segments_program_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_segments")),
    )
    op.create_index(op.f("ix_customer_segments_program_id"), "customer_segments", ["program_id"])


def _register_what_is_written() -> None:
    """The names that policies and insights carry so far are the register's first entries."""
    connection = op.get_bind()
    said = sa.text(
        "SELECT touch_point FROM policies WHERE touch_point <> '' UNION SELECT touch_point FROM insights WHERE touch_point <> ''"
    )
    points = sa.table(
        "touch_points",
        *(sa.column(name) for name in ("name", "about", "review_months", "active", "revision")),
    )
    rows = [
        {"name": name, "about": "", "review_months": 12, "active": True, "revision": 1}
        for name in sorted({name for (name,) in connection.execute(said)})
    ]
    if rows:
        op.bulk_insert(points, rows)


def downgrade() -> None:
    for name in ("customer_segments", "customer_strategies", "event_touch_points", "touch_points"):
        op.drop_table(name)
