"""The 52 activities that Planner ships with, as data: what could be done, what it takes and whom it suits.

Longer than other modules because it is a table. That each activity is done somewhere is sourced (product/facts.md
6.4); minutes, lead days, cost bands, owners and suitability are starting values of our own that HR edits. The day shift is
not special here: `night` says whether a crew that works at night can have it too.
"""

import re
from dataclasses import dataclass

from planner.domain.kinds import EventKind

COSTS_PER_HEAD = (0, 3, 10, 25, 50)
"""Cost band -> currency units a head: nothing, under 5, 5 to 15, 15 to 40, over 40."""


@dataclass(frozen=True)
class CatalogueEntry:
    """One activity. `minutes` is None where it runs beside the work or has no set length; `duration_words` says which.

    `virtual` and `night` are "yes", "partly" or "no"; the notes say how. `lead_days` is how long before the
    day preparation begins. `serves` holds any of "agents", "customers", "business".
    """

    number: int
    slug: str
    name: str
    kind: EventKind
    minutes: int | None
    per_person: bool
    duration_words: str
    lead_days: int
    cost_band: int
    owner_role: str
    virtual: str
    virtual_note: str
    night: str
    night_note: str
    serves: tuple[str, ...]


def cost_per_head(band: int) -> int:
    """What a cost band means in currency units a head, as a starting value. ValueError outside 0 to 4."""
    if band not in range(len(COSTS_PER_HEAD)):
        raise ValueError(f"A cost band is a number from 0 to 4, not {band}.")
    return COSTS_PER_HEAD[band]


_RECOGNITION = EventKind.recognition
_VISIT = EventKind.floor_visit
_POLICY = EventKind.policy_review
_PARTY = EventKind.celebration
_BRIEFING = EventKind.briefing
_TRAINING = EventKind.training

_A = ("agents",)
_AC = ("agents", "customers")
_ACB = ("agents", "customers", "business")
_AB = ("agents", "business")

_Row = tuple[int, str, str, EventKind, int | str, int, int, str, str, str, tuple[str, ...]]

