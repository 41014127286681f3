"""Starting points that HR chooses from at first run: cadences and sets of them, goals, committee, leaders' visits.

All are values of our own to begin with; HR edits them afterwards. Monthly thanks follow from the finding that
people who are thanked only a few times a year hardly notice (product/facts.md 6.8).
"""

from dataclasses import dataclass

from planner.domain.cadences import WORKING_WEEK_DAYS, YEAR_DAYS, Cadence
from planner.domain.kinds import EventKind
from planner.domain.states import LeaderLevel

THE_YEAR = "year"
THE_CELEBRATION_WEEK = "celebration week"


@dataclass(frozen=True)
class CadencePreset:
    """A cadence with a name: per team (per policy for policy reviews), gaps in days, rotating through activities.

    `minutes` overrides the activities' own length; `within` is the span that the cadence fills.
    """

    key: str
    name: str
    kind: EventKind
    times_a_year: int
    min_gap_days: int
    ideal_gap_days: int
    max_gap_days: int
    tolerance_days: int
    activity_numbers: tuple[int, ...]
    sentence: str
    minutes: int | None = None
    within: str = THE_YEAR

    @property
    def cadence(self) -> Cadence:
        """The numbers alone, for the arithmetic."""
        return Cadence(
            self.times_a_year, self.min_gap_days, self.ideal_gap_days, self.max_gap_days, self.tolerance_days
        )

    @property
    def span_days(self) -> int:
        """How many days there are to spread over."""
        return YEAR_DAYS if self.within == THE_YEAR else WORKING_WEEK_DAYS


@dataclass(frozen=True)
class PresetSet:
    """Cadences that go together, for one choice at first run."""

    key: str
    name: str
    sentence: str
    cadences: tuple[str, ...]
    recommended: bool = False


@dataclass(frozen=True)
class Goal:
    key: str
    name: str


@dataclass(frozen=True)
class CommitteeRole:
    key: str
    name: str
    sentence: str


@dataclass(frozen=True)
class LeaderCadence:
    """Floor visits that a leader of a level owes in a program quarter: at least, aimed at, at most."""

    level: LeaderLevel
    least: int
    target: int
    most: int
    sentence: str


_CADENCES = (
    CadencePreset(
        "monthly-thanks", "Monthly thanks", EventKind.recognition, 12, 14, 30, 56, 3, (4, 29, 30, 5),
        "Each team is thanked about every month, never the same way twice running.", minutes=30,
    ),
    CadencePreset(
        "fortnightly-thanks", "Thanks every fortnight", EventKind.recognition, 24, 7, 15, 28, 2, (4, 5, 6, 29, 30),
        "Each team is thanked about every second week.", minutes=20,
    ),
    CadencePreset(
        "quarterly-celebration", "Team celebration, four a year", EventKind.celebration, 4, 56, 91, 119, 7,
        (11, 12, 13, 19), "Each team celebrates something once a quarter.",
    ),
    CadencePreset(
        "team-celebration", "Team celebration, six a year", EventKind.celebration, 6, 28, 61, 91, 7,
        (11, 12, 13, 19, 25), "Each team celebrates something every two months.",
    ),
    CadencePreset(
        "frequent-celebration", "Team celebration, eight a year", EventKind.celebration, 8, 21, 45, 70, 5,
        (11, 12, 13, 16, 19, 25), "Each team celebrates something about every six weeks.",
    ),
    CadencePreset(
        "floor-visits", "Floor visits", EventKind.floor_visit, 6, 21, 63, 91, 7, (39, 45, 40),
        "A leader spends 30 minutes with each team six times a year, three to thirteen weeks apart.", minutes=30,
    ),
    CadencePreset(
        "quarterly-floor-visits", "Floor visits, four a year", EventKind.floor_visit, 4, 35, 91, 119, 7, (39, 45),
        "A leader spends 30 minutes with each team once a quarter.", minutes=30,
    ),
    CadencePreset(
        "policy-review", "Policy review", EventKind.policy_review, 1, 180, 364, 420, 28, (35, 34, 37),
        "Each policy is reviewed once a year, the painful ones first.", minutes=60,
    ),
    CadencePreset(
        "policy-review-twice", "Policy review, twice a year", EventKind.policy_review, 2, 90, 182, 240, 21, (35, 34, 37),
        "Each policy is reviewed twice a year.", minutes=60,
    ),
    CadencePreset(
        "quarterly-training", "Training each quarter", EventKind.training, 4, 42, 91, 126, 14, (31, 32, 33),
        "Each team learns something together once a quarter.",
    ),
    CadencePreset(
        "launch-previews", "Launch previews", EventKind.briefing, 4, 42, 91, 126, 14, (43,),
        "Each team sees what is about to be launched before customers ask about it.",
    ),
    CadencePreset(
        "celebration-week", "Celebration week", EventKind.celebration, 2, 1, 4, 4, 1, (1, 9),
        "Each team opens the celebration week with a kick-off and closes it with stories.",
        within=THE_CELEBRATION_WEEK,
    ),
)  # fmt: skip

