"""How full the weeks of a program are, counted by the database: a year of thousands comes back as some hundred rows."""

from datetime import UTC, date, datetime, time

from sqlalchemy import BigInteger, ColumnElement, cast, extract, func, select

from planner.domain.kinds import EventKind
from planner.domain.weeks import WEEK, monday_of
from planner.models.base import db
from planner.models.calendar import Look

_SECONDS = int(WEEK.total_seconds())


def counts_by_week(look: Look, first: date, last: date) -> dict[date, dict[EventKind, int]]:
    """Monday -> kind -> how many live events begin from `first` to `last`, both included; weeks without any are missing."""
    counted: dict[date, dict[EventKind, int]] = {}
    question = select(_week(look, first), look.row.kind, func.count()).where(*_live(look, first, last))
    for week, kind, count in db.session.execute(question.group_by("week", look.row.kind)):
        counted.setdefault(monday_of(first) + week * WEEK, {})[kind] = count
    return counted


def crowded_weeks(look: Look, first: date, last: date, most: int) -> set[date]:
    """Mondays of the weeks in which some team has more than `most` live events from `first` to `last`, both included."""
    team = look.row.team_id
    of_teams = select(_week(look, first)).where(*_live(look, first, last), team.is_not(None))
    crowded = of_teams.group_by("week", team).having(func.count() > most)
    return {monday_of(first) + week * WEEK for week in db.session.scalars(crowded)}


def _week(look: Look, first: date) -> ColumnElement[int]:
    """In which week an event begins, 0 for that of `first`."""
    start = int(datetime.combine(monday_of(first), time(), UTC).timestamp())
    return ((cast(extract("epoch", look.row.wall_start), BigInteger) - start) // _SECONDS).label("week")


def _live(look: Look, first: date, last: date) -> list[ColumnElement[bool]]:
    start, begin, end = look.row.wall_start, datetime.combine(first, time()), datetime.combine(last, time.max)
    return [look.seen, look.row.cancelled.is_(False), start >= begin, start <= end]
