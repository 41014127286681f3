"""The brief of a floor visit: when the team is on shift, what was promised last time, what is open, whom to thank and why."""

from dataclasses import dataclass
from datetime import date, datetime

from planner.domain.instants import wall
from planner.domain.prompts import prompts_for, purpose_of
from planner.domain.shifts import Shift, next_on_shift
from planner.models.commitments import Commitment
from planner.models.floor_visits import last_visit_to
from planner.models.insights import open_insights_of
from planner.models.people import Person
from planner.models.promises import told_since
from planner.models.recognitions import Recognition, latest_recognitions
from planner.models.teams import Team
from planner.models.visit_facts import was_at_site
from planner.reminders.phrases import days_ago, short_day, span


@dataclass(frozen=True)
class Thanks:
    names: str
    behaviour: str


@dataclass(frozen=True)
class Brief:
    """Words, ready to print; empty lists and strings are left out by the templates."""

    team: str
    site: str
    lead: str
    size: int
    shift: str
    next_shift: str
    last_visit: str
    last_note: str
    open_items: tuple[str, ...]
    thanks: tuple[Thanks, ...]
    questions: tuple[str, ...]
    told: tuple[str, ...] = ()
    """What became of things since the last visit."""
    directions: str = ""
    """For a leader who was never at the site."""


def visit_brief(commitment: Commitment, reader: Person, zone: str, now: datetime) -> Brief:
    """The brief for the visit that `commitment` owes to its team, on the clock of `zone`. Shows what `reader` may read."""
    team = commitment.team
    if team is None:
        raise ValueError("A floor visit is owed to a team.")
    today = wall(now, zone).date()
    last = last_visit_to(team.id, today)
    insights = open_insights_of(team.id, 3)
    purpose = purpose_of(0 if last is None else 1, len(insights), commitment.id)
    return Brief(
        team=team.name,
        site=team.site.name,
        lead=team.lead.name if team.lead else "",
        size=team.size,
        shift=f"{team.shift.name}, {team.shift.starts:%H:%M} to {team.shift.ends:%H:%M} in {team.site.name}",
        next_shift=next_shift_words(team, zone, now),
        last_visit=f"{last.leader.name}, {days_ago(last.visited_on, today)}" if last else "",
        last_note=_cut(last.note, 240) if last else "",
        open_items=tuple(_item(found.text, found.promised_on, today) for found in insights),
        thanks=tuple(Thanks(found.shown_names, _why(found)) for found in latest_recognitions(reader, team.id, 2)),
        questions=tuple(prompt.text for prompt in prompts_for(purpose)[:3]),
        told=tuple(_cut(one.words, 160) for one in told_since(team.id, last.visited_on, 2)) if last else (),
        directions="" if _knows(commitment, team) else team.site.directions,
    )


def _knows(commitment: Commitment, team: Team) -> bool:
    """Whether whoever owes the visit was recorded at the site before."""
    return commitment.owner_id is not None and was_at_site(commitment.owner_id, team.site_id)


def next_shift_words(team: Team, zone: str, now: datetime) -> str:
    """When the team is on shift next, on the clock of `zone`; empty when that is far away."""
    closed = {holiday.day for holiday in team.site.holidays if holiday.observed}
    found = next_on_shift(now, team.workdays, Shift(team.shift.starts, team.shift.ends), team.site.zone, closed)
    return span(*found, zone) if found else ""


def _item(text: str, promised_on: date | None, today: date) -> str:
    if promised_on is None:
        return _cut(text, 160)
    return (
        f"{_cut(text, 160)} (an answer {'was' if promised_on < today else 'is'} promised by {short_day(promised_on)})"
    )


def _why(found: Recognition) -> str:
    """What for, and the beginning of the story: a leader who thanks by name should know more than the word."""
    return f"{found.behaviour}. {_cut(found.story, 140)}" if found.story.strip() else found.behaviour


def _cut(text: str, longest: int) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= longest else one_line[: longest - 1].rsplit(" ", 1)[0] + "…"
