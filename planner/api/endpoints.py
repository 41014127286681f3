"""The table of addresses: each with its part, its act, what can be asked for, what is told of each thing, and the question behind it.

The views and the OpenAPI document are both made of this table: an address that stands here has both, one that does not has neither.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from planner.api.owed import COMMITMENT, DECISION, INSIGHT, POLICY, PROMISE
from planner.api.parameters import Parameter
from planner.api.shapes import Shape
from planner.api.things import EVENT, PERSON, PROGRAM, SITE, TEAM
from planner.domain.api_parts import Part
from planner.domain.kinds import EventKind
from planner.domain.outcomes import InsightCategory
from planner.domain.states import CommitmentState, EventState, Role
from planner.models import listings
from planner.models.insights import InsightState
from planner.models.listings import Listing

STATUSES = (listings.PLANNED, listings.CANCELLED, EventState.done.value, EventState.missed.value)
TEAM_ONLY = Parameter("team", "number", "Only of this team.")
SITE_ONLY = Parameter("site", "number", "Only at this site.")
OWNER_ONLY = Parameter("owner", "number", "Only of this person.")
OWED = (
    Parameter("from", "day", "Due on this day or later.", "due_from"),
    Parameter("to", "day", "Due on this day or earlier.", "due_until"),
    Parameter("state", CommitmentState, "Only in this state."),
    TEAM_ONLY,
    OWNER_ONLY,
)


@dataclass(frozen=True)
class Collection:
    """Things of one kind: `/api/v1/<name>` lists them, `/api/v1/<name>/<number>` gives one.

    `listing` is called with the person who reads and the arguments that the parameters give.
    """

    name: str
    shape: Shape
    part: Part
    act: str
    listing: Callable[..., Listing]
    parameters: tuple[Parameter, ...] = ()

    def question(self, reader: Any, asked: dict[str, Any]) -> Listing:  # noqa: ANN401  # the person who reads
        return self.listing(reader, **asked)


COLLECTIONS = (
    Collection("programs", PROGRAM, Part.calendar, "see the calendar", listings.programs),
    Collection(
        "events", EVENT, Part.calendar, "see the calendar", listings.events,
        (
            Parameter("from", "day", "On this day or later, by the event's own clock.", "since"),
            Parameter("to", "day", "On this day or earlier.", "until"),
            TEAM_ONLY,
            SITE_ONLY,
            Parameter("program", "number", "Only of this program."),
            Parameter("kind", EventKind, "Only of this kind."),
            Parameter("status", STATUSES, "What became of it; planned is neither cancelled, done nor missed."),
            Parameter("changed_since", "instant", "Published anew since then."),
        ),
    ),
    Collection(
        "people", PERSON, Part.people, "see people", listings.people,
        (Parameter("role", Role, "Only with this role."), SITE_ONLY, TEAM_ONLY),
    ),
    Collection("teams", TEAM, Part.people, "see people", listings.teams, (SITE_ONLY,)),
    Collection("sites", SITE, Part.people, "see people", listings.sites),
    Collection("visits", COMMITMENT, Part.visits, "see visits", listings.visits, OWED),
    Collection("commitments", COMMITMENT, Part.visits, "answer for a commitment", listings.commitments, OWED),
    Collection(
        "promises", PROMISE, Part.promises, "see promises", listings.promises,
        (Parameter("told", "flag", "Whether they were told."), TEAM_ONLY, OWNER_ONLY),
    ),
    Collection(
        "policies", POLICY, Part.policies, "see policies", listings.policies,
        (Parameter("active", "flag", "Whether it is in use."), OWNER_ONLY),
    ),
    Collection(
        "decisions", DECISION, Part.policies, "see policies", listings.decisions,
        (Parameter("policy", "number", "Only about this policy."), Parameter("from", "day", "Decided since.", "since")),
    ),
    Collection(
        "insights", INSIGHT, Part.insights, "see insights", listings.insights,
        (
            Parameter("category", InsightCategory, "Only of this category."),
            Parameter("state", InsightState, "Only in this state."),
            TEAM_ONLY,
        ),
    ),
)  # fmt: skip
