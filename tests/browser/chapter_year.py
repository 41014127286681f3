"""The story, second part: HR makes a program, generates its year, moves two events, generates again and publishes."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from planner.models.events import Event, PublishedEvent
from tests.browser.stage import Stage

TEAM = "Billing 1"
YEAR = datetime.now(UTC).year + 2
"""Far enough ahead that nothing is due by the real clock but what the story does."""
START = f"{YEAR}-02"
"""Visits then open after the holidays of the new year, on which no mail goes out."""


@dataclass(frozen=True)
class Place:
    """Where an event was put by hand."""

    event: int
    start: datetime


def day_words(day: date) -> str:
    return f"{day.day} {day:%B}"


def _celebration_week() -> tuple[date, date]:
    first = next(date(YEAR, 10, day) for day in range(1, 8) if date(YEAR, 10, day).weekday() == 0)
    return first, first + timedelta(days=4)


def a_program_is_made_and_its_week_is_offered(stage: Stage, hr: Page) -> None:
    hr.get_by_role("link", name="Programs").click()
    hr.get_by_role("link", name="Make a program").click()
    hr.get_by_label("Name").fill("Every week counts")
    hr.get_by_label("Start month").fill(START)
    hr.get_by_label("Time zone").select_option("Europe/Dublin")
    hr.get_by_role("button", name="Make the program").click()
    first, last = _celebration_week()
    week = hr.get_by_role("listitem").filter(has_text="Celebration week")
    expect(week).to_contain_text(f"{day_words(first)} to {day_words(last)} {YEAR}")
    stage.shot(hr, "05-program")
    hr.get_by_role("main").get_by_role("link", name="Cadences", exact=True).click()
    expect(hr.get_by_role("button", name="Use “Steady”")).to_be_visible()
    stage.shot(hr, "06-sets")
    hr.get_by_role("button", name="Use “Steady”").click()
    expect(hr.get_by_role("heading", name="Monthly thanks")).to_be_visible()


def the_year_is_generated(stage: Stage, hr: Page) -> None:
    hr.get_by_role("link", name="On to generating").click()
    hr.get_by_role("button", name="Generate").click()
    seen = _watch(hr, stage)
    assert len(seen) > 1, f"The bar stood still at {seen}."
    assert seen == sorted(seen)
    stage.shot(hr, "08-generated")
    hr.get_by_role("main").get_by_role("link", name="The year").click()
    assert stage.records.count(Event) > 1000
    expect(hr.get_by_text(re.compile(r"^\d{4} events\."))).to_be_visible()
    expect(hr.get_by_role("listitem").filter(has_text="Celebration week")).to_have_count(1)
    stage.shot(hr, "09-year")


def _watch(hr: Page, stage: Stage) -> list[float]:
    """The places that the progress bar was seen at, until the work is done.

    The page leaves for the result when it likes: whatever is asked of it here is asked again of the next one (`evaluate` is not).
    """
    seen: list[float] = []
    bar, done = hr.get_by_role("progressbar", name="Progress"), hr.get_by_role("link", name="Look at it")
    while not done.is_visible():
        value = bar.or_(done).first.get_attribute("value")
        if value is not None and seen[-1:] != [float(value)]:
            seen.append(float(value))
            if len(seen) == 2:
                stage.shot(hr, "07-generating")
        hr.wait_for_timeout(200)
    return seen


def two_events_are_moved_by_hand(stage: Stage, hr: Page) -> list[Place]:
    team = stage.records.team(TEAM)
    early = [event for event in stage.records.drafted(team) if event.wall_start.day <= 14]
    return [_move_by_form(stage, hr, early[1]), _move_by_drag(stage, hr, early[0])]


def _open_move(stage: Stage, hr: Page, event: Event) -> None:
    stage.go(hr, f"/events/{event.id}")
    hr.get_by_role("link", name="Move", exact=True).click()


def _move_by_form(stage: Stage, hr: Page, event: Event) -> Place:
    """To the Saturday of its week: a sentence says what that breaks, and HR moves it anyway."""
    wanted = event.wall_start + timedelta(days=5 - event.wall_start.weekday())
    _open_move(stage, hr, event)
    hr.get_by_label("Day").fill(wanted.date().isoformat())
    hr.get_by_role("button", name="Move it there").click()
    objection = hr.get_by_role("alert").filter(has_text="This time does not fit. Nothing was moved.")
    expect(objection.get_by_role("listitem").first).to_contain_text(TEAM)
    stage.shot(hr, "10-objection")
    assert stage.records.event(event.id).wall_start == event.wall_start
    objection.get_by_role("button", name="Move anyway").click()
    expect(hr.get_by_role("definition").filter(has_text=day_words(wanted.date()))).to_be_visible()
    stage.shot(hr, "11-moved-by-form")
    return Place(event.id, wanted)


def _move_by_drag(stage: Stage, hr: Page, event: Event) -> Place:
    """To the first day that its own page offers, in the calendar of that month."""
    _open_move(stage, hr, event)
    goal = _other_day(offered_times(hr), event)
    hr.set_viewport_size({"width": 1280, "height": 1800})
    stage.go(hr, f"/programs/{event.program_id}/month?date={event.wall_start:%Y-%m-01}")
    hr.get_by_label("Team").select_option(TEAM)
    hr.wait_for_url("**team=*")
    grip = hr.locator(f'.cal-event[href$="/events/{event.id}"], .cal-event:has([href$="/events/{event.id}"])')
    _drag(hr, grip, hr.locator(f'[data-date="{goal:%Y-%m-%d}"]').last)
    undo, anyway = hr.get_by_role("button", name="Undo"), hr.get_by_role("button", name="Move anyway")
    expect(undo.or_(anyway)).to_be_visible()
    if anyway.is_visible():  # the first day that suits may suit at another hour only
        anyway.click()
    expect(undo).to_be_visible()
    stage.shot(hr, "12-moved-by-drag")
    return Place(event.id, goal)


def offered_times(page: Page) -> list[datetime]:
    """The times that the page offers, as wall times."""
    slots = page.get_by_role("main").locator("button[name=start]")
    slots.first.wait_for()
    return [
        datetime.fromisoformat(str(value)) for value in slots.evaluate_all("slots => slots.map(slot => slot.value)")
    ]


def _other_day(times: list[datetime], event: Event) -> datetime:
    """The first day but its own, at the event's hour: a drag in the month keeps that."""
    goals = [datetime.combine(time.date(), event.wall_start.time()) for time in times]
    return next(goal for goal in goals if goal != event.wall_start)


