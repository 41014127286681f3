"""Which columns there are, what people call them, and which kind of sheet a line of column names stands over."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from planner.actions.imports import cells, weekdays, words
from planner.actions.imports.sheets import Cell

Reader = Callable[[Cell], object]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "site.name": cells.name,
        "site.zone": words.zone,
        "site.country": words.country,
        "site.subdivision": cells.name,
        "shift.name": cells.name,
        "shift.starts": cells.clock,
        "shift.ends": cells.clock,
        "team.name": cells.name,
        "team.size": cells.whole(1, 10_000, "a team's size"),
        "team.workdays": weekdays.working_days,
        "team.lead": cells.address,
        "person.name": cells.name,
        "person.email": cells.address,
        "person.role": words.role,
        "leader.level": words.level,
        "leader.home": cells.name,
        "leader.visits_least": cells.whole(0, 90, "a number of visits"),
        "leader.visits_owed": cells.whole(0, 90, "a number of visits"),
        "leader.visits_most": cells.whole(0, 90, "a number of visits"),
        "leader.assistant": cells.address,
        "absence.starts_on": cells.day,
        "absence.ends_on": cells.day,
        "absence.reason": cells.name,
        "policy.name": cells.name,
        "policy.why": cells.long_text,
        "policy.owner": cells.address,
        "policy.pain": cells.whole(1, 5, "a figure for the pain"),
        "policy.teams": cells.long_text,
        "policy.review_months": cells.whole(1, 60, "a number of months"),
    }
)
"""What can stand in a sheet, as thing.fact, and how one cell of it is read."""

EMPTIED = frozenset({"site.subdivision", "team.lead", "leader.assistant", "policy.owner"})
"""Facts that a thing may do without: “none” in the cell takes them away."""

_SITE = {"site": "site.name", "location": "site.name"}
_ZONE = {"zone": "site.zone", "time zone": "site.zone", "timezone": "site.zone"}
_PLACE = {
    **_ZONE,
    "country": "site.country",
    **dict.fromkeys(("subdivision", "state", "region", "province", "county"), "site.subdivision"),
}
_SHIFT = {"shift": "shift.name"}
_HOURS = {
    **dict.fromkeys(("shift start", "shift starts", "start of shift"), "shift.starts"),
    **dict.fromkeys(("shift end", "shift ends", "end of shift"), "shift.ends"),
}
_TEAM = {
    "team": "team.name",
    **dict.fromkeys(("team size", "size", "agents", "headcount", "head count"), "team.size"),
    **dict.fromkeys(("working days", "work days", "workdays", "weekdays", "days"), "team.workdays"),
    **dict.fromkeys(("lead", "team lead", "team leader", "lead e mail", "team lead e mail", "supervisor"), "team.lead"),
}
_PERSON = {
    **dict.fromkeys(("e mail", "mail", "e mail address", "mail address", "address"), "person.email"),
    **dict.fromkeys(("name", "person", "person name", "full name"), "person.name"),
    "role": "person.role",
}
_LEADER = {
    **dict.fromkeys(("leader level", "level"), "leader.level"),
    **dict.fromkeys(("home site", "home", "based at"), "leader.home"),
    **dict.fromkeys(("visits least", "least visits", "least", "visits at least"), "leader.visits_least"),
    **dict.fromkeys(
        ("visits owed", "visits owed a quarter", "visits a quarter", "visits per quarter", "visits", "owed"),
        "leader.visits_owed",
    ),
    **dict.fromkeys(("visits most", "most visits", "most", "visits at most"), "leader.visits_most"),
    **dict.fromkeys(("assistant", "assistant e mail", "assistants e mail", "assistant mail"), "leader.assistant"),
}
_ABSENCE = {
    **dict.fromkeys(("absence from", "absent from", "away from"), "absence.starts_on"),
    **dict.fromkeys(("absence to", "absent to", "away to", "absence until", "away until"), "absence.ends_on"),
    "absence reason": "absence.reason",
}


@dataclass(frozen=True)
class Table:
    """A kind of sheet. `needs` are the facts without whose columns it makes no sense; `names` maps column names to facts."""

    title: str
    needs: tuple[str, ...]
    names: Mapping[str, str]


TABLES = (
    Table("Sites", ("site.name", "site.zone", "site.country"), {"name": "site.name", **_SITE, **_PLACE}),
    Table(
        "Shifts",
        ("shift.name", "shift.starts", "shift.ends"),
        {
            "name": "shift.name",
            **_SHIFT,
            **_HOURS,
            **dict.fromkeys(("start", "starts", "from"), "shift.starts"),
            **dict.fromkeys(("end", "ends", "to", "until"), "shift.ends"),
        },
    ),
    Table(
        "Teams",
        ("team.name", "site.name", "shift.name", "team.size", "team.workdays"),
        {"name": "team.name", **_TEAM, **_SITE, **_SHIFT},
    ),
    Table(
        "Leaders",
        ("person.email", "leader.level"),
        {**_PERSON, **_LEADER, **_ABSENCE, **_SITE, "leader": "person.name"},
    ),
    Table(
        "Absences",
        ("person.email", "absence.starts_on", "absence.ends_on"),
        {
            **_PERSON,
            **_ABSENCE,
            "leader": "person.email",
            **dict.fromkeys(("from", "start", "starts", "first day"), "absence.starts_on"),
            **dict.fromkeys(("to", "until", "end", "ends", "last day"), "absence.ends_on"),
            "reason": "absence.reason",
        },
    ),
    Table(
        "Policies",
        ("policy.name",),
        {
            **dict.fromkeys(("policy", "name", "rule"), "policy.name"),
            **dict.fromkeys(("why", "reason", "purpose"), "policy.why"),
            **dict.fromkeys(("owner", "owner e mail", "policy owner"), "policy.owner"),
            "pain": "policy.pain",
            **dict.fromkeys(("teams", "team"), "policy.teams"),
            **dict.fromkeys(("review months", "review every months", "months"), "policy.review_months"),
        },
    ),
    Table("People", ("person.email", "person.name"), {**_PERSON, **_SITE, "team": "team.name"}),
    Table(
        "Everything",
        ("site.name", "team.name", "person.email"),
        {**_SITE, **_PLACE, **_SHIFT, **_HOURS, **_TEAM, **_PERSON, **_LEADER, **_ABSENCE},
    ),
)
"""Where two fit equally well, the earlier one is meant."""

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "site.name": "Site", "site.zone": "Zone", "site.country": "Country", "site.subdivision": "Subdivision",
        "shift.name": "Shift", "shift.starts": "Shift start", "shift.ends": "Shift end",
        "team.name": "Team", "team.size": "Team size", "team.workdays": "Working days", "team.lead": "Team lead",
        "person.name": "Name", "person.email": "E-mail", "person.role": "Role",
        "leader.level": "Leader level", "leader.home": "Home site", "leader.visits_least": "Visits least",
        "leader.visits_owed": "Visits owed", "leader.visits_most": "Visits most", "leader.assistant": "Assistant e-mail",
        "absence.starts_on": "Absence from", "absence.ends_on": "Absence to", "absence.reason": "Absence reason",
        "policy.name": "Policy", "policy.why": "Why", "policy.owner": "Owner e-mail", "policy.pain": "Pain",
        "policy.teams": "Teams", "policy.review_months": "Review months",
    }
)  # fmt: skip


def plain_header(text: str) -> str:
    """A column's name without case, dashes, stars and what stands in brackets: “E-Mail *” is “e mail”."""
    bare = re.sub(r"\(.*?\)|\[.*?\]", " ", text.lower().replace("’", "").replace("'", ""))
    words = re.sub(r"[^\w/]+|_", " ", bare).strip()
    return re.sub(r"\bemail\b", "e mail", words)
