"""What somebody owes: when it opens, when it falls due, in which state it is, and how much of it was kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from planner.domain.states import CommitmentKind, CommitmentState


@dataclass(frozen=True)
class WindowRule:
    """How many days before it is due a commitment opens, and how many after it counts as missed."""

    opens_days_before: int
    missed_after_days: int


WINDOW_RULES: MappingProxyType[CommitmentKind, WindowRule] = MappingProxyType(
    {
        CommitmentKind.floor_visit: WindowRule(14, 14),
        CommitmentKind.policy_review: WindowRule(30, 30),
        CommitmentKind.preparation: WindowRule(7, 14),
        CommitmentKind.promise: WindowRule(7, 14),
        CommitmentKind.follow_up: WindowRule(14, 14),
        CommitmentKind.check_in: WindowRule(14, 14),
    }
)


@dataclass(frozen=True)
class Window:
    opens_on: date
    due_on: date
    missed_on: date


@dataclass(frozen=True)
class Owed:
    """A commitment as the rules see it, without owner or ladder."""

    opens_on: date
    due_on: date
    done_on: date | None = None
    excused: bool = False
    missed_after_days: int = 14


@dataclass(frozen=True)
class Compliance:
    """Kept out of due; excused commitments are in neither."""

    done: int
    due: int

    @property
    def share(self) -> float | None:
        """0.0 to 1.0, None when nothing was due: nobody is at nought per cent for owing nothing."""
        return self.done / self.due if self.due else None


def window_for(kind: CommitmentKind, due_on: date) -> Window:
    """When a commitment due on a date opens and when it counts as missed."""
    rule = WINDOW_RULES[kind]
    return Window(
        due_on - timedelta(days=rule.opens_days_before), due_on, due_on + timedelta(days=rule.missed_after_days)
    )


def due_windows(kind: CommitmentKind, first: date, last: date, times: int) -> list[Window]:
    """Windows for `times` commitments spread evenly from `first` to `last`; the last one is due on `last`."""
    days = (last - first).days
    dues = (first + timedelta(days=round(days * number / times)) for number in range(1, times + 1))
    return [window_for(kind, due_on) for due_on in dues]


def state_now(
    *,
    opens_on: date,
    due_on: date,
    today: date,
    done_on: date | None = None,
    excused: bool = False,
    missed_after_days: int = 14,
) -> CommitmentState:
    """The state on `today`: what was done stays done however late, and the due day itself is still in time.

    Raises ValueError when the window closes before it opens.
    """
    if due_on < opens_on:
        raise ValueError("A commitment opens on or before the day on which it is due.")
    if done_on is not None:
        return CommitmentState.done
    if excused:
        return CommitmentState.excused
    if today <= due_on:
        return CommitmentState.open
    return CommitmentState.late if today < due_on + timedelta(days=missed_after_days) else CommitmentState.missed


def state_of(owed: Owed, today: date) -> CommitmentState:
    """`state_now` for a commitment in one piece."""
    return state_now(
        opens_on=owed.opens_on,
        due_on=owed.due_on,
        today=today,
        done_on=owed.done_on,
        excused=owed.excused,
        missed_after_days=owed.missed_after_days,
    )


def is_open_for_action(owed: Owed, today: date) -> bool:
    """Whether the window has opened and something is still owed: what belongs on somebody's own page."""
    return owed.opens_on <= today and state_of(owed, today) in (CommitmentState.open, CommitmentState.late)


def compliance(commitments: Iterable[Owed], first: date, last: date, today: date) -> Compliance:
    """Completed out of due among what fell due from `first` to `last`.

    Not yet due counts only when already done, so that nobody is judged on the future and doing early is no loss.
    """
    in_span = [owed for owed in commitments if first <= owed.due_on <= last]
    done = [owed for owed in in_span if owed.done_on is not None]
    owing = [owed for owed in in_span if owed.done_on is None and not owed.excused and owed.due_on < today]
    return Compliance(len(done), len(done) + len(owing))
