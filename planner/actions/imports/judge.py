"""The judgement of a file: for every line whether it is new, changed, same or wrong, and what exactly would be written."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from planner.actions.imports.checks import Case, check
from planner.actions.imports.effects import Effect, effects_of
from planner.actions.imports.known import Known
from planner.actions.imports.lines import Reading, Row
from planner.actions.imports.settle import settle
from planner.actions.imports.sheets import Place, Trouble
from planner.actions.imports.things import Things, gather, parts_of


class Verdict(StrEnum):
    wrong = "wrong"
    new = "new"
    changed = "changed"
    same = "same"


@dataclass(frozen=True)
class Judged:
    """One line of the file. `effects` are the things that it brings or changes, `troubles` what is wrong with it."""

    place: Place
    verdict: Verdict
    effects: tuple[Effect, ...] = ()
    troubles: tuple[Trouble, ...] = ()


@dataclass
class Judgement:
    """All lines of a file, and the things that would be written when only the good lines count."""

    lines: list[Judged]
    effects: list[Effect]
    things: Things
    remarks: list[str] = field(default_factory=list)

    @property
    def troubles(self) -> list[Trouble]:
        """What is wrong, by line; lines that are wrong only because of another line come last."""
        found = [trouble for line in self.lines for trouble in line.troubles]
        return sorted(found, key=lambda trouble: (trouble.follows, trouble.place))

    def count(self, verdict: Verdict) -> int:
        return sum(line.verdict is verdict for line in self.lines)

    @property
    def fingerprint(self) -> str:
        """Changes when confirming would do something else than the preview showed."""
        said = [str(effect) for effect in self.effects] + [str(trouble) for trouble in self.troubles]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def judge(reading: Reading, known: Known) -> Judgement:
    """Compares a file with what is known. Lines that are wrong are set aside, and the rest is asked again, until all of it is well."""
    wrong: dict[Place, list[Trouble]] = {row.place: list(row.troubles) for row in reading.rows if row.troubles}
    while True:
        good = [row for row in reading.rows if row.place not in wrong]
        things, troubles = gather(good)
        broken = _mentioned(row for row in reading.rows if row.place in wrong)
        undecided, remarks = settle(things, known)
        troubles.extend(undecided)
        troubles.extend(check(Case(things, known, broken)))
        if not troubles:
            break
        for trouble in troubles:
            wrong.setdefault(trouble.place, []).append(trouble)
    effects = effects_of(things, known)
    lines = _lines(reading.rows, wrong, effects)
    return Judgement(lines, effects, things, reading.remarks + remarks + _about_the_gone(things, known))


def _mentioned(rows: Iterable[Row]) -> set[tuple[str, str]]:
    return {(kind, key) for row in rows for kind, key, _ in parts_of(row)}


def _lines(rows: Sequence[Row], wrong: dict[Place, list[Trouble]], effects: Sequence[Effect]) -> list[Judged]:
    by_place: dict[Place, list[Effect]] = {}
    for effect in effects:
        for place in effect.places:
            by_place.setdefault(place, []).append(effect)
    lines = []
    for row in rows:
        if row.place in wrong:
            lines.append(Judged(row.place, Verdict.wrong, (), tuple(dict.fromkeys(wrong[row.place]))))
            continue
        mine = tuple(by_place.get(row.place, ()))
        lines.append(Judged(row.place, _verdict(mine), mine))
    return lines


def _verdict(effects: Sequence[Effect]) -> Verdict:
    if any(effect.new for effect in effects):
        return Verdict.new
    return Verdict.changed if effects else Verdict.same


def _about_the_gone(things: Things, known: Known) -> list[str]:
    names = [key for key in things["person"] if key in known.gone]
    return [
        f"{name} was deactivated. The file does not bring anybody back: reactivate on the person’s page."
        for name in names
    ]
