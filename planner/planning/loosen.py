"""Which occurrences have to let go of their place so that a broken rule can be mended."""

from __future__ import annotations

from collections.abc import Iterator

from planner.planning.calendar import Calendar, minute_of
from planner.planning.check import Broken, Verdict
from planner.planning.ledger import Ledger
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem

ALL = {"H01", "H03", "H04", "H05", "H06", "H07", "H13"}  # the occurrence itself stands in a wrong place


def must_go(
    problem: Problem, calendar: Calendar, plan: Plan, verdict: Verdict, *, neighbours: bool
) -> list[Occurrence]:
    """Occurrences to be placed anew: those in a wrong place; when there are none, neighbours of what is broken.

    Pinned and frozen occurrences never go. While something is missing and `neighbours` is False, only the wrong places
    are named: filling the hole may be all that is needed.
    """
    movable = _movable(problem, calendar, plan)
    wrong = {b.occurrence for b in verdict.broken if b.code in ALL and b.occurrence in movable}
    if wrong:
        return [plan.occurrences[index] for index in sorted(index for index in wrong if index is not None)]
    if "H02" in verdict.by_code and not neighbours:
        return []
    ledger = Ledger(problem, calendar, plan)
    found: dict[int, Occurrence] = {}
    for broken in verdict.broken:
        for index in _involved(ledger, broken, movable):
            found[index] = plan.occurrences[index]
    for index in (*_overdrawn(problem, ledger, movable), *_same_day(ledger, movable)):
        found[index] = plan.occurrences[index]
    return [found[index] for index in sorted(found)]


def _movable(problem: Problem, calendar: Calendar, plan: Plan) -> set[int]:
    pinned, freeze = {pin.identity for pin in problem.pins}, calendar.not_before
    return {
        index
        for index, occurrence in enumerate(plan.occurrences)
        if occurrence.identity not in pinned and (freeze is None or minute_of(occurrence.start) >= freeze)
    }


def _involved(ledger: Ledger, broken: Broken, movable: set[int]) -> Iterator[int]:
    """Occurrences whose going might mend the rule."""
    index = broken.occurrence
    if index is None:
        return
    if broken.code == "H10":  # the track's whole year is routed again, and keeps what it can
        yield from _same_stream(ledger, index, movable)
    elif index in movable:
        yield index
    elif broken.code in ("H09", "H12", "H19"):
        yield from _beside(ledger, index, movable)
    elif broken.code == "H11":
        yield from _same_stream(ledger, index, movable)[:1]


def _beside(ledger: Ledger, index: int, movable: set[int]) -> Iterator[int]:
    """Something that runs at the same time for the same team, leader or site."""
    for book in (ledger.team_spans, ledger.leader_spans, ledger.site_spans):
        for spans in book.values():
            mine = next((span for span in spans if span.at == index), None)
            if mine is None:
                continue
            for span in spans:
                if span.at in movable and span.start < mine.end and mine.start < span.end:
                    yield span.at
                    return


def _same_stream(ledger: Ledger, index: int, movable: set[int]) -> list[int]:
    """The movable events of the same team and track, the nearest first."""
    placed = {item.index: item for item in ledger.placed}
    me = placed[index]
    alike = [
        item
        for item in ledger.placed
        if item.index in movable
        and (item.type, item.occurrence.whom, item.occurrence.track)
        == (me.type, me.occurrence.whom, me.occurrence.track)
    ]
    return [item.index for item in sorted(alike, key=lambda item: abs(item.start - me.start))]


def _same_day(ledger: Ledger, movable: set[int]) -> Iterator[int]:
    """One event of each day on which a team has two."""
    seen: set[tuple[str, int]] = set()
    for item in sorted(ledger.placed, key=lambda item: item.index in movable):
        if item.type in ("recognition", "csw"):
            key = (item.teams[0].id, item.day)
            if key in seen and item.index in movable:
                yield item.index
            seen.add(key)


def _overdrawn(problem: Problem, ledger: Ledger, movable: set[int]) -> Iterator[int]:
    """For each overdrawn committee week and budget the heaviest event that draws on it."""
    events = [item for item in ledger.placed if item.type == "recognition" and item.index in movable]
    for site in problem.sites:
        for week, cap in enumerate(site.committee_minutes):
            if ledger.week_minutes[site.id, week] > cap:
                here = [item for item in events if item.day // 7 == week and item.teams[0].site == site.id]
                heavy = sorted(here, key=lambda item: -problem.kind[item.occurrence.kind or ""].committee_minutes)
                yield from (item.index for item in heavy[:1])
    for budget in problem.budgets:
        if ledger.spent[budget.id] > budget.budget:
            here = [item for item in events if budget.start <= ledger.calendar.date(item.day) <= budget.end]
            dear = sorted(here, key=lambda item: -problem.kind[item.occurrence.kind or ""].cost(item.teams[0].size))
            yield from (item.index for item in dear[:1])
