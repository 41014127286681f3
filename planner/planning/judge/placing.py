"""Rules about one occurrence in its place: H01 form, H03 to H07 shift, holiday, blackout, peak, celebration week."""

from __future__ import annotations

from collections.abc import Iterator

from planner.planning.calendar import Calendar
from planner.planning.judge.found import Found, capital, named
from planner.planning.judge.ledger import Ledger, Placed
from planner.planning.plan import Plan
from planner.planning.problem import Problem, Team


def well_formed(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    for index, fault in ledger.malformed:
        yield Found("H01", fault, index)
    for placed in ledger.placed:
        if placed.start % problem.slot_minutes:
            sentence = f"{named(problem, placed)} does not start on a multiple of {problem.slot_minutes} minutes."
            yield Found("H01", capital(sentence), placed.index)
        what = placed.occurrence
        if what.type == "recognition" and what.kind not in problem.track[what.track or ""].kinds:
            kind, track = problem.kind[what.kind or ""], problem.track[what.track or ""]
            yield Found("H01", f"{kind.name} is not a kind of {track.name} (team {what.team}).", placed.index)


def in_its_place(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    for placed in ledger.placed:
        for team, day in zip(placed.teams, placed.days, strict=True):
            for code, reason in _faults(ledger.calendar, placed, team, day):
                when = ledger.calendar.date(day)
                sentence = f"{named(problem, placed)} on {when:%a %d %b %Y}: {reason}."
                yield Found(code, capital(sentence), placed.index)


def _faults(calendar: Calendar, placed: Placed, team: Team, day: int) -> Iterator[tuple[str, str]]:
    if team.id in placed.outside:
        yield "H03", f"outside the shift or the working days of {team.id}"
    if not calendar.in_year(day):
        yield "H03", "outside the year"
        return
    yield from _closed(calendar, placed, team, day)
    if placed.type in ("recognition", "session"):
        yield from _peaks(calendar, placed, team, day)
    inside = day in calendar.celebration
    if placed.type == "csw" and not inside:
        yield "H07", "outside Customer Service Week"
    if placed.type in ("recognition", "session") and inside:
        yield "H07", "inside Customer Service Week, which is kept for the celebration"


def _closed(calendar: Calendar, placed: Placed, team: Team, day: int) -> Iterator[tuple[str, str]]:
    for touched in sorted(calendar.touched(team, day, placed.start, placed.end)):
        reason = calendar.closed[team.site].get(touched)
        if reason is not None:
            holiday = touched in calendar.holidays[team.site]
            where = f"{calendar.date(touched):%d %b} at {calendar.problem.site[team.site].name}"
            yield ("H04", f"{where} is {reason}") if holiday else ("H05", f"{where} is closed ({reason})")


def _peaks(calendar: Calendar, placed: Placed, team: Team, day: int) -> Iterator[tuple[str, str]]:
    site = calendar.problem.site[team.site]
    if day in calendar.peaks[team.site] and day not in calendar.closed[team.site]:
        yield "H06", f"a peak week at {site.name} ({calendar.peaks[team.site][day]})"
    when = calendar.date(day)
    if placed.type == "recognition" and when.weekday() in site.peak_weekdays:
        yield "H06", f"{when:%A} is a peak weekday at {site.name}"


RULES = (well_formed, in_its_place)
