"""A believable organisation, made up: people and places, a published year, and what has happened in it so far."""

from collections.abc import Callable
from datetime import datetime

from planner.actions.demo.front_line import let_them_speak, prepare_to_listen
from planner.actions.demo.guests import HR_ADDRESS
from planner.actions.demo.history import live_through
from planner.actions.demo.launches import write_strategy
from planner.actions.demo.people import crowd_here, make_people
from planner.actions.demo.rules import live_rules
from planner.actions.demo.sizes import SIZES, Size
from planner.actions.demo.year import make_year, start_of_demo_year
from planner.actions.organisations import begin
from planner.domain.refusals import Refused
from planner.models.base import writing
from planner.models.floor_visits import any_floor_visit
from planner.models.people import anybody, person_by_email
from planner.models.programs import current_program
from planner.models.versions import last_version


def make_demo(size: str, *, seed: int, now: datetime, tell: Callable[[float, str], None]) -> bool:
    """Fills an empty database in three whole steps: people, year, history. A step that is there already is left as it is,
    so that a demo which was stopped half-way is carried on, and one that is complete stays untouched (the answer is then False).

    Raises Refused for a database that holds something else.
    """
    if anybody() and person_by_email(HR_ADDRESS) is None:
        raise Refused(
            "This database holds a real organisation. Give the demo a folder of its own: PLANNER_DATA_DIR=demo planner demo"
        )
    chosen = SIZES[size]
    if not anybody():
        _bring_people_in(chosen, seed, now)
    program = current_program(now.date())
    if program is None or not last_version(program.id):
        program = make_year(crowd_here(), chosen, now=now, tell=tell)
    if any_floor_visit():
        return False
    tell(0.97, "Living through the first months")
    with writing():
        crowd = crowd_here()
        prepare_to_listen(program, crowd, now=now)
        live_through(program.id, crowd.hr, now=now, seed=seed)
        tell(0.975, "Hearing the front line")
        let_them_speak(program, crowd, now=now, seed=seed)
        tell(0.98, "Changing rules")
        write_strategy(program.id, crowd.hr, crowd.leaders[0].person, now)
        live_rules(program.id, crowd.hr, now=now, seed=seed)
    return True


def _bring_people_in(size: Size, seed: int, now: datetime) -> None:
    with writing():
        account = begin(
            organisation="Harbour Line",
            name="Hana Novak",
            email=HR_ADDRESS,
            password=None,
            now=now,
            zone="Europe/Dublin",
        )
        make_people(size, account.person, year_start=start_of_demo_year(now.date()), seed=seed)
