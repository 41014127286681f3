"""What a visit's record and an insight hold more: prompts, nominators, lights, voices, receipts; routes and intakes."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_99_front_line"
down_revision = "2026_11_22_98_night_audits"

KEPT_BY = """
UPDATE floor_visits SET commitment_id = (
    SELECT MIN(commitments.id) FROM commitments
    WHERE commitments.event_id = floor_visits.event_id AND commitments.kind = 'floor visit')
WHERE event_id IS NOT NULL
"""


def _added() -> dict[str, list["sa.Column[object]"]]:
    """Made anew each time: a column belongs to one table only, and tests migrate more than once."""
    return {
        "sites": [sa.Column("directions", sa.Text(), nullable=False, server_default="")],
        "recognitions": [sa.Column("nominator", sa.String(length=120), nullable=False, server_default="")],
        "floor_visits": [
            sa.Column("listened", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("purpose", sa.String(length=40), nullable=False, server_default=""),
            sa.Column("commitment_id", sa.Integer(), nullable=True),
        ],
        "insights": [
            sa.Column("anonymous", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("light", sa.String(length=32), nullable=False, server_default="yellow"),
            sa.Column("receipt", sa.String(length=64), nullable=True),
            sa.Column("value", sa.Integer(), nullable=True),
            sa.Column("acknowledge_by", sa.Date(), nullable=True),
            sa.Column("acknowledged_on", sa.Date(), nullable=True),
            sa.Column("shift_id", sa.Integer(), nullable=True),
            sa.Column("merged_into_id", sa.Integer(), nullable=True),
        ],
    }


def upgrade() -> None:
    for name, columns in _added().items():
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.add_column(column)
        with op.batch_alter_table(name) as table:
            for column in columns:
                if column.server_default is not None:
                    table.alter_column(column.name, server_default=None)
    with op.batch_alter_table("floor_visits") as table:
        table.create_foreign_key(op.f("fk_floor_visits_commitment_id"), "commitments", ["commitment_id"], ["id"])
        table.create_unique_constraint(op.f("uq_floor_visits_commitment_id"), ["commitment_id"])
    with op.batch_alter_table("insights") as table:
        table.create_foreign_key(op.f("fk_insights_shift_id"), "shifts", ["shift_id"], ["id"])
        table.create_foreign_key(op.f("fk_insights_merged_into_id"), "insights", ["merged_into_id"], ["id"])
        table.create_unique_constraint(op.f("uq_insights_receipt"), ["receipt"])
        table.create_index(op.f("ix_insights_shift_id"), ["shift_id"])
        table.create_index(op.f("ix_insights_merged_into_id"), ["merged_into_id"])
    op.execute(KEPT_BY)
    op.execute("UPDATE insights SET light = 'green' WHERE told_back_on IS NOT NULL")
    op.execute("UPDATE insights SET shift_id = (SELECT shift_id FROM teams WHERE teams.id = insights.team_id)")
    _routes()
    _intakes()


def _routes() -> None:
    op.create_table(
        "insight_routes",
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("workdays", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["receiver_id"], ["people.id"], name=op.f("fk_insight_routes_receiver_id")),
        sa.PrimaryKeyConstraint("category", name=op.f("pk_insight_routes")),
    )
    op.create_index(op.f("ix_insight_routes_receiver_id"), "insight_routes", ["receiver_id"])


def _intakes() -> None:
    op.create_table(
        "insight_intakes",
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("sponsor_id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_insight_intakes_program_id")),
        sa.ForeignKeyConstraint(["sponsor_id"], ["people.id"], name=op.f("fk_insight_intakes_sponsor_id")),
        sa.ForeignKeyConstraint(
            ["training_id"], ["events.id"], name=op.f("fk_insight_intakes_training_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("program_id", name=op.f("pk_insight_intakes")),
        sa.UniqueConstraint("token", name=op.f("uq_insight_intakes_token")),
    )
    op.create_index(op.f("ix_insight_intakes_sponsor_id"), "insight_intakes", ["sponsor_id"])
    op.create_index(op.f("ix_insight_intakes_training_id"), "insight_intakes", ["training_id"])


def downgrade() -> None:
    op.drop_table("insight_intakes")
    op.drop_table("insight_routes")
    with op.batch_alter_table("insights") as table:
        table.drop_index(op.f("ix_insights_shift_id"))
        table.drop_index(op.f("ix_insights_merged_into_id"))
        table.drop_constraint(op.f("uq_insights_receipt"), type_="unique")
        table.drop_constraint(op.f("fk_insights_shift_id"), type_="foreignkey")
        table.drop_constraint(op.f("fk_insights_merged_into_id"), type_="foreignkey")
    with op.batch_alter_table("floor_visits") as table:
        table.drop_constraint(op.f("uq_floor_visits_commitment_id"), type_="unique")
        table.drop_constraint(op.f("fk_floor_visits_commitment_id"), type_="foreignkey")
    for name, columns in reversed(_added().items()):
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.drop_column(column.name)