def _drag(page: Page, grip: Locator, goal: Locator) -> None:
    grip.first.scroll_into_view_if_needed()
    start, end = grip.first.bounding_box(), goal.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 30, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 50, start["y"] + 20, steps=4)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=8)
    with page.expect_response("**/drag"):
        page.mouse.up()


def _places(stage: Stage, moved: list[Place]) -> list[Place]:
    return [Place(place.event, stage.records.event(place.event).wall_start) for place in moved]


def generating_again_leaves_them(stage: Stage, hr: Page, moved: list[Place]) -> None:
    assert _places(stage, moved) == moved
    hr.get_by_role("link", name="Programs").click()
    hr.get_by_role("link", name="Every week counts").click()
    hr.get_by_role("link", name="Generate").click()
    hr.get_by_role("button", name="Generate").click()
    _watch(hr, stage)
    expect(hr.get_by_role("heading", name="Around what you set by hand")).to_be_visible()
    stage.shot(hr, "13-generated-again")
    assert _places(stage, moved) == moved


def the_year_is_published(stage: Stage, hr: Page) -> None:
    hr.get_by_role("link", name="Look at it").click()
    stage.shot(hr, "14-draft")
    hr.get_by_label("What readers should know").fill("The first year of every week.")
    hr.get_by_role("button", name="Publish version").click()
    expect(hr.get_by_role("heading", name="Version 1")).to_be_visible()
    expect(hr.get_by_text("The first year of every week.")).to_be_visible()
    stage.shot(hr, "15-version-1")
    assert stage.records.count(PublishedEvent) == stage.records.count(Event)
