"""Rules about a team's year: H02 numbers, H08 one a day, H09 overlap, H10 gaps of recognition, H11 gaps of visits,
H24 minutes off the phones.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from planner.planning.judge.found import Found
from planner.planning.judge.ledger import Ledger, Span
from planner.planning.plan import Plan
from planner.planning.problem import Problem, Team, Track


def numbers(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    for team in problem.teams:
        for track in problem.tracks:
            found = len(ledger.recognition[team.id, track.id])
            if found != track.count:
                yield Found("H02", f"{team.id} has {found} of {track.count} events of {track.name}.")
        if sorted(ledger.celebration[team.id]) != sorted(problem.csw.kinds):
            have = ", ".join(sorted(ledger.celebration[team.id])) or "none"
            due = ", ".join(problem.csw.kinds) or "none"
            yield Found("H02", f"{team.id} has the celebration events {have}; due: {due}.")
        if len(ledger.visits[team.id]) != problem.visit.count:
            yield Found("H02", f"{team.id} has {len(ledger.visits[team.id])} of {problem.visit.count} floor visits.")
    for policy in problem.policies:
        if len(ledger.sessions[policy.id]) != 1:
            yield Found("H02", f"Policy {policy.id} has {len(ledger.sessions[policy.id])} reviews; one is due.")


def one_a_day(_: Problem, ledger: Ledger, __: Plan) -> Iterator[Found]:
    for (team, day), count in sorted(ledger.team_days.items()):
        if count > 1:
            when = ledger.calendar.date(day)
            yield Found("H08", f"{team} has {count} recognition events on {when:%a %d %b %Y}.", units=count - 1)


def no_overlap(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    for team in problem.teams:
        for span in overlaps(ledger.team_spans[team.id]):
            yield Found("H09", f"{team.id} has two events at the same time.", span.at)


def overlaps(spans: list[Span]) -> Iterator[Span]:
    """Each interval that starts before the one in front of it has ended."""
    ordered = sorted(spans)
    return (later for sooner, later in pairwise(ordered) if later.start < sooner.end)


def recognition_gaps(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    for team in problem.teams:
        for track in problem.tracks:
            yield from _track_gaps(problem, ledger, team, track)


def _track_gaps(problem: Problem, ledger: Ledger, team: Team, track: Track) -> Iterator[Found]:
    last = ledger.calendar.day(team.history[track.id].date)
    low, high = track.min_gap_days, track.max_gap_days
    events = sorted(ledger.recognition[team.id, track.id])
    for event in events:
        gap, last = event.day - last, event.day
        if not low <= gap <= high:
            when = ledger.calendar.date(event.day)
            sentence = f"{team.id} waits {gap} days for {track.name} on {when:%d %b %Y}; {low} to {high} are allowed."
            yield Found("H10", sentence, event.at)
    if events and problem.days - last > high:
        sentence = f"{team.id} has no {track.name} in the last {problem.days - last} days; at most {high} are allowed."
        yield Found("H10", sentence, events[-1].at)


def visit_gaps(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    rule = problem.visit
    for team in problem.teams:
        last, visits = team.last_visit_week, ledger.in_order(team.id)
        for visit in visits:
            gap, last = visit.day // 7 - last, visit.day // 7
            if not rule.min_gap_weeks <= gap <= rule.max_gap_weeks:
                allowed = f"{rule.min_gap_weeks} to {rule.max_gap_weeks} are allowed"
                sentence = f"{team.id} is visited {gap} weeks after the visit before; {allowed}."
                yield Found("H11", sentence, visit.at)
        if visits and problem.weeks - last > rule.max_gap_weeks:
            sentence = f"{team.id} is not visited in the last {problem.weeks - last} weeks of the year"
            yield Found("H11", f"{sentence}; at most {rule.max_gap_weeks} are allowed.")


def off_phone(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    for team in problem.teams:
        if team.off_phone_week is None:
            continue
        for week in range(problem.weeks):
            planned = ledger.team_minutes[team.id, week]
            minutes = planned + (team.off_phone_used[week] if team.off_phone_used else 0)
            if planned and minutes > team.off_phone_week:
                sentence = f"{team.id} is off the phones for {minutes} minutes in week {week + 1}"
                yield Found("H24", f"{sentence}; at most {team.off_phone_week} are allowed.")


RULES = (numbers, one_a_day, no_overlap, recognition_gaps, visit_gaps, off_phone)
