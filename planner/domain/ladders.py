"""Ladders: in which order a reminder or nudge goes to whom, and the instant of each step."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from planner.domain.instants import MONDAY_TO_FRIDAY, at, resolve, wall, workday_on_or_after, workday_on_or_before
from planner.domain.states import Audience

MORNING = time(9)
AFTERNOON = time(15)
EVENING = time(17, 30)
NUDGE_USEFUL_FOR = timedelta(days=7)


class Anchor(StrEnum):
    """The moment that a step is counted from: a window opening, an event's start or end, a due date."""

    opens = "opens"
    starts = "starts"
    due = "due"
    ends = "ends"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One rung. `days` and `hours` count from the anchor, negative before it.

    `at` is the local time of day; without it the anchor's own time, or nine o'clock where the anchor is a date.
    `workdays_only` moves a step off weekends and closed days: away from the anchor, so that a reminder is never
    late and a nudge never early. `digest` folds the step into the weekly digest. What was due before `since`, when HR put the
    step into its ladder, is not sent after it.
    """

    position: int
    anchor: Anchor
    days: int
    audience: tuple[Audience, ...]
    message: str
    hours: int = 0
    workdays_only: bool = True
    at: time | None = None
    digest: bool = False
    since: datetime | None = None

    @property
    def is_reminder(self) -> bool:
        """Speaks of what is coming; the other steps are nudges about what is owed."""
        return self.anchor is Anchor.opens or (self.days, self.hours) < (0, 0)


@dataclass(frozen=True)
class Ladder:
    """Steps in order of position, for one kind of commitment or for events."""

    about: str
    steps: tuple[Step, ...]


MESSAGES = (
    "visit-brief",
    "visit-slots",
    "visit-tomorrow",
    "visit-done",
    "visit-owed",
    "visit-sponsor",
    "visit-missed",
    "review-agenda",
    "review-tomorrow",
    "review-owed",
    "preparation-due",
    "preparation-owed",
    "event-coming",
    "promise-due",
    "promise-owed",
    "event-moved",
    "event-cancelled",
    "event-new",
    "events-coming",
    "digest",
)
"""Every message there is; the last five come from publishing, from several at once and from the week, not from a ladder."""

_OWNER = (Audience.owner,)
_BOTH = (Audience.owner, Audience.assistant)
_Row = tuple[Anchor, int, time, tuple[Audience, ...], str]


def _ladder(about: str, *rows: _Row, digest: Container[int] = ()) -> Ladder:
    steps = (
        Step(
            position=position, anchor=row[0], days=row[1], at=row[2], audience=row[3], message=row[4],
            digest=position in digest,
        )
        for position, row in enumerate(rows, start=1)
    )  # fmt: skip
    return Ladder(about, tuple(steps))


def _task(about: str) -> Ladder:
    return _ladder(
        about,
        (Anchor.due, -2, MORNING, _OWNER, "preparation-due"),
        (Anchor.due, 1, MORNING, _OWNER, "preparation-owed"),
        (Anchor.due, 5, MORNING, (Audience.hr,), "preparation-owed"),
        digest={3},
    )


PRESETS: Mapping[str, Ladder] = MappingProxyType(
    {
        "floor visit": _ladder(
            "floor visit",
            (Anchor.opens, 0, MORNING, _OWNER, "visit-brief"),
            (Anchor.due, -7, MORNING, _BOTH, "visit-slots"),
            (Anchor.starts, -1, AFTERNOON, _BOTH, "visit-tomorrow"),
            (Anchor.due, 0, EVENING, _OWNER, "visit-done"),
            (Anchor.due, 3, MORNING, _BOTH, "visit-owed"),
            (Anchor.due, 7, MORNING, (Audience.sponsor,), "visit-sponsor"),
            (Anchor.due, 14, MORNING, (Audience.owner, Audience.hr), "visit-missed"),
            digest={6},
        ),
        "policy review": _ladder(
            "policy review",
            (Anchor.starts, -7, MORNING, _OWNER, "review-agenda"),
            (Anchor.starts, -1, AFTERNOON, _OWNER, "review-tomorrow"),
            (Anchor.due, 3, MORNING, _OWNER, "review-owed"),
            (Anchor.due, 7, MORNING, (Audience.sponsor, Audience.hr), "review-owed"),
            digest={4},
        ),
        "preparation": _task("preparation"),
        "follow-up": _task("follow-up"),
        "check-in": _task("check-in"),
        "promise": _ladder(
            "promise",
            (Anchor.due, -2, MORNING, _OWNER, "promise-due"),
            (Anchor.due, 1, MORNING, _OWNER, "promise-owed"),
            (Anchor.due, 4, MORNING, (Audience.owner, Audience.hr), "promise-owed"),
        ),
        "event": _ladder(
            "event",
            (Anchor.starts, -7, MORNING, (Audience.lead,), "event-coming"),
            (Anchor.starts, -1, AFTERNOON, (Audience.lead,), "event-coming"),
            digest={1},
        ),
    }
)

MESSAGES_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {about: tuple(dict.fromkeys(step.message for step in ladder.steps)) for about, ladder in PRESETS.items()}
)
"""What a step of each ladder may say."""


def instant_of(
    step: Step,
    anchors: Mapping[str, date | datetime],
    zone: str,
    closed_days: Container[date] = (),
    weekdays: Container[int] = MONDAY_TO_FRIDAY,
) -> datetime:
    """When a step is due (aware, UTC), in the recipient's zone and working days.

    `anchors` maps "opens", "starts", "due", "ends" to a date or an aware instant; KeyError when the step's is missing.
    """
    anchor = anchors[step.anchor]
    if isinstance(anchor, datetime):
        if step.days == 0 and step.at is None:
            return anchor.astimezone(UTC) + timedelta(hours=step.hours)
        shown = wall(anchor, zone)
        day, clock = shown.date(), step.at or shown.time()
    else:
        day, clock = anchor, step.at or MORNING
    day = _off_closed_days(step, day + timedelta(days=step.days), closed_days, weekdays)
    return at(day, clock, zone) + timedelta(hours=step.hours)


def _off_closed_days(step: Step, day: date, closed_days: Container[date], weekdays: Container[int]) -> date:
    if not step.workdays_only:
        return day
    move = workday_on_or_before if step.days < 0 else workday_on_or_after
    return move(day, closed_days, weekdays)


def instants_of(
    ladder: Ladder,
    anchors: Mapping[str, date | datetime],
    zone: str,
    closed_days: Container[date] = (),
    weekdays: Container[int] = MONDAY_TO_FRIDAY,
) -> list[tuple[Step, datetime]]:
    """Every step whose anchor is known with its instant, earliest first: an unplanned visit has no start to remind of."""
    known = (step for step in ladder.steps if step.anchor in anchors)
    timed = [(step, instant_of(step, anchors, zone, closed_days, weekdays)) for step in known]
    return sorted(timed, key=lambda pair: (pair[1], pair[0].position))


def newest_due(
    steps_with_instants: Iterable[tuple[Step, datetime]], now: datetime
) -> tuple[Step | None, tuple[Step, ...]]:
    """After an outage: the one step to send and the older ones to record as superseded.

    Ask it for one person and one thing at a time; steps that were sent already are left out by the caller.
    """
    due = sorted(
        ((step, instant) for step, instant in steps_with_instants if instant <= now),
        key=lambda pair: (pair[1], pair[0].position),
    )
    if not due:
        return None, ()
    return due[-1][0], tuple(step for step, _ in due[:-1])


def expires_at(step: Step, instant: datetime, anchors: Mapping[str, date | datetime], zone: str) -> datetime:
    """Until when a message is worth delivering (aware, UTC); always after `instant`.

    A reminder until the event starts, or until the end of the due day where there is no event or the thing is owed after it (the
    thanks that follow the celebration week); one counted from an event's end until then. A nudge for a week.
    """
    if not step.is_reminder:
        return instant + NUDGE_USEFUL_FOR
    names = (Anchor.ends,) if step.anchor is Anchor.ends else (Anchor.starts, Anchor.due)
    ends = (_end_of(anchors[name], zone) for name in names if name in anchors)
    return next((end for end in ends if end > instant), instant + NUDGE_USEFUL_FOR)


def _end_of(anchor: date | datetime, zone: str) -> datetime:
    if isinstance(anchor, datetime):
        return anchor.astimezone(UTC)
    return resolve(datetime.combine(anchor + timedelta(days=1), time()), zone)
