"""Z6: rights that are lost between the look at them and the write: a second connection takes them away just before the transaction."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, func, select, text

from planner.models import base
from planner.models.audit import AuditRow
from planner.models.base import db
from planner.models.people import Person
from tests.cast import Cast

ClientOf = Callable[[Person | None], FlaskClient]
Between = Callable[..., None]

LOST = {
    "demoted": ("UPDATE people SET role = 'agent' WHERE id = :number", 403),
    "deactivated": ("UPDATE people SET deactivated_at = CURRENT_TIMESTAMP WHERE id = :number", 401),
    "signed out elsewhere": ("DELETE FROM sign_ins WHERE person_id = :number", 401),
}
SAVES = {
    "/people/new": {"name": "Zoe", "email": "zoe@example.org", "role": "agent"},
    "/people/{ana}": {"name": "Ana Zoe", "email": "ana@example.org", "role": "agent", "revision": "1"},
    "/people/{ana}/deactivate": {},
    "/account/of/{ana}/end": {},
    "/sites/{dublin}/quiet": {"quiet_from": "20:00", "quiet_until": "06:00"},
}


@pytest.fixture
def between(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Between]:
    """Lets somebody else's transaction happen when everything was looked at and nothing is written yet; once."""
    other, real = create_engine(app.config["SQLALCHEMY_DATABASE_URI"]), base.taking_the_write_lock

    def happens(words: str, **values: object) -> None:
        @contextmanager
        def delayed() -> Iterator[None]:
            monkeypatch.setattr(base, "taking_the_write_lock", real)
            with other.begin() as theirs:
                theirs.execute(text(words), values)
            with real():
                yield

        stand_in: Callable[[], AbstractContextManager[None]] = delayed
        monkeypatch.setattr(base, "taking_the_write_lock", stand_in)

    yield happens
    other.dispose()


def _lines() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(AuditRow)) or 0


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("save", SAVES)
def test_z6_who_loses_the_right_after_it_was_looked_at_writes_nothing(
    between: Between, cast: Cast, client_of: ClientOf, save: str, lost: str
) -> None:
    client, before, (words, said) = client_of(cast.hana), _lines(), LOST[lost]
    address = save.format(ana=cast.ana.id, dublin=cast.dublin.id)
    between(words, number=cast.hana.id)
    assert (client.post(address, data=SAVES[save]).status_code, _lines()) == (said, before)


@pytest.mark.parametrize("save", SAVES)
def test_z6_who_keeps_the_right_writes(between: Between, cast: Cast, client_of: ClientOf, save: str) -> None:
    """Else the test above would show nothing: the same forms are taken, and written, when somebody else is signed out meanwhile."""
    client, before = client_of(cast.hana), _lines()
    address = save.format(ana=cast.ana.id, dublin=cast.dublin.id)
    between(LOST["signed out elsewhere"][0], number=cast.tomas.id)
    assert (client.post(address, data=SAVES[save]).status_code, _lines() > before) == (302, True)


def test_z6_what_is_only_ones_own_is_asked_as_such(between: Between, cast: Cast, client_of: ClientOf) -> None:
    """A view that asked for more than its mark is held to that: an agent may set their own hours, and nobody else's."""
    client, before = client_of(cast.hana), _lines()
    between(LOST["demoted"][0], number=cast.hana.id)
    hours = {"quiet_from": "20:00", "quiet_until": "06:00"}
    assert (client.post(f"/people/{cast.ana.id}/quiet", data=hours).status_code, _lines()) == (403, before)
