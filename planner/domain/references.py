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
    Reference("accounts.person_id", _delete, _stays, "My account"),
    Reference("identities.person_id", _delete, _ends, "Where I sign in with single sign-on"),
    Reference("sign_in_links.person_id", _delete, _ends, "", "a secret that opens the account, gone within the hour"),
    Reference("sign_ins.person_id", _delete, _ends, "Where I am signed in"),
    Reference("feeds.person_id", _delete, _ends, "My calendar feeds"),
    Reference("ways.person_id", _delete, _ends, "How messages reach me"),
    Reference("declined_messages.person_id", _delete, _stays, "Messages I left"),
    Reference("busy_calendars.person_id", _delete, _ends, "My own calendars"),
    Reference("invitees.person_id", _delete, _ends, "Invitations by mail"),
    Reference("invitations.person_id", _delete, _stays, "Events I was invited to"),
    Reference("messages.recipient_id", _keep, _stays, "Messages to me"),
    Reference("uploads.person_id", _delete, _ends, "", "a sheet that waits an hour for its preview, and is about others"),
    # what they lead, own and answer for
    Reference("leaders.person_id", _delete, _stays, "My visits: how many I owe"),
    Reference("leaders.assistant_id", _empty, _hand_over, "Leaders I assist"),
    Reference("absences.leader_id", _delete, _stays, "When I was away"),
    Reference("teams.lead_id", _empty, _hand_over, "Teams I lead"),
    Reference("events.leader_id", _release, _hand_over, "Events I lead, as drafted"),
    Reference("published_events.leader_id", _release, _hand_over, "Events I lead"),
    Reference("commitments.owner_id", _release, _hand_over, "What I owe and owed"),
    Reference("policies.owner_id", _empty, _hand_over, "Rules I own"),
    Reference("programs.sponsor_id", _empty, _hand_over, "Programs I sponsor"),
    Reference("insight_intakes.sponsor_id", _keep, _hand_over, "Intakes I sponsor"),
    Reference("insight_routes.receiver_id", _delete, _hand_over, "Insights that come to me"),
    Reference("touch_points.owner_id", _empty, _hand_over, "Touch points I own"),
    Reference("customer_strategies.owner_id", _empty, _hand_over, "Strategies I own"),
    Reference("launches.owner_id", _empty, _hand_over, "Launches I own"),
    Reference("session_members.person_id", _release, _hand_over, "My seats in review sessions"),
    Reference("insights.receiver_id", _release, _hand_over, "Insights I answer"),
    # what they said and did
    Reference("insights.submitter_id", _empty, _stays, "Insights I passed on"),
    Reference("recognitions.giver_id", _keep, _stays, "Thanks I gave"),
    Reference("nominations.person_id", _keep, _stays, "Rules I named"),
    Reference("hearings.by_id", _keep, _stays, "What callers told me"),
    Reference("acknowledgements.by_id", _keep, _stays, "Launches my team knows of"),
    Reference("promise_hearers.person_id", _keep, _stays, "What I was promised"),
    Reference("promises.told_by_id", _keep, _stays, "What I told people"),
    Reference("floor_visits.leader_id", _keep, _stays, "Visits I made"),
    Reference("floor_visits.recorded_by_id", _keep, _stays, "Visits I wrote down"),
    Reference("decisions.decided_by_id", _keep, _stays, "Decisions I took"),
    Reference("trials.read_by_id", _keep, _stays, "Trials I read"),
    Reference("review_sessions.confirmed_by_id", _keep, _stays, "Review sessions I confirmed"),
    Reference("commitments.closed_by_id", _keep, _stays, "What I closed"),
    Reference("substitute_asks.leader_id", _keep, _ends, "Visits I was asked to make"),
    Reference("substitute_asks.instead_of_id", _keep, _stays, "Visits somebody was asked to make for me"),
    Reference("substitute_asks.asked_by_id", _keep, _stays, "Whom I asked to step in"),
    Reference("substitute_asks.answered_by_id", _keep, _stays, "Answers I gave about stepping in"),
    Reference("generations.asked_by_id", _keep, _stays, "", "a draft year of the whole organisation, nothing about a person"),
    Reference("repairs.asked_by_id", _keep, _stays, "", "a repair of the whole year; the audit log has who asked"),
    Reference("repairs.closed_by_id", _keep, _stays, "", "a repair of the whole year; the audit log has who decided"),
    Reference("versions.published_by_id", _keep, _stays, "Versions I published"),
    Reference("audit_rows.by_id", _keep, _stays, "What the audit log says I did"),
)  # fmt: skip

BY_COLUMN = {one.column: one for one in REFERENCES}

SECRETS = frozenset(
    {
        "accounts.password_hash",
        "accounts.second_secret",
        "accounts.second_step",
        "accounts.spare_codes",
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
