"""What has to be done before an event, counted back from its day, and after the celebration week.

Two ladders: a small one for any activity, fitted into its lead days, and the longer one that the celebration week
needs from sponsor to head count.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.instants import MONDAY_TO_FRIDAY, workday_on_or_after, workday_on_or_before


@dataclass(frozen=True)
class Task:
    title: str
    due_on: date
    owner_role: str


@dataclass(frozen=True)
class _Rung:
    days_before: int
    title: str
    owner_role: str


_OWNER = ""  # whoever owns the event

_EVENT_RUNGS = (
    _Rung(42, "Invite people and find a photographer", "communications"),
    _Rung(28, "Settle programme, suppliers and signs", _OWNER),
    _Rung(14, "Settle staffing with workforce planning, and the menu", _OWNER),
    _Rung(7, "Take the final count and print what is needed", _OWNER),
    _Rung(1, "Confirm everything with everybody", _OWNER),
)

_WEEK_RUNGS = (
    _Rung(84, "Win a sponsor and settle the budget", "chair"),
    _Rung(56, "Choose the theme and the suppliers", "activities"),
    _Rung(42, "Choose the one change that the week will launch", "policy desk"),
    _Rung(28, "Publish the week's schedule", "communications"),
    _Rung(14, "Settle staffing with workforce planning, nights included", "workforce-planning contact"),
    _Rung(7, "Take the final count and print what is needed", "activities"),
    _Rung(3, "Confirm everything with everybody", "chair"),
)


def preparation_tasks(
    day: date,
    lead_days: int,
    owner_role: str,
    closed: Container[date] = (),
    weekdays: Container[int] = MONDAY_TO_FRIDAY,
) -> list[Task]:
    """Tasks for an event on `day`, earliest first: a start at the lead time, then every rung that lies within it.

    Due dates are working days on or before the counted one. No tasks without lead time.
    """
    if lead_days < 1:
        return []
    rungs = [_Rung(lead_days, "Begin to prepare", _OWNER)]
    rungs += [rung for rung in _EVENT_RUNGS if rung.days_before < lead_days]
    return _counted_back(day, rungs, owner_role, closed, weekdays)


def celebration_week_tasks(
    monday: date, closed: Container[date] = (), weekdays: Container[int] = MONDAY_TO_FRIDAY
) -> list[Task]:
    """What the celebration week needs, from twelve weeks before its Monday, earliest first."""
    return _counted_back(monday, _WEEK_RUNGS, "chair", closed, weekdays)


def follow_up_tasks(
    friday: date, closed: Container[date] = (), weekdays: Container[int] = MONDAY_TO_FRIDAY
) -> list[Task]:
    """What must follow the celebration week: thanks in the week after, and whether the launched change holds."""
    following = (
        Task("Thank those who made the week and say what comes next", friday + timedelta(days=5), "sponsor"),
        Task("Follow up the change that the week launched: does it hold?", friday + timedelta(days=31), "policy desk"),
        Task("Tell the teams what became of the launched change", friday + timedelta(days=89), "sponsor"),
    )
    return [Task(task.title, workday_on_or_after(task.due_on, closed, weekdays), task.owner_role) for task in following]


def missing_launch(launched_changes: int) -> str | None:
    """The sentence for a celebration week that only celebrates; None when it launches a change."""
    if launched_changes > 0:
        return None
    return "The celebration week launches no change yet: choose one, with a follow-up date after the week."


def _counted_back(
    day: date,
    rungs: list[_Rung] | tuple[_Rung, ...],
    owner_role: str,
    closed: Container[date],
    weekdays: Container[int],
) -> list[Task]:
    return [
        Task(
            rung.title,
            workday_on_or_before(day - timedelta(days=rung.days_before), closed, weekdays),
            rung.owner_role or owner_role,
        )
        for rung in rungs
    ]
