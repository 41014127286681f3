"""Who receives what the front line passes on, and the intake: its opening day, its sponsor, its training and its poster."""

import secrets
from datetime import date, datetime, time, timedelta

from planner.actions.events import EventFacts, NewPlace, add_event
from planner.domain.instants import wall, workday_on_or_before
from planner.domain.intakes import TRAINING_BEFORE, TRAINING_TITLE, TRAINING_WORDS
from planner.domain.kinds import EventKind
from planner.domain.outcomes import CATEGORIES, InsightCategory
from planner.domain.refusals import Refused
from planner.domain.states import Role
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.credentials import bury_credentials, of_poster
from planner.models.events import Event
from planner.models.insight_routes import InsightIntake, InsightRoute, intake_of, route_of
from planner.models.people import Person
from planner.models.programs import Program

MOST_WORKDAYS = 30
TRAINING_AT = time(10)
TRAINING_MINUTES = 60


def save_route(category: InsightCategory, receiver: Person | None, workdays: int, *, by: Person, now: datetime) -> None:
    """Sends a category to somebody, who says within so many working days that it was read; to HR for None.

    Raises Refused for somebody who left, or a number out of reach.
    """
    if receiver is not None and not receiver.active:
        raise Refused(f"{receiver.name} was deactivated. Choose somebody else.", "receiver")
    if not 1 <= workdays <= MOST_WORKDAYS:
        raise Refused(f"Give from 1 to {MOST_WORKDAYS} working days.", "workdays")
    with writing():
        known = route_of(str(category))
        if receiver is None:
            if known is not None:
                db.session.delete(known)
        else:
            route = known or InsightRoute(category=str(category))
            route.receiver, route.workdays = receiver, workdays
            db.session.add(route)
        name = receiver.name if receiver else "HR"
        note("route", "insight route", None, f"“{CATEGORIES[category].label}” goes to {name}.", by=by, now=now)


def save_intake(
    program: Program, opens_on: date, sponsor: Person | None, training: Event | None, *, by: Person, now: datetime
) -> InsightIntake:
    """Sets when a program's intake opens and who stands behind it. Raises Refused without an executive as sponsor."""
    if sponsor is None or sponsor.role is not Role.executive or not sponsor.active:
        raise Refused("An executive stands behind the intake: the lower levels cannot carry it alone.", "sponsor")
    if not program.starts_on <= opens_on <= program.ends_on:
        raise Refused("Choose a day within the program.", "opens_on")
    with writing():
        intake = intake_of(program.id) or InsightIntake(program_id=program.id)
        intake.opens_on, intake.sponsor, intake.training = opens_on, sponsor, training
        db.session.add(intake)
        sentence = f"The intake opens on {opens_on.isoformat()}; {sponsor.name} stands behind it."
        note("save intake", "program", program.id, sentence, by=by, now=now)
        return intake


def plan_training(intake: InsightIntake, *, by: Person, now: datetime) -> Event:
    """Puts the training into the draft, a week before the intake opens or as late as must be. Raises Refused when no day is left."""
    program = intake.program
    tomorrow = wall(now, program.zone).date() + timedelta(days=1)
    day = workday_on_or_before(intake.opens_on - TRAINING_BEFORE, (), frozenset(range(5)))
    day = max(day, tomorrow, program.starts_on)
    if day >= intake.opens_on:
        raise Refused("No day is left before the intake opens: let it open later.")
    facts = EventFacts(
        title=TRAINING_TITLE,
        wall_start=datetime.combine(day, TRAINING_AT),
        minutes=TRAINING_MINUTES,
        description=TRAINING_WORDS,
    )
    with writing():
        intake.training = add_event(NewPlace(program, EventKind.training), facts, by=by, now=now)
        db.session.flush()
        return intake.training


def make_poster(intake: InsightIntake, *, by: Person, now: datetime) -> None:
    """A new address for the floor's poster; one that was printed before works no more."""
    with writing():
        bury_credentials(of_poster(intake), now)
        intake.token = secrets.token_urlsafe(18)
        note("make poster", "program", intake.program_id, "The floor's poster has a new address.", by=by, now=now)


def withdraw_poster(intake: InsightIntake, *, by: Person, now: datetime) -> None:
    """The poster's address works no more."""
    with writing():
        bury_credentials(of_poster(intake), now)
        intake.token = None
        note("withdraw poster", "program", intake.program_id, "The floor's poster works no more.", by=by, now=now)
