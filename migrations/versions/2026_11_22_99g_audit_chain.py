"""The audit log becomes append-only: the database refuses to change a line, and a chain of hashes shows who did it all the same."""

import hashlib
import json
import secrets
from datetime import UTC

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_99g_audit_chain"
down_revision = "2026_11_22_99f_erasing"

FIXED = ("id", "at", "by_id", "act", "thing", "thing_id")
_rows = sa.table(
    "audit_rows",
    *(sa.column(name) for name in ("id", "by_id", "act", "thing", "thing_id", "sentence", "salt")),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("facts", sa.JSON),
)
_seals = sa.table("audit_seals", *(sa.column(name) for name in ("id", "row_id", "words_hash", "hash")))


def upgrade() -> None:
    op.add_column("audit_rows", sa.Column("salt", sa.String(length=32), nullable=False, server_default=""))
    with op.batch_alter_table("audit_rows") as table:
        table.alter_column("salt", server_default=None)
    op.create_table(
        "audit_gates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_gates"),
    )
    op.create_table(
        "audit_seals",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("words_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["audit_rows.id"], name=op.f("fk_audit_seals_row_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("row_id", name=op.f("uq_audit_seals_row_id")),
    )
    _seal_what_is_there()
    for statement in _guards():
        op.execute(statement)


def _seal_what_is_there() -> None:
    """As `planner.domain.chains` does; written out here, because a migration must not change with the program."""
    before, connection = "0" * 64, op.get_bind()
    for place, row in enumerate(connection.execute(sa.select(_rows).order_by(_rows.c.id)).all(), 1):
        salt = secrets.token_hex(16)
        words = _hash(salt, row.sentence, json.dumps(row.facts, sort_keys=True, separators=(",", ":")))
        at = row.at.replace(tzinfo=UTC) if row.at.tzinfo is None else row.at.astimezone(UTC)
        moment = at.isoformat(timespec="microseconds")
        before = _hash(before, place, row.id, moment, row.by_id, row.act, row.thing, row.thing_id, words)
        connection.execute(sa.update(_rows).where(_rows.c.id == row.id).values(salt=salt))
        connection.execute(sa.insert(_seals).values(id=place, row_id=row.id, words_hash=words, hash=before))


def _hash(*parts: object) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = json.dumps(part).encode()
        digest.update(f"{len(data)}:".encode() + data)
    return digest.hexdigest()


NO = "The audit log is append-only."


def _guards() -> list[str]:
    if op.get_bind().dialect.name == "postgresql":
        same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in FIXED)
        return [
            # Names of our own tables and columns only: nobody's input goes in here.
            f"""CREATE FUNCTION audit_rows_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM audit_gates) AND {same} THEN RETURN NEW; END IF;
            RAISE EXCEPTION '{NO}'; END $$""",  # noqa: S608  # as the line above says
            f"""CREATE FUNCTION audit_seals_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION '{NO}'; END $$""",
            *(
                f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_guard()"
                for table in ("audit_rows", "audit_seals")
            ),
            *(
                f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_seals_guard()"
                for table in ("audit_rows", "audit_seals")
            ),
        ]
    same = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in FIXED)
    gate = "EXISTS (SELECT 1 FROM audit_gates)"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{NO}'); END"
    return [
        f"CREATE TRIGGER audit_rows_update BEFORE UPDATE ON audit_rows WHEN NOT ({gate} AND {same}) {refuse}",
        f"CREATE TRIGGER audit_rows_delete BEFORE DELETE ON audit_rows {refuse}",
        f"CREATE TRIGGER audit_seals_update BEFORE UPDATE ON audit_seals {refuse}",
        f"CREATE TRIGGER audit_seals_delete BEFORE DELETE ON audit_seals {refuse}",
    ]


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in ("audit_rows", "audit_seals"):
        names = (f"{table}_guard", f"{table}_whole") if postgresql else (f"{table}_update", f"{table}_delete")
        for name in names:
            op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
    if postgresql:
        op.execute("DROP FUNCTION audit_rows_guard()")
        op.execute("DROP FUNCTION audit_seals_guard()")
    op.drop_table("audit_seals")
    op.drop_table("audit_gates")
    with op.batch_alter_table("audit_rows") as table:
        table.drop_column("salt")
