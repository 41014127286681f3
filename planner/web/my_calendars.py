"""What my page says of calendars: how visits come into those of the reader's leaders, what waits for an answer, and what HR was asked."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from planner.domain.invitations import Answer
from planner.models.busy import BusyCalendar, calendars_among
from planner.models.invitation_lists import invitations_of, invitees_among, proposals_to_come
from planner.models.invitations import Invitation
from planner.models.people import Person


@dataclass(frozen=True)
class OwnCalendar:
    """One leader's: `waiting` are invitations that nobody answered."""

    person: Person
    by_mail: bool
    waiting: list[Invitation]
    busy: BusyCalendar | None


@dataclass(frozen=True)
class MyCalendars:
    own: list[OwnCalendar] = field(default_factory=list)
    proposals: list[Invitation] = field(default_factory=list)


def my_calendars(people: Collection[Person], now: datetime, *, hr: bool) -> MyCalendars:
    """For these people, who owe something; for HR also the times that were proposed. Four questions at most."""
    ids = [person.id for person in people]
    proposals = proposals_to_come(now) if hr else []
    if not ids:
        return MyCalendars(proposals=proposals)
    by_mail, busy, invited = invitees_among(ids), calendars_among(ids), invitations_of(ids, now)
    own = [
        OwnCalendar(
            person,
            person.id in by_mail,
            [one for one in invited if one.person_id == person.id and one.answer is Answer.waiting],
            busy.get(person.id),
        )
        for person in people
    ]
    return MyCalendars(own, proposals)
