"""P5: the audit log is whole: nothing in it is changed or removed, a chain shows who did it all the same, and it holds no secret."""

import threading
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from planner.actions.accounts import make_sign_in_link, set_password
from planner.actions.erasing import erase
from planner.actions.feeds import make_feed, rotate
from planner.actions.people import PersonFacts, save_person
from planner.actions.second_factor import new_secret
from planner.domain.states import Role
from planner.models.audit import AuditRow, note
from planner.models.audit_chain import AuditSeal, chain_head, verify_chain
from planner.models.base import db, writing
from planner.rooms import find_room
from tests.cast import Cast
from tests.conftest import NOW
from tests.scenes import scene

MIGRATIONS = str(find_room("migrations"))


@pytest.fixture
@scene
def lines(cast: Cast) -> list[int]:
    """Five lines of the log, a transaction each."""
    for number in range(5):
        with writing():
            note("try", "thing", number, f"Number {number}.", by=cast.hana, now=NOW, facts={"n": [number, 1.5, None]})
    return list(db.session.scalars(select(AuditRow.id).order_by(AuditRow.id)))


def refused(statement: str, before: str = "SELECT 1") -> bool:
    """Whether the database refuses it, after what is allowed."""
    try:
        with writing():
            db.session.execute(text(before))
            db.session.execute(text(statement))
    except DBAPIError as error:
        return "append-only" in str(error)
    return False


def behind_its_back(*statements: str) -> None:
    """As somebody does who may do anything to the database."""
    with writing():
        if db.session.get_bind().dialect.name == "postgresql":
            for table in ("audit_rows", "audit_seals"):
                db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        else:
            for table in ("audit_rows", "audit_seals"):
                for what in ("update", "delete"):
                    db.session.execute(text(f"DROP TRIGGER IF EXISTS {table}_{what}"))
        for statement in statements:
            db.session.execute(text(statement))


@pytest.mark.parametrize("table", ["audit_rows", "audit_seals"])
def test_p5_the_database_refuses_to_change_or_delete_a_line(lines: list[int], table: str) -> None:
    column = "sentence" if table == "audit_rows" else "hash"
    assert refused(f"UPDATE {table} SET {column} = 'nothing happened'")
    assert refused(f"DELETE FROM {table}")
    assert verify_chain().faults == []


def test_p5_truncating_is_refused_as_well(lines: list[int]) -> None:
    if db.session.get_bind().dialect.name == "postgresql":
        assert refused("TRUNCATE audit_rows CASCADE")
        assert refused("TRUNCATE audit_seals")


def test_p5_behind_the_gate_only_words_change(lines: list[int]) -> None:
    opened = "INSERT INTO audit_gates (id) VALUES (1)"
    with writing():
        db.session.execute(text(opened))
        db.session.execute(text("UPDATE audit_rows SET sentence = 'x' WHERE id = 1"))
        db.session.rollback()
    for column, value in (("at", "'2020-01-01'"), ("act", "'x'"), ("by_id", "NULL"), ("thing_id", "9"), ("id", "99")):
        assert refused(f'UPDATE audit_rows SET "{column}" = {value} WHERE id = {lines[1]}', opened)


def test_p5_what_was_written_is_whole_and_its_head_moves(lines: list[int]) -> None:
    place, head = chain_head()
    assert (verify_chain((place, head)).faults, verify_chain().lines) == ([], len(lines))
    with writing():
        note("try", "thing", 9, "One more.", by=None, now=NOW)
    assert (chain_head()[0], verify_chain((place, head)).faults) == (place + 1, [])


