"""The story, first part: HR comes to an empty installation and brings a contact centre in from a spreadsheet."""

from playwright.sync_api import Page, expect

from planner.models.leaders import Leader
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.sites import Site
from planner.models.teams import Team
from tests.browser.stage import Stage
from tests.sheets import make_centre

PASSWORD = "a long walk along the canal"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def hr_is_the_first_to_come(stage: Stage, hr: Page) -> None:
    stage.go(hr, "/")
    expect(hr.get_by_text("Nobody is here yet")).to_be_visible()
    stage.go(hr, stage.live.first_address())
    hr.get_by_label("Organisation").fill("Northwind Care")
    hr.get_by_label("Your name").fill("Hana Novak")
    hr.get_by_label("Your e-mail address").fill("hana@example.org")
    hr.get_by_label("Password").fill(PASSWORD)
    stage.shot(hr, "01-first-run")
    hr.get_by_role("button", name="Begin").click()
    expect(hr.get_by_role("heading", level=1)).to_contain_text("Hana")


def _hand_in(stage: Stage, hr: Page, name: str, data: bytes) -> None:
    stage.go(hr, "/people/import")
    hr.get_by_label("File").set_input_files({"name": name, "mimeType": XLSX, "buffer": data})
    hr.get_by_role("button", name="Look at it").click()
    expect(hr.get_by_role("heading", name="Preview")).to_be_visible()


def a_sheet_with_a_wrong_cell_changes_nothing(stage: Stage, hr: Page) -> None:
    centre = make_centre()
    centre.sheets["Teams"][6][3] = "a dozen"
    _hand_in(stage, hr, "centre.xlsx", centre.xlsx())
    stage.shot(hr, "02-wrong-cell")
    wrong = hr.get_by_role("row").filter(has_text="a dozen")
    expect(wrong).to_contain_text("Teams, line 7")
    expect(wrong).to_contain_text("Team size: “a dozen” is not a team's size from 1 to 10000.")
    expect(hr.get_by_role("button", name="Bring in all")).to_have_count(0)
    assert [stage.records.count(model) for model in (Site, Team, Leader, Policy, Person)] == [0, 0, 0, 0, 1]


def the_right_sheet_is_brought_in(stage: Stage, hr: Page) -> None:
    _hand_in(stage, hr, "centre.xlsx", make_centre().xlsx())
    expect(hr.get_by_text("All lines are well.")).to_be_visible()
    stage.shot(hr, "03-preview")
    assert stage.records.count(Team) == 0
    hr.get_by_role("button", name="Bring in all").click()
    expect(hr.get_by_role("status").filter(has_text="Brought in:")).to_contain_text("60 new teams")
    stage.shot(hr, "04-people")
    assert [stage.records.count(model) for model in (Site, Team, Leader, Policy)] == [4, 60, 25, 24]
