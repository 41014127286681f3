"""Public holidays: the official days of a site's country and part of it, and what HR changes about them by hand."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from planner.domain.refusals import Refused
from planner.domain.text import refuse
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.people import Person
from planner.models.sites import Holiday, Site, holidays_between

LONGEST = 120


@lru_cache(maxsize=256)
def official_days(country: str, subdivision: str | None, year: int) -> tuple[tuple[date, str], ...]:
    """Days and names, in order, with the days off that stand in for a holiday at a weekend. () for an unknown country."""
    import holidays

    try:
        found = holidays.country_holidays(country, subdiv=subdivision, years=year, language=_english(country))
    except NotImplementedError:
        return ()
    return tuple((day, name) for day, name in sorted(found.items()) if day.year == year)


def _english(country: str) -> str | None:
    """The package's name for English, where it knows the country's days in English."""
    import holidays

    languages = holidays.list_localized_countries().get(country, [])
    return next((language for language in languages if language.startswith("en")), None)


def subdivisions_of(country: str) -> dict[str, str]:
    """What a part of the country may be called, in lower case, to the code that is stored; empty when it has no parts."""
    import holidays

    entity = getattr(holidays, country, None)
    if entity is None:
        return {}
    aliases = {name.lower(): code for name, code in (entity().subdivisions_aliases or {}).items()}
    return {**aliases, **{code.lower(): code for code in entity.subdivisions}}


def fetch_holidays(site: Site, years: Iterable[int]) -> int:
    """Writes the official days of these years for a site, in the running transaction or one of its own; how many are new.

    A day that a person added, renamed or struck out is left as it is; an official day that is no longer one goes.
    """
    with writing():
        return sum(_fetch_year(site, year) for year in sorted(set(years)))


def _fetch_year(site: Site, year: int) -> int:
    known = {row.day: row for row in holidays_between([site.id], date(year, 1, 1), date(year, 12, 31), struck_out=True)}
    official = dict(official_days(site.country, site.subdivision, year))
    for day, row in known.items():
        if not row.by_hand and day not in official:
            db.session.delete(row)
    for day, row in known.items():
        if not row.by_hand and day in official:
            row.name = official[day][:LONGEST]
    new = [Holiday(site_id=site.id, day=day, name=name[:LONGEST]) for day, name in official.items() if day not in known]
    db.session.add_all(new)
    db.session.flush()
    db.session.expire(site, ["holidays"])
    return len(new)


def set_holiday(site: Site, day: date, name: str, *, observed: bool, by: Person | None, now: datetime) -> Holiday:
    """Adds a day off, renames one or strikes one out, by hand. Raises Refused for an impossible name."""
    refusal = refuse(name, "The day's name", LONGEST)
    if refusal:
        raise Refused(refusal, "name")
    with writing():
        row = next(iter(holidays_between([site.id], day, day, struck_out=True)), None)
        if row is None:
            row = Holiday(site_id=site.id, day=day)
            db.session.add(row)
        row.name, row.observed, row.by_hand = name.strip(), observed, True
        what = "is a day off" if observed else "is a working day"
        note("set holiday", "site", site.id, f"{day.isoformat()} ({row.name}) {what} at {site.name}.", by=by, now=now)
        db.session.flush()
        return row


def remove_holiday(row: Holiday, *, by: Person | None, now: datetime) -> None:
    """Takes away what was set by hand: an official day is back as it was, an added one is gone."""
    with writing():
        site, day = row.site, row.day
        official = dict(official_days(site.country, site.subdivision, day.year))
        if day in official:
            row.name, row.observed, row.by_hand = official[day][:LONGEST], True, False
        else:
            db.session.delete(row)
        note(
            "reset holiday",
            "site",
            site.id,
            f"{day.isoformat()} at {site.name} is as the calendar says.",
            by=by,
            now=now,
        )
