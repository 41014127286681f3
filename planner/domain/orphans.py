"""What nobody takes care of any more, or not yet: fourteen kinds of orphans, one list for HR every Monday."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

EMPTY_WEEKS_AHEAD = 9
"""So many weeks ahead an empty one is worth a line: about sixty days."""
LAUNCH_DAYS_AHEAD = 30


class OrphanKind(StrEnum):
    promise = "promise"
    insight = "insight"
    unread = "unread insight"
    category = "category"
    policy = "policy"
    touch_point = "touch point"
    task = "task"
    visit = "visit"
    unvisited = "unvisited team"
    lead = "team without lead"
    assistant = "assistant"
    week = "empty week"
    intake = "intake"
    launch = "launch"


@dataclass(frozen=True)
class OrphanWords:
    """A heading for many, and what to do about one. `pressing` ones make a digest by themselves; the others ride along."""

    heading: str
    remedy: str
    pressing: bool = True


ORPHANS: MappingProxyType[OrphanKind, OrphanWords] = MappingProxyType(
    {
        OrphanKind.promise: OrphanWords(
            "Promises that nobody keeps", "Hand them to somebody who is here, or tell the people yourself."
        ),
        OrphanKind.insight: OrphanWords("Insights without a receiver", "Find somebody who answers."),
        OrphanKind.unread: OrphanWords(
            "Insights that nobody has read by the day", "Ask the receiver, or hand them on."
        ),
        OrphanKind.category: OrphanWords(
            "Categories that go to nobody", "Name a receiver, so that the next one arrives.", pressing=False
        ),
        OrphanKind.policy: OrphanWords("Rules without an owner", "Nobody can change what nobody owns: name one."),
        OrphanKind.touch_point: OrphanWords("Touch points without an owner", "Name one.", pressing=False),
        OrphanKind.task: OrphanWords("Owed by somebody who left", "Hand it on."),
        OrphanKind.visit: OrphanWords("Visits handed back", "Ask somebody else, or take them off."),
        OrphanKind.unvisited: OrphanWords("Teams that nobody ever visited", "Plan a first visit.", pressing=False),
        OrphanKind.lead: OrphanWords("Teams without a lead", "Nobody is told what happens to them: name one."),
        OrphanKind.assistant: OrphanWords("Leaders whose assistant left", "Name another one."),
        OrphanKind.week: OrphanWords("Weeks with nothing in them", "Put something into the draft.", pressing=False),
        OrphanKind.intake: OrphanWords("An intake that opens unprepared", "Plan the training that comes before."),
        OrphanKind.launch: OrphanWords(
            "Launches that nobody briefs", "Plan a briefing, or agents hear of it from callers."
        ),
    }
)


@dataclass(frozen=True)
class Orphan:
    """One thing that nobody takes care of. `thing` is its number, 0 when it has none; `detail` says more in a few words."""

    kind: OrphanKind
    name: str
    detail: str = ""
    thing: int = 0

    @property
    def pressing(self) -> bool:
        return ORPHANS[self.kind].pressing
