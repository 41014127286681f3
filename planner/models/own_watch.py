"""Which events changed, as somebody's own calendar holds them: one question for the calendars of all people, put into words once.

Most calendars are somebody's own, and each is asked after every change: to read one anew costs twenty times as much.
"""

from functools import cache

from sqlalchemy import and_, bindparam, case

from planner.models.each_person import owed_or_attended_by_each
from planner.models.events import PublishedEvent
from planner.models.invitations import not_from_invitations
from planner.models.people import Person
from planner.models.selections import Changes, Watch, Window, changes_as, held_within
from planner.models.visibility import visible_to_each


def own_watch(person_id: int, window: Window) -> Watch:
    """Of all that this person owes and attends, and has not from an invitation: `feeds.scopes.subscribed` of the scope "person"."""
    values = {"person": person_id, "since": window.since, "cancelled_since": window.cancelled_since}
    return Watch(_question(), values)


@cache
def _question() -> Changes:
    mine = and_(owed_or_attended_by_each(), visible_to_each(), not_from_invitations(Person.id))
    text = case((held_within(mine), PublishedEvent.fragment))
    return changes_as(text).join(Person, Person.id == bindparam("person"))
