"""Rules about leaders: H12 overlap, H13 busy or away, H14 two sites, H15 and H16 caps, H17 quotas, H18 trips."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import groupby

from planner.planning.calendar import minute_of
from planner.planning.judge.found import Found, capital, named
from planner.planning.judge.ledger import Ledger, Placed
from planner.planning.judge.teams import overlaps
from planner.planning.plan import Plan
from planner.planning.problem import Leader, Problem


def no_overlap(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    for leader in problem.leaders:
        for span in overlaps(ledger.leader_spans[leader.id]):
            yield Found("H12", f"{leader.id} has two engagements at the same time.", span.at)


def present(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    for placed in ledger.placed:
        if all(ledger.calendar.in_year(day) for day in placed.days):
            yield from _away(problem, ledger, placed)


def _away(problem: Problem, ledger: Ledger, placed: Placed) -> Iterator[Found]:
    calendar, what = ledger.calendar, placed.occurrence
    if what.type == "visit":
        leader, days = what.leader or "", {placed.day, calendar.local_day(placed.teams[0].site, placed.start)}
    elif what.type == "session":
        leader = problem.policy[what.policy or ""].owner
        days = {calendar.local_day(problem.leader[leader].home, placed.start)}
    else:
        return
    if away := sorted(days & calendar.away[leader].keys()):
        reason = calendar.away[leader][away[0]]
        yield Found("H13", capital(f"{named(problem, placed)}: {leader} is away then ({reason})."), placed.index)


def not_busy(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    for leader in problem.leaders:
        busy = sorted((minute_of(start), minute_of(end)) for start, end in leader.busy)
        longest = max((end - start for start, end in busy), default=0)
        for span in ledger.leader_spans[leader.id]:
            near = busy[bisect_left(busy, (span.start - longest, 0)) : bisect_left(busy, (span.end, 0))]
            if any(end > span.start for _, end in near):
                yield Found("H13", f"{leader.id} has something else in the calendar at that time.", span.at)


def one_site_a_day(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    days = sorted(ledger.leader_days.items())
    for (leader, day), group in groupby(days, key=lambda item: item[0][:2]):
        sites = [(key[2], count) for key, count in group]
        when = f"{ledger.calendar.date(day):%a %d %b %Y}"
        if len(sites) > 1:
            yield Found("H14", f"{leader} is at {' and '.join(site for site, _ in sites)} on {when}.")
        for site, count in sites:
            cap = daily_cap(problem.leader[leader], site)
            if count > cap:
                sentence = f"{leader} makes {count} visits at {site} on {when}; at most {cap} are allowed."
                yield Found("H15", sentence, units=count - cap)


def daily_cap(leader: Leader, site: str) -> int:
    return leader.max_visits_home_day if site == leader.home else leader.max_visits_trip_day


def weekly_load(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    for (name, week), count in sorted(ledger.leader_weeks.items()):
        cap = problem.leader[name].max_load_week
        if count > cap:
            sentence = f"{name} has {count} visits and reviews in week {week + 1}; at most {cap} are allowed."
            yield Found("H16", sentence, units=count - cap)


def quotas(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    for leader in problem.leaders:
        for quarter in range(problem.judged_quarters):
            count, where = ledger.quarter_visits[leader.id, quarter], f"in quarter {quarter + 1}"
            quota = leader.quota
            if count < quota.min:
                sentence = f"{leader.id} makes {count} visits {where}; at least {quota.min} are due."
                yield Found("H17", sentence, units=quota.min - count)
            if count > quota.max:
                sentence = f"{leader.id} makes {count} visits {where}; at most {quota.max} are allowed."
                yield Found("H17", sentence, units=count - quota.max)
            trips, cap = len(ledger.trips[leader.id, quarter]), leader.max_trips_per_quarter
            if trips > cap:
                sentence = f"{leader.id} makes {trips} trips {where}; at most {cap} are allowed."
                yield Found("H18", sentence, units=trips - cap)


RULES = (no_overlap, present, not_busy, one_site_a_day, weekly_load, quotas)
