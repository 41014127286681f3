"""Sign-ins as rows that can be seen and ended, tries that are counted, single sign-on, and a second factor."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_99e_sign_ins"
down_revision = "2026_11_22_99d_kindness"


def upgrade() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ins_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_index(op.f("ix_sign_ins_person_id"), "sign_ins", ["person_id"])
    op.create_table(
        "tries",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_tries")),
    )
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=250), nullable=False),
        sa.Column("subject", sa.String(length=250), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_identities_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identities_issuer_subject")),
    )
    op.create_index(op.f("ix_identities_person_id"), "identities", ["person_id"])
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(sa.Column("second_secret", sa.Text(), nullable=False, server_default=""))
        accounts.add_column(sa.Column("second_step", sa.Integer(), nullable=False, server_default="0"))
        accounts.add_column(sa.Column("spare_codes", sa.JSON(), nullable=False, server_default="[]"))
        accounts.drop_column("epoch")
    with op.batch_alter_table("accounts") as accounts:
        for name in ("second_secret", "second_step", "spare_codes"):
            accounts.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(sa.Column("epoch", sa.Integer(), nullable=False, server_default="1"))
        accounts.drop_column("spare_codes")
        accounts.drop_column("second_step")
        accounts.drop_column("second_secret")
    with op.batch_alter_table("accounts") as accounts:
        accounts.alter_column("epoch", server_default=None)
    op.drop_table("identities")
    op.drop_table("tries")
    op.drop_table("sign_ins")
