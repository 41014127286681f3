"""What everybody owes and attends, asked for the Person of each row of a larger question: one question for thousands of feeds."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from planner.models.base import written_once
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.selections import Numbers, Selection, attended_by, led_or_reviewed_by, open_at, owed_events
from planner.models.teams import Team


@written_once
def owed_or_attended_by_each() -> Selection:
    """All that the Person of each row of a larger question owes and attends, and those whom that person assists: what `feeds.scopes` puts
    together for one."""
    leader, boss = aliased(Leader), aliased(Person)
    assisted = select(leader.person_id).join(boss, boss.id == leader.person_id)
    assisted = assisted.where(leader.assistant_id == Person.id, boss.deactivated_at.is_(None)).correlate(Person)
    return or_(
        _owed_by_each([Person.id]),
        _owed_by_each(assisted),
        attended_by(_teams_of_each(Team.id)),
        open_at([Person.site_id]),
        open_at(_teams_of_each(Team.site_id)),
    )


def _owed_by_each(person_ids: Numbers) -> Selection:
    """`owed_by`, asked of one event at a time: a list of all that each person owes is written anew for every person."""
    this = owed_events(person_ids).where(Commitment.event_id == PublishedEvent.event_id)
    return or_(led_or_reviewed_by(person_ids), this.exists())


def _teams_of_each(column: InstrumentedAttribute[int]) -> Select[int]:
    mine = or_(Team.lead_id == Person.id, Team.id == Person.team_id)
    return select(column).where(mine, Team.active).correlate(Person)
