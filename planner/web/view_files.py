"""What a page of the calendar shows, as a file: the whole program, or what its filters leave. Always as published."""

from flask import Response

from planner import clock
from planner.domain.text import header_text
from planner.feeds.calendars import Title
from planner.feeds.opening import file_of
from planner.models.calendar import seen_as_published
from planner.web.access import allowed
from planner.web.calendar import blueprint
from planner.web.looking import Looking, choices, looking_at


@blueprint.get("/calendar.ics")
@allowed("see the calendar")
def view_file(program_id: int) -> Response:
    """Every published event of the program that the reader may see and that the filters leave, the past included."""
    looking = looking_at(program_id)
    title = Title(_name(looking), "Written to a file: it does not follow by itself.", looking.program.zone)
    response = Response(file_of(title, seen_as_published(looking.look), clock.now()), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(looking)}.ics"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _name(looking: Looking) -> str:
    """The program, and the words of the filters that are on."""
    words = [
        label
        for choice in choices(looking)
        for value, label in choice.options
        if choice.chosen and value == choice.chosen
    ]
    return header_text(", ".join([looking.program.name, *words]))


def _file_name(looking: Looking) -> str:
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in _name(looking)).strip("-")
    return "-".join(filter(None, kept.split("-")))[:80] or "planner"
