"""By which channel messages come to a person, the chat of a team, and what was read in the inbox."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_97_ways"
down_revision = "2026_11_22_96_event_stamps"


def upgrade() -> None:
    op.create_table(
        "ways",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_ways_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_ways")),
    )
    op.create_table(
        "team_chats",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_team_chats_team_id")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_team_chats")),
    )
    with op.batch_alter_table("messages") as messages:
        messages.add_column(sa.Column("team_id", sa.Integer(), nullable=True))
        messages.add_column(sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
        messages.create_foreign_key(op.f("fk_messages_team_id"), "teams", ["team_id"], ["id"])
    # What came before there was an inbox was read elsewhere: nobody begins with a hundred unread messages.
    op.execute("UPDATE messages SET read_at = sent_at WHERE state = 'sent'")


def downgrade() -> None:
    # What waits for a chat would wait for ever without one.
    op.execute("UPDATE messages SET channel = 'email' WHERE team_id IS NULL AND channel IN ('chat', 'inbox')")
    op.execute("DELETE FROM attempts WHERE message_id IN (SELECT id FROM messages WHERE team_id IS NOT NULL)")
    op.execute("DELETE FROM messages WHERE team_id IS NOT NULL")
    with op.batch_alter_table("messages") as messages:
        messages.drop_constraint(op.f("fk_messages_team_id"), type_="foreignkey")
        messages.drop_column("read_at")
        messages.drop_column("team_id")
    op.drop_table("team_chats")
    op.drop_table("ways")
