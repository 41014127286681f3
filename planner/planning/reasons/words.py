"""Words for places and costs, as HR reads them. Teams and leaders are named as the problem names them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from planner.planning.plan import Occurrence
from planner.planning.problem import Problem

WORSE_AND_BETTER = {
    "space": ("gaps further from the ideal", "gaps nearer to the ideal"),
    "rotation": ("the same kind again too soon", "kinds rotate better"),
    "volume": ("a busier day", "a quieter day"),
    "load": ("a week that is already full", "a week with more room"),
    "visit_space": ("visits spaced less evenly", "visits spaced more evenly"),
    "same_leader": ("the same leader again too soon", "leaders rotate better"),
    "trips": ("one more journey", "one journey less"),
    "over_target": ("a leader further over the target", "a leader less over the target"),
    "no_senior": ("no senior leader all year", "a senior leader in the year"),
    "policy_delay": ("a later review", "an earlier review"),
    "visit_load": ("a week with many floor visits", "a week with fewer floor visits"),
}


def cost_words(cost: int, parts: dict[str, int]) -> str:
    """`Costs 5 more: a busier day (2), the same kind again too soon (5), gaps nearer to the ideal (-2).`"""
    if not parts:
        return "Costs the same."
    total = f"Costs {abs(cost)} {'more' if cost > 0 else 'less'}" if cost else "Costs the same in all"
    reasons = sorted(parts.items(), key=lambda item: (-item[1], item[0]))
    return f"{total}: {', '.join(f'{part_words(name, value)} ({value})' for name, value in reasons)}."


def part_words(name: str, value: int) -> str:
    worse, better = WORSE_AND_BETTER.get(name, (name.replace("_", " "), name.replace("_", " ")))
    return worse if value > 0 else better


def place_words(problem: Problem, what: Occurrence) -> str:
    """`Tuesday 3 March 2026 at 14:00: Spotlight award.`, in the site's own time."""
    team = problem.team[what.team or problem.policy[what.policy or ""].participants[0]]
    local = what.start.astimezone(ZoneInfo(problem.site[team.site].tz))
    when = f"{local:%A} {local.day} {local:%B %Y} at {local:%H:%M}"
    if what.kind:
        return f"{when}: {problem.kind[what.kind].name}."
    return f"{when}: {what.leader} visits." if what.leader else f"{when}."
