"""Repairs: the least change after something happened; and leaders who are asked to make another one's visit."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_81_repairs"
down_revision = "2026_11_22_71_scenarios"


def upgrade() -> None:
    op.create_table(
        "repairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.Column("by_hand", sa.JSON(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("generation_id", sa.Integer(), nullable=True),
        sa.Column("stamp", sa.String(length=64), nullable=False),
        sa.Column("standing", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("unmended", sa.JSON(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["program_id"], ["programs.id"], name=op.f("fk_repairs_program_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_repairs_asked_by_id")),
        sa.ForeignKeyConstraint(["generation_id"], ["generations.id"], name=op.f("fk_repairs_generation_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["people.id"], name=op.f("fk_repairs_closed_by_id")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_repairs_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repairs")),
    )
    op.create_index(op.f("ix_repairs_program_id"), "repairs", ["program_id"])
    op.create_index(op.f("ix_repairs_generation_id"), "repairs", ["generation_id"])
    op.create_table(
        "substitute_asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.Column("instead_of_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_substitute_asks_event_id")),
        sa.ForeignKeyConstraint(["leader_id"], ["people.id"], name=op.f("fk_substitute_asks_leader_id")),
        sa.ForeignKeyConstraint(["instead_of_id"], ["people.id"], name=op.f("fk_substitute_asks_instead_of_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_substitute_asks_asked_by_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["people.id"], name=op.f("fk_substitute_asks_answered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitute_asks")),
    )
    op.create_index(op.f("ix_substitute_asks_event_id"), "substitute_asks", ["event_id"])
    op.create_index(op.f("ix_substitute_asks_leader_id"), "substitute_asks", ["leader_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_substitute_asks_leader_id"), table_name="substitute_asks")
    op.drop_index(op.f("ix_substitute_asks_event_id"), table_name="substitute_asks")
    op.drop_table("substitute_asks")
    op.drop_index(op.f("ix_repairs_generation_id"), table_name="repairs")
    op.drop_index(op.f("ix_repairs_program_id"), table_name="repairs")
    op.drop_table("repairs")
