"""The ledger of promises, beginning with what was promised about insights so far; whether a program shows it to teams."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_95_promises"
down_revision = "2026_11_22_94_touch_points"

TAKE_OVER = """
INSERT INTO promises (commitment_id, about, about_id, made_at, made_on, first_due_on, unnamed, told_on, words)
SELECT commitments.id, 'insight', insights.id, insights.made_at, CAST({day} AS {as_day}), commitments.due_on, 0,
       insights.told_back_on, insights.answer
FROM insights JOIN commitments ON commitments.key = 'promise:insight:' || insights.id
"""
HEARERS = """
INSERT INTO promise_hearers (promise_id, person_id)
SELECT promises.id, insights.submitter_id FROM promises JOIN insights ON insights.id = promises.about_id
WHERE promises.about = 'insight' AND insights.submitter_id IS NOT NULL
"""


def upgrade() -> None:
    with op.batch_alter_table("programs") as table:
        table.add_column(sa.Column("shows_promises", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("programs") as table:
        table.alter_column("shows_promises", server_default=None)
    op.create_table(
        "promises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("unnamed", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.id"], name=op.f("fk_promises_commitment_id")),
        sa.ForeignKeyConstraint(["told_by_id"], ["people.id"], name=op.f("fk_promises_told_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
        sa.UniqueConstraint("commitment_id", name=op.f("uq_promises_commitment_id")),
        sa.UniqueConstraint("about", "about_id", name=op.f("uq_promises_about_about_id")),
    )
    op.create_table(
        "promise_hearers",
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["promise_id"], ["promises.id"], name=op.f("fk_promise_hearers_promise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_promise_hearers_person_id")),
        sa.PrimaryKeyConstraint("promise_id", "person_id", name=op.f("pk_promise_hearers")),
    )
    op.create_index(op.f("ix_promise_hearers_person_id"), "promise_hearers", ["person_id"])
    _take_over()


def _take_over() -> None:
    """SQLite keeps dates as text, and a cast to DATE would make a number of them."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(
        TAKE_OVER.format(
            day="date(insights.made_at)" if sqlite else "insights.made_at", as_day="TEXT" if sqlite else "DATE"
        )
    )
    op.execute(HEARERS)


def downgrade() -> None:
    op.drop_table("promise_hearers")
    op.drop_table("promises")
    with op.batch_alter_table("programs") as table:
        table.drop_column("shows_promises")
