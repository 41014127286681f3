"""What HR compares of two years: cost by part, coverage, waits, evenness of the weeks, journeys, nights, money, reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from itertools import pairwise
from statistics import fmean

from planner.planning.calendar import Calendar
from planner.planning.judge.check import check
from planner.planning.judge.ledger import Ledger, Placed
from planner.planning.plan import Plan
from planner.planning.problem import Problem, Team

NIGHT = (22 * 60, 6 * 60)  # local minutes of the day from and until which it is night
WEEKEND = (5, 6)


@dataclass(frozen=True)
class Coverage:
    """How a shift's or a site's teams fare; the averages are per team and year."""

    name: str
    teams: int
    recognitions: float
    visits: float
    senior_visits: float
    leaders: float
    longest_wait_weeks: int


@dataclass(frozen=True)
class Money:
    """What a budget's period costs, and its cap."""

    name: str
    spent: int
    budget: int


@dataclass(frozen=True)
class Figures:
    """Shares run from 0 to 1; spreads are how far a site's week is from its average on average, in events."""

    hard: int
    broken: dict[str, int]
    cost: int
    parts: dict[str, int]
    events: int
    teams_without_senior: int
    longest_wait_weeks: int
    recognition_spread: float
    visit_spread: float
    busiest_week: int
    trips: int
    senior_share: float
    night_share: float
    weekend_share: float
    spent: int
    review_delay_weeks: float
    shifts: tuple[Coverage, ...]
    sites: tuple[Coverage, ...]
    money: tuple[Money, ...]

    def to_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class Compared:
    """One line of two plans side by side; `better` is "first", "second" or None where neither is."""

    name: str
    label: str
    first: float
    second: float
    better: str | None

    def to_json(self) -> dict[str, object]:
        return asdict(self)


LESS, MORE, NEITHER = -1, 1, 0
LINES = (
    ("hard", "Broken rules", LESS),
    ("cost", "Cost in all", LESS),
    ("teams_without_senior", "Teams that see no senior leader", LESS),
    ("longest_wait_weeks", "Longest wait for a floor visit, in weeks", LESS),
    ("recognition_spread", "Unevenness of recognition over the weeks", LESS),
    ("visit_spread", "Unevenness of floor visits over the weeks", LESS),
    ("busiest_week", "Events of a site in its busiest week", LESS),
    ("trips", "Journeys of leaders", LESS),
    ("senior_share", "Share of floor visits by senior leaders", MORE),
    ("night_share", "Share of events at night", NEITHER),
    ("weekend_share", "Share of events at weekends", NEITHER),
    ("spent", "Money spent", LESS),
    ("review_delay_weeks", "Average wait of a policy review, in weeks", LESS),
)


def compare(first: Figures, second: Figures) -> tuple[Compared, ...]:
    """The figures of two plans line by line, in the order in which HR reads them."""
    return tuple(_compared(name, label, sense, first, second) for name, label, sense in LINES)


def _compared(name: str, label: str, sense: int, first: Figures, second: Figures) -> Compared:
    one, two = getattr(first, name), getattr(second, name)
    better = None if one == two or not sense else "first" if (one > two) == (sense > 0) else "second"
    return Compared(name, label, one, two, better)


