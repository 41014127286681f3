"""What my page holds: for a leader the next visit with its brief, for a lead the team, for HR what slips, for an agent what comes."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner.actions.insights import ABOUT
from planner.domain.instants import wall
from planner.domain.prompts import Prompt, prompts_for, purpose_of
from planner.domain.states import CommitmentKind, Role
from planner.domain.weeks import monday_of, mondays
from planner.models.calendar import Look, coming_for_teams, unsaid_for_teams
from planner.models.commitments import (
    Commitment,
    coming_visits,
    given_back,
    of_teams,
    represented_by,
    slipping,
    unkept,
)
from planner.models.events import PublishedEvent
from planner.models.floor_visits import FloorVisit, last_visit_to
from planner.models.generations import Generation, being_made
from planner.models.insights import Insight, insights_of, open_insights_of, to_answer, without_receiver
from planner.models.night_audits import NightAudit, last_audit
from planner.models.people import Person
from planner.models.program_weeks import counts_by_week
from planner.models.programs import Program, current_program
from planner.models.promises import Promise, open_promises_of, told_since, waited_for_by
from planner.models.recognitions import Recognition, latest_recognitions
from planner.models.repairs import Repair, open_repairs
from planner.models.substitutes import SubstituteAsk, asks_about, asks_to
from planner.models.teams import Team, teams_led_by
from planner.models.visit_facts import was_at_site
from planner.reminders.briefs import next_shift_words
from planner.web.my_calendars import MyCalendars, my_calendars
from planner.web.pages import zone_of
from planner.web.year import overloaded

LOOK_BACK = timedelta(days=21)
NEXT_EVENTS = 6


@dataclass(frozen=True)
class Brief:
    """What a leader should know before a visit: what was promised, what is open, whom to thank, what to ask."""

    team: Team
    last: FloorVisit | None
    insights: list[Insight]
    thanks: list[Recognition]
    prompts: tuple[Prompt, ...]
    promises: list[Promise]
    """What the team waits to hear about other things than insights."""
    told: list[Promise]
    """What became of things since the last visit."""
    directions: str
    """The site's, for a leader who was never recorded there."""
    next_shift: str


@dataclass(frozen=True)
class NextVisit:
    """The visit that comes next for a leader. `event` is as published; None when HR has not given it a time."""

    commitment: Commitment
    event: PublishedEvent | None
    brief: Brief | None
    begun: bool


@dataclass(frozen=True)
class Duties:
    """What one leader owes: the reader, or somebody for whom the reader acts."""

    person: Person
    next: NextVisit | None
    later: list[Commitment]
    owed: list[Commitment]


@dataclass(frozen=True)
class TeamPart:
    """What comes for the reader's teams, and of what nobody said what became of it."""

    teams: list[Team]
    coming: list[PublishedEvent]
    unsaid: list[PublishedEvent]
    tasks: list[Commitment]


@dataclass(frozen=True)
class Weeks:
    """How many weeks from this one to the end of the program have nothing, and how many too much for some team."""

    empty: int = 0
    full: int = 0


@dataclass(frozen=True)
class HrPart:
    """What slips, what came back, and which insights nobody answers yet."""

    weeks: Weeks
    slipping: list[Commitment]
    given_back: list[Commitment]
    unanswered: list[Insight]
    repairs: list[Repair]
    asked: dict[int, list[SubstituteAsk]]
    """Event id -> who was asked to make a visit that was given back."""
    being_made: list[Generation]
    audit: NightAudit | None


@dataclass(frozen=True)
class MyPage:
    reader: Person
    program: Program | None
    today: date
    duties: list[Duties] = field(default_factory=list)
    team: TeamPart | None = None
    hr: HrPart | None = None
    answers: list[Insight] = field(default_factory=list)
    passed_on: list[Insight] = field(default_factory=list)
    waits: list[Promise] = field(default_factory=list)
    """What the reader was promised to hear, other than about what they passed on themselves."""
    asks: list[SubstituteAsk] = field(default_factory=list)
    calendars: MyCalendars = field(default_factory=MyCalendars)


