"""Absences: the days on which a leader is away."""

from datetime import date, datetime

from planner.actions.closures import refuse_odd_days
from planner.domain.refusals import Refused
from planner.domain.text import clean
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.leaders import Absence, Leader
from planner.models.people import Person


def add_absence(
    leader: Leader, first: date, last: date, *, by: Person | None, now: datetime, reason: str = ""
) -> Absence:
    """Adds days, both ends included. Raises Refused when they run backwards or overlap others of the same leader."""
    refuse_odd_days(first, last)
    with writing():
        for other in leader.absences:
            if first <= other.ends_on and other.starts_on <= last:
                days = f"{other.starts_on.isoformat()} to {other.ends_on.isoformat()}"
                raise Refused(
                    f"{leader.person.name} is away from {days} already. Remove that, or choose other days.", "starts_on"
                )
        absence = Absence(leader=leader, starts_on=first, ends_on=last, reason=clean(reason)[:120])
        db.session.add(absence)
        db.session.flush()
        _note("add absence", absence, by, now)
        return absence


def remove_absence(absence: Absence, *, by: Person | None, now: datetime) -> None:
    """Takes an absence away."""
    with writing():
        _note("remove absence", absence, by, now)
        absence.leader.absences.remove(absence)


def _note(act: str, absence: Absence, by: Person | None, now: datetime) -> None:
    days = f"{absence.starts_on.isoformat()} to {absence.ends_on.isoformat()}"
    note(act, "person", absence.leader_id, f"{absence.leader.person.name} is away {days}: {act}.", by=by, now=now)
