"""The calendar: the year at a glance, the month to drag in, the agenda to read, coverage by team and month."""

from datetime import timedelta

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from planner import clock
from planner.domain.weeks import WEEK
from planner.models.calendar import count
from planner.models.occurrences import occurrences
from planner.web.access import allowed
from planner.web.addresses import addresses
from planner.web.agenda import days_of, hours_of, month_beside, span_asked, whose
from planner.web.calendar_data import dressed, shades
from planner.web.coverage import coverage_of
from planner.web.looking import choices, day_asked, looking_at, today_in
from planner.web.year import weeks_of

blueprint = Blueprint("calendar", __name__, url_prefix="/programs/<int:program_id>")
blueprint.add_app_template_filter(hours_of, "hours")
blueprint.add_app_template_filter(whose)


@blueprint.get("/year")
@allowed("see the calendar")
def year(program_id: int) -> ResponseReturnValue:
    """52 or 53 weeks at a glance."""
    looking = looking_at(program_id)
    weeks = weeks_of(looking, today_in(looking.program))
    return render_template(
        "calendar/year.html", looking=looking, choices=choices(looking), weeks=weeks, total=count(looking.look)
    )


@blueprint.get("/month")
@allowed("see the calendar")
def month(program_id: int) -> ResponseReturnValue:
    """Month, week and list with dragging; without scripts, this month as a list."""
    looking = looking_at(program_id)
    first, last = span_asked(looking)
    return render_template(
        "calendar/month.html",
        looking=looking,
        choices=choices(looking),
        days=days_of(looking, first, last),
        first=first,
        today=today_in(looking.program),
        total=count(looking.look),
    )


@blueprint.get("/agenda")
@allowed("see the calendar")
def agenda(program_id: int) -> ResponseReturnValue:
    """A month, or a week, as a list by day."""
    looking = looking_at(program_id)
    first, last = span_asked(looking)
    week = day_asked("week") is not None
    beside = (first - WEEK, first + WEEK) if week else month_beside(first)
    return render_template(
        "calendar/agenda.html",
        looking=looking,
        choices=choices(looking),
        days=days_of(looking, first, last),
        span=(first, last),
        week=week,
        beside=beside,
        today=today_in(looking.program),
    )


@blueprint.get("/events.json")
@allowed("see the calendar")
def events(program_id: int) -> ResponseReturnValue:
    """What the draggable calendar shows between two days: events in wall times, and shaded days."""
    looking = looking_at(program_id)
    first = day_asked("start") or looking.program.starts_on
    last = min((day_asked("end") or looking.program.ends_on) - timedelta(days=1), first + timedelta(days=400))
    to_event = addresses("events.event", "event_id")
    found = [dressed(event, to_event) for event in occurrences(looking.look, first, last)]
    return jsonify([*found, *shades(looking, first, last)])


@blueprint.get("/coverage")
@allowed("see coverage")
def coverage(program_id: int) -> ResponseReturnValue:
    """Who was seen and thanked: team by month, nights in the same table as days."""
    looking = looking_at(program_id)
    found = coverage_of(looking, clock.now())
    return render_template("calendar/coverage.html", looking=looking, choices=choices(looking), coverage=found)
