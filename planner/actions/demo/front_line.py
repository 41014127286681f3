"""What the made-up front line says: who receives it, a training and an intake, voices with and without names, answers in time and late."""

import random
from datetime import datetime, timedelta

from planner.actions.demo.insight_stock import DIRECTIONS, SAID, UNNAMED, Said
from planner.actions.demo.people import Crowd
from planner.actions.insight_merging import merge
from planner.actions.insight_routes import make_poster, save_intake, save_route
from planner.actions.insights import Raised, acknowledge, pass_on, pass_on_unnamed, rate, tell_back
from planner.actions.promises import show_to_teams
from planner.domain.insights import Light
from planner.domain.instants import plus_workdays
from planner.domain.outcomes import InsightCategory
from planner.domain.states import LeaderLevel
from planner.models.insights import Insight, InsightState, waiting_insights
from planner.models.people import Person, people_of_team
from planner.models.programs import Program
from planner.models.trainings import trainings_of

LOOKED_INTO = "We looked into it with those concerned. What can be changed is changed from the first of the month on."
IN_TIME, LATE = 0.78, 0.92
"""Below the first they are told in time, below the second late; the rest still waits."""


def prepare_to_listen(program: Program, crowd: Crowd, *, now: datetime) -> None:
    """Receivers for most categories, an executive behind the intake, directions to each site; at the beginning of the year."""
    for number, site in enumerate(crowd.sites):
        site.directions = DIRECTIONS[number % len(DIRECTIONS)]
    leaders = [leader.person for leader in crowd.leaders]
    for number, category in enumerate(InsightCategory):
        if category is not InsightCategory.market:
            save_route(category, leaders[number % len(leaders)], 3, by=crowd.hr, now=now)
    sponsor = next(leader.person for leader in crowd.leaders if leader.level is LeaderLevel.executive)
    training = next(iter(trainings_of(program.id)), None)
    opens_on = program.starts_on if training is None else training.wall_start.date() + timedelta(days=7)
    intake = save_intake(program, min(opens_on, now.date()), sponsor, training, by=crowd.hr, now=now)
    make_poster(intake, by=crowd.hr, now=now)
    show_to_teams(program, True, by=crowd.hr, now=now)


def let_them_speak(program: Program, crowd: Crowd, *, now: datetime, seed: int) -> None:
    """Agents pass on what they hear, some of it more than once; receivers read it, add voices up, and answer most of it."""
    draw = random.Random(seed)
    agents = [person for team in crowd.teams[:24] for person in people_of_team(team.id)]
    span = max((now.date() - program.starts_on).days - 3, 1)
    for number, said in enumerate(SAID):
        at = now - timedelta(days=span * (len(SAID) - number) / (len(SAID) + 1), hours=number % 5)
        _say(said, draw.sample(agents, min(2, len(agents))), draw, at)
    for number, (category, text, place) in enumerate(UNNAMED):
        raised = Raised(text, InsightCategory(category), touch_point=place)
        team = crowd.teams[number % len(crowd.teams)]
        pass_on_unnamed(raised, team=team, shift=None, now=now - timedelta(days=4 + 9 * number))
    answer_them(crowd.hr, draw, now)


def _say(said: Said, agents: list[Person], draw: random.Random, at: datetime) -> None:
    raised = Raised(said.text, InsightCategory(said.category), hurts=said.hurts, touch_point=said.touch_point)
    first = pass_on(raised, submitter=agents[0], team=agents[0].team, now=at)
    if first.receiver is None:
        return
    read = at + timedelta(days=draw.choice((1, 2, 3)))
    acknowledge(
        first, receiver=first.receiver, promised_on=plus_workdays(read.date(), 10, ()), by=first.receiver, now=read
    )
    rate(first, draw.choice((2, 3, 3, 4)), by=first.receiver, now=read)
    if said.again and len(agents) > 1:
        same = Raised(said.again, raised.category, touch_point=said.touch_point)
        second = pass_on(same, submitter=agents[1], team=agents[1].team, now=read)
        merge(second, first, by=first.receiver, now=read)


def answer_them(hr: Person, draw: random.Random, now: datetime) -> None:
    """Most of what fell due was answered, each in its own words: in time, late, or not yet."""
    answers = {said.text: said for said in SAID}
    for insight in waiting_insights():
        said, chance = answers.get(insight.text), draw.random()
        due = insight.promised_on
        if due is None or due >= now.date() or chance > LATE or (said is not None and not said.answer):
            continue
        days = -draw.randint(0, 6) if chance < IN_TIME else draw.randint(1, 5)
        at = insight.made_at.replace(hour=15) + timedelta(days=(due - insight.made_at.date()).days + days)
        _tell(insight, said, hr, min(max(at, insight.made_at + timedelta(hours=2)), now))


def _tell(insight: Insight, said: Said | None, hr: Person, at: datetime) -> None:
    words = said.answer if said else LOOKED_INTO
    light = said.light if said and said.light is not Light.yellow else Light.green
    if insight.state is not InsightState.told_back:
        tell_back(insight, words, by=insight.receiver or hr, now=at, light=light)
