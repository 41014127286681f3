"""`planner user`: accounts made, reset and deactivated without the web."""

import click

from planner import clock
from planner.actions import accounts
from planner.actions.second_factor import turn_off
from planner.actions.sign_ins import end_all
from planner.cli.context import in_application, person_named
from planner.domain.refusals import Refused
from planner.domain.states import Role
from planner.models.base import db, writing
from planner.models.people import Person, everybody, person_by_email


@click.group()
def user() -> None:
    """Accounts: make, reset, deactivate. Example: planner user add hana@example.org --name "Hana Novak" --role hr"""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="What the person is called.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default="hr", show_default=True)
@in_application
def add(email: str, name: str, role: str) -> None:
    """Make a person with an account, and print a link that signs them in once."""
    if person_by_email(email) is not None:
        raise Refused(f"{email} is known already. “planner user link {email}” prints a sign-in link.")
    with writing():
        person = Person(email=email.strip().lower(), name=name, role=Role(role))
        db.session.add(person)
        db.session.flush()
        accounts.make_account(person, now=clock.now())
    _print_link(person)


@user.command("link")
@click.argument("email")
@in_application
def link(email: str) -> None:
    """Print a link that signs a person in once, within 15 minutes."""
    _print_link(person_named(email))


@user.command("password")
@click.argument("email")
@click.password_option(help="The new password; asked for when left out.")
@in_application
def password(email: str, password: str) -> None:
    """Set a person's password and end their sessions."""
    accounts.set_password(person_named(email), password, now=clock.now(), by=None)
    click.echo("The password is set; every session of the account has ended.")


@user.command("sign-out")
@click.argument("email")
@in_application
def sign_out(email: str) -> None:
    """Sign a person out of every browser. Example: planner user sign-out hana@example.org"""
    ended = end_all(person_named(email), by=None, now=clock.now())
    click.echo(f"Signed out of {ended} browser{'' if ended == 1 else 's'}.")


@user.command("second-factor-off")
@click.argument("email")
@in_application
def second_factor_off(email: str) -> None:
    """Switch a person's second factor off, for a lost phone. Example: planner user second-factor-off hana@example.org"""
    turn_off(person_named(email), by=None, now=clock.now())
    click.echo("Signing in asks for no code any more.")


@user.command("deactivate")
@click.argument("email")
@in_application
def deactivate(email: str) -> None:
    """End a person's access, feeds and nudges; nothing of theirs is deleted."""
    from planner.actions.people import deactivate as deactivate_person

    person = person_named(email)
    deactivate_person(person, by=None, now=clock.now())
    click.echo(f"{person.name} is deactivated.")


@user.command("list")
@in_application
def list_() -> None:
    """Who is known."""
    for person in everybody():
        state = "" if person.active else "\tdeactivated"
        click.echo(f"{person.email}\t{person.name}\t{person.role.label}{state}")


def _print_link(person: Person) -> None:
    from flask import current_app

    token = accounts.make_sign_in_link(person, now=clock.now())
    click.echo(f"{current_app.config['PLANNER_BASE_URL']}/sign-in/{token}")
