"""Clashes of pinned events with the rules of their place and with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from planner.planning.judge.check import Broken, check
from planner.planning.judge.found import WORDS
from planner.planning.judge.ledger import malformation, team_names
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem
from planner.planning.reasons.clash_closures import closure_needs
from planner.planning.reasons.clashes import Clash, Ladder, Need, Over, Part, clash_of, day_words, fixed
from planner.planning.reasons.relaxations import ADD, OPEN, REMOVE, Change, Relaxation
from planner.planning.reasons.words import place_words

MENDED_BY_MORE = {"H02", "H10", "H11", "H23"}  # other events can still put these right
NEAR = 28  # days around a pin among which another place is looked for


@dataclass(frozen=True)
class PinPart(Part):
    """The pins of a problem, none of which may be broken by a rule that no other event can mend."""

    over: Over = field(default=lambda: False, compare=False, repr=False)

    @property
    def whom(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(pin.whom for pin in self.problem.pins))

    def feasible(self, problem: Problem) -> bool:
        return not _faults(problem)

    def needs(self) -> list[Need]:
        problem = self.problem
        teams = {name for pin in problem.pins if not malformation(problem, pin) for name in team_names(problem, pin)}
        sites = {problem.team[name].site for name in teams}
        found = [need for name in sorted(sites) for need in closure_needs(problem, problem.site[name], quiet=True)]
        for leader in problem.leaders if any(pin.type in ("visit", "session") for pin in problem.pins) else ():
            drop = tuple(Change(("leaders", leader.id, field), ()) for field in ("unavailable", "busy"))
            found.append(Need("H13", f"the absences and busy times of {leader.id}", drop))
        for pin in problem.pins:
            found.append(Need("H23", f"the pinned {_words(problem, pin)}", (Change(("pins",), pin, REMOVE),)))
        return found

    def ladders(self, kept: list[Need]) -> Iterator[Ladder]:
        for pin in _pins(kept):
            drop = Change(("pins",), pin, REMOVE)
            words = _words(self.problem, pin)
            yield fixed(Relaxation(f"Unpin the {words}.", (drop,)))
            for other in self._elsewhere(pin):
                sentence = f"Move the {words}, to {place_words(self.problem, other)}"
                yield fixed(Relaxation(sentence, (drop, Change(("pins",), (other,), ADD))))
            yield from self._opened(pin)

    def _opened(self, pin: Occurrence) -> Iterator[Ladder]:
        problem = self.problem
        for name in () if malformation(problem, pin) else team_names(problem, pin)[:1]:
            site = problem.site[problem.team[name].site]
            day = pin.start.astimezone(ZoneInfo(site.tz)).date()
            yield fixed(
                Relaxation(f"Keep {day_words(day)} open at {site.name}.", (Change(("sites", site.id), day, OPEN),))
            )

    def _elsewhere(self, pin: Occurrence) -> list[Occurrence]:
        """The nearest day at the same hour on which the pin is in nobody's way."""
        if malformation(self.problem, pin):
            return []
        rest = tuple(other for other in self.problem.pins if other != pin)
        for step in sorted(range(-NEAR, NEAR + 1), key=abs):
            other = replace(pin, start=pin.start + timedelta(days=step))
            if self.over():
                return []
            if step and self.feasible(replace(self.problem, pins=(*rest, other))):
                return [other]
        return []


def _faults(problem: Problem) -> list[Broken]:
    """What the pins break by themselves and no further event can mend."""
    broken = check(problem, Plan(problem.pins)).broken
    return [item for item in broken if item.code not in MENDED_BY_MORE and not _too_few(item)]


def _too_few(item: Broken) -> bool:
    """A least quota is mended by more visits, a greatest one is not."""
    return item.code == "H17" and "at least" in item.sentence


def _few(problem: Problem, pins: tuple[Occurrence, ...], over: Over) -> tuple[Occurrence, ...]:
    """Not many of the pins that clash all the same: halves, quarters and so on that are not needed for it go."""
    size = len(pins) // 2
    while size and not over():
        for first in range(0, len(pins), size):
            rest = pins[:first] + pins[first + size :]
            if not over() and _faults(replace(problem, pins=rest)):
                pins = rest
                break
        else:
            size //= 2
    return pins


def _pins(kept: Iterable[Need]) -> list[Occurrence]:
    return [need.without[0].value for need in kept if need.code == "H23"]


def _words(problem: Problem, pin: Occurrence) -> str:
    if malformation(problem, pin):
        return f"{WORDS[pin.type]} of {pin.whom}"
    return f"{WORDS[pin.type]} of {pin.whom} on {place_words(problem, pin)}".removesuffix(".")


def pin_clashes(problem: Problem, over: Over) -> Iterator[Clash]:
    """Clash after clash: the pins of one are set aside before the next is looked for."""
    pins = problem.pins
    while pins and not over():
        if not _faults(replace(problem, pins=pins)):
            return
        part = PinPart(replace(problem, pins=_few(problem, pins, over)), over)
        clash = clash_of(part, over)
        gone = _pins(clash.needs)
        faults = _faults(clash.core)
        yield replace(
            clash,
            codes=tuple(sorted({item.code for item in faults}.union(clash.codes))),
            sentence=" ".join([clash.sentence, *(item.sentence for item in faults[:2])]),
            whom=tuple(dict.fromkeys(pin.whom for pin in gone)),
        )
        pins = tuple(pin for pin in pins if pin not in gone) if gone else ()
