"""Due windows by cadence: how often each level of leaders owes a visit, and asking for those that no calendar holds yet."""

from collections.abc import Iterable
from datetime import date, datetime

from planner.domain.refusals import Refused
from planner.domain.states import CommitmentKind, LeaderLevel
from planner.domain.visit_windows import DueWindow
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.commitments import Commitment, commitment_keyed
from planner.models.floor_visits import visit_days
from planner.models.leaders import Leader, leaders_active
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.teams import Team, active_teams

MOST_A_QUARTER = 60


def set_cadence(level: LeaderLevel, visits: int, *, by: Person, now: datetime) -> int:
    """Every active leader of a level owes so many visits a quarter; least and most give way where they must. How many leaders.

    Raises Refused for a number that nobody could keep.
    """
    if not 0 <= visits <= MOST_A_QUARTER:
        raise Refused(f"Give a number from 0 to {MOST_A_QUARTER} visits a quarter.", "visits")
    with writing():
        leaders = [leader for leader in leaders_active() if leader.level is level]
        for leader in leaders:
            leader.visits_owed = visits
            leader.visits_least, leader.visits_most = min(leader.visits_least, visits), max(leader.visits_most, visits)
        sentence = f"Every {level} owes {visits} visits a quarter."
        note("set cadence", "leader", None, sentence, by=by, now=now)
        return len(leaders)


def ask_for(leader: Leader, open_windows: Iterable[DueWindow], *, program: Program, by: Person, now: datetime) -> int:
    """A visit owed in each of these windows, without a place on the calendar yet, to the teams that waited longest. How many are new.

    Nudges go as for any visit; the leader finds the day. Asking twice changes nothing.
    """
    with writing():
        waiting = _longest_waiting(leader)
        if not waiting:
            raise Refused(f"There is no team at {leader.home.name} to visit.")
        made = 0
        for number, window in enumerate(open_windows):
            made += _owe(leader, window, waiting[number % len(waiting)], program)
        sentence = f"{leader.person.name} was asked for {made} more visits."
        note("ask for visits", "leader", leader.person_id, sentence, by=by, now=now)
        return made


def _owe(leader: Leader, window: DueWindow, team: Team, program: Program) -> int:
    key = f"visit:window:{leader.person_id}:{window.opens_on.isoformat()}"
    if commitment_keyed(key) is not None:
        return 0
    owed = Commitment(
        program_id=program.id,
        kind=CommitmentKind.floor_visit,
        title=f"Floor visit to {team.name}",
        owner_id=leader.person_id,
        team_id=team.id,
        key=key,
        opens_on=window.opens_on,
        due_on=window.due_on,
        zone=team.site.zone,
    )
    db.session.add(owed)
    return 1


def _longest_waiting(leader: Leader) -> list[Team]:
    """The teams at the leader's home, those never visited first."""
    last: dict[int, date] = {}
    for team, day, _ in visit_days():
        last[team] = max(day, last.get(team, day))
    teams = [team for team in active_teams() if team.site_id == leader.home_id]
    return sorted(teams, key=lambda team: (last.get(team.id, date.min), team.name))
