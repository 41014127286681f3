"""Every column that refers to a person, in one table: what becomes of it when they are erased, when they leave, and whether it is theirs.

A test walks the database and fails for a column that stands not here. Names and addresses inside texts need no row: wherever they
stand, erasing takes them out.
"""

from dataclasses import dataclass
from enum import StrEnum


class Erasing(StrEnum):
    """What erasing a person makes of what refers to them."""

    keep = "kept, of a person without a name"
    empty = "emptied"
    delete = "deleted"
    release = "what is open is emptied, what is over is kept of a person without a name"


class Leaving(StrEnum):
    """What becomes of it when somebody leaves."""

    hand_over = "handed to somebody else"
    ends = "ended at once"
    stays = "stays as it is: it says what was"


@dataclass(frozen=True)
class Reference:
    """`column` is "table.column"; `heading` is its place in the export of a person, or "" with `why` it is not exported."""

    column: str
    erasing: Erasing
    leaving: Leaving
    heading: str
    why: str = ""

    @property
    def table(self) -> str:
        return self.column.partition(".")[0]

    @property
    def name(self) -> str:
        return self.column.partition(".")[2]


_keep, _empty, _delete, _release = Erasing
_hand_over, _ends, _stays = Leaving

REFERENCES: tuple[Reference, ...] = (
    # how they sign in and are reached
    Reference("accounts.person_id", _delete, _stays, "Account"),
    Reference("identities.person_id", _delete, _ends, "Single sign-on"),
    Reference("sign_in_links.person_id", _delete, _ends, "", "a secret that opens the account, gone within the hour"),
    Reference("sign_ins.person_id", _delete, _ends, "Sign-ins"),
    Reference("feeds.person_id", _delete, _ends, "Calendar feeds"),
    Reference("api_tokens.person_id", _delete, _ends, "Tokens for programs"),
    Reference("ways.person_id", _delete, _ends, "Ways by which messages come"),
    Reference("declined_messages.person_id", _delete, _stays, "Messages left"),
    Reference("busy_calendars.person_id", _delete, _ends, "Own calendars"),
    Reference("invitees.person_id", _delete, _ends, "Invitations by mail"),
    Reference("invitations.person_id", _delete, _stays, "Invitations to events"),
    Reference("messages.recipient_id", _keep, _stays, "Messages received"),
    Reference("uploads.person_id", _delete, _ends, "", "a sheet that waits an hour for its preview, and is about others"),
    # what they lead, own and answer for
    Reference("leaders.person_id", _delete, _stays, "Visits owed a quarter"),
    Reference("leaders.assistant_id", _empty, _hand_over, "Leaders assisted"),
    Reference("absences.leader_id", _delete, _stays, "Absences"),
    Reference("teams.lead_id", _empty, _hand_over, "Teams led"),
    Reference("events.leader_id", _release, _hand_over, "Events led, as drafted"),
    Reference("published_events.leader_id", _release, _hand_over, "Events led"),
    Reference("commitments.owner_id", _release, _hand_over, "What is and was owed"),
    Reference("policies.owner_id", _empty, _hand_over, "Rules owned"),
    Reference("programs.sponsor_id", _empty, _hand_over, "Programs sponsored"),
    Reference("insight_intakes.sponsor_id", _keep, _hand_over, "Intakes sponsored"),
    Reference("insight_routes.receiver_id", _delete, _hand_over, "Categories of insights received"),
    Reference("touch_points.owner_id", _empty, _hand_over, "Touch points owned"),
    Reference("customer_strategies.owner_id", _empty, _hand_over, "Strategies owned"),
    Reference("launches.owner_id", _empty, _hand_over, "Launches owned"),
    Reference("session_members.person_id", _release, _hand_over, "Seats in review sessions"),
    Reference("insights.receiver_id", _release, _hand_over, "Insights to answer"),
    # what they said and did
    Reference("insights.submitter_id", _empty, _stays, "Insights passed on"),
    Reference("recognitions.giver_id", _keep, _stays, "Thanks given"),
    Reference("nominations.person_id", _keep, _stays, "Rules named"),
    Reference("hearings.by_id", _keep, _stays, "What callers told"),
    Reference("acknowledgements.by_id", _keep, _stays, "Launches acknowledged"),
    Reference("promise_hearers.person_id", _keep, _stays, "Promises to hear"),
    Reference("promises.told_by_id", _keep, _stays, "Promises told"),
    Reference("floor_visits.leader_id", _keep, _stays, "Visits made"),
    Reference("floor_visits.recorded_by_id", _keep, _stays, "Visits written down"),
    Reference("decisions.decided_by_id", _keep, _stays, "Decisions taken"),
    Reference("trials.read_by_id", _keep, _stays, "Trials read"),
    Reference("review_sessions.confirmed_by_id", _keep, _stays, "Review sessions confirmed"),
    Reference("commitments.closed_by_id", _keep, _stays, "Commitments closed"),
    Reference("substitute_asks.leader_id", _keep, _ends, "Visits asked to make for others"),
    Reference("substitute_asks.instead_of_id", _keep, _stays, "Visits others were asked to make"),
    Reference("substitute_asks.asked_by_id", _keep, _stays, "Questions to step in"),
    Reference("substitute_asks.answered_by_id", _keep, _stays, "Answers about stepping in"),
    Reference("generations.asked_by_id", _keep, _stays, "", "a draft year of the whole organisation, nothing about a person"),
    Reference("repairs.asked_by_id", _keep, _stays, "", "a repair of the whole year; the audit log has who asked"),
    Reference("repairs.closed_by_id", _keep, _stays, "", "a repair of the whole year; the audit log has who decided"),
    Reference("versions.published_by_id", _keep, _stays, "Versions published"),
    Reference("audit_rows.by_id", _keep, _stays, "Audit log: what was done"),
)  # fmt: skip

BY_COLUMN = {one.column: one for one in REFERENCES}

SECRETS = frozenset(
    {
        "accounts.password_hash",
        "accounts.second_secret",
        "accounts.second_step",
        "accounts.spare_codes",
        "api_tokens.token_hash",
        "audit_rows.salt",
        "busy_calendars.address",
        "busy_calendars.etag",
        "feeds.token_hash",
        "insight_intakes.token",
        "insights.receipt",
        "published_events.fragment",
        "sign_ins.token_hash",
        "ways.address",
    }
)
"""Columns that no export shows: what opens an account, a feed or somebody's chat, and what a calendar reads instead of people."""
