"""P7: who is erased is gone from every table and every file, and what they did is still counted. Z7: the last one in HR stays."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import JSON, Column, String, cast, func, select, text, update
from sqlalchemy.dialects.postgresql import JSONB

from planner.actions.erasing import erase, preview
from planner.actions.people import reactivate
from planner.domain.references import REFERENCES, Erasing
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentState, MessageState, Role
from planner.models.audit import note
from planner.models.base import Base, db, writing
from planner.models.commitments import Commitment
from planner.models.erasure import references_in_tables
from planner.models.events import PublishedEvent
from planner.models.floor_visits import FloorVisit
from planner.models.messages import Message
from planner.models.names_in_texts import REDRAWN, binary_columns, text_columns
from planner.models.people import Person, people_matching
from planner.models.programs import Program
from tests.browser.house import make_house
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.domain.times import naive
from tests.reminders.scenes import make_program, make_visit

NAME, ADDRESS = "Özge Çelik-Kaya", "oezge.kaya@example.org"


def take_away(person: Person, app: Flask, by: Person | None = None) -> int:
    return erase(person, by=by, now=NOW, base_url="http://localhost", folder=Path(app.config["PLANNER_DATA_DIR"]))


def say_it_everywhere(name: str, address: str) -> int:
    """Writes name and address into a row of every column that holds text; in how many columns."""
    count = 0
    with writing():
        for table in Base.metadata.sorted_tables:
            for column in text_columns(table) if table.name not in ("people", "audit_rows", "audit_seals") else []:
                count += _say(table.name, column, f"It was {name} ({address}), {name.upper()}")
        note("try", "person", 1, f"{name} did it.", by=None, now=NOW, facts={"who": [f"{name} <{address}>"]})
    return count


def _say(table_name: str, column: Column[object], words: str) -> bool:
    """Not where a text must be one of a few, or short."""
    table = Base.metadata.tables[table_name]
    longest = column.type.length if isinstance(column.type, String) else None
    if column.unique or (longest is not None and longest < 100) or column.foreign_keys:
        return False
    key = next(iter(table.primary_key.columns))
    first = db.session.execute(select(func.min(key))).scalar()
    if first is None:
        return False
    value: object = {"who": [words]} if isinstance(column.type, JSON) else words
    db.session.execute(update(table).where(key == first).values({column.name: value}))
    return True


def everything() -> Iterator[str]:
    """The whole database as text: the bytes of the file, or a dump of every table."""
    db.session.remove()
    if db.engine.dialect.name == "sqlite":
        file = str(db.session.execute(text("PRAGMA database_list")).all()[0][2])
        db.session.remove()
        db.engine.dispose()
        with closing(connect(file)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for path in Path(file).parent.glob(f"{Path(file).name}*"):
            yield path.read_bytes().decode("utf-8", "replace")
    else:
        for table in Base.metadata.sorted_tables:
            columns = [cast(c, JSONB) if isinstance(c.type, JSON) else c for c in table.columns]
            for row in db.session.execute(select(*columns)):
                yield " ".join(bytes(v).decode("utf-8", "replace") if isinstance(v, bytes) else str(v) for v in row)


def hits(*needles: str) -> list[str]:
    """Which needles stand in the database, in any of the ways in which it writes them."""
    wanted = {needle: {needle.lower(), json.dumps(needle)[1:-1].lower()} for needle in needles}
    texts = [one.lower() for one in everything()]
    return [needle for needle, ways in wanted.items() if any(way in one for one in texts for way in ways)]


def test_p7_every_column_that_refers_to_a_person_has_a_rule_and_no_rule_is_of_nothing() -> None:
    assert {one.column for one in REFERENCES} == references_in_tables()


def test_p7_every_rule_can_be_carried_out() -> None:
    """What cannot be empty is not emptied, and who is part of a key is kept or goes with the row."""
    wrong = []
    for one in REFERENCES:
        column = Base.metadata.tables[one.table].columns[one.name]
        if one.erasing in (Erasing.empty, Erasing.release) and not (column.nullable or column.primary_key):
            wrong.append(one.column)
    assert wrong == []


def test_p7_what_is_neither_text_nor_number_is_redrawn_or_thrown_away() -> None:
    assert binary_columns() == REDRAWN


def test_p7_after_erasing_name_and_address_stand_nowhere_in_the_database(
    app: Flask, cast: Cast, clock: StoppedClock
) -> None:
    make_house(app, cast, clock)
    number, by = cast.elif_.id, cast.hana.id
    with writing():
        cast.elif_.name, cast.elif_.email = NAME, ADDRESS
    said = say_it_everywhere(NAME, ADDRESS)
    assert said > 80
    assert hits(NAME, ADDRESS) == [NAME, ADDRESS]
    counted = _counts(number)
    take_away(db.session.get_one(Person, number), app, by=db.session.get_one(Person, by))
    assert hits(NAME, ADDRESS) == []
    assert _counts(number) == counted


def _counts(number: int) -> list[int]:
    """Visits made, and messages that went: what figures are made of."""
    made = select(func.count()).select_from(FloorVisit).where(FloorVisit.leader_id == number)
    sent = select(func.count()).select_from(Message).where(Message.state == MessageState.sent)
    return [db.session.scalar(question) or 0 for question in (made, sent)]


def test_p7_the_mails_of_the_local_outbox_go_as_well(app: Flask, cast: Cast) -> None:
    outbox = Path(app.config["PLANNER_DATA_DIR"]) / "outbox"
    outbox.mkdir(parents=True)
    for number, to in enumerate(("ana@example.org", "hana@example.org")):
        mail = f"To: {to}\r\nSubject: Hello\r\nDate: Mon, 01 Mar 2027 09:00:00 +0000\r\n\r\nGood morning.\r\n"
        (outbox / f"{number:032x}.eml").write_bytes(mail.encode())
    take_away(cast.ana, app, by=cast.hana)
    assert [path.stem for path in outbox.iterdir()] == [f"{1:032x}"]


def test_p7_a_former_name_goes_as_well_and_part_of_a_word_stays(app: Flask, cast: Cast) -> None:
    with writing():
        cast.billing.name = "Moreno Ana, Anatomy of ana lopez; ana@example.org.uk"
    folder = Path(app.config["PLANNER_DATA_DIR"])
    erase(cast.ana, by=None, now=NOW, also=["Moreno Ana", ""], base_url="http://localhost", folder=folder)
    assert cast.billing.name == "an erased person, Anatomy of an erased person; ana@example.org.uk"


def test_p7_erasing_counts_what_it_will_do_before_and_changes_nothing(app: Flask, cast: Cast) -> None:
    found = preview(cast.tomas)
    assert (found.by_rule[Erasing.empty], found.namesakes) == ([(1, "Teams led")], 0)
    assert cast.tomas.active


def test_p7_who_is_erased_cannot_be_brought_back_or_erased_again(app: Flask, cast: Cast) -> None:
    take_away(cast.ana, app)
    with pytest.raises(Refused):
        reactivate(cast.ana, by=cast.hana, now=NOW)
    with pytest.raises(Refused):
        take_away(cast.ana, app)
    assert [one.id for one in people_matching(gone=True).items] == [cast.mallory.id]


def test_z7_the_last_one_in_hr_cannot_be_erased(app: Flask, cast: Cast) -> None:
    with pytest.raises(Refused):
        take_away(cast.hana, app)
    assert (cast.hana.name, cast.hana.active) == ("Hana Novak", True)
    with writing():
        cast.tomas.role = Role.hr
    take_away(cast.hana, app, by=cast.tomas)
    assert cast.hana.name == f"Erased person {cast.hana.id}"


def test_p7_what_is_open_loses_its_owner_and_what_is_done_is_counted(app: Flask, cast: Cast) -> None:
    make_visit(cast, start=naive(2027, 3, 16, 10), program=make_program())
    over = make_visit(cast, start=naive(2027, 2, 16, 10), program=db.session.query(Program).one())
    with writing():
        over.commitment.state = CommitmentState.done
    take_away(cast.elif_, app, by=cast.hana)
    owners = [row.owner_id for row in db.session.query(Commitment).order_by(Commitment.due_on)]
    leaders = [row.leader_id for row in db.session.query(PublishedEvent).order_by(PublishedEvent.starts_at)]
    assert (owners, leaders) == ([cast.elif_.id, None], [cast.elif_.id, None])


def test_p7_the_page_says_what_will_happen_and_the_tick_does_it(
    app: Flask, cast: Cast, client_of: Callable[[Person | None], FlaskClient]
) -> None:
    client, address = client_of(cast.hana), f"/people/{cast.ana.id}/erase"
    assert "This cannot be undone" in client.get(address).text
    assert client.post(address, data={}).status_code == 422
    assert (cast.ana.name, client.post(address, data={"sure": "y"}).status_code) == ("Ana Lopez", 302)
    assert (cast.ana.name, client.get(address).status_code) == (f"Erased person {cast.ana.id}", 404)
