"""What everybody may see of insights: the board of a team, and for HR, executives and leads the themes behind it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from planner import clock
from planner.domain.insights import LIGHT_WORDS, Light, Theme, recurring, themes
from planner.domain.outcomes import CATEGORIES, InsightCategory
from planner.models.insight_themes import voices_heard
from planner.models.insights import Insight, on_the_board
from planner.models.programs import Program, current_program
from planner.models.teams import Team, active_teams, teams_led_by
from planner.web.access import allowed, can, me
from planner.web.insights import today
from planner.web.numbers import row_number

blueprint = Blueprint("insight_board", __name__, url_prefix="/insights")
SAID_LATELY = timedelta(days=120)


@dataclass(frozen=True)
class Column:
    """One column of the board."""

    light: Light
    title: str
    insights: list[Insight]


@blueprint.get("/board")
@allowed("see the board")
def board() -> ResponseReturnValue:
    """You said, we did, or we cannot and why: of one team, printable. Nobody's name is on it."""
    teams = boards_for_me()
    asked = request.args.get("team", type=row_number)
    team = next((one for one in teams if one.id == asked), None)
    if team is None and asked is None:
        team = next((one for one in teams if one.id == me().team_id), None)
    found = [one for one in on_the_board(team.id if team else None) if _lately(one)]
    columns = [
        Column(light, LIGHT_WORDS[light], [one for one in found if one.light is light])
        for light in (Light.green, Light.red, Light.yellow)
    ]
    return render_template("insights/board.html", teams=teams, team=team, columns=columns, count=len(found))


def boards_for_me() -> list[Team]:
    """The teams whose boards the reader may see: HR, executives and viewers all, everybody else the own ones."""
    every = active_teams()
    if can("see insights") or can("see reports"):
        return every
    mine = {team.id for team in teams_led_by(me())} | {me().team_id}
    return [team for team in every if team.id in mine]


def _lately(one: Insight) -> bool:
    """What was answered long ago leaves the board; what waits stays."""
    return one.told_back_on is None or one.told_back_on >= today() - SAID_LATELY


@blueprint.get("/themes", endpoint="themes")
@allowed("see themes")
def themes_page() -> ResponseReturnValue:
    """What comes up again: by category, touch point, shift and team, and what recurs."""
    program = current_program(clock.now().date())
    heard = voices_heard(me(), *_span(program))
    tables = [
        ("By category", "category", themes(heard, lambda voice: voice.category)),
        ("By touch point", "touch point", themes(heard, lambda voice: voice.touch_point)),
        ("By shift", "shift", themes(heard, lambda voice: voice.shift)),
        ("By team", "team", themes(heard, lambda voice: voice.team)),
    ]
    return render_template(
        "insights/themes.html",
        tables=tables,
        recurring=recurring(heard),
        heard=len(heard),
        label=_label,
        program=program,
    )


def _span(program: Program | None) -> tuple[datetime, datetime]:
    """The program's days, a day more at either end for zones; a year where there is no program."""
    now = clock.now()
    if program is None:
        return now - timedelta(days=365), now + timedelta(days=1)
    first = datetime.combine(program.starts_on, time(), tzinfo=UTC) - timedelta(days=1)
    return first, datetime.combine(program.ends_on, time(), tzinfo=UTC) + timedelta(days=2)


def _label(theme: Theme) -> str:
    """A theme's name as people say it: categories by their sentence."""
    word, at, place = theme.key.partition(" at ")
    known = CATEGORIES[InsightCategory(word)].label if word in set(InsightCategory) else word
    return f"{known}: {place}" if at else known
