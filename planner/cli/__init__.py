"""The `planner` command. Groups are loaded when they are used, so that `planner --help` stays quick."""

import importlib
import os
import sys

import click

COMMANDS = {
    "serve": ("planner.cli.serve", "serve", "Web and worker together on one machine."),
    "web": ("planner.cli.serve", "web", "The web half alone."),
    "worker": ("planner.cli.worker", "worker", "The worker half alone: generates, reminds, sends."),
    "demo": ("planner.cli.demo", "demo", "A believable organisation with a published year."),
    "import": ("planner.cli.imports", "import_", "Bring people and places in from a sheet."),
    "generate": ("planner.cli.year", "generate", "A draft year for a program."),
    "scenario": ("planner.cli.scenarios", "scenario", "Years with other settings beside the draft, compared and used."),
    "publish": ("planner.cli.year", "publish", "Make the draft a version that everybody sees."),
    "rehearse": ("planner.cli.rehearse", "rehearse", "A year of messages in minutes, in a copy; nobody gets a mail."),
    "plan": ("planner.cli.plans", "plan", "The generator alone, on a problem file."),
    "replan": ("planner.cli.plans", "replan", "Repair a published plan with the least change."),
    "why": ("planner.cli.questions", "why", "Why an event of a plan is where it is, and where else it could be."),
    "why-not": ("planner.cli.questions", "why_not", "Which rules of a problem clash, and what would help."),
    "compare": ("planner.cli.questions", "compare", "Two plans of a problem side by side."),
    "substitutes": ("planner.cli.questions", "substitutes", "Who else could make a floor visit."),
    "feed": ("planner.cli.feeds", "feed", "Make a calendar feed and print its address."),
    "export": ("planner.cli.feeds", "export", "Write a calendar to a file, without a server."),
    "backup": ("planner.cli.backups", "backup", "Save the database while it is in use."),
    "restore": ("planner.cli.backups", "restore", "Bring a saved database back."),
    "release": ("planner.cli.release", "release", "Say what becomes of messages that wait for a word."),
    "migrate": ("planner.cli.database", "migrate", "Bring the database up to date."),
    "check": ("planner.cli.checks", "check", "What an administrator should know."),
    "user": ("planner.cli.users", "user", "Accounts: make, reset, deactivate."),
    "audit": ("planner.cli.audit", "audit", "The audit log: whether it is whole."),
    "person": ("planner.cli.persons", "person", "What is kept about a person: handed out, erased, handed over."),
    "settings": ("planner.cli.settings", "settings", "Every setting, as a table."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and sentence, and imports one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        found: click.Command = getattr(importlib.import_module(module), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, _, sentence) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="planner")
def planner() -> None:
    """Planner: one week of celebration, made into a year."""


def main() -> None:
    """Runs the command; whatever goes wrong becomes a sentence on standard error and exit status 1."""
    os.umask(0o077)  # whatever is written from here on is for this account alone
    try:
        status = planner(standalone_mode=False)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(1)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        click.echo(error.format_message(), err=True)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  # the last edge before a person: a sentence, never a traceback
        _explain(error)
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)  # click hands the status of its Exit back instead of raising it


def _explain(error: Exception) -> None:
    """A refusal says itself; anything else is our mistake, and its traceback is shown only to those who ask for it."""
    from planner.domain.refusals import Refused
    from planner.settings import SettingRefused

    if isinstance(error, Refused | SettingRefused):
        click.echo(str(error), err=True)
        return
    if os.environ.get("PYTHONDEVMODE"):
        raise error
    first = str(error).strip().splitlines()[:1]
    click.echo(
        f"Something went wrong that should not have: {type(error).__name__}: {first[0] if first else ''}", err=True
    )
    click.echo("“planner check” may say why. With PYTHONDEVMODE=1 the whole story is printed.", err=True)
