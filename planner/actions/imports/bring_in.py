"""Previewing a file, and bringing it in: all of it, or the good lines of it, in one transaction."""

from collections import Counter
from datetime import datetime

from planner.actions.holidays import fetch_holidays
from planner.actions.imports.effects import Effect
from planner.actions.imports.files import read_file
from planner.actions.imports.judge import Judgement, judge
from planner.actions.imports.known import Known, read_known
from planner.actions.imports.lines import Reading, read_rows
from planner.actions.imports.write import write
from planner.domain.refusals import Refused
from planner.models.audit import note
from planner.models.base import writing
from planner.models.people import Person

MOST_NOTED = 500
"""Effects that the audit row lists one by one; it counts all of them."""
_MANY = {"person": "people", "policy": "policies"}


def preview(data: bytes) -> Judgement:
    """What bringing this file in would do; nothing is written. Raises Refused when the file cannot be read or understood."""
    return judge(_read(data), read_known())


def _read(data: bytes) -> Reading:
    reading = read_rows(read_file(data))
    if not reading.rows:
        raise Refused("There is a line of column names, but nothing below it.", "file")
    return reading


def bring_in(
    data: bytes, *, good_lines: bool, by: Person | None, now: datetime, expected: str | None = None
) -> Judgement:
    """Writes what a file brings, all or nothing. Raises Refused for a file with mistakes, unless only its good lines are wanted.

    `expected` is the fingerprint of the preview that was confirmed: when something changed since, nothing is written.
    """
    reading = _read(data)
    with writing():
        known = read_known()
        judgement = judge(reading, known)
        _refuse(judgement, good_lines, expected)
        if judgement.effects:
            write(judgement.effects, judgement.things, known)
            _fetch_holidays(judgement.effects, known, now)
            _note(judgement.effects, by, now)
        return judgement


def _refuse(judgement: Judgement, good_lines: bool, expected: str | None) -> None:
    if expected is not None and expected != judgement.fingerprint:
        raise Refused(
            "Somebody changed people or places since this preview was made. Look at it again, then confirm.", "changed"
        )
    wrong = len({trouble.place for trouble in judgement.troubles})
    if wrong and not good_lines:
        lines = "1 line is" if wrong == 1 else f"{wrong} lines are"
        raise Refused(f"{lines} wrong, so nothing was brought in. Correct the file, or bring in the good lines only.")


def _fetch_holidays(effects: list[Effect], known: Known, now: datetime) -> None:
    """A site that is new, or in another country now, gets the public holidays of this year and the next."""
    for effect in effects:
        moved = effect.new or any(what in ("country", "subdivision") for what, _, _ in effect.changes)
        if effect.kind == "site" and moved:
            fetch_holidays(known.site(effect.key), (now.year, now.year + 1))


def _note(effects: list[Effect], by: Person | None, now: datetime) -> None:
    facts: dict[str, object] = {"effects": [str(effect) for effect in effects[:MOST_NOTED]], "count": len(effects)}
    note("import people", "import", None, f"A sheet brought {summary(effects)}.", by=by, now=now, facts=facts)


def summary(effects: list[Effect]) -> str:
    """“2 new sites, 60 new teams and 3 changed people”; “nothing new”."""
    counts = Counter((effect.new, effect.kind) for effect in effects)
    parts = [
        f"{count} {'new' if new else 'changed'} {kind if count == 1 else _MANY.get(kind, kind + 's')}"
        for (new, kind), count in counts.items()
    ]
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts) or "nothing new"
