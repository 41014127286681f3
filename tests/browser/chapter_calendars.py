"""The story, third part: a lead subscribes on a phone, and what HR changes reaches the right calendars and the right people."""

import re
from collections.abc import Iterable
from datetime import datetime

from playwright.sync_api import Page, expect

from planner.models.teams import Team
from tests.browser.chapter_year import TEAM, offered_times
from tests.browser.records import span
from tests.browser.stage import Stage, recipient
from tests.browser.subscriber import Subscriber
from tests.feeds.readers import Seen, by_recurring_ical_events, by_vobject

OTHER = "Billing 9"
"""A night team of the same site."""
Entry = tuple[str, object, object, str, bool]


def a_lead_puts_the_calendar_on_a_phone(stage: Stage) -> Subscriber:
    team, phone = stage.records.team(TEAM), stage.phone()
    assert team.lead is not None
    stage.sign_in_by_mail(phone, team.lead.email)
    expect(phone.get_by_role("heading", level=1)).to_contain_text(team.lead.name.split()[0])
    stage.shot(phone, "16-lead-my-page")
    phone.get_by_role("button", name="Menu", exact=True).click()
    phone.get_by_role("link", name="Subscribe").click()
    stage.shot(phone, "17-subscribe")
    phone.get_by_role("button", name=re.compile(TEAM)).click()
    calendar = Subscriber(phone.get_by_label("Address").input_value())
    stage.shot(phone, "18-feed")
    assert (calendar.look(), calendar.look()) == (200, 304)
    _assert_is_the_teams(stage, team, calendar)
    return calendar


def somebody_elses_calendar(stage: Stage) -> Subscriber:
    """A team's that the later change does not concern."""
    team = stage.records.team(OTHER)
    assert team.lead is not None
    calendar = Subscriber(
        stage.live.planner("feed", "--scope", f"team:{team.slug}", "--person", team.lead.email).strip()
    )
    assert calendar.look() == 200
    _assert_is_the_teams(stage, team, calendar)
    return calendar


def _assert_is_the_teams(stage: Stage, team: Team, calendar: Subscriber) -> None:
    """Two independent readers find exactly the published events of the team."""
    events = stage.records.published_for(team)
    expected = sorted((e.uid, *span(e), e.title, e.cancelled) for e in events)
    assert len(expected) > 20
    assert _entries(by_recurring_ical_events(calendar.body)) == expected
    assert _entries(by_vobject(calendar.body)) == expected


def _entries(seen: Iterable[Seen]) -> list[Entry]:
    return sorted((one.uid, one.start, one.end, one.title, one.cancelled) for one in seen)


def a_move_is_told_to_those_whom_it_concerns(stage: Stage, hr: Page, lead: Subscriber, other: Subscriber) -> None:
    records, team = stage.records, stage.records.team(TEAM)
    visit = records.visits_to(team)[-1]
    assert team.lead is not None
    assert visit.leader is not None
    assistant = records.assistant_of(visit.leader.id)
    concerned = {team.lead.email, visit.leader.email} | ({assistant.email} if assistant else set())
    lead.look()
    other.look()
    before, tag, (sequence, start) = stage.settle(), lead.tag, lead.entry(visit.uid)
    goal = _move_to_offered_time(stage, hr, visit.event_id)
    _publish(stage, hr, len(concerned))
    stage.settle()
    told = stage.live.mailbox.mails[before:]
    assert sorted(recipient(mail) for mail in told) == sorted(concerned)
    assert all(str(mail["Subject"]).endswith(f": {visit.title}") for mail in told)
    assert records.published(visit.event_id).wall_start == goal
    assert (lead.look(), other.look()) == (200, 304)
    assert lead.tag != tag
    assert lead.entry(visit.uid) == (sequence + 1, records.published(visit.event_id).starts_at)
    assert lead.entry(visit.uid)[1] != start
    _assert_is_the_teams(stage, team, lead)


def _move_to_offered_time(stage: Stage, hr: Page, event_id: int) -> datetime:
    stage.go(hr, f"/events/{event_id}/move")
    goal = offered_times(hr)[0]
    hr.get_by_role("main").locator("button[name=start]").first.click()
    expect(hr.get_by_text("Changed since it was published")).to_be_visible()
    return goal


def _publish(stage: Stage, hr: Page, told: int) -> None:
    hr.get_by_role("link", name="Programs").click()
    hr.get_by_role("link", name="Every week counts").click()
    hr.get_by_role("main").get_by_role("link", name="Publish", exact=True).click()
    expect(hr.get_by_text(f"{told} people are told")).to_be_visible()
    stage.shot(hr, "23-draft-differs")
    hr.get_by_role("button", name="Publish version").click()
    expect(hr.get_by_role("heading", name="Version 3")).to_be_visible()
    stage.shot(hr, "24-version-3")
