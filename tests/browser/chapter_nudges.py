"""The story, fourth part: a mail about a visit that is coming, answered in one step; another when an owed visit has not happened.

The clock of these mails is set by `planner worker --once --now`; the installation's own worker keeps running by the real one.
"""

from datetime import timedelta

from playwright.sync_api import expect

from planner.models.commitments import Commitment
from planner.models.versions import Version
from tests.browser.chapter_year import offered_times
from tests.browser.mailbox import html_of
from tests.browser.stage import Stage, link_in

LEADER = "leader24@example.org"
"""An executive who owns no policy, so that the mails are about visits alone."""


def _first_visit(stage: Stage) -> tuple[Commitment, str]:
    visit = stage.records.visits_of(stage.records.person(LEADER))[0]
    assert visit.team is not None
    return visit, visit.team.name


def a_leader_answers_about_a_visit_that_is_coming(stage: Stage) -> None:
    visit, team = _first_visit(stage)
    mail, _ = stage.rehearse(visit.opens_on, LEADER, f"Your visit to {team}")
    link = link_in(mail, "Move it to another time:")
    assert link in html_of(mail)
    phone, before = stage.phone(), stage.records.picture(visit)
    stage.go(phone, link)
    expect(phone.get_by_role("heading", name="When is better?")).to_be_visible()
    stage.shot(phone, "19-answer-move")
    assert stage.records.picture(visit) == before
    goal = offered_times(phone)[0]
    phone.get_by_role("main").locator("button[name=start]").first.click()
    expect(phone.get_by_role("heading", name="Thank you, it is moved")).to_be_visible()
    expect(phone.get_by_role("main")).to_contain_text(f"{goal:%H:%M}")
    stage.shot(phone, "20-answered")
    event = stage.records.published(visit.event_id or 0)
    assert (event.wall_start, event.sequence) == (goal, 1)
    assert stage.records.count(Version) == 2


def a_visit_that_was_owed_is_asked_for(stage: Stage) -> None:
    visit, team = _first_visit(stage)
    assert visit.due_on == stage.records.published(visit.event_id or 0).wall_start.date()
    mail, noon = stage.rehearse(visit.due_on + timedelta(days=3), LEADER, f"{team} is still waiting for your visit")
    assert noon.date() >= visit.due_on + timedelta(days=3)
    phone = stage.phone()
    stage.go(phone, link_in(mail, "Done: the visit took place:"))
    expect(phone.get_by_role("button", name="Yes, it took place")).to_be_visible()
    stage.shot(phone, "21-answer-owed")
