"""Filling the event forms, and reading them back into facts."""

from datetime import date, datetime, time

from flask import request

from planner.actions.events import EventFacts, NewPlace
from planner.domain.kinds import KINDS, EventKind, kind_by_slug
from planner.models.events import Event
from planner.models.leaders import leaders_active
from planner.models.people import person_with
from planner.models.programs import Program
from planner.models.sites import all_sites, site_with
from planner.models.teams import active_teams, team_with
from planner.web.forms.events import EventForm, MoveForm, NewEventForm
from planner.web.numbers import row_number

NOBODY = (0, "Nobody")


def edit_form(form: EventForm, event: Event) -> EventForm:
    """The form with the event's present values, unless it comes back with others."""
    offered = _leaders()
    if event.leader is not None and event.leader.id not in dict(offered):
        offered.append((event.leader.id, event.leader.name))
    form.leader.choices = offered
    if not form.is_submitted():
        for name in ("title", "description", "place", "link", "minutes"):
            form[name].data = getattr(event, name)
        form.day.data, form.clock.data = event.wall_start.date(), event.wall_start.time()
        form.leader.data = event.leader_id or 0
    return form


def _leaders() -> list[tuple[int, str]]:
    return [NOBODY, *((leader.person_id, leader.person.name) for leader in leaders_active())]


def new_form(form: NewEventForm, program: Program) -> NewEventForm:
    """The form for a new event; kind, team and day may come with the address."""
    form.leader.choices = _leaders()
    form.kind.choices = [(kind.slug, kind.label) for kind in KINDS.values()]
    form.team.choices = [
        (0, "No single team"),
        *((team.id, f"{team.name}, {team.site.name}") for team in active_teams()),
    ]
    form.site.choices = [(0, "Every site"), *((site.id, site.name) for site in all_sites())]
    if not form.is_submitted():
        asked = request.args
        form.kind.data = asked.get("kind") if kind_by_slug(asked.get("kind", "")) else "recognition"
        form.team.data, form.site.data, form.leader.data = asked.get("team", 0, type=row_number), 0, 0
        form.day.data = _day(asked.get("day", "")) or program.starts_on
        form.clock.data, form.minutes.data = time(10), 30
    return form


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def new_place(form: NewEventForm, program: Program) -> NewPlace:
    """For whom the new event is."""
    kind = kind_by_slug(form.kind.data or "")
    team = team_with(form.team.data) if form.team.data else None
    site = site_with(form.site.data) if form.site.data else None
    return NewPlace(program, kind.key if kind else EventKind.milestone, team, site)


def facts_from(form: EventForm) -> EventFacts:
    """What the form says, after it was found valid."""
    start = wall_from(form)
    return EventFacts(
        title=form.title.data or "",
        wall_start=start,
        minutes=form.minutes.data or 0,
        description=form.description.data or "",
        place=form.place.data or "",
        link=form.link.data or "",
        leader=person_with(form.leader.data) if form.leader.data else None,
    )


def wall_from(form: MoveForm) -> datetime:
    """Day and time of the form as one wall time."""
    return datetime.combine(form.day.data or date.min, form.clock.data or time())
