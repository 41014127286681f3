"""Why an occurrence is where it is: the rules that fixed it, in words."""

from __future__ import annotations

from collections.abc import Iterator

from planner.planning.calendar import Calendar
from planner.planning.judge.ledger import Ledger, Placed
from planner.planning.plan import Occurrence, Plan
from planner.planning.problem import Problem, Team, Track
from planner.planning.reasons.books import Books


def why(problem: Problem, plan: Plan, occurrence: Occurrence, books: Books | None = None) -> list[str]:
    """Sentences about one occurrence of the plan, the most telling first. An unknown occurrence has none.

    Books of the same plan may be handed in to save their making.
    """
    books = books or Books(problem, plan)
    placed = books.placed(occurrence)
    return [] if placed is None else list(_sentences(problem, books.ledger, placed, frozenset(problem.pins)))


def why_each(problem: Problem, plan: Plan) -> list[list[str]]:
    """The same for every occurrence of the plan, in its order; the books are kept only once."""
    ledger = Ledger(problem, Calendar(problem), plan)
    out: list[list[str]] = [[] for _ in plan.occurrences]
    pinned = frozenset(problem.pins)
    for placed in ledger.placed:
        out[placed.index] = list(_sentences(problem, ledger, placed, pinned))
    return out


def _sentences(problem: Problem, ledger: Ledger, placed: Placed, pinned: frozenset[Occurrence]) -> Iterator[str]:
    what = placed.occurrence
    if what in pinned:
        yield "Set by hand: it is pinned and the generator does not move it."
    if what.type == "recognition":
        yield from _recognition(problem, ledger, placed, placed.teams[0], problem.track[what.track or ""])
    elif what.type == "csw":
        yield from _celebration(problem, ledger, placed)
    elif what.type == "visit":
        yield from _visit(problem, ledger, placed, placed.teams[0])
    else:
        yield from _session(problem, ledger, placed)


def _recognition(problem: Problem, ledger: Ledger, placed: Placed, team: Team, track: Track) -> Iterator[str]:
    past, site = team.history[track.id], problem.site[team.site]
    last, kinds = ledger.calendar.day(past.date), [past.kind]
    for event in sorted(ledger.recognition[team.id, track.id]):
        if event.at == placed.index:
            break
        last = event.day
        kinds.append(event.kind)
    yield f"{placed.day - last} days after the last one; the ideal is {track.ideal_gap_days}."
    yield _rotation(problem, placed.occurrence.kind or "", kinds[::-1])
    if site.peak_weekdays:
        names = " and ".join(f"{ledger.calendar.date(day):%A}" for day in sorted(site.peak_weekdays))
        many = len(site.peak_weekdays) > 1
        yield f"{names} {'are peak weekdays' if many else 'is a peak weekday'} at {site.name} and kept free."
    yield from _near(ledger.calendar, team, placed.day)
    yield _volume(site.volume, placed.day)
    load = ledger.week_load[team.site, placed.day // 7]
    yield f"{site.name} has {load} recognition events that week; up to {site.soft_week_load} are comfortable."


def _rotation(problem: Problem, kind: str, before: list[str | None]) -> str:
    name = problem.kind[kind].name
    if kind == before[0]:
        return f"{name} again, as the last time: nothing else fitted."
    if kind in before[1:2]:
        return f"{name}, as the time before last: nothing else fitted."
    last = before[0]
    return f"{name} comes in turn" + (f"; the last one was {problem.kind[last].name}." if last in problem.kind else ".")


def _near(calendar: Calendar, team: Team, day: int) -> Iterator[str]:
    """What is closed within three days, as that is what pushed the event to this side."""
    site = calendar.problem.site[team.site]
    for other in (near for step in (1, 2, 3) for near in (day - step, day + step)):
        reason = calendar.closed[site.id].get(other) or calendar.peaks[site.id].get(other)
        if reason is None and other in calendar.celebration:
            reason = "celebration week"
        if reason is not None:
            yield f"{calendar.date(other):%A %d %B} is not available at {site.name}: {reason}."
            return


def _volume(volume: tuple[int, ...], day: int) -> str:
    around = volume[max(0, day - 3) : day + 4]
    if volume[day] == min(around):
        return "One of the quietest days of that time by expected contacts."
    return f"Expected contacts are {volume[day]} on a scale whose quietest day nearby is {min(around)}."


def _celebration(problem: Problem, ledger: Ledger, placed: Placed) -> Iterator[str]:
    team = placed.teams[0]
    yield "Customer Service Week: every team gets each celebration event once in it."
    others = len(ledger.celebration[team.id]) - 1
    if others > 0:
        yield f"On a day of its own: {team.id} has {others} more that week."
    site = problem.site[team.site]
    yield f"{site.name} has hosts for {site.hosts} events at once."


def _visit(problem: Problem, ledger: Ledger, placed: Placed, team: Team) -> Iterator[str]:
    name, rule = placed.occurrence.leader or "", problem.visit
    leader, week = problem.leader[name], team.last_visit_week
    seen = [team.last_visit_leader]
    for visit in ledger.in_order(team.id):
        if visit.at == placed.index:
            break
        week = visit.day // 7
        seen.append(visit.leader)
    yield f"{placed.day // 7 - week} weeks after the last visit; the ideal is {rule.ideal_gap_weeks}."
    yield _turn(name, seen)
    if leader.senior and not any(problem.leader[other].senior for other in seen[1:] if other in problem.leader):
        yield f"{name} is {leader.level}: every team sees a senior leader in the year."
    yield from _travel(problem, ledger, placed, team, name)
    count = ledger.quarter_visits[name, placed.day // 7 // 13]
    yield f"{name} makes {count} visits that quarter; the target is {leader.quota.target}."


def _turn(leader: str, seen: list[str | None]) -> str:
    if leader == seen[-1]:
        return f"{leader} was there the last time as well: nobody else could come."
    if leader not in seen:
        return f"{leader} has not visited this team for longest."
    turns = len(seen) - 1 - max(n for n, other in enumerate(seen) if other == leader)
    return f"{leader} last visited this team {turns + 1} visits ago."


def _travel(problem: Problem, ledger: Ledger, placed: Placed, team: Team, name: str) -> Iterator[str]:
    leader = problem.leader[name]
    if leader.home == team.site:
        yield f"{name} works at {problem.site[team.site].name}: no journey."
        return
    count = ledger.leader_days[name, placed.day, team.site]
    yield f"{name} travels from {problem.site[leader.home].name} and makes {count} visits on that journey."


def _session(problem: Problem, ledger: Ledger, placed: Placed) -> Iterator[str]:
    policy = problem.policy[placed.occurrence.policy or ""]
    late = placed.day // 7 - policy.window_start_week
    opened = f"week {policy.window_start_week + 1}"
    yield f"{late} weeks after its window opened in {opened}; its pain is {policy.pain} of 5."
    teams = ", ".join(policy.participants)
    yield f"An hour that lies in the shifts of {teams} and is free for {policy.owner}."
    same = sum(1 for days in ledger.sessions.values() for day in days if day // 7 == placed.day // 7)
    yield f"{same} of at most {problem.max_sessions_per_week} policy reviews that week."