CADENCES: dict[str, CadencePreset] = {preset.key: preset for preset in _CADENCES}

_SETS = (
    PresetSet(
        "light",
        "Light",
        "Monthly thanks, a visit a quarter, every policy once, and the celebration week.",
        ("monthly-thanks", "quarterly-floor-visits", "policy-review", "celebration-week"),
    ),
    PresetSet(
        "steady",
        "Steady",
        "Monthly thanks, a celebration every two months, six visits a team, every policy once, and the celebration week.",
        ("monthly-thanks", "team-celebration", "floor-visits", "policy-review", "celebration-week"),
        recommended=True,
    ),
    PresetSet(
        "full",
        "Full",
        "Thanks every fortnight, eight celebrations, six visits a team, every policy twice, training, previews "
        "and the celebration week.",
        (
            "fortnightly-thanks",
            "frequent-celebration",
            "floor-visits",
            "policy-review-twice",
            "quarterly-training",
            "launch-previews",
            "celebration-week",
        ),
    ),
)

SETS: dict[str, PresetSet] = {preset.key: preset for preset in _SETS}

ANNUAL_CELEBRATION_ACTIVITY = 10

GOALS = (
    Goal("morale", "Lift morale, motivation and teamwork"),
    Goal("reward", "Reward the people who serve customers"),
    Goal("awareness", "Make the whole company see what good service is worth"),
    Goal("thanks", "Thank the other departments that help"),
    Goal("customers", "Show customers that we mean it"),
)

COMMITTEE_ROLES = (
    CommitteeRole("sponsor", "Sponsor", "Opens doors and signs for the budget."),
    CommitteeRole("chair", "Chair", "Runs the committee and keeps its dates."),
    CommitteeRole("budget", "Budget", "Plans what it costs and records what it cost."),
    CommitteeRole("communications", "Communications", "Tells people before, during and after."),
    CommitteeRole("activities", "Activities", "Prepares what takes place."),
    CommitteeRole("stories", "Recognition and stories", "Collects stories and asks for consent."),
    CommitteeRole("visits", "Floor-visit desk", "Helps leaders find their way to the floor."),
    CommitteeRole("policies", "Policy desk", "Brings rules that hurt to a session."),
    CommitteeRole("shifts", "Shift representative", "Speaks for a shift, nights included."),
    CommitteeRole("workforce", "Workforce-planning contact", "Finds the minutes off the phones."),
    CommitteeRole("remote", "Remote contact", "Speaks for those who work from home."),
)

LEADER_CADENCES: dict[LeaderLevel, LeaderCadence] = {
    LeaderLevel.executive: LeaderCadence(LeaderLevel.executive, 1, 2, 3, "An executive visits two teams in a quarter."),
    LeaderLevel.director: LeaderCadence(LeaderLevel.director, 2, 4, 6, "A director visits four teams in a quarter."),
    LeaderLevel.manager: LeaderCadence(LeaderLevel.manager, 2, 4, 8, "A manager visits four teams in a quarter."),
}


def recommended_set() -> PresetSet:
    """The set that first run proposes."""
    return next(candidate for candidate in _SETS if candidate.recommended)
