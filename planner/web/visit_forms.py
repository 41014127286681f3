"""The form after a floor visit: filled in with all that is known, and read back into a visit."""

from datetime import datetime

from planner.actions.floor_visits import Visit
from planner.actions.insights import Raised, default_promise
from planner.actions.recognitions import Thanks
from planner.domain.insights import Light
from planner.domain.instants import wall
from planner.domain.outcomes import InsightCategory
from planner.domain.prompts import Purpose
from planner.domain.refusals import Refused
from planner.models.commitments import Commitment, coming_visits, represented_by
from planner.models.events import Event
from planner.models.leaders import leaders_active
from planner.models.people import people_active, person_with
from planner.models.shifts import all_shifts
from planner.models.teams import active_teams, teams_led_by
from planner.web.access import can, me
from planner.web.forms.visits import VisitForm
from planner.web.pages import local_to_reader, short_day_words

MOST_OWED = 40


def visit_form(form: VisitForm, event: Event | None, owed: Commitment | None, now: datetime) -> VisitForm:
    """The form with everything filled in that is known already, so that a thumb is enough."""
    form.team.choices = [(team.id, f"{team.name}, {team.site.name}") for team in active_teams()]
    form.leader.choices = list(_leaders(event).items())
    form.shift.choices = [("", "Not said"), *((shift.name, shift.name) for shift in all_shifts())]
    form.raised_owner.choices = [(0, "HR finds somebody"), *((one.id, one.name) for one in people_active())]
    form.counts_for.choices = [(0, "No: it is one more"), *_owed_choices()]
    if not form.is_submitted():
        _fill(form, event, owed, now)
    elif event is not None:
        form.team.data, form.leader.data = event.team_id, event.leader_id
    return form


def _leaders(event: Event | None) -> dict[int, str]:
    """HR and leads record for any leader; leaders and assistants for those whom they stand for."""
    own = {person.id: person.name for person in represented_by(me())}
    every = {leader.person_id: leader.person.name for leader in leaders_active()}
    everybody = can("record a visit") or not own.keys() & every.keys()
    found = every if everybody else {number: name for number, name in every.items() if number in own}
    if event is not None and event.leader is not None:
        found |= {event.leader.id: event.leader.name}
    return found


def _owed_choices() -> list[tuple[int, str]]:
    return [
        (one.id, f"{one.team.name if one.team else one.title}, due {short_day_words(one.due_on)}")
        for one in coming_visits([person.id for person in represented_by(me())])[:MOST_OWED]
    ]


def _fill(form: VisitForm, event: Event | None, owed: Commitment | None, now: datetime) -> None:
    today = local_to_reader(now).date()
    form.minutes.data = event.minutes if event else 30
    form.visited_on.data, form.raised_until.data = today, default_promise(today)
    form.purpose.data, form.raised_light.data = "", str(Light.yellow)
    form.raised_category.data = str(InsightCategory.process)
    for one in form.more:
        one.form.category.data = str(InsightCategory.process)
    whose = event.leader_id if event is not None else owed.owner_id if owed is not None else None
    form.raised_owner.data = whose or me().id
    if owed is not None:
        form.counts_for.data, form.team.data, form.leader.data = owed.id, owed.team_id, owed.owner_id
        form.shift.data = owed.team.shift.name if owed.team else ""
    if event is None or event.team is None:
        return
    form.visited_on.data = min(event.wall_start.date(), wall(now, event.zone).date())
    form.shift.data = event.team.shift.name
    form.team.data, form.leader.data = event.team_id, event.leader_id


def visit_from(form: VisitForm) -> Visit:
    """What the form says. Raises Refused for thanks without a deed or without a name."""
    thanked, deed = (form.thanked.data or "").strip(), (form.thanked_for.data or "").strip()
    if bool(thanked) is not bool(deed):
        raise Refused("Thanks need both: who, and for what.", "thanked_for" if thanked else "thanked")
    purpose = form.purpose.data or ""
    return Visit(
        visited_on=form.visited_on.data,
        shift=form.shift.data or "",
        minutes=form.minutes.data or 0,
        remote=bool(form.remote.data),
        nothing_raised=bool(form.nothing_raised.data),
        note=form.note.data or "",
        thanks=[Thanks(thanked, deed, nominator=form.nominator.data or "")] if thanked else [],
        raised=[*_first_issue(form), *_more_issues(form)],
        listened=bool(form.listened.data),
        purpose=purpose if purpose in set(Purpose) else "",
    )


def _first_issue(form: VisitForm) -> list[Raised]:
    text = (form.raised_text.data or "").strip()
    if not text:
        return []
    light = form.raised_light.data or ""
    raised = Raised(
        text,
        _category(form.raised_category.data),
        receiver=person_with(form.raised_owner.data) if form.raised_owner.data else None,
        promised_on=form.raised_until.data,
        light=Light(light) if light in set(Light) else Light.yellow,
        reason=form.raised_reason.data or "",
    )
    return [raised]


def _more_issues(form: VisitForm) -> list[Raised]:
    """Further issues go to whoever receives their category, by the usual day."""
    found = [(str(one.form.text.data or "").strip(), one.form.category.data) for one in form.more]
    return [Raised(text, _category(category)) for text, category in found if text]


def _category(word: str | None) -> InsightCategory:
    """What was chosen; a process when a browser sent something else."""
    return InsightCategory(word) if word in set(InsightCategory) else InsightCategory.process


def may_record(leader_id: int, team_id: int) -> bool:
    """Whether the reader was there, acts for the leader, or leads the team."""
    return leader_id in {person.id for person in represented_by(me())} or team_id in teams_of_mine()


def teams_of_mine() -> set[int]:
    """The teams that the reader leads."""
    return {team.id for team in teams_led_by(me())}
