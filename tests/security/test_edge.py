"""N9: bytes that are no text, and characters that a database cannot keep, are refused before anything reads them, on both databases."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

import pytest
from flask.testing import FlaskClient

from planner.models.audit import AuditRow
from planner.models.base import db
from planner.models.people import Person
from tests.cast import Cast

ClientOf = Callable[[Person | None], FlaskClient]


@pytest.mark.parametrize("where", ["address", "name of a filter", "filter", "field", "name of a field"])
def test_n9_a_nul_is_refused_wherever_it_comes(cast: Cast, client_of: ClientOf, where: str) -> None:
    client, before = client_of(cast.hana), db.session.query(AuditRow).count()
    answer = {
        "address": lambda: client.get("/outbox/a%00b"),
        "name of a filter": lambda: client.get("/people?wo%00rds=x"),
        "filter": lambda: client.get("/people?words=a%00b"),
        "field": lambda: client.post("/recognitions/new", data={"names": "Ana", "behaviour": "called\0back"}),
        "name of a field": lambda: client.post("/recognitions/new", data={"na\0mes": "Ana"}),
    }[where]()
    assert (answer.status_code, db.session.query(AuditRow).count()) == (400, before)


@pytest.mark.parametrize("octets", ["%C0%80", "%ED%A0%80", "%FF", "%F4%90%80%80"])
def test_n9_octets_that_are_no_utf8_are_refused_wherever_they_come(
    cast: Cast, client_of: ClientOf, octets: str
) -> None:
    client, before = client_of(cast.hana), db.session.query(AuditRow).count()
    pasted, typed = unquote_to_bytes(octets), "application/x-www-form-urlencoded"
    parts = b'--x\r\nContent-Disposition: form-data; name="names"\r\n\r\nAna' + pasted + b"\r\n--x--\r\n"
    answers = [
        client.get(f"/people?words={octets}"),
        client.get(f"/people?{octets}=x"),
        client.get(f"/outbox/{octets}"),
        client.get(f"/sign-in/{octets}"),
        client.post("/recognitions/new", data=f"names=Ana{octets}&behaviour=called", content_type=typed),
        client.post("/recognitions/new", data=b"names=Ana" + pasted, content_type=typed),
        client.post("/recognitions/new", data=parts, content_type="multipart/form-data; boundary=x"),
    ]
    assert ([one.status_code for one in answers], db.session.query(AuditRow).count()) == ([400] * 7, before)


def test_n9_what_people_do_type_passes(cast: Cast, client_of: ClientOf) -> None:
    for words in ("Özge", "أهلا", "👩🏽‍🚒", "line\nbreak", "Ḿ̶"):
        assert client_of(cast.hana).get("/people", query_string={"words": words}).status_code == 200
