"""A plan as pages draw it: how many events of each kind every site has in each week."""

from planner.actions.problems import Built
from planner.domain.instants import wall
from planner.domain.kinds import EventKind
from planner.planning.plan import Occurrence, Plan

Weeks = dict[str, dict[str, list[int]]]
KINDS = {"csw": EventKind.celebration, "visit": EventKind.floor_visit, "session": EventKind.policy_review}


def weeks_of(built: Built, plan: Plan) -> Weeks:
    """Site name -> kind -> a count for each week of the program. A policy review counts at the site of its first team."""
    problem = built.problem
    found: Weeks = {site.name: {} for site in problem.sites}
    for what in plan.occurrences:
        site = problem.site[problem.team[_team(built, what)].site]
        week = (wall(what.start, site.tz).date() - problem.start).days // 7
        counts = found[site.name].setdefault(kind_of(built, what).value, [0] * problem.weeks)
        counts[min(max(week, 0), problem.weeks - 1)] += 1
    return found


def _team(built: Built, what: Occurrence) -> str:
    return what.team or built.problem.policy[what.policy or ""].participants[0]


def kind_of(built: Built, what: Occurrence) -> EventKind:
    return KINDS[what.type] if what.type in KINDS else built.year.tracks[what.track or ""].kind
