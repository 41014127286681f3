"""Hours without messages: one's own for everybody, a site's for HR, and the message that waits for them to be over."""

from collections.abc import Callable
from datetime import time

import pytest
from flask.testing import FlaskClient

from planner.actions.ladders import ship_ladders
from planner.models.base import db, writing
from planner.models.messages import Message
from planner.models.people import Person
from planner.reminders.due import tick
from planner.reminders.placing import Kindness
from tests.cast import Cast
from tests.domain.times import naive, utc
from tests.reminders.scenes import make_visit

ClientOf = Callable[[Person | None], FlaskClient]
HOURS = {"quiet_from": "08:00", "quiet_until": "12:30"}


def brief_at(cast: Cast) -> object:
    with writing():
        ship_ladders()
    make_visit(cast, start=naive(2027, 3, 16, 14))
    tick(utc(2027, 3, 2, 9), Kindness())
    return db.session.query(Message).filter_by(name="visit-brief").one().next_try_at


def test_a_message_waits_until_ones_own_hours_are_over(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.elif_).post(f"/people/{cast.elif_.id}/quiet", data=HOURS)
    assert brief_at(cast) == utc(2027, 3, 2, 12, 30)


def test_a_sites_hours_hold_for_whoever_chose_none(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.hana).post(f"/sites/{cast.dublin.id}/quiet", data=HOURS)
    assert brief_at(cast) == utc(2027, 3, 2, 12, 30)


def test_ones_own_hours_go_before_the_sites(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.hana).post(f"/sites/{cast.dublin.id}/quiet", data=HOURS)
    client_of(cast.elif_).post(f"/people/{cast.elif_.id}/quiet", data={"quiet_from": "20:00", "quiet_until": "06:00"})
    assert brief_at(cast) == utc(2027, 3, 2, 9)


@pytest.mark.parametrize("given", [{"quiet_from": "08:00"}, {"quiet_from": "soon", "quiet_until": "later"}])
def test_half_or_odd_hours_change_nothing(cast: Cast, client_of: ClientOf, given: dict[str, str]) -> None:
    page = client_of(cast.elif_).post(f"/people/{cast.elif_.id}/quiet", data=given, follow_redirects=True)
    assert ("notice-bad" in page.text, cast.elif_.quiet_from) == (True, None)


def test_as_usual_takes_them_back(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.elif_)
    client.post(f"/people/{cast.elif_.id}/quiet", data=HOURS)
    db.session.expire_all()
    assert cast.elif_.quiet_from == time(8)
    client.post(f"/people/{cast.elif_.id}/quiet", data={**HOURS, "usual": "1"})
    db.session.expire_all()
    db.session.refresh(cast.elif_)
    assert [cast.elif_.quiet_from, cast.elif_.quiet_until] == [None, None]


def test_who_may_set_whose(cast: Cast, client_of: ClientOf) -> None:
    people = (cast.hana, cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera)
    foreign = [client_of(person).post(f"/people/{cast.nils.id}/quiet", data=HOURS).status_code for person in people]
    own = [client_of(person).post(f"/people/{person.id}/quiet", data=HOURS).status_code for person in people]
    site = [client_of(person).post(f"/sites/{cast.dublin.id}/quiet", data=HOURS).status_code for person in people]
    assert (foreign, own, site) == ([302, *[404] * 5], [302] * 6, [302, *[403] * 5])
