"""`planner check`: what an administrator should know."""

import os
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

import click
from flask import current_app

from planner import clock
from planner.cli.context import in_application
from planner.models import health
from planner.models.audit_chain import known_head, verify_chain
from planner.models.events import unwritten_events
from planner.models.files import open_to_others
from planner.models.mailboxes import known_mailbox
from planner.models.night_audits import last_audit
from planner.reminders.mailbox import box_of


@dataclass(frozen=True)
class Finding:
    """One line of the report. `bad` makes the command exit with 1."""

    mark: str
    sentence: str

    @property
    def bad(self) -> bool:
        return self.mark == "bad"


@click.command()
@in_application
def check() -> None:
    """What an administrator should know: database, migrations, clock, mail, secrets, zones.

    Exits with 1 when something is wrong. Example: planner check
    """
    findings = all_findings(clock.now())
    for finding in findings:
        click.echo(f"{finding.mark:>4}  {finding.sentence}")
    if any(finding.bad for finding in findings):
        raise click.exceptions.Exit(1)


def all_findings(now: datetime) -> list[Finding]:
    """Everything that is known to go wrong, looked at once."""
    database = _database()
    behind = [finding for finding in database if finding.bad]
    asked = [] if behind else [*_worker(now), *_mailbox(), *_calendars(), _audit_log()]
    return [*database, *_files(), *asked, _mail(), _secret(), _address(), _zones()]


def _database() -> list[Finding]:
    if not health.database_answers():
        return [
            Finding("bad", "The database does not answer. Look at PLANNER_DATABASE_URL and whether its server runs.")
        ]
    if health.missing_migrations():
        return [Finding("bad", "The database is behind the program: run “planner migrate”.")]
    return [
        Finding("ok", "The database answers and is up to date."),
        *(Finding("note", sentence) for sentence in health.known_faults()),
    ]


def _files() -> list[Finding]:
    """Whether others on the machine may read the database."""
    open_ones = open_to_others(current_app.config["SQLALCHEMY_DATABASE_URI"])
    return [Finding("bad", f"{file} can be read by others: run “chmod 600 {file}”.") for file in open_ones]


def _worker(now: datetime) -> list[Finding]:
    found = health.pulse(now)
    return [
        Finding("bad", f"{found.late} {found.in_words}") if found.late else Finding("ok", found.in_words),
        *_night(),
    ]


def _calendars() -> list[Finding]:
    """Events that no feed holds because they cannot be written."""
    broken = unwritten_events()
    if not broken:
        return []
    named = ", ".join(map(str, broken[:10]))
    return [
        Finding(
            "bad",
            f"{len(broken)} published events are missing from all feeds (numbers {named}). Open and mend them, and publish.",
        )
    ]


def _night() -> list[Finding]:
    """What the last nightly audit found."""
    audit = last_audit()
    if audit is None:
        return []
    words = f"{audit.in_words} (night of {audit.day:%d %B %Y})."
    return [Finding("ok" if audit.good else "bad", words)]


def _mailbox() -> list[Finding]:
    """Whether answers to invitations are read, where a mailbox is set."""
    if not current_app.config["PLANNER_IMAP_URL"]:
        return []
    box = box_of(str(current_app.config["PLANNER_IMAP_URL"]))
    known = known_mailbox(box.name)
    if known is None:
        return [Finding("note", f"The mailbox of {box.name} was not looked at yet: the worker does it every minute.")]
    if known.error:
        return [Finding("bad", f"Answers to invitations cannot be read. {known.error}")]
    return [Finding("ok", f"Answers to invitations are read from the mailbox of {box.name}.")]


def _audit_log() -> Finding:
    """Whether every line of the audit log is what it was when it was written."""
    verdict = verify_chain(known_head(current_app.config["PLANNER_DATA_DIR"]))
    if verdict.faults:
        return Finding("bad", f"The audit log was tampered with: {verdict.faults[0]} See “planner audit verify”.")
    return Finding("ok", f"The audit log is whole: {verdict.lines:,} lines.")


def _mail() -> Finding:
    if current_app.config["PLANNER_SMTP_URL"]:
        return Finding("ok", f"Mail goes out as {current_app.config['PLANNER_MAIL_FROM']}.")
    return Finding("note", "No mail server is set (PLANNER_SMTP_URL): mail is written to the outbox that HR can read.")


def _secret() -> Finding:
    path = current_app.config["PLANNER_DATA_DIR"] / "secret-key"
    if path.exists() and path.stat().st_mode & 0o077:
        return Finding("bad", f"{path} can be read by others: run “chmod 600 {path}”.")
    return Finding("ok", "The secret key is kept where only this account reads it.")


def _address() -> Finding:
    address = current_app.config["PLANNER_BASE_URL"]
    if address.startswith("https://"):
        return Finding("ok", f"Links begin with {address}.")
    return Finding(
        "note", f"Links begin with {address}: nobody beyond this machine can follow them safely. Set PLANNER_BASE_URL."
    )


def _zones() -> Finding:
    other = f" (PYTHONTZPATH={os.environ['PYTHONTZPATH']} is not used)" if os.environ.get("PYTHONTZPATH") else ""
    return Finding("ok", f"Time zone rules: tzdata {version('tzdata')}{other}.")
