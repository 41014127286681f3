"""What shuts a site, as needs of a clash and as changes that would help: holidays, blackouts, peaks, the celebration week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from planner.planning.problem import Closure, Problem, Site
from planner.planning.reasons.clashes import Ladder, Need, closure_words, day_words, fixed
from planner.planning.reasons.relaxations import ADD, OPEN, REMOVE, Change, Relaxation

CLOSURES = {"H05": "blackouts", "H06": "peak_weeks"}
LONG_AGO = date(1900, 1, 1)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def closure_needs(problem: Problem, site: Site, *, quiet: bool) -> list[Need]:
    """`quiet` events (recognition, reviews) keep clear of peaks and of the celebration week as well."""
    at, year = ("sites", site.id), range((problem.end - problem.start).days + 2)
    found = []
    if quiet and site.peak_weekdays:
        days = " and ".join(f"{WEEKDAYS[day]}s" for day in sorted(site.peak_weekdays))
        found.append(Need("H06", f"no recognition on {days} at {site.name}", (Change((*at, "peak_weekdays"), ()),)))
    holidays = [day for day in site.holidays if (day - problem.start).days in year]
    if holidays:
        words = f"the {len(holidays)} public holidays at {site.name}"
        found.append(Need("H04", words, (Change((*at, "holidays"), {}),)))
    if quiet:
        gone = (Change(("csw", "start"), LONG_AGO), Change(("csw", "end"), LONG_AGO))
        found.append(Need("H07", f"the celebration week ({day_words(problem.csw.start)})", gone))
    for code, name in CLOSURES.items():
        for closure in getattr(site, name) if quiet or code == "H05" else ():
            words = f"{closure_words(closure)} at {site.name}"
            found.append(Need(code, words, (Change((*at, name), closure, REMOVE),)))
    return found


def closure_ladders(problem: Problem, kept: list[Need]) -> Iterator[Ladder]:
    """Shorter closures, single days that are kept open, holidays and weekdays that may be used."""
    for need in kept:
        change = need.without[0]
        site = str(change.path[1]) if change.path[0] == "sites" else ""
        if not site or need.code not in ("H04", "H05", "H06"):
            continue
        if isinstance(change.value, Closure):
            yield from _shorter(problem, site, change.value)
        elif need.code == "H04":
            for day, name in sorted(problem.site[site].holidays.items()):
                yield _open(site, [day], f"Let {problem.site[site].name} work on {day_words(day)} ({name})")
        else:
            words = f"Let {problem.site[site].name} be recognised on its peak weekdays as well."
            yield fixed(Relaxation(words, need.without))


def _shorter(problem: Problem, site: str, closure: Closure) -> Iterator[Ladder]:
    days = [closure.start + timedelta(days=n) for n in range((closure.end - closure.start).days + 1)]
    name, reason = problem.site[site].name, closure.reason or "the closure"
    sizes = range(1, len(days) + 1)

    def sooner(size: int) -> Relaxation:
        return Relaxation(f"End “{reason}” at {name} {counted(size, 'day')} sooner.", _opens(site, days[-size:]))

    def later(size: int) -> Relaxation:
        return Relaxation(f"Begin “{reason}” at {name} {counted(size, 'day')} later.", _opens(site, days[:size]))

    yield Ladder(sizes, sooner)
    yield Ladder(sizes, later)
    middle = [day for day in days if day.weekday() < len(WEEKDAYS) - 2][len(days) // 5 :: max(1, len(days) // 5)]
    for day in middle[:4]:
        yield _open(site, [day], f"Keep {day:%A} {day_words(day)} open at {name} within “{reason}”")


def _open(site: str, days: list[date], words: str) -> Ladder:
    return fixed(Relaxation(f"{words}.", _opens(site, days)))


def _opens(site: str, days: Sequence[date]) -> tuple[Change, ...]:
    return tuple(Change(("sites", site), day, OPEN) for day in days)


def counted(count: int, thing: str) -> str:
    """`1 day`, `3 days`."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def more(path: tuple[str | int, ...], sizes: Sequence[int], words: str, start: int) -> Ladder:
    """A number that grows by each size, or shrinks where the sizes are below 0; `words` has {} for the new number."""
    return Ladder(sizes, lambda size: Relaxation(words.format(start + size), (Change(path, size, ADD),)))
