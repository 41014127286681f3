"""Rules about what all share: H19 hosts, H20 committee minutes, H21 budgets, H22 sessions, H23 pins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.planning.calendar import instant_of
from planner.planning.judge.found import WORDS, Found
from planner.planning.judge.ledger import Ledger
from planner.planning.plan import Plan, instant_text
from planner.planning.problem import Problem


def hosts(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    for site in problem.sites:
        spans = ledger.site_spans[site.id]
        steps = sorted([(s.start, 1, s.at) for s in spans] + [(s.end, -1, s.at) for s in spans])
        running = 0
        for when, step, index in sorted(steps, key=lambda item: item[:2]):
            running += step
            if step > 0 and running > site.hosts:
                sentence = f"{site.name} has {running} events at once at {instant_text(instant_of(when))}"
                yield Found("H19", f"{sentence}; there are hosts for {site.hosts}.", index)


def committee(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    for site in problem.sites:
        for week, cap in enumerate(site.committee_minutes):
            used = ledger.week_minutes[site.id, week]
            if used > cap:
                sentence = f"The committee of {site.name} needs {used} minutes in week {week + 1}; it has {cap}."
                yield Found("H20", sentence)


def budgets(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    for budget in problem.budgets:
        if ledger.spent[budget.id] > budget.budget:
            yield Found("H21", f"{budget.id} costs {ledger.spent[budget.id]}; the budget is {budget.budget}.")


def sessions(problem: Problem, ledger: Ledger, _: Plan) -> Iterator[Found]:
    weeks: Counter[int] = Counter()
    for policy in problem.policies:
        for day in ledger.sessions[policy.id][:1]:
            week, first, last = day // 7, policy.window_start_week, policy.window_end_week
            weeks[week] += 1
            if not first <= week <= last:
                sentence = f"Policy {policy.id} is reviewed in week {week + 1}"
                yield Found("H22", f"{sentence}; its window is week {first + 1} to {last + 1}.")
    cap = problem.max_sessions_per_week
    for week, count in sorted(weeks.items()):
        if count > cap:
            sentence = f"Week {week + 1} has {count} policy reviews; at most {cap} are allowed."
            yield Found("H22", sentence, units=count - cap)


def pins(problem: Problem, _: Ledger, plan: Plan) -> Iterator[Found]:
    present = {occurrence.identity for occurrence in plan.occurrences}
    for pin in problem.pins:
        if pin.identity not in present:
            what = f"{WORDS[pin.type]} of {pin.whom} at {instant_text(pin.start)}"
            yield Found("H23", f"The pinned {what} is not in the plan.")


RULES = (hosts, committee, budgets, sessions, pins)
