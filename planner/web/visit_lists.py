"""Behind the pages of visits: filters from the address, completion by leader, the form's values, and rows to export."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import request

from planner.actions.floor_visits import Visit
from planner.actions.insights import Raised
from planner.actions.recognitions import Thanks
from planner.domain.commitments import Compliance, Owed, compliance
from planner.domain.instants import wall
from planner.domain.outcomes import InsightCategory
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentState
from planner.domain.weeks import quarters
from planner.models.commitments import Commitment, VisitFilters, all_visits_matching, represented_by
from planner.models.events import Event
from planner.models.leaders import leaders_active
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.teams import active_teams
from planner.web.access import can, me
from planner.web.forms.front_line import VisitForm
from planner.web.pages import local_to_reader


@dataclass(frozen=True)
class Kept:
    """A leader's visits: done out of due, excused ones in neither."""

    name: str
    figures: Compliance

    @property
    def percent(self) -> int | None:
        return None if self.figures.share is None else round(100 * self.figures.share)


def quarters_of(program: Program | None) -> list[tuple[str, str]]:
    """The quarters of the program as choices: number and words."""
    if program is None:
        return []
    spans = quarters(program.starts_on, program.ends_on)
    return [(str(number), f"Quarter {number}: {a:%b} to {b:%b %Y}") for number, (a, b) in enumerate(spans, start=1)]


def filters_asked(program: Program | None) -> tuple[VisitFilters, dict[str, str]]:
    """The filters that the address carries, and the part of the address that does."""
    args = {name: request.args[name] for name in ("state", "leader", "team", "quarter") if request.args.get(name)}
    states = tuple(state for state in CommitmentState if state == args.get("state"))
    spans = quarters(program.starts_on, program.ends_on) if program else ()
    number = request.args.get("quarter", 0, type=int)
    first, last = spans[number - 1] if 1 <= number <= len(spans) else (None, None)
    leader, team = request.args.get("leader", type=int), request.args.get("team", type=int)
    return VisitFilters(states, leader, team, first, last), args


def completion(reader: Person, filters: VisitFilters, now: datetime) -> list[Kept]:
    """Completed out of due for each leader within the filters (whatever their state), by name. Leaders are compared, never agents."""
    whole = VisitFilters((), filters.leader, filters.team, filters.first, filters.last)
    by_leader: dict[str, list[Commitment]] = {}
    for one in all_visits_matching(reader, whole):
        by_leader.setdefault(one.owner.name if one.owner else "Nobody yet", []).append(one)
    return [Kept(name, _figures(found, now)) for name, found in sorted(by_leader.items())]


def _figures(found: list[Commitment], now: datetime) -> Compliance:
    days = [one.due_on for one in found]
    owed = [
        Owed(
            opens_on=one.opens_on,
            due_on=one.due_on,
            done_on=one.closed_at.date() if one.state is CommitmentState.done and one.closed_at else None,
            excused=one.state is CommitmentState.excused,
        )
        for one in found
    ]
    return compliance(owed, min(days), max(days), now.date())


def export_rows(reader: Person, filters: VisitFilters) -> Iterator[list[str]]:
    """The list as a table: a head, then a row a visit."""
    yield ["Team", "Site", "Shift", "Leader", "Due", "State", "Reason"]
    for one in all_visits_matching(reader, filters):
        team = one.team
        place = [team.name, team.site.name, team.shift.name] if team else ["", "", ""]
        yield [*place, one.owner.name if one.owner else "", one.due_on.isoformat(), str(one.state), one.reason]


def visit_form(form: VisitForm, event: Event | None, now: datetime) -> VisitForm:
    """The form with everything filled in that is known already, so that a thumb is enough."""
    form.team.choices = [(team.id, f"{team.name}, {team.site.name}") for team in active_teams()]
    own = {person.id: person.name for person in represented_by(me())}
    every = {leader.person_id: leader.person.name for leader in leaders_active()}
    allowed = (
        every
        if can("record a visit") or not own.keys() & every.keys()
        else {n: p for n, p in every.items() if n in own}
    )
    if event is not None and event.leader is not None:
        allowed |= {event.leader.id: event.leader.name}
    form.leader.choices = list(allowed.items())
    if not form.is_submitted():
        _fill(form, event, now)
    elif event is not None:
        form.team.data, form.leader.data = event.team_id, event.leader_id
    return form


def _fill(form: VisitForm, event: Event | None, now: datetime) -> None:
    form.minutes.data = event.minutes if event else 30
    form.visited_on.data = local_to_reader(now).date()
    if event is None or event.team is None:
        return
    today = wall(now, event.zone).date()
    form.visited_on.data = min(event.wall_start.date(), today)
    form.shift.data = event.team.shift.name
    form.team.data, form.leader.data = event.team_id, event.leader_id


def visit_from(form: VisitForm) -> Visit:
    """What the form says. Raises Refused for thanks without a deed or without a name."""
    thanked, deed = (form.thanked.data or "").strip(), (form.thanked_for.data or "").strip()
    if bool(thanked) is not bool(deed):
        raise Refused("Thanks need both: who, and for what.", "thanked_for" if thanked else "thanked")
    text = (form.raised_text.data or "").strip()
    raised = [Raised(text, InsightCategory(form.raised_category.data))] if text else []
    return Visit(
        visited_on=form.visited_on.data,
        shift=form.shift.data or "",
        minutes=form.minutes.data or 0,
        remote=bool(form.remote.data),
        nothing_raised=bool(form.nothing_raised.data),
        note=form.note.data or "",
        thanks=[Thanks(thanked, deed)] if thanked else [],
        raised=raised,
    )
