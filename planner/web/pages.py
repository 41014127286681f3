"""What every page has at hand: the reader, their program, their navigation, their clock, and how dates are written."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from flask import Flask, current_app, url_for
from flask_login import current_user

from planner import clock
from planner.domain.kinds import KINDS
from planner.models.health import pulse
from planner.models.inbox import unread_count
from planner.models.people import Person
from planner.models.programs import current_program
from planner.web.access import can, me
from planner.web.addresses import init_addresses
from planner.web.letters import init_letters
from planner.web.navigation import items_for

LOCALE = "en_GB"


def init_pages(app: Flask) -> None:
    """Registers the context, the filters and the globals that templates use."""
    app.context_processor(_context)
    init_letters(app)
    init_addresses(app)
    app.jinja_env.globals.update(can=can, kinds=KINDS, endpoints=lambda: current_app.view_functions)
    app.jinja_env.filters.update(
        day=day_words, short_day=short_day_words, clock_time=time_words, moment=moment_words, local=local_to_reader
    )


def _context() -> dict[str, object]:
    if not current_user.is_authenticated:
        return {"reader": None, "navigation": [], "current_program": None, "worker_late": None, "inbox_door": None}
    reader = me()
    sending = pulse(clock.now()) if can("see messages", own=False) else None
    return {
        "reader": reader,
        "navigation": items_for(reader.role),
        "current_program": current_program(clock.now().date()),
        "sending": sending,
        "worker_late": sending.late if sending else None,
        "inbox_door": {"url": url_for("inbox.index"), "count": unread_count(reader.id, clock.now())},
    }


def zone_of(person: Person) -> str:
    """The zone in which a person reads the clock: their own, their site's, or the installation's."""
    if person.zone:
        return person.zone
    return person.site.zone if person.site else str(current_app.config["PLANNER_ZONE"])


def local_to_reader(instant: datetime) -> datetime:
    """An instant on the reader's own clock."""
    zone = zone_of(me()) if current_user.is_authenticated else str(current_app.config["PLANNER_ZONE"])
    return instant.astimezone(ZoneInfo(zone))


@lru_cache(maxsize=2048)
def day_words(day: date) -> str:
    return format_date(day, "EEEE d MMMM y", locale=LOCALE)


@lru_cache(maxsize=2048)
def short_day_words(day: date) -> str:
    return format_date(day, "EEE d MMM", locale=LOCALE)


def time_words(moment: datetime) -> str:
    """The time as it stands on the clock that `moment` carries (wall time when it carries none)."""
    return format_time(moment, "HH:mm", tzinfo=moment.tzinfo, locale=LOCALE) if moment.tzinfo else f"{moment:%H:%M}"


def moment_words(instant: datetime) -> str:
    """Day and time on the reader's clock."""
    return format_datetime(local_to_reader(instant).replace(tzinfo=None), "EEE d MMM y, HH:mm", locale=LOCALE)
