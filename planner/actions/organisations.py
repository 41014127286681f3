"""The first run: the organisation gets its name, its catalogue, its ladders and its first HR person, all or nothing."""

from datetime import datetime

from planner.actions.accounts import make_account, make_first_person, set_password
from planner.models.accounts import Account
from planner.models.base import db, writing
from planner.models.organisations import Organisation


def begin(
    *, organisation: str, name: str, email: str, password: str | None, now: datetime, zone: str = "UTC"
) -> Account:
    """Makes the organisation and its first person. Raises Refused when there is one already, or for a short password."""
    from planner.actions.catalogue import ship_catalogue
    from planner.actions.ladders import ship_ladders

    with writing():
        person = make_first_person(name, email, now=now)
        if password is not None:
            set_password(person, password, now=now, by=person)
        db.session.add(Organisation(name=organisation, zone=zone))
        ship_catalogue()
        ship_ladders()
        return make_account(person, now=now, by=person)