def figures(problem: Problem, plan: Plan) -> Figures:
    """Judged by the problem's own rules and weights."""
    calendar = Calendar(problem)
    ledger, verdict = Ledger(problem, calendar, plan), check(problem, plan, calendar)
    inside = [placed for placed in ledger.placed if all(map(calendar.in_year, placed.days))]
    visits = [placed for placed in inside if placed.type == "visit"]
    senior = {leader.id for leader in problem.leaders if leader.senior}
    shared = [placed for placed in inside if placed.type in ("recognition", "visit")]
    by_shift, by_site = _groups(problem, ledger, senior)
    return Figures(
        hard=verdict.hard,
        broken=verdict.by_code,
        cost=verdict.cost,
        parts=verdict.parts,
        events=len(plan.occurrences),
        teams_without_senior=sum(not _seniors(ledger, team, senior) for team in problem.teams),
        longest_wait_weeks=max((_wait(problem, ledger, team) for team in problem.teams), default=0),
        recognition_spread=_spread(problem, calendar, inside, "recognition"),
        visit_spread=_spread(problem, calendar, inside, "visit"),
        busiest_week=max(Counter((p.teams[0].site, p.day // 7) for p in inside).values(), default=0),
        trips=sum(len(days) for days in ledger.trips.values()),
        senior_share=_share(visits, lambda placed: placed.occurrence.leader in senior),
        night_share=_share(shared, lambda placed: _at_night(calendar, placed)),
        weekend_share=_share(shared, lambda placed: calendar.date(placed.day).weekday() in WEEKEND),
        spent=sum(problem.kind[p.occurrence.kind].cost(p.teams[0].size) for p in inside if p.occurrence.kind),
        review_delay_weeks=_delay(problem, ledger),
        shifts=by_shift,
        sites=by_site,
        money=tuple(Money(b.id, ledger.spent[b.id], b.budget) for b in problem.budgets),
    )


def _groups(problem: Problem, ledger: Ledger, senior: set[str]) -> tuple[tuple[Coverage, ...], tuple[Coverage, ...]]:
    def rows(names: Iterable[str], of: Callable[[Team], str]) -> tuple[Coverage, ...]:
        groups = [(name, [team for team in problem.teams if of(team) == name]) for name in names]
        return tuple(_coverage(problem, ledger, name, teams, senior) for name, teams in groups if teams)

    shifts = rows((shift.id for shift in problem.shifts), lambda team: team.shift)
    return shifts, rows((site.id for site in problem.sites), lambda team: team.site)


def _coverage(problem: Problem, ledger: Ledger, name: str, teams: list[Team], senior: set[str]) -> Coverage:
    def average(count: Callable[[Team], int]) -> float:
        return round(fmean(count(team) for team in teams), 2)

    return Coverage(
        name=name,
        teams=len(teams),
        recognitions=average(lambda team: sum(len(ledger.recognition[team.id, t.id]) for t in problem.tracks)),
        visits=average(lambda team: len(ledger.visits[team.id])),
        senior_visits=average(lambda team: _seniors(ledger, team, senior)),
        leaders=average(lambda team: len({visit.leader for visit in ledger.visits[team.id]})),
        longest_wait_weeks=max(_wait(problem, ledger, team) for team in teams),
    )


def _seniors(ledger: Ledger, team: Team, senior: set[str]) -> int:
    return sum(visit.leader in senior for visit in ledger.visits[team.id])


def _wait(problem: Problem, ledger: Ledger, team: Team) -> int:
    """The longest time without a floor visit, in weeks, the ends of the year included."""
    weeks = [visit.day // 7 for visit in ledger.in_order(team.id)]
    ends = [team.last_visit_week, *weeks, problem.weeks]
    return max(later - sooner for sooner, later in pairwise(ends)) if weeks else problem.weeks


def _spread(problem: Problem, calendar: Calendar, inside: list[Placed], kind: str) -> float:
    """Over the weeks in which a site is open at all, as nothing can be held in the others."""
    counts = Counter((placed.teams[0].site, placed.day // 7) for placed in inside if placed.type == kind)
    off: list[float] = []
    for site in {team.site for team in problem.teams}:
        weeks = [counts[site, week] for week in range(problem.weeks) if _open(calendar, site, week, kind)]
        off += [abs(count - fmean(weeks)) for count in weeks]
    return round(fmean(off), 2) if off else 0.0


def _open(calendar: Calendar, site: str, week: int, kind: str) -> bool:
    days = (day for day in range(7 * week, 7 * week + 7) if day not in calendar.closed[site])
    return any(kind == "visit" or calendar.recognition_day(site, day) for day in days)


def _share(placed: list[Placed], counts: Callable[[Placed], bool]) -> float:
    return round(sum(map(counts, placed)) / len(placed), 3) if placed else 0.0


def _at_night(calendar: Calendar, placed: Placed) -> bool:
    site = placed.teams[0].site
    minute = placed.start - calendar.midnight(site, calendar.local_day(site, placed.start))
    return minute >= NIGHT[0] or minute < NIGHT[1]


def _delay(problem: Problem, ledger: Ledger) -> float:
    late = [day // 7 - p.window_start_week for p in problem.policies for day in ledger.sessions[p.id][:1]]
    return round(fmean(max(0, weeks) for weeks in late), 1) if late else 0.0
