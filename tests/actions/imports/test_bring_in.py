"""Bringing sheets in: the whole centre, again without a change, line by line what is wrong, and never half of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from planner.actions.imports import bring_in as module
from planner.actions.imports.bring_in import bring_in, preview, summary
from planner.actions.imports.judge import Judgement, Verdict
from planner.actions.imports.known import read_known
from planner.domain.refusals import Refused
from planner.domain.states import Role
from planner.models.accounts import Account
from planner.models.audit import AuditRow
from planner.models.base import Base, db
from planner.models.leaders import leaders_active
from planner.models.people import Person, person_by_email
from planner.models.sites import Holiday
from planner.models.teams import active_teams, team_by_slug
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.sheets import as_csv, as_xlsx, make_centre

ELIF = "elif@example.org"
PEOPLE = ["Name", "E-mail", "Role", "Site", "Team"]


def _verdicts(judgement: Judgement) -> list[str]:
    return [line.verdict.value for line in judgement.lines]


def _said(data: bytes) -> list[str]:
    return [str(trouble) for trouble in preview(data).troubles]


def _people(*rows: Sequence[object]) -> bytes:
    return as_csv([PEOPLE, *rows])


def _count(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.usefixtures("app")
def test_a_centre_comes_in_as_one_workbook_and_nothing_changes_the_second_time(clock: StoppedClock) -> None:
    data = make_centre().xlsx()
    done = bring_in(data, good_lines=False, by=None, now=clock.now())
    assert summary(done.effects) == (
        "4 new sites, 3 new shifts, 60 new teams, 98 new people, 25 new leaders, 7 new absences and 24 new policies"
    )
    assert (len(active_teams()), len(leaders_active()), _count(Account)) == (60, 25, 98)
    again = preview(data)
    assert ({line.verdict for line in again.lines}, again.effects) == ({Verdict.same}, [])


@pytest.mark.usefixtures("app")
def test_the_same_centre_comes_in_sheet_by_sheet(clock: StoppedClock) -> None:
    centre = make_centre(teams=8, leaders=5, policies=3)
    for name in ("Sites", "Shifts"):
        bring_in(centre.csv(name), good_lines=False, by=None, now=clock.now())
    people = as_csv([row[:4] for row in centre.sheets["People"]])
    bring_in(people, good_lines=False, by=None, now=clock.now())
    for name in ("Teams", "People", "Leaders", "Absences", "Policies"):
        bring_in(centre.csv(name), good_lines=False, by=None, now=clock.now())
    assert preview(centre.xlsx()).effects == []


ALL_IN_ONE = """Site,Zone,Country,Team,Shift,Shift start,Shift end,Team size,Working days,Name,E-mail,Role,Level,Assistant,Away from,Away to
Galway,Europe/Dublin,Ireland,Care,Night,22:30,06:30,12.0,Sun-Thu,Mia Byrne,mia@example.org,lead,,,,
Galway,,,Care,Night,,,,,Jo Li,jo@example.org,,,,,
Galway,,,,,,,,,Ed King,ed@example.org,leader,director,pa@example.org,2027-03-01,2027-03-05
Galway,,,,,,,,,Ed King,ed@example.org,leader,director,pa@example.org,2027-05-03,2027-05-07
Galway,,,,,,,,,Pat Ash,pa@example.org,,,,,
"""


@pytest.mark.usefixtures("app")
def test_one_sheet_may_hold_everything(clock: StoppedClock) -> None:
    bring_in(ALL_IN_ONE.encode(), good_lines=False, by=None, now=clock.now())
    team, leader = team_by_slug("care"), leaders_active()[0]
    assert team is not None
    assert team.lead is not None
    assert (team.site.country, team.size, team.workdays, team.lead.name) == ("IE", 12, [0, 1, 2, 3, 6], "Mia Byrne")
    assert leader.assistant is not None
    assert (leader.person.name, leader.home.name, leader.assistant.name) == ("Ed King", "Galway", "Pat Ash")
    assert [away.starts_on for away in leader.absences] == [date(2027, 3, 1), date(2027, 5, 3)]
    roles = {
        email: found.role for email in ("mia", "jo", "ed", "pa") if (found := person_by_email(f"{email}@example.org"))
    }
    assert roles == {"mia": Role.lead, "jo": Role.agent, "ed": Role.executive, "pa": Role.assistant}


@pytest.mark.usefixtures("app")
def test_a_new_site_has_the_holidays_of_two_years(clock: StoppedClock) -> None:
    bring_in(make_centre(sites=1, teams=1, leaders=0, policies=0).xlsx(), good_lines=False, by=None, now=clock.now())
    years = {day.year for day in db.session.scalars(select(Holiday.day))}
    assert years == {2027, 2028}


def test_what_changes_is_said_from_and_to(cast: Cast) -> None:
    data = as_csv([["Team", "Site", "Shift", "Size", "Working days"], ["billing", "Dublin", "Day", 14, "Mon-Thu"]])
    judgement = preview(data)
    assert _verdicts(judgement) == ["changed"]
    assert [str(effect) for effect in judgement.effects] == [
        "team Billing: team size 12 → 14, working days Mon-Fri → Mon-Thu"
    ]


def test_a_cell_left_blank_changes_nothing_and_none_takes_away(cast: Cast, clock: StoppedClock) -> None:
    header = ["E-mail", "Level", "Assistant"]
    assert preview(as_csv([header, ["elif@example.org", "executive", ""]])).effects == []
    bring_in(
        as_csv([header, ["elif@example.org", "executive", "none"]]), good_lines=False, by=cast.hana, now=clock.now()
    )
    assert leaders_active()[0].assistant is None


def test_people_who_are_not_in_the_file_stay(cast: Cast, clock: StoppedClock) -> None:
    before = _count(Person)
    bring_in(
        _people(["Zoe New", "zoe@example.org", "agent", "Dublin", ""]), good_lines=False, by=cast.hana, now=clock.now()
    )
    assert _count(Person) == before + 1


WRONG: Mapping[str, tuple[bytes, list[str]]] = {
    "weekday": (
        as_csv([["Team", "Site", "Shift", "Size", "Working days"], ["A", "Dublin", "Day", 5, "Funday"]]),
        ["Line 2, Working days: “Funday” is not a weekday. Use Mon-Fri or Mon, Wed, Fri."],
    ),
    "unknown team": (
        _people(["Jo", "jo@example.org", "agent", "Dublin", "Biling"]),
        ["Line 2, Team: No team “Biling” is known here, nor in this file. "
         "Add a line with its site, shift, size and working days, or correct the spelling."],
    ),
    "unknown assistant": (
        as_csv([["E-mail", "Level", "Assistant"], ["elif@example.org", "executive", "x@example.org"]]),
        ["Line 2, Assistant e-mail: No e-mail address “x@example.org” is known here, nor in this file. "
         "Add a line with the name, or correct the spelling."],
    ),
    "own assistant": (
        as_csv([["E-mail", "Level", "Assistant"], ["elif@example.org", "executive", "elif@example.org"]]),
        ["Line 2, Assistant e-mail: elif@example.org cannot be the assistant of the same person."],
    ),
    "contradiction": (
        _people(["Jo", "jo@example.org", "agent", "Dublin", ""], ["Joe", "JO@example.org", "agent", "Dublin", ""]),
        ["Line 3, Name: Jo has “Jo” on line 2 and “Joe” here. Only one can be right."],
    ),
    "no zone": (
        as_csv([["Site", "Zone", "Country"], ["Rome", "", "IT"]]),
        ["Line 2, Zone: Rome is new and needs a time zone such as Europe/Dublin."],
    ),
    "no such part": (
        as_csv([["Site", "Zone", "Country", "State"], ["Graz", "Europe/Vienna", "AT", "XX"]]),
        ["Line 2, Subdivision: “XX” is not a part of AT with holidays of its own. There are: 1, 2, 3, 4, 5, 6, 7, 8, 9."],
    ),
    "two leads": (
        as_xlsx({
            "Teams": [["Team", "Site", "Shift", "Size", "Working days"], ["Chat", "Tampa", "Day", 5, "Mon-Fri"]],
            "People": [PEOPLE, ["Jo", "jo@example.org", "lead", "Tampa", "Chat"], ["Al", "al@example.org", "lead", "Tampa", "Chat"]],
        }),
        ["People, line 3, Team lead: Chat has two: jo@example.org and al@example.org. "
         "Say which in the column “Team lead” of the team’s line."],
    ),
    "visits": (
        as_csv([["E-mail", "Level", "Least", "Owed", "Most"], ["elif@example.org", "executive", 3, 2, 4]]),
        ["Line 2, Visits owed: Visits a quarter rise from least to owed to most; here they are 3 – 2 – 4."],
    ),
    "backwards": (
        as_csv([["E-mail", "From", "To"], ["elif@example.org", "2027-03-09", "2027-03-01"]]),
        ["Line 2, Absence to: The absence ends on 2027-03-01, before it begins on 2027-03-09."],
    ),
    "overlap": (
        as_csv([["E-mail", "From", "To"], [ELIF, "2027-03-01", "2027-03-09"], [ELIF, "2027-03-05", "2027-03-12"]]),
        ["Line 3, Absence from: elif@example.org is away from 2027-03-01 to 2027-03-09 already, and these days overlap. "
         "Make them one absence."],
    ),
    "no leader": (
        as_csv([["E-mail", "From", "To"], ["ana@example.org", "2027-03-01", "2027-03-09"]]),
        ["Line 2, Absence from: ana@example.org is not a leader, and only leaders have absences here. "
         "Give a leader level, or leave the absence out."],
    ),
    "nobody in HR": (
        _people(["Hana Novak", "hana@example.org", "agent", "Dublin", ""]),
        ["Line 2, Role: This would leave nobody in HR. Keep the role hr for one person at least."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_by_line_and_column(name: str, cast: Cast) -> None:
    data, sentences = WRONG[name]
    assert _said(data) == sentences


REFUSED: Mapping[str, tuple[bytes, str]] = {
    "no names": (
        b"1,2\n3,4\n",
        "No line of column names was found. The first line says what stands below it, such as Name, E-mail, Role, Site, Team. A sheet can "
        "hold sites, shifts, teams, leaders, absences, policies, people, or all in one; “How sheets are read” shows each.",
    ),
    "a column lacks": (
        as_csv([["Shift", "Start"], ["Day", "8"]]),
        "This looks like a sheet of shifts (it has “Shift”, “Start”), but there is no column “Shift end”. Add it.",
    ),
    "nothing below": (as_csv([PEOPLE]), "There is a line of column names, but nothing below it."),
    "a sheet lacks": (
        as_xlsx(
            {"People": [PEOPLE, ["Jo", "jo@example.org", "", "", ""]], "Sites": [["Site", "Land"], ["Rome", "IT"]]}
        ),
        "Sites: This looks like a sheet of sites (it has “Site”), but there is no column “Zone” and “Country”. Add it.",
    ),
}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("name", REFUSED)
def test_a_sheet_that_cannot_be_understood_is_refused_in_words(name: str) -> None:
    data, sentence = REFUSED[name]
    with pytest.raises(Refused) as caught:
        preview(data)
    assert caught.value.sentence == sentence


def test_unknown_columns_are_named_and_left_out(cast: Cast) -> None:
    judgement = preview(as_csv([["Desk", *PEOPLE], [4, "Jo", "jo@example.org", "agent", "Dublin", "Billing"]]))
    assert (judgement.remarks, _verdicts(judgement)) == (["“Desk” is not known to Planner and left out."], ["new"])


def test_somebody_who_was_deactivated_is_not_brought_back(cast: Cast) -> None:
    judgement = preview(_people(["Mallory Doe", "mallory@example.org", "viewer", "Tampa", ""]))
    assert judgement.remarks == [
        "mallory@example.org was deactivated. The file does not bring anybody back: reactivate on the person’s page."
    ]


def test_a_wrong_line_stops_the_whole_file(cast: Cast, clock: StoppedClock) -> None:
    before = _count(Person)
    data = _people(["Jo", "jo@example.org", "king", "Dublin", ""], ["Al", "al@example.org", "agent", "Dublin", ""])
    with pytest.raises(Refused, match="1 line is wrong, so nothing was brought in"):
        bring_in(data, good_lines=False, by=cast.hana, now=clock.now())
    assert _count(Person) == before


def test_the_good_lines_come_in_without_the_wrong_ones_and_what_needs_them(cast: Cast, clock: StoppedClock) -> None:
    sheets = {
        "Teams": [["Team", "Site", "Shift", "Size", "Working days"], ["Chat", "Dublin", "Day", "many", "Mon-Fri"]],
        "People": [
            PEOPLE,
            ["Jo", "jo@example.org", "agent", "", "Chat"],
            ["Al", "al@example.org", "agent", "", "Billing"],
        ],
    }
    done = bring_in(as_xlsx(sheets), good_lines=True, by=cast.hana, now=clock.now())
    assert [str(trouble) for trouble in done.troubles] == [
        "Teams, line 2, Team size: “many” is not a team's size from 1 to 10000.",
        "People, line 2, Team: “Chat” stands on a line that is wrong.",
    ]
    assert (person_by_email("jo@example.org"), person_by_email("al@example.org") is not None) == (None, True)


def test_a_preview_that_is_out_of_date_is_not_brought_in(cast: Cast, clock: StoppedClock) -> None:
    data = _people(["Tom Byrne", "tomas@example.org", "lead", "Dublin", "Billing"])
    old = preview(data).fingerprint
    bring_in(
        _people(["Tommy", "tomas@example.org", "lead", "Dublin", "Billing"]), good_lines=False, by=None, now=clock.now()
    )
    with pytest.raises(Refused, match="Somebody changed people or places since this preview was made"):
        bring_in(data, good_lines=False, by=cast.hana, now=clock.now(), expected=old)


def test_an_import_that_dies_half_way_leaves_nothing(
    cast: Cast, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, facts = _count(AuditRow), read_known().facts

    def die(*_args: object, **_more: object) -> None:
        raise OSError("the machine stops here")

    monkeypatch.setattr(module, "note", die)
    with pytest.raises(OSError, match="stops here"):
        bring_in(make_centre(teams=4, leaders=2, policies=1).xlsx(), good_lines=False, by=cast.hana, now=clock.now())
    assert (_count(AuditRow), read_known().facts) == (before, facts)


def test_bringing_in_leaves_one_audit_row(cast: Cast, clock: StoppedClock) -> None:
    bring_in(_people(["Jo", "jo@example.org", "agent", "Dublin", ""]), good_lines=False, by=cast.hana, now=clock.now())
    row = db.session.scalars(select(AuditRow).where(AuditRow.act == "import people")).one()
    assert (row.sentence, row.by_id, row.facts) == (
        "A sheet brought 1 new person.", cast.hana.id, {"effects": ["new person Jo"], "count": 1},
    )  # fmt: skip


@pytest.mark.usefixtures("app")
def test_five_thousand_lines_are_previewed_and_brought_in(clock: StoppedClock) -> None:
    data = make_centre(agents=5000).xlsx()
    assert preview(data).count(Verdict.new) == 5221
    bring_in(data, good_lines=False, by=None, now=clock.now())
    assert _count(Person) == 5098


NAMES = st.text(st.characters(codec="utf-8", categories=("Lu", "Ll", "Nd")), min_size=1, max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    teams=st.dictionaries(
        NAMES.map(str.casefold), st.tuples(st.integers(1, 99), st.sets(st.integers(0, 6), min_size=1)), max_size=5
    ),
    order=st.randoms(use_true_random=False),
)
def test_what_was_brought_in_is_the_same_when_it_comes_again_in_another_order(
    cast: Cast, clock: StoppedClock, teams: dict[str, tuple[int, set[int]]], order: Callable[..., object]
) -> None:
    from planner.actions.imports.weekdays import days_in_words

    rows = [[name, "Dublin", "Night", size, days_in_words(list(days))] for name, (size, days) in teams.items()]
    header = ["Team", "Site", "Shift", "Size", "Working days"]
    data = as_csv([header, *rows, ["Billing", "Dublin", "Day", 12, "Mon-Fri"]])
    bring_in(data, good_lines=False, by=None, now=clock.now())
    order.shuffle(rows)  # type: ignore[attr-defined]  # Hypothesis hands out a Random
    assert preview(as_csv([header, ["billing", "dublin", "day", "12.0", "weekdays"], *rows])).effects == []
