"""Preparation is counted back to working days, and the celebration week has an after."""

from datetime import date

from planner.domain.celebration import celebration_week
from planner.domain.preparation import (
    Task,
    celebration_week_tasks,
    follow_up_tasks,
    missing_launch,
    preparation_tasks,
)

WEDNESDAY = date(2027, 6, 16)


def test_tasks_are_counted_back_from_the_event() -> None:
    assert preparation_tasks(WEDNESDAY, 21, "committee") == [
        Task("Begin to prepare", date(2027, 5, 26), "committee"),
        Task("Settle staffing with workforce planning, and the menu", date(2027, 6, 2), "committee"),
        Task("Take the final count and print what is needed", date(2027, 6, 9), "committee"),
        Task("Confirm everything with everybody", date(2027, 6, 15), "committee"),
    ]


def test_a_rung_at_the_lead_time_itself_is_the_beginning() -> None:
    assert [task.title for task in preparation_tasks(WEDNESDAY, 7, "team lead")] == [
        "Begin to prepare",
        "Confirm everything with everybody",
    ]
    assert len(preparation_tasks(WEDNESDAY, 60, "HR")) == 6
    assert [task.title for task in preparation_tasks(WEDNESDAY, 1, "HR")] == ["Begin to prepare"]
    assert preparation_tasks(WEDNESDAY, 0, "HR") == []


def test_a_due_date_on_a_closed_day_moves_back() -> None:
    tasks = preparation_tasks(date(2027, 6, 14), 7, "HR", closed={date(2027, 6, 7)})
    assert [task.due_on for task in tasks] == [date(2027, 6, 4), date(2027, 6, 11)]


def test_the_celebration_week_is_prepared_from_twelve_weeks_before() -> None:
    monday, _ = celebration_week(2027)
    tasks = celebration_week_tasks(monday)
    assert tasks[0] == Task("Win a sponsor and settle the budget", date(2027, 7, 12), "chair")
    assert [(monday - task.due_on).days for task in tasks] == [84, 56, 42, 28, 14, 7, 3]
    assert all(task.owner_role for task in tasks)


def test_the_week_is_followed_by_thanks_and_by_a_look_at_what_it_launched() -> None:
    _, friday = celebration_week(2027)
    assert [(task.due_on, task.owner_role) for task in follow_up_tasks(friday)] == [
        (date(2027, 10, 13), "sponsor"),
        (date(2027, 11, 8), "policy desk"),
        (date(2028, 1, 5), "sponsor"),
    ]


def test_a_week_which_only_celebrates_is_told_so() -> None:
    assert missing_launch(1) is None
    assert missing_launch(0) == (
        "The celebration week launches no change yet: choose one, with a follow-up date after the week."
    )