EDITS: dict[str, tuple[str, str]] = {
    "words": ("UPDATE audit_rows SET sentence = 'Nothing.' WHERE id = {2}", "The words of line {2} were changed"),
    "facts": ("UPDATE audit_rows SET facts = '[]' WHERE id = {2}", "The words of line {2} were changed"),
    "person": ("UPDATE audit_rows SET by_id = NULL WHERE id = {2}", "Line {2} was changed"),
    "act": ("UPDATE audit_rows SET act = 'other' WHERE id = {2}", "Line {2} was changed"),
    "instant": ("UPDATE audit_rows SET at = '2026-01-01 00:00:00.000000' WHERE id = {2}", "Line {2} was changed"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_p5_the_chain_finds_an_edit(lines: list[int], edit: str) -> None:
    statement, found = (words.format(*lines) for words in EDITS[edit])
    behind_its_back(statement)
    faults = verify_chain().faults
    assert [fault[: len(found)] for fault in faults] == [found]


def test_p5_the_chain_finds_what_was_taken_out_slipped_in_or_cut_off(lines: list[int]) -> None:
    known = chain_head()
    behind_its_back(
        f"DELETE FROM audit_seals WHERE row_id = {lines[1]}",
        f"DELETE FROM audit_rows WHERE id = {lines[1]}",
        "INSERT INTO audit_rows (id, at, act, thing, sentence, facts, salt) "
        "VALUES (999, '2027-01-01 00:00:00', 'x', 'y', 'z', '{}', '')",
    )
    faults = verify_chain().faults
    assert ["missing" in fault or "follow" in fault or "slipped in" in fault for fault in faults] == [True] * len(
        faults
    )
    assert any("Line 999 was slipped in" in fault for fault in faults)
    assert any("is missing" in fault for fault in faults)
    behind_its_back(
        f"DELETE FROM audit_seals WHERE row_id >= {lines[-1]}", f"DELETE FROM audit_rows WHERE id >= {lines[-1]}"
    )
    assert any("now it ends before" in fault for fault in verify_chain(known).faults)


def test_p5_erasing_takes_names_out_and_leaves_the_chain_whole(app: Flask, cast: Cast) -> None:
    set_password(cast.ana, "a calm grey morning", now=NOW, by=None)
    erase(cast.ana, by=cast.hana, now=NOW, base_url="http://x", folder=Path(app.config["PLANNER_DATA_DIR"]))
    verdict = verify_chain()
    words = [row.sentence for row in db.session.scalars(select(AuditRow))]
    assert (verdict.faults, verdict.erased > 0, [one for one in words if "Ana" in one]) == ([], True, [])
    behind_its_back("UPDATE audit_rows SET sentence = 'The password was not set.' WHERE act = 'set password'")
    assert [fault.partition(" of line")[0] for fault in verify_chain().faults] == ["The words"]


def test_p5_a_former_name_goes_with_the_person_because_the_log_knows_it(app: Flask, cast: Cast) -> None:
    facts = PersonFacts("Ana Moreno", "moreno@example.org", Role.agent, cast.dublin, cast.billing)
    save_person(cast.ana, facts, by=cast.hana, now=NOW)
    with writing():
        note("try", "thing", 1, "Ana Lopez (ana@example.org) is Ana Moreno now.", by=None, now=NOW)
    erase(cast.ana, by=cast.hana, now=NOW, base_url="http://x", folder=Path(app.config["PLANNER_DATA_DIR"]))
    said = " ".join(f"{row.sentence} {row.facts}" for row in db.session.scalars(select(AuditRow)))
    assert [one for one in ("Lopez", "Moreno", "ana@example", "moreno@") if one in said] == []


def test_p5_the_log_has_before_and_after(cast: Cast) -> None:
    facts = PersonFacts("Ana Lopez", "ana@example.org", Role.lead, cast.dublin, cast.billing)
    save_person(cast.ana, facts, by=cast.hana, now=NOW)
    row = db.session.scalars(select(AuditRow).where(AuditRow.act == "change person")).one()
    assert row.facts == {"changed": {"role": ["agent", "lead"]}}


def test_p5_what_fails_leaves_no_line_and_no_seal(cast: Cast) -> None:
    def fail() -> None:
        with writing():
            note("try", "thing", 1, "This fails.", by=cast.hana, now=NOW)
            db.session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with writing():
        note("try", "thing", 2, "This does not.", by=cast.hana, now=NOW)
    assert (verify_chain().faults, db.session.query(AuditSeal).count()) == ([], db.session.query(AuditRow).count())


def test_p5_many_at_once_make_one_chain(app: Flask, cast: Cast) -> None:
    def write(number: int) -> None:
        with app.app_context():
            for turn in range(5):
                with writing():
                    note("try", "thing", turn, f"{number}: {turn}", by=None, now=NOW)
            db.session.remove()

    db.session.remove()
    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdict = verify_chain()
    assert (verdict.faults, verdict.lines) == ([], 20)


def test_p5_lines_from_before_the_chain_are_sealed_by_the_migration(app: Flask) -> None:
    db.session.remove()
    downgrade(directory=MIGRATIONS, revision="2026_11_22_99f_erasing")
    with writing():
        for number, facts in enumerate(("{}", '{"b": [1, 2.5, null], "a": "\\u00d6"}'), 1):
            values = f"({number}, '2027-01-0{number} 10:00:00', 'x', 'y', NULL, 'Öz', '{facts}')"
            db.session.execute(
                text(f"INSERT INTO audit_rows (id, at, act, thing, thing_id, sentence, facts) VALUES {values}")
            )
    db.session.remove()
    upgrade(directory=MIGRATIONS)
    verdict = verify_chain()
    assert (verdict.faults, verdict.lines) == ([], 2)


def test_p5_no_secret_stands_in_the_log(cast: Cast) -> None:
    secrets = ["a calm grey morning", make_sign_in_link(cast.ana, now=NOW), new_secret()]
    set_password(cast.ana, secrets[0], now=NOW, by=None)
    feed, token = make_feed(cast.ana, "person", str(cast.ana.id), now=NOW, by=cast.ana)
    secrets += [token, rotate(feed, now=NOW, by=cast.ana)]
    said = " ".join(f"{row.act} {row.sentence} {row.facts}" for row in db.session.scalars(select(AuditRow)))
    hashes = [feed.token_hash]
    assert ([one for one in (*secrets, *hashes) if one in said], len(said) > 100) == ([], True)
