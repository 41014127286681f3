"""`planner rehearse`: a whole year of messages in minutes, in a copy of the database, with nobody getting a mail."""

import json
import os
import sys
import tempfile
from datetime import date
from pathlib import Path

import click
from flask import current_app

from planner import clock
from planner.actions.rehearsals import Played, Year, play, year_of
from planner.cli.context import in_application, program_numbered
from planner.cli.progress_bar import telling_bar
from planner.domain.instants import wall
from planner.domain.rehearsals import Figures, PersonsYear
from planner.models.rehearsals import copy_database, play_in_a_hurry

SHOWN = 8


@click.command()
@click.option("--program", "program_id", type=int, required=True, help="The program's number.")
@click.option(
    "--kept", type=click.IntRange(0, 100), default=80, show_default=True,
    help="Of a hundred things owed, how many are recorded as done on their day.",
)  # fmt: skip
@click.option("--rest", is_flag=True, help="Only from now on, as everything stands; else the whole year, anew.")
@click.option("--mails", type=click.Path(path_type=Path), help="Keep the mails in this folder, to read them.")
@click.option("--json", "as_json", is_flag=True, help="Figures for programs, on standard output.")
@in_application
def rehearse(program_id: int, kept: int, rest: bool, mails: Path | None, as_json: bool) -> None:
    """Play a year of messages in a copy of the database: nobody gets a mail, and nothing here changes.

    Reports messages per person and week, the busiest day, and who would get more than the cap by which messages; exits with 1 when one
    of these could have waited.
    Examples: planner rehearse --program 1; planner rehearse --program 1 --kept 0 --json
    """
    program = program_numbered(program_id)
    year = year_of(program, kept, wall(clock.now(), program.zone).date() if rest else None)
    cap, name = int(current_app.config["PLANNER_MESSAGES_PER_WEEK"]), program.name
    with tempfile.TemporaryDirectory(prefix="planner-rehearsal-") as folder:
        played = _in_a_copy(year, Path(folder), mails, anew=not rest)
    words = (
        json.dumps(_figures(played, year, cap), indent=2) if as_json else "\n".join(_report(played, year, name, cap))
    )
    click.echo(words)
    if played.figures.needless(cap):
        sys.exit(1)


def _in_a_copy(year: Year, folder: Path, mails: Path | None, *, anew: bool) -> Played:
    from planner.app import create_app
    from planner.models.base import db
    from planner.reminders.letterhead import letterhead_of

    copy_database(folder / "copy.sqlite")
    elsewhere = {"PLANNER_DATABASE_URL": f"sqlite:///{folder / 'copy.sqlite'}", "PLANNER_DATA_DIR": str(folder)}
    quiet = {"PLANNER_SMTP_URL": "", "PLANNER_IMAP_URL": ""}
    app = create_app({**os.environ, **elsewhere, **quiet})
    with app.app_context(), telling_bar("Copying the database") as tell:
        play_in_a_hurry(db.engine)
        try:
            return play(year, letterhead_of(app.config), mails or folder / "outbox", tell, anew=anew)
        finally:
            db.session.remove()
            db.engine.dispose()


def _report(played: Played, year: Year, name: str, cap: int) -> list[str]:
    figures = played.figures
    weeks = max((year.last - year.first).days / 7, 1)
    lines = [
        f"“{name}”, {year.first:%d %B %Y} to {year.last:%d %B %Y}, {year.kept} of 100 things owed done on their day:",
        f"{figures.mails:,} messages to {len(figures.people)} people, {_average(figures.mails, len(figures.people) * weeks)} a week each.",
        _busiest_words(figures.busiest),
        "",
        "Busiest weeks:",
        *(f"  {_week_words(person)}" for person in figures.people[:SHOWN]),
        "",
        "By message:",
        *(f"  {count:>6,}  {message}" for message, count in figures.by_name.items()),
        "",
        *_fate_words(played),
        *(f"  {words}" for words in played.dead),
        f"Memory at the end of each month, MiB: {', '.join(str(held) for held in played.memory.values())}.",
        "",
    ]
    return [*lines, *_verdict(figures, cap)]


def _fate_words(played: Played) -> list[str]:
    fates = played.fates
    untrue = fates.get("cancelled", 0) + fates.get("superseded", 0)
    return [
        f"Told in a digest, or in one mail with others, instead of alone: {fates.get('digest', 0):,}.",
        f"Still waiting at the end: {fates.get('pending', 0):,}.",
        f"Not sent because it was true no longer, or a newer message went: {untrue:,}.",
        f"Not sent in time: {fates.get('expired', 0):,}. Could not be written: {fates.get('dead', 0):,}. Early: {played.early:,}.",
    ]


def _verdict(figures: Figures, cap: int) -> list[str]:
    over, needless = figures.over_cap(cap), figures.needless(cap)
    if not over:
        return [f"Nobody would get more than {cap} in a week; the digest is not counted."]
    judged = "by messages that could have waited" if needless else "and only by messages that cannot wait"
    named = [f"  {one.person}: {_week_over(one, week)}" for one in over for week in one.over(cap)]
    return [f"{len(over)} would get more than {cap} in a week, {judged}:", *named]


def _week_over(one: PersonsYear, week: date) -> str:
    reasons = [f"{count} {haste.value}" for haste, count in one.why(week).items()]
    words = ", ".join(reasons) or "none that could not wait"
    return f"{one.weeks[week]} in the week of {week:%d %b %Y}, of them {words}"


def _week_words(person: PersonsYear) -> str:
    week = max(person.weeks, key=lambda one: person.weeks[one], default=None)
    first = f"{person.most} in the week of {week:%d %b %Y}" if week else "no message alone"
    return f"{person.person}: {first}; {person.mails} in all, of them {person.digests} digests"


def _busiest_words(busiest: tuple[date, int] | None) -> str:
    return f"The busiest day is {busiest[0]:%A %d %B %Y} with {busiest[1]:,}." if busiest else "Nothing was sent."


def _average(count: int, of: float) -> str:
    return f"{count / of:.1f}" if of else "0"


def _figures(played: Played, year: Year, cap: int) -> dict[str, object]:
    figures = played.figures
    return {
        "first": year.first.isoformat(),
        "last": year.last.isoformat(),
        "kept": year.kept,
        "cap": cap,
        "messages": figures.mails,
        "by_message": figures.by_name,
        "busiest_day": {"day": figures.busiest[0].isoformat(), "messages": figures.busiest[1]} if figures.busiest else None,
        "people": [_person_figures(person, cap) for person in figures.people],
        "over_cap": [person.person_id for person in figures.over_cap(cap)],
        "could_have_waited": [person.person_id for person in figures.needless(cap)],
        "fates": played.fates,
        "early": played.early,
        "memory": played.memory,
    }  # fmt: skip


def _person_figures(person: PersonsYear, cap: int) -> dict[str, object]:
    return {
        "id": person.person_id,
        "name": person.person,
        "messages": person.mails,
        "digests": person.digests,
        "most_in_a_week": person.most,
        "weeks": {f"{week:%G-W%V}": count for week, count in person.weeks.items()},
        "over_cap": {
            f"{week:%G-W%V}": {haste.name: count for haste, count in person.why(week).items()}
            for week in person.over(cap)
        },
    }
