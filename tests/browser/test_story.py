"""The whole story, from an empty database to a nudged leader, in a real browser: HR at a desk, lead and executive on a phone."""

from pathlib import Path

import pytest

from tests.browser import chapter_calendars, chapter_nudges, chapter_people, chapter_year
from tests.browser.conftest import OpenPage
from tests.browser.live import Live
from tests.browser.records import Records
from tests.browser.stage import Stage

pytestmark = pytest.mark.browser


def test_hr_makes_a_year_that_calendars_follow_and_leaders_are_nudged_about(
    live: Live, open_page: OpenPage, tmp_path: Path
) -> None:
    stage = Stage(live, open_page, Records(live.database), tmp_path)
    hr = stage.desk()
    chapter_people.hr_is_the_first_to_come(stage, hr)
    chapter_people.a_sheet_with_a_wrong_cell_changes_nothing(stage, hr)
    chapter_people.the_right_sheet_is_brought_in(stage, hr)
    chapter_year.a_program_is_made_and_its_week_is_offered(stage, hr)
    chapter_year.the_year_is_generated(stage, hr)
    moved = chapter_year.two_events_are_moved_by_hand(stage, hr)
    chapter_year.generating_again_leaves_them(stage, hr, moved)
    chapter_year.the_year_is_published(stage, hr)
    lead = chapter_calendars.a_lead_puts_the_calendar_on_a_phone(stage)
    other = chapter_calendars.somebody_elses_calendar(stage)
    chapter_nudges.a_leader_answers_about_a_visit_that_is_coming(stage)
    chapter_nudges.a_visit_that_was_owed_is_asked_for(stage)
    chapter_calendars.a_move_is_told_to_those_whom_it_concerns(stage, hr, lead, other)
