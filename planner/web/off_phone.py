"""Minutes off the phones: each team's weeks against its cap, and the list that workforce planning takes over."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from planner.domain.weeks import monday_of
from planner.models.sites import all_sites
from planner.models.teams import active_teams
from planner.web.access import allowed
from planner.web.exports import csv_answer
from planner.web.looking import day_asked, looking_at, today_in
from planner.web.numbers import row_number
from planner.web.off_phone_lists import WEEKS, export_rows, table, weeks_from

blueprint = Blueprint("off_phone", __name__)


@blueprint.get("/programs/<int:program_id>/off-phone")
@allowed("see coverage")
def index(program_id: int) -> ResponseReturnValue:
    """Eight weeks from the one that is asked for: as published, for HR as drafted where the draft differs."""
    looking = looking_at(program_id)
    program, site = looking.program, request.args.get("site", type=row_number)
    mondays = weeks_from(monday_of(day_asked("week") or max(today_in(program), program.starts_on)))
    teams = [team for team in active_teams() if site in (None, team.site_id)]
    if request.args.get("format") == "csv":
        return csv_answer("off-phone.csv", export_rows(teams, mondays, looking.look.row))
    return render_template(
        "calendar/off_phone.html",
        program=program,
        rows=table(teams, mondays, looking.look.row),
        mondays=mondays,
        sites=all_sites(),
        site=site,
        draft=looking.look.draft,
        weeks=WEEKS,
    )