def my_page_of(reader: Person, now: datetime) -> MyPage:
    """The page of this reader, at this moment."""
    people = represented_by(reader)
    today = now.astimezone(ZoneInfo(zone_of(reader))).date()
    program = current_program(today)
    duties = [_duties(person, reader, now) for person in people]
    return MyPage(
        reader=reader,
        program=program,
        today=today,
        duties=[found for found in duties if found.next or found.later or found.owed],
        team=_team_part(reader, program, now) if reader.role in (Role.lead, Role.agent) else None,
        hr=_hr_part(reader, program, today) if reader.role is Role.hr else None,
        answers=to_answer([person.id for person in people]),
        passed_on=insights_of(reader),
        waits=[one for one in waited_for_by(reader) if one.about != ABOUT],
        asks=asks_to([person.id for person in people]),
        calendars=my_calendars(
            [found.person for found in duties if found.next or found.later], now, hr=reader.role is Role.hr
        ),
    )


def _hr_part(reader: Person, program: Program | None, today: date) -> HrPart:
    weeks = _weeks(reader, program, today) if program else Weeks()
    back = given_back(today)
    asked = asks_about([one.event_id for one in back if one.event_id is not None])
    unanswered, repairs = without_receiver(), open_repairs()
    return HrPart(weeks, slipping(), back, unanswered, repairs, asked, being_made(), last_audit())


def _weeks(reader: Person, program: Program, today: date) -> Weeks:
    first, last = max(program.starts_on, monday_of(today)), program.ends_on
    look = Look(program, reader, draft=program.draft_changed)
    used = counts_by_week(look, first, last)
    empty = [monday for monday in mondays(first, last) if monday not in used]
    return Weeks(len(empty), len(overloaded(look, first)))


def _duties(person: Person, reader: Person, now: datetime) -> Duties:
    visits = coming_visits([person.id])
    visits.sort(key=_when)
    first = next((one for one in visits if one.event is not None and one.event.published is not None), None)
    owed = unkept([person.id], now.date() + timedelta(days=7), now.date())
    return Duties(
        person=person,
        next=_next(first, reader, now) if first else None,
        later=[one for one in visits if one is not first][:4],
        owed=[one for one in owed if one is not first],
    )


def _when(commitment: Commitment) -> tuple[date, int]:
    published = commitment.event.published if commitment.event else None
    return (published.starts_at.date() if published else commitment.due_on, commitment.id)


def _next(commitment: Commitment, reader: Person, now: datetime) -> NextVisit:
    event = commitment.event.published if commitment.event else None
    begun = event is not None and event.starts_at <= now
    brief = brief_for(commitment.team, reader, now, commitment.owner_id) if commitment.team else None
    return NextVisit(commitment, event, brief, begun)


def brief_for(team: Team, reader: Person, now: datetime, leader_id: int | None = None) -> Brief:
    """The brief for a visit to a team: a handful of questions to the database, however much there is."""
    today = wall(now, team.site.zone).date()
    last, insights = last_visit_to(team.id, today), open_insights_of(team.id)
    promised = sum(one.promised_on is not None for one in insights)
    purpose = purpose_of(1 if last else 0, promised, team.id + today.month)
    known = leader_id is not None and was_at_site(leader_id, team.site_id)
    return Brief(
        team,
        last,
        insights,
        latest_recognitions(reader, team.id),
        prompts_for(purpose),
        promises=[one for one in open_promises_of(team.id) if one.about != ABOUT],
        told=told_since(team.id, last.visited_on) if last else [],
        directions="" if known else team.site.directions,
        next_shift=next_shift_words(team, zone_of(reader), now),
    )


def _team_part(reader: Person, program: Program | None, now: datetime) -> TeamPart | None:
    teams = teams_led_by(reader)
    if reader.team is not None and reader.team not in teams:
        teams.append(reader.team)
    if not teams or program is None:
        return TeamPart(teams, [], [], [])
    ids = [team.id for team in teams]
    lead = reader.role is Role.lead
    return TeamPart(
        teams=teams,
        coming=coming_for_teams(program, reader, ids, now, NEXT_EVENTS),
        unsaid=unsaid_for_teams(reader, ids, now - LOOK_BACK, now) if lead else [],
        tasks=of_teams(ids, CommitmentKind.preparation, now.date()) if lead else [],
    )
