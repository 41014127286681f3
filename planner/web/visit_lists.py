"""Behind the list of visits: filters from the address, and rows to export."""

from collections.abc import Iterator

from flask import request

from planner.domain.states import CommitmentState
from planner.domain.weeks import quarters
from planner.models.commitments import VisitFilters, all_visits_matching
from planner.models.people import Person
from planner.models.programs import Program
from planner.web.numbers import row_number


def quarters_of(program: Program | None) -> list[tuple[str, str]]:
    """The quarters of the program as choices: number and words."""
    if program is None:
        return []
    spans = quarters(program.starts_on, program.ends_on)
    return [(str(number), f"Quarter {number}: {a:%b} to {b:%b %Y}") for number, (a, b) in enumerate(spans, start=1)]


def filters_asked(program: Program | None) -> tuple[VisitFilters, dict[str, str]]:
    """The filters that the address carries, and the part of the address that does."""
    args = {name: request.args[name] for name in ("state", "leader", "team", "quarter") if request.args.get(name)}
    states = tuple(state for state in CommitmentState if state == args.get("state"))
    spans = quarters(program.starts_on, program.ends_on) if program else ()
    number = request.args.get("quarter", 0, type=row_number)
    first, last = spans[number - 1] if 1 <= number <= len(spans) else (None, None)
    leader, team = request.args.get("leader", type=row_number), request.args.get("team", type=row_number)
    return VisitFilters(states, leader, team, first, last), args


def export_rows(reader: Person, filters: VisitFilters) -> Iterator[list[str]]:
    """The list as a table: a head, then a row a visit."""
    yield ["Team", "Site", "Shift", "Leader", "Due", "State", "Reason"]
    for one in all_visits_matching(reader, filters):
        team = one.team
        place = [team.name, team.site.name, team.shift.name] if team else ["", "", ""]
        yield [*place, one.owner.name if one.owner else "", one.due_on.isoformat(), str(one.state), one.reason]
