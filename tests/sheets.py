"""A contact centre as HR keeps it: sheets with 4 sites, 60 teams (nights included), 25 leaders and 24 policies, or any other size."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

Rows = list[list[object]]

SITES: Rows = [
    ["Dublin", "Europe/Dublin", "IE", ""],
    ["Tampa", "America/New_York", "US", "FL"],
    ["Manila", "Asia/Manila", "PH", ""],
    ["Kraków", "Europe/Warsaw", "PL", ""],
]
SHIFTS: Rows = [["Day", "08:00", "16:00"], ["Late", "14:00", "22:00"], ["Night", "22:30", "06:30"]]
HEADERS = {
    "Sites": ["Site", "Zone", "Country", "Subdivision"],
    "Shifts": ["Shift", "Start", "End"],
    "Teams": ["Team", "Site", "Shift", "Size", "Working days", "Lead"],
    "People": ["Name", "E-mail", "Role", "Site", "Team"],
    "Leaders": ["E-mail", "Level", "Home site", "Least", "Owed", "Most", "Assistant"],
    "Absences": ["E-mail", "From", "To", "Reason"],
    "Policies": ["Policy", "Why", "Owner", "Pain", "Teams", "Review months"],
}
_WORK = ("Billing", "Orders", "Returns", "Claims", "Support", "Care", "Sales", "Chat")
_FIRST = ("Aoife", "Marek", "Jun", "Lena", "Omar", "Priya", "Tomas", "Zofia", "Mia", "Noah", "Ines", "Kofi")
_LAST = ("Byrne", "Nowak", "Cruz", "Alvarez", "Haddad", "Menon", "Weber", "Santos", "Kelly", "Okafor")
_RULES = ("Refund limit", "Call-back window", "Hold music", "Manager approval", "Address change", "Late fee")


@dataclass
class Centre:
    """The sheets by name, header row first."""

    sheets: dict[str, Rows] = field(default_factory=dict)

    def csv(self, name: str) -> bytes:
        """One sheet as a .csv file in UTF-8."""
        return as_csv(self.sheets[name])

    def xlsx(self) -> bytes:
        """All sheets as one workbook."""
        return as_xlsx(self.sheets)


def make_centre(*, sites: int = 4, teams: int = 60, leaders: int = 25, policies: int = 24, agents: int = 0) -> Centre:
    """Sheets of a centre of this size; every team has a lead, every other leader an assistant, every third team works at night."""
    made: dict[str, Rows] = {name: [list(header)] for name, header in HEADERS.items()}
    made["Sites"] += SITES[:sites]
    made["Shifts"] += SHIFTS
    _add_teams(made, teams, sites)
    _add_leaders(made, leaders, sites)
    for number in range(agents):
        team = made["Teams"][1 + number % teams]
        made["People"].append([_name(number + 7), f"agent{number}@example.org", "agent", team[1], team[0]])
    for number in range(policies):
        rule = f"{_RULES[number % len(_RULES)]} {number // len(_RULES) + 1}"
        some = "; ".join(str(team[0]) for team in made["Teams"][1 + number % teams :][:3])
        owner = f"leader{number % max(leaders, 1)}@example.org" if leaders else ""
        made["Policies"].append([rule, "It once protected us.", owner, 1 + number % 5, some, 6 + 6 * (number % 2)])
    return Centre(made)


def _name(number: int) -> str:
    return f"{_FIRST[number % len(_FIRST)]} {_LAST[number // len(_FIRST) % len(_LAST)]}"


def _add_teams(made: dict[str, Rows], teams: int, sites: int) -> None:
    for number in range(teams):
        site, shift = SITES[number % sites][0], SHIFTS[number // sites % 3][0]
        team, email = f"{_WORK[number % len(_WORK)]} {number + 1}", f"lead{number}@example.org"
        days = "Sun-Thu" if shift == "Night" else "Mon-Fri"
        made["Teams"].append([team, site, shift, 8 + number % 9, days, email])
        made["People"].append([_name(number), email, "lead", site, team])


def _add_leaders(made: dict[str, Rows], leaders: int, sites: int) -> None:
    levels = ("executive", "director", "manager")
    for number in range(leaders):
        email, site = f"leader{number}@example.org", SITES[number % sites][0]
        helped = number % 2 == 0
        made["People"].append([_name(number + 60), email, "executive", site, ""])
        if helped:
            made["People"].append([_name(number + 90), f"assistant{number}@example.org", "assistant", site, ""])
        assistant = f"assistant{number}@example.org" if helped else ""
        made["Leaders"].append([email, levels[number % 3], site, 1, 2 + number % 3, 8, assistant])
        if number % 4 == 0:
            first = date(2027, 6, 7) + timedelta(weeks=number)
            made["Absences"].append([email, first, first + timedelta(days=11), "leave"])


def as_csv(rows: Sequence[Sequence[object]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows as the bytes of a text file."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode(encoding)


def as_xlsx(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """Sheets as the bytes of a workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
