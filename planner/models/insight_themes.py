"""All voices of a stretch of time, for themes: one question however many there are."""

from datetime import datetime

from sqlalchemy import select

from planner.domain.insights import Voice
from planner.models.base import db
from planner.models.insights import Insight, InsightState, insights_open_to
from planner.models.people import Person
from planner.models.shifts import Shift
from planner.models.teams import Team


def voices_heard(reader: Person, first: datetime, last: datetime) -> list[Voice]:
    """What this reader may read of what was passed on from `first` to `last`, without any name."""
    question = (
        select(
            Insight.category,
            Insight.touch_point,
            Team.name,
            Shift.name,
            Insight.hurts,
            Insight.state,
            Insight.merged_into_id,
        )
        .outerjoin(Team, Team.id == Insight.team_id)
        .outerjoin(Shift, Shift.id == Insight.shift_id)
        .where(insights_open_to(reader), Insight.made_at >= first, Insight.made_at < last)
    )
    return [
        Voice(category, place, team or "", shift or "", hurts, state is not InsightState.told_back, into is None)
        for category, place, team, shift, hurts, state, into in db.session.execute(question)
    ]
