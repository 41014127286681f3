"""P6: everybody gets all that is kept about them; Z2: nobody else does, and no file is left behind."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.actions.imports.shelf import keep
from planner.actions.personal_data import person_json
from planner.domain.references import REFERENCES, SECRETS
from planner.models.base import Base, db, writing
from planner.models.erasure import references_in_tables
from planner.models.people import Person
from planner.models.personal import THROUGH
from planner.models.sign_ins import sign_ins_of
from planner.models.uploads import upload_named
from tests.browser.house import make_house
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock

ClientOf = Callable[[Person | None], FlaskClient]


def data_of(person: Person) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(person_json(person, NOW))["data"]
    return found


def test_p6_every_column_that_refers_to_a_person_is_in_the_export_or_says_why_not() -> None:
    in_export = {one.column for one in REFERENCES if one.heading}
    excepted = {one.column for one in REFERENCES if not one.heading and len(one.why) > 20}
    assert in_export | excepted == references_in_tables()


def test_p6_no_two_parts_of_the_export_have_one_heading() -> None:
    headings = [one.heading for one in REFERENCES if one.heading] + [heading for heading, *_ in THROUGH]
    assert len(set(headings)) == len(headings)


def test_p6_secrets_are_columns_that_there_are() -> None:
    there = {f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns}
    assert SECRETS - there == frozenset()


def test_p6_whatever_names_a_token_a_hash_or_a_password_is_a_secret() -> None:
    words = ("token", "hash", "password", "secret", "spare", "receipt", "salt")
    of_people = {one.table for one in REFERENCES if one.heading}
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if table.name in of_people and any(word in column.name for word in words)
    }
    known_again = {"feeds.token_start", "api_tokens.token_start"}  # the six letters by which people know one
    assert found - SECRETS - known_again == set()


def test_p6_the_export_of_somebody_who_lived_here_has_every_table_they_are_in(
    app: Flask, cast: Cast, clock: StoppedClock
) -> None:
    make_house(app, cast, clock)
    for person in (cast.hana, cast.tomas, cast.elif_, cast.ana):
        found = data_of(person)
        expected = {
            one.heading
            for one in REFERENCES
            if one.heading
            and db.session.query(Base.metadata.tables[one.table])
            .filter(Base.metadata.tables[one.table].columns[one.name] == person.id)
            .first()
        }
        assert (expected - set(found), found["Person"][0]["name"]) == (set(), person.name)


def test_p6_nobody_else_is_named_in_columns_of_their_own_and_no_secret_is_told(cast: Cast) -> None:
    with writing():
        cast.ana.team = cast.billing
    found = json.dumps(data_of(cast.ana))
    hashes = [row.token_hash for row in sign_ins_of(cast.ana.id)]
    assert [word for word in (*hashes, "Tomas Byrne", "token_hash", "password_hash") if word in found] == []
    assert data_of(cast.ana)["Person"][0]["team"] == "Billing"


def test_p6_and_z2_i_get_my_data_as_the_answer_itself_and_nothing_is_left_behind(
    app: Flask, cast: Cast, client_of: ClientOf
) -> None:
    folder = Path(app.config["PLANNER_DATA_DIR"])
    before = sorted(folder.rglob("*"))
    answer = client_of(cast.ana).post("/account/data")
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert names == ["person.json", "calendar.ics", "read-me.txt"]
    assert (sorted(folder.rglob("*")), client_of(cast.ana).get("/account/data").status_code) == (before, 405)


def test_p6_my_data_is_handed_to_who_proves_once_more_to_be_me(
    app: Flask, cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    client = client_of(cast.ana)
    with writing():
        for row in sign_ins_of(cast.ana.id):
            row.confirmed_at = clock.now()
    clock.advance(minutes=11)
    answer = client.post("/account/data")
    assert (answer.status_code, answer.mimetype) == (403, "text/html")


@pytest.mark.parametrize("who", ["tomas", "elif_", "ravi", "ana", "vera"])
def test_z2_only_hr_hands_out_the_data_of_somebody_else(cast: Cast, client_of: ClientOf, who: str) -> None:
    client = client_of(getattr(cast, who))
    assert client.post(f"/people/{cast.nils.id}/data").status_code == 403
    assert client_of(cast.hana).post(f"/people/{cast.nils.id}/data").mimetype == "application/zip"


def test_z2_a_sheet_that_waits_for_its_preview_is_there_for_whoever_handed_it_in(
    cast: Cast, clock: StoppedClock
) -> None:
    name = keep(b"Name,E-mail", "people.csv", by=cast.hana, now=NOW)
    assert upload_named(name, cast.hana.id, NOW) is not None
    assert upload_named(name, cast.tomas.id, NOW) is None
    assert upload_named(name, cast.hana.id, clock.advance(hours=1)) is None
