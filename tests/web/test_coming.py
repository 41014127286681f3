"""What comes next: listed, filtered, opened as it will read, and sent to HR alone as a test."""

from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.actions.ladders import ship_ladders
from planner.models.audit import AuditRow
from planner.models.base import db, writing
from planner.models.ladders import LadderStep
from planner.models.messages import Message
from planner.models.people import Person
from planner.reminders.delivery import Sender
from planner.reminders.due import tick
from planner.reminders.letterhead import letterhead_of
from planner.reminders.placing import Kindness
from tests.cast import Cast
from tests.conftest import NOW
from tests.domain.times import naive, utc
from tests.reminders.scenes import Visit, make_visit

ClientOf = Callable[[Person | None], FlaskClient]


@pytest.fixture
def visit(cast: Cast) -> Visit:
    with writing():
        ship_ladders()
    return make_visit(cast, start=naive(2027, 3, 16, 10))


def address(visit: Visit, person: Person, name: str = "visit-brief") -> str:
    step = db.session.query(LadderStep).filter_by(message=name).one()
    return f"/messages/coming/commitment/{visit.commitment.id}/{step.id}/{person.id}"


def shown(client: FlaskClient, query: str = "") -> int:
    return client.get(f"/messages/coming{query}").text.count('data-label="When"')


def test_what_comes_next_is_listed_and_filtered(visit: Visit, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.hana)
    counts = [
        shown(client, query)
        for query in ("", f"?person={cast.ravi.id}", "?ladder=event", "?ladder=nonsense", "?person=x")
    ]
    assert counts == [12, 3, 2, 12, 12]
    assert f'href="{address(visit, cast.elif_)}"' in client.get("/messages/coming").text


def test_a_message_is_opened_as_it_will_read(visit: Visit, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.hana)
    page = client.get(address(visit, cast.elif_, "visit-tomorrow"))
    assert ("frame-src 'self'" in page.headers["Content-Security-Policy"], "Tomorrow" in page.text) == (True, True)
    looks = client.get(f"{address(visit, cast.elif_, 'visit-tomorrow')}/looks")
    assert "sandbox" in looks.headers["Content-Security-Policy"]
    assert ("/answer/example" in looks.text, looks.text.count("/answer/")) == (
        True,
        looks.text.count("/answer/example"),
    )


def test_somebody_who_would_not_get_it_has_no_such_message(visit: Visit, cast: Cast, client_of: ClientOf) -> None:
    client, real = client_of(cast.hana), address(visit, cast.elif_)
    odd = [
        address(visit, cast.tomas),
        real.replace("commitment", "event"),
        real.replace("commitment", "person"),
        f"{real}9",
    ]
    assert [client.get(one).status_code for one in odd] == [404] * 4


def test_only_hr_opens_or_sends_one(visit: Visit, cast: Cast, client_of: ClientOf) -> None:
    one = address(visit, cast.elif_)
    for person in (cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera):
        client = client_of(person)
        assert [
            client.get(one).status_code,
            client.get(f"{one}/looks").status_code,
            client.post(f"{one}/test").status_code,
        ] == [403] * 3
    assert db.session.query(Message).count() == 0


def test_a_test_goes_to_hr_alone_says_so_and_counts_for_nothing(
    visit: Visit, cast: Cast, client_of: ClientOf, app: Flask
) -> None:
    client_of(cast.hana).post(f"{address(visit, cast.elif_)}/test")
    assert Sender(letterhead_of(app.config), lambda: NOW).deliver().sent == 1
    [path] = Path(app.config["PLANNER_DATA_DIR"], "outbox").glob("*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=default)
    words = mail.get_body(("plain",))
    assert words is not None
    first = str(words.get_content()).splitlines()[0]
    subject = "Test: Your visit to Billing, Tue 16 Mar, 10:00: whom to see and whom to thank"
    assert (mail["To"].addresses[0].addr_spec, str(mail["Subject"]).strip()) == (cast.hana.email, subject)
    assert first == "This is a test for you. It would go to Elif Kaya on Tue 2 Mar, 09:00; its buttons answer nothing."
    tick(utc(2027, 3, 2, 9), Kindness())
    real = db.session.query(Message).filter_by(name="visit-brief").one()
    assert (real.recipient_id, real.next_try_at) == (cast.elif_.id, utc(2027, 3, 2, 9))
    assert [row.act for row in db.session.query(AuditRow)] == ["send test"]


def test_the_buttons_of_a_test_explain_themselves(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(None)
    assert (client.get("/answer/example").status_code, client.post("/answer/example").status_code) == (200, 404)