# number, slug, name, kind, minutes or words, lead days, cost band, owner, virtual, night, serves
# A note after a comma qualifies "yes", "partly" or "no".
_TABLE: tuple[_Row, ...] = (
    (1, "kick-off-breakfast", "Kick-off breakfast with the week's plan", _PARTY, 45, 21, 2, "HR", "partly", "yes, repeat per shift", _A),
    (2, "welcome-line", "Leaders greet each shift at the door", _VISIT, 20, 14, 0, "executive", "partly", "yes", _A),
    (3, "overnight-breakfast", "Breakfast for the overnight crew", _PARTY, 45, 21, 2, "executive", "no", "yes", _A),
    (4, "thank-you-notes", "Handwritten thank-you notes from leaders", _RECOGNITION, "5 minutes a person",
     10, 0, "team lead", "yes, posted", "yes", _A),
    (5, "three-notes-a-day", "Three thank-you notes a day to three people", _RECOGNITION, 10, 7, 0, "team lead", "yes", "yes", _A),
    (6, "appreciation-wall", "Peer appreciation wall", _RECOGNITION, "all week", 7, 1, "committee", "yes", "yes", _A),
    (7, "wall-of-fame", "Wall of fame: a person or team a day", _RECOGNITION, "all week", 14, 1, "committee", "yes", "yes", _A),
    (8, "award-ceremony", "Award ceremony", _RECOGNITION, 60, 60, 3, "HR", "yes", "partly", _AC),
    (9, "closing-lunch", "Closing lunch with a story for every person", _PARTY, 90, 45, 3, "manager", "partly", "partly", _AC),
    (10, "annual-celebration", "Annual celebration of stories", _PARTY, 90, 60, 3, "sponsor", "yes", "partly", _ACB),
    (11, "taco-bar", "Taco bar, lunch or pizza", _PARTY, 60, 14, 2, "committee", "no", "yes", _A),
    (12, "potluck", "Potluck with leaders", _PARTY, 60, 10, 0, "committee", "no", "yes", _A),
    (13, "ice-cream-social", "Ice cream social", _PARTY, 30, 14, 1, "committee", "no", "partly", _A),
    (14, "leaders-serve", "Leaders bake or serve the food", _PARTY, 45, 10, 1, "executive", "no", "yes", _A),
    (15, "casual-dress-week", "Casual-dress week", _PARTY, "all week", 5, 0, "HR", "partly", "yes", _A),
    (16, "theme-day", "Costume or theme day", _PARTY, "all day", 14, 0, "committee", "yes", "yes", _A),
    (17, "relaxation-room", "Relaxation room", _PARTY, "slots of 15 minutes", 14, 1, "HR", "no", "yes", _A),
    (18, "build-contest", "Team art or building contest", _PARTY, 20, 14, 1, "committee", "partly", "yes", _A),
    (19, "trivia-contest", "Trivia contest", _PARTY, 20, 10, 1, "committee", "yes", "yes", _A),
    (20, "scavenger-hunt", "Scavenger hunt to meet leaders", _PARTY, 30, 14, 1, "committee", "partly", "partly", _A),
    (21, "baby-photo-match", "Baby-photo match", _PARTY, "all week", 7, 0, "committee", "yes", "yes", _A),
    (22, "guess-the-jar", "Guess what is in the jar", _PARTY, "all week", 5, 1, "committee", "partly", "yes", _A),
    (23, "odd-talents", "Odd-talents contest", _PARTY, 30, 10, 1, "committee", "yes", "partly", _A),
    (24, "talent-show", "Talent show", _PARTY, 60, 21, 1, "committee", "yes", "partly", _A),
    (25, "photo-contest", "Photo contest and group photos", _PARTY, 20, 10, 1, "committee", "yes", "yes", _A),
    (26, "yearbook", "Yearbook or cookbook", _RECOGNITION, "no set time", 45, 2, "committee", "yes", "yes", _A),
    (27, "daily-newsletter", "Daily newsletter of the week", _BRIEFING, 15, 7, 0, "communications", "yes", "yes", _AB),
    (28, "customer-panel", "Two customers tell their story", _TRAINING, 45, 42, 1, "customer experience", "yes", "partly", _AC),
    (29, "story-round", "Story round: the best service of the year", _RECOGNITION, 30, 10, 0, "team lead", "yes", "yes", _AC),
    (30, "customer-thanks", "Reading of customers' thanks", _RECOGNITION, 15, 7, 0, "team lead", "yes", "yes", _AC),
    (31, "coaching-clinic", "Coaching clinic led by peers", _TRAINING, 30, 21, 1, "team lead", "yes", "yes", _AC),
    (32, "training-session", "Training session or voice coach", _TRAINING, 60, 30, 2, "learning", "yes", "partly", _AC),
    (33, "journey-lab", "Learning lab on the customer's journey", _TRAINING, 90, 30, 1, "customer experience", "yes", "partly", _ACB),
    (34, "wisest-and-silliest", "The wisest and the silliest things that we do", _POLICY, 45, 14, 0, "policy owner", "yes", "yes", _ACB),
    (35, "kill-a-rule", "Kill-a-rule session in pairs", _POLICY, 60, 21, 0, "policy owner", "yes", "yes", _ACB),
    (36, "process-contest", "Contest: mend a process", _POLICY, "all month", 21, 1, "policy owner", "yes", "yes", _ACB),
    (37, "already-solved", "What we already solved this year", _POLICY, 20, 7, 0, "policy owner", "yes", "yes", _ACB),
    (38, "start-stop-continue", "Start, stop, continue: a survey", _POLICY, 10, 10, 0, "HR", "yes", "yes", _AB),
    (39, "listening-session", "Listening session", _VISIT, 45, 14, 0, "executive", "yes", "yes", _AB),
    (40, "executive-in-a-headset", "Executive in a headset", _VISIT, 60, 14, 0, "executive", "yes", "yes", _AC),
    (41, "listening-post", "Listening post for visitors", _VISIT, 60, 14, 0, "manager", "partly", "yes", _ACB),
    (42, "open-house", "Open house for other departments", _BRIEFING, 120, 30, 1, "manager", "partly", "no", _AB),
    (43, "launch-preview", "Product team previews a launch to agents", _BRIEFING, 45, 21, 0, "product", "yes", "yes", _ACB),
    (44, "task-off-the-team", "Leader takes one task off the team", _VISIT, 60, 7, 0, "manager", "yes", "yes", _A),
    (45, "leader-shadows-agent", "Leader shadows an agent", _VISIT, 60, 14, 0, "executive", "yes", "yes", _AC),
    (46, "extra-time-off", "Extra half day or half hour off for a contest's winner", _RECOGNITION, "no set time",
     14, 1, "HR with workforce planning", "yes", "yes", _A),
    (47, "preferred-parking", "Preferred parking in turn", _RECOGNITION, "no set time", 5, 0, "HR", "no", "yes", _A),
    (48, "gift-pack", "Gift card or small gift pack", _RECOGNITION, "no set time", 30, 3, "HR", "yes, posted", "yes", _A),
    (49, "good-cause-hour", "An hour for a good cause", _PARTY, 60, 21, 0, "committee", "partly", "partly", _AB),
    (50, "recipe-swap", "Recipe swap and remote coffee for home workers", _PARTY, 30, 7, 0, "team lead", "yes", "yes", _A),
    (51, "thank-other-departments", "Visit to thank another department", _RECOGNITION, 30, 10, 1, "manager", "yes", "yes", _AB),
    (52, "poster-contest", "Poster contest on the daily themes", _PARTY, "all week", 10, 0, "committee", "yes", "yes", _A),
)  # fmt: skip


def _entry(row: _Row) -> CatalogueEntry:
    number, slug, name, kind, length, lead_days, cost_band, owner, virtual, night, serves = row
    words = length if isinstance(length, str) else f"{length} minutes"
    number_in_words = re.search(r"\d+", words)
    virtual, _, virtual_note = virtual.partition(", ")
    night, _, night_note = night.partition(", ")
    return CatalogueEntry(
        number=number,
        slug=slug,
        name=name,
        kind=kind,
        minutes=int(number_in_words[0]) if number_in_words else None,
        per_person=words.endswith("a person"),
        duration_words=words,
        lead_days=lead_days,
        cost_band=cost_band,
        owner_role=owner,
        virtual=virtual,
        virtual_note=virtual_note,
        night=night,
        night_note=night_note,
        serves=serves,
    )


CATALOGUE: tuple[CatalogueEntry, ...] = tuple(map(_entry, _TABLE))


def entry(number: int) -> CatalogueEntry:
    """The activity with a number from 1 to 52; KeyError when there is none."""
    if 1 <= number <= len(CATALOGUE):
        return CATALOGUE[number - 1]
    raise KeyError(number)


def minutes_for(activity: CatalogueEntry, people: int, otherwise: int = 30) -> int:
    """How long an activity takes a team of `people`; `otherwise` where it has no set length."""
    if activity.minutes is None:
        return otherwise
    return activity.minutes * people if activity.per_person else activity.minutes
