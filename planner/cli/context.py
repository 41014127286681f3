"""What commands share: an application around them, people by address, instants from a text."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from planner.domain.refusals import Refused
from planner.models.people import Person, person_by_email
from planner.models.programs import Program

P = ParamSpec("P")
R = TypeVar("R")


def in_application(command: Callable[P, R]) -> Callable[P, R]:
    """Runs a command inside the application, with the database that the settings name."""

    @wraps(command)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        from planner.app import create_app

        with create_app().app_context():
            return command(*args, **kwargs)

    return inside


def person_named(email: str) -> Person:
    """The person with this address. Raises Refused when nobody has it."""
    person = person_by_email(email)
    if person is None:
        raise Refused(f"Nobody here has the address {email}. “planner user list” shows who is known.")
    return person


def program_numbered(program_id: int) -> Program:
    """The program with this number. Raises Refused when there is none, and says which there are."""
    from planner.models.programs import program_names, program_with

    program = program_with(program_id)
    if program is None:
        names = "; ".join(f"{number}: {name}" for number, name in program_names()) or "none yet"
        raise Refused(f"There is no program {program_id}. There are: {names}.")
    return program


class InstantType(click.ParamType[datetime]):
    """An instant such as 2027-03-01T08:00:00Z."""

    name = "instant"

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
        except ValueError:
            self.fail(f"{value!r} is not an instant such as 2027-03-01T08:00:00Z", param, ctx)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
