"""Launches: entered with their day and teams, briefed in one step, what callers told first written down, changed rules acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from planner.actions.moves import offer_slots, set_place
from planner.actions.publish import publish_these
from planner.actions.put_on_calendar import Entry, add
from planner.domain.briefings import Gate, gate
from planner.domain.kinds import EventKind
from planner.domain.moves import day_words
from planner.domain.refusals import Refused
from planner.domain.text import clean, refuse, refuse_long
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.events import Event
from planner.models.launches import KINDS, Acknowledgement, Hearing, Launch
from planner.models.people import Person
from planner.models.readers import home_day
from planner.models.teams import Team

BRIEFING_MINUTES = 15
EARLIEST = timedelta(days=14)
"""A briefing that lies longer before a launch is forgotten by then."""


@dataclass(frozen=True)
class LaunchFacts:
    """What is launched, when, and who will be asked about it. `days_before`: how long before at the latest agents are briefed."""

    name: str
    kind: str
    launch_on: date
    teams: Sequence[Team] = field(default=())
    about: str = ""
    owner: Person | None = None
    days_before: int = 1


def save_launch(found: Launch | None, facts: LaunchFacts, *, by: Person, now: datetime) -> Launch:
    """Enters a launch or changes one. Raises Refused without a name or teams, and for an odd number of days."""
    _refuse_odd(facts)
    with writing():
        launch = found or Launch()
        launch.name, launch.kind, launch.about = clean(facts.name), facts.kind, clean(facts.about)
        launch.launch_on, launch.days_before = facts.launch_on, facts.days_before
        launch.owner_id, launch.teams = facts.owner.id if facts.owner else None, list(facts.teams)
        db.session.add(launch)
        db.session.flush()
        sentence = f"“{launch.name}” is launched on {day_words(launch.launch_on)}."
        note("save launch", "launch", launch.id, sentence, by=by, now=now)
        return launch


def _refuse_odd(facts: LaunchFacts) -> None:
    if found := refuse(facts.name, "The name"):
        raise Refused(found, "name")
    if found := refuse_long(facts.about, "The text"):
        raise Refused(found, "about")
    if facts.kind not in KINDS:
        raise Refused("Choose what is launched.", "kind")
    if not facts.teams:
        raise Refused("Tick the teams that callers will ask about it.", "teams")
    if not 0 <= facts.days_before <= 30:
        raise Refused("From 0 to 30 days before.", "days_before")


def gate_of(launch: Launch, today: date) -> Gate:
    """Who of its teams is briefed in time."""
    briefed = [
        (team.id, event.wall_start.date())
        for event in launch.briefings if not event.cancelled
        for team in launch.teams if _reaches(event, team)
    ]  # fmt: skip
    return gate([team.id for team in launch.teams], briefed, launch.launch_on, today, launch.days_before)


def _reaches(event: Event, team: Team) -> bool:
    return event.team_id == team.id if event.team_id is not None else event.site_id in (None, team.site_id)


def plan_briefings(launch: Launch, *, by: Person, now: datetime) -> list[Event]:
    """A briefing for every team that has none in time: inside its hours, breaking no rule, as near to the launch as allowed.

    All of them or none. Raises Refused, naming the team, where no time is left.
    """
    today = home_day(now)
    wanted = gate_of(launch, today)
    teams = [team for team in launch.teams if team.id in {*wanted.bare, *wanted.late}]
    if launch.off or not teams:
        raise Refused("Every team is briefed already." if not launch.off else "This launch was called off.")
    with writing():
        made = [_briefing(launch, team, today, by, now) for team in teams]
        launch.briefings.extend(made)
        db.session.flush()
        sentence = f"Briefings for “{launch.name}” were put on the calendar."
        for program in {event.program_id for event in made}:
            ids = frozenset(event.id for event in made if event.program_id == program)
            publish_these(program, ids, by=by, sentence=sentence, now=now)
        note("plan briefings", "launch", launch.id, sentence, by=by, now=now)
        return made


def _briefing(launch: Launch, team: Team, today: date, by: Person, now: datetime) -> Event:
    last = launch.launch_on - timedelta(days=launch.days_before)
    first = max(today, last - EARLIEST)
    if first > last:
        raise Refused(f"{team.name} cannot be briefed in time any more: move the launch, or brief them at once.")
    entry = Entry(
        EventKind.briefing, f"Briefing: {launch.name}", first, BRIEFING_MINUTES, time(team.shift.starts.hour, 30),
        description=launch.about, team=team,
    )  # fmt: skip
    event = add(entry, by=by, now=now)
    slots = [slot for slot in offer_slots(event, 28, now=now) if slot.date() <= last]
    if not slots and event.broken:
        raise Refused(
            f"{team.name} has no free quarter of an hour before {day_words(last)}: put the briefing in by hand."
        )
    if slots:
        set_place(event, slots[-1], BRIEFING_MINUTES)
        event.broken = []
    return event


def heard(launch: Launch, team: Team | None, on: date, words: str, *, by: Person, now: datetime) -> Hearing:
    """Agents heard of it from callers first. Raises Refused for a day to come."""
    if on > home_day(now):
        raise Refused("This day is still to come.", "heard_on")
    if found := refuse_long(words, "What callers said"):
        raise Refused(found, "words")
    with writing():
        hearing = Hearing(team_id=team.id if team else None, heard_on=on, words=clean(words), by_id=by.id, made_at=now)
        launch.hearings.append(hearing)
        note(
            "heard from callers", "launch", launch.id, f"Agents heard of “{launch.name}” from callers.", by=by, now=now
        )
        return hearing


def acknowledge(launch: Launch, team: Team, *, by: Person, now: datetime) -> None:
    """The team knows the change. Saying so twice changes nothing. Raises Refused for a team that it does not concern."""
    if team.id not in {one.id for one in launch.teams}:
        raise Refused(f"{team.name} is not concerned by this change.")
    with writing():
        if any(one.team_id == team.id for one in launch.acknowledgements):
            return
        launch.acknowledgements.append(Acknowledgement(team_id=team.id, by_id=by.id, made_at=now))
        note("acknowledge", "launch", launch.id, f"{team.name} knows “{launch.name}”.", by=by, now=now)


def call_off(launch: Launch, off: bool, *, by: Person, now: datetime) -> None:
    """The launch does not take place, or does again. Its briefings stay on the calendar until HR takes them off."""
    with writing():
        launch.off = off
        said = "was called off" if off else "takes place again"
        note("call off", "launch", launch.id, f"“{launch.name}” {said}.", by=by, now=now)
