"""The year to be planned, as plain data: the csw-bench/1 problem and what the product adds to it.

Longer than most files, as it is one vocabulary: a page of small records without logic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from planner.planning.plan import Occurrence
from planner.planning.reading import ProblemRefused

__all__ = ["Problem", "ProblemRefused"]  # the refusal belongs to the problem for those who call

FORMAT = "csw-bench/1"
QUARTER_WEEKS = 13
SENIOR_LEVELS = ("executive", "director")


@dataclass(frozen=True)
class Closure:
    """Days from `start` to `end`, both included, and why."""

    start: date
    end: date
    reason: str = ""


@dataclass(frozen=True)
class Site:
    """`volume` has one value a day, `committee_minutes` one a week; `hosts` is how many events may run at once.

    `soft_visit_load` is how many floor visits a week are comfortable (None: any number); more cost `weights.visit_load` each.
    """

    id: str
    name: str
    tz: str
    holidays: Mapping[date, str]
    blackouts: tuple[Closure, ...]
    peak_weeks: tuple[Closure, ...]
    peak_weekdays: tuple[int, ...]
    volume: tuple[int, ...]
    hosts: int
    committee_minutes: tuple[int, ...]
    soft_week_load: int
    country: str | None = None
    subdiv: str | None = None
    vertical: str | None = None
    soft_visit_load: int | None = None


@dataclass(frozen=True)
class Shift:
    """Local hours. An end at or before the start means that the shift runs over midnight."""

    id: str
    start: time
    end: time


@dataclass(frozen=True)
class LastEvent:
    """The last recognition of a track before the year; its kind is None when nobody knows."""

    date: date
    kind: str | None


@dataclass(frozen=True)
class Team:
    """`off_phone_week` is how many minutes a week the team may be off the phones for recognition and celebration events
    (None: no limit); `off_phone_used` what events outside the plan take of it, one value a week or none at all.
    """

    id: str
    site: str
    shift: str
    workdays: tuple[int, ...]
    size: int
    history: Mapping[str, LastEvent]
    last_visit_week: int
    last_visit_leader: str | None
    off_phone_week: int | None = None
    off_phone_used: tuple[int, ...] = ()


@dataclass(frozen=True)
class ActivityKind:
    id: str
    name: str
    minutes: int
    cost_fixed: int
    cost_per_head: int
    committee_minutes: int

    def cost(self, size: int) -> int:
        return self.cost_fixed + self.cost_per_head * size


@dataclass(frozen=True)
class Track:
    """A stream of recognition that each team receives `count` times a year; gaps in days."""

    id: str
    name: str
    count: int
    ideal_gap_days: int
    tolerance_days: int
    min_gap_days: int
    max_gap_days: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class CelebrationWeek:
    start: date
    end: date
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Visit:
    """The floor visits that every team receives; gaps in weeks."""

    minutes: int
    count: int
    ideal_gap_weeks: int
    tolerance_weeks: int
    min_gap_weeks: int
    max_gap_weeks: int


@dataclass(frozen=True)
class Quota:
    """Visits that a leader makes in each programme quarter."""

    min: int
    target: int
    max: int


@dataclass(frozen=True)
class Leader:
    id: str
    level: str
    home: str
    quota: Quota
    max_trips_per_quarter: int
    max_visits_home_day: int
    max_visits_trip_day: int
    max_load_week: int
    unavailable: tuple[Closure, ...]
    busy: tuple[tuple[datetime, datetime], ...]

    @property
    def senior(self) -> bool:
        """The benchmark counts everyone above a manager as senior."""
        return self.level != "manager"


@dataclass(frozen=True)
class Policy:
    """A policy to be reviewed once, with its owner and the participating teams, in a window of weeks."""

    id: str
    pain: int
    owner: str
    participants: tuple[str, ...]
    minutes: int
    window_start_week: int
    window_end_week: int


@dataclass(frozen=True)
class Budget:
    """A cap of the whole company on recognition and celebration events whose shift date lies in the period."""

    id: str
    start: date
    end: date
    budget: int


@dataclass(frozen=True)
class Weights:
    """What each part of the cost counts; see FORMAT.md of the benchmark."""

    space_day: int = 1
    rot_prev: int = 12
    rot_prev2: int = 5
    volume: int = 1
    load: int = 6
    visit_week: int = 3
    same_leader: int = 10
    same_leader2: int = 4
    trip: int = 15
    over_target: int = 4
    no_senior: int = 20
    policy_delay: int = 1
    visit_load: int = 0


@dataclass(frozen=True)
class Problem:
    """Everything the generator knows. `start` is a Monday; `days` is a whole number of weeks."""

    name: str
    start: date
    days: int
    slot_minutes: int
    sites: tuple[Site, ...]
    shifts: tuple[Shift, ...]
    teams: tuple[Team, ...]
    kinds: tuple[ActivityKind, ...]
    tracks: tuple[Track, ...]
    csw: CelebrationWeek
    visit: Visit
    leaders: tuple[Leader, ...]
    policies: tuple[Policy, ...]
    max_sessions_per_week: int
    months: tuple[Budget, ...]
    quarters: tuple[Budget, ...]
    weights: Weights = Weights()
    pins: tuple[Occurrence, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict, compare=False)

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Problem:
        """Read csw-bench/1. Raises ProblemRefused with a sentence that names the place of the first nonsense."""
        from planner.planning.problem_reader import read

        return read(data)

    def to_json(self) -> dict[str, object]:
        from planner.planning.problem_writer import write

        return write(self)

    @property
    def weeks(self) -> int:
        return self.days // 7

    @property
    def end(self) -> date:
        return self.start + timedelta(days=self.days - 1)

    @property
    def budgets(self) -> tuple[Budget, ...]:
        return self.months + self.quarters

    @property
    def judged_quarters(self) -> int:
        """Whole programme quarters; a 53rd week belongs to none of them."""
        return self.weeks // QUARTER_WEEKS

    @cached_property
    def site(self) -> dict[str, Site]:
        return {site.id: site for site in self.sites}

    @cached_property
    def shift(self) -> dict[str, Shift]:
        return {shift.id: shift for shift in self.shifts}

    @cached_property
    def team(self) -> dict[str, Team]:
        return {team.id: team for team in self.teams}

    @cached_property
    def kind(self) -> dict[str, ActivityKind]:
        return {kind.id: kind for kind in self.kinds}

    @cached_property
    def track(self) -> dict[str, Track]:
        return {track.id: track for track in self.tracks}

    @cached_property
    def leader(self) -> dict[str, Leader]:
        return {leader.id: leader for leader in self.leaders}

    @cached_property
    def policy(self) -> dict[str, Policy]:
        return {policy.id: policy for policy in self.policies}

    @cached_property
    def named(self) -> dict[str, Mapping[str, object]]:
        """What the fields of an occurrence name."""
        return {
            "team": self.team,
            "track": self.track,
            "kind": self.kind,
            "leader": self.leader,
            "policy": self.policy,
        }
