"""`planner import people`: a sheet brought in from the command line, with the same preview as on the web."""

from collections.abc import Iterator
from pathlib import Path

import click

from planner import clock
from planner.actions.imports.bring_in import bring_in, preview, summary
from planner.actions.imports.judge import Judged, Judgement, Verdict
from planner.cli.context import in_application
from planner.domain.refusals import Refused

MOST_SHOWN = 40


@click.group("import")
def import_() -> None:
    """Bring people and places in from a sheet. Example: planner import people everybody.xlsx --dry-run"""


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would happen, and write nothing.")
@click.option("--good-lines", is_flag=True, help="Bring in the lines that are well, and leave out the others.")
@in_application
def people(file: Path, dry_run: bool, good_lines: bool) -> None:
    """Bring in sites, shifts, teams, people, leaders and policies from FILE, a .csv or .xlsx sheet.

    Prints what is new, changed and wrong. Nothing is written while a line is wrong, unless --good-lines is given.

    \b
    Examples:
      planner import people everybody.xlsx --dry-run
      planner import people everybody.csv --good-lines
    """
    data = _read(file)
    judgement = preview(data)
    for line in _report(judgement):
        click.echo(line)
    for trouble in judgement.troubles:
        click.echo(str(trouble), err=True)
    if dry_run:
        _end_dry_run(judgement, good_lines)
        return
    done = bring_in(data, good_lines=good_lines, by=None, now=clock.now(), expected=judgement.fingerprint)
    click.echo(f"Brought in: {summary(done.effects)}.")


def _read(file: Path) -> bytes:
    from flask import current_app

    most = int(current_app.config["MAX_CONTENT_LENGTH"])
    if file.stat().st_size > most:
        raise Refused(f"{file.name} is larger than {most // 1024 // 1024} MB (PLANNER_MAX_UPLOAD_MB). Split it in two.")
    return file.read_bytes()


def _report(judgement: Judgement) -> Iterator[str]:
    """What each line does, the counts, and what was left out; long lists are cut, and say so."""
    doing = [line for line in judgement.lines if line.verdict in (Verdict.new, Verdict.changed)]
    yield from (_row(line) for line in doing[:MOST_SHOWN])
    if len(doing) > MOST_SHOWN:
        yield f"… and {len(doing) - MOST_SHOWN} lines more."
    counts = ", ".join(f"{judgement.count(verdict)} {verdict.value}" for verdict in Verdict)
    yield f"{len(judgement.lines)} lines: {counts}."
    yield from judgement.remarks


def _row(line: Judged) -> str:
    return f"{line.place!s:<12}  {line.verdict.value:<8} {'; '.join(str(effect) for effect in line.effects)}"


def _end_dry_run(judgement: Judgement, good_lines: bool) -> None:
    click.echo(f"Nothing was written. It would bring: {summary(judgement.effects)}.")
    if judgement.troubles and not good_lines:
        raise click.exceptions.Exit(1)
