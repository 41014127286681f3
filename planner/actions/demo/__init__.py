"""A believable organisation, made up: people and places, a published year, and what has happened in it so far."""

from collections.abc import Callable
from datetime import datetime

from planner.actions.demo.guests import HR_ADDRESS
from planner.actions.demo.history import live_through
from planner.actions.demo.people import make_people
from planner.actions.demo.sizes import SIZES
from planner.actions.demo.year import make_year, start_of_demo_year
from planner.actions.organisations import begin
from planner.domain.refusals import Refused
from planner.models.base import db, writing
from planner.models.people import anybody, person_by_email
from planner.models.programs import current_program


def make_demo(size: str, *, seed: int, now: datetime, tell: Callable[[float, str], None]) -> None:
    """Fills an empty database; one that holds the demo already is left as it is.

    Raises Refused for a database that holds something else. Killed half-way, it is carried on from the last whole step.
    """
    if anybody() and person_by_email(HR_ADDRESS) is None:
        raise Refused(
            "This database holds a real organisation. Give the demo a folder of its own: PLANNER_DATA_DIR=demo planner demo"
        )
    chosen = SIZES[size]
    if current_program(now.date()) is not None:
        return
    with writing():
        account = begin(
            organisation="Harbour Line",
            name="Hana Novak",
            email=HR_ADDRESS,
            password=None,
            now=now,
            zone="Europe/Dublin",
        )
        crowd = make_people(chosen, account.person, year_start=start_of_demo_year(now.date()), seed=seed)
    try:
        program = make_year(crowd, chosen, now=now, tell=tell)
    except BaseException:
        db.session.rollback()
        raise
    tell(0.97, "Living through the first months")
    live_through(program.id, crowd.hr, now=now, seed=seed)
