"""One of every message there is, with the things that it is about: for the stored words and for the looks in a browser."""

from datetime import datetime

import pytest

from planner.domain.kinds import EventKind
from planner.domain.ladders import MESSAGES
from planner.domain.states import CommitmentKind
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.floor_visits import FloorVisit
from planner.models.insights import Insight
from planner.models.messages import Message, insert_new
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.promises import Promise
from planner.models.recognitions import Recognition, Visibility
from planner.models.substitutes import SubstituteAsk
from planner.models.versions import Version
from planner.reminders.rows import message_row
from tests.cast import Cast
from tests.domain.times import naive, utc
from tests.reminders.scenes import make_event, make_program, make_visit
from tests.scenes import scene

NOW = utc(2027, 3, 15, 15)
AFTERWARDS = utc(2027, 3, 19, 9)
FRAGMENT = b"BEGIN:VEVENT\r\nUID:event-0@example.org\r\nEND:VEVENT\r\n"

COMMITMENT_OF = {"visit": "visit", "review": "review", "preparation": "task", "promise": "promise"}
TO_RAVI = ("visit-slots",)
TO_HANA = ("visit-sponsor", "visit-missed", "substitute-answered")
EVERY = (
    *MESSAGES,
    "year-published",
    "year-changed",
    "sign-in",
    "substitute-asked",
    "substitute-answered",
    "feed-behind",
    "feed-new-reader",
    "handed-over",
    "told-back",
)


@pytest.fixture
@scene
def things(cast: Cast) -> dict[str, int]:
    """One of each thing that a message can be about, by what the messages call it."""
    program = make_program(sponsor=cast.hana)
    visit = make_visit(cast, start=naive(2027, 3, 16, 10), program=program)
    review = make_event(
        program, kind=EventKind.policy_review, start=naive(2027, 3, 16, 14), title="Review: Late refunds", team=None
    )
    with writing():
        db.session.get_one(PublishedEvent, visit.event.id).fragment = FRAGMENT
        policy = Policy(
            slug="refunds", name="Late refunds", why="Keeps worn goods away.", owner=cast.elif_, teams=[cast.billing]
        )
        db.session.add(policy)
        db.session.flush()
        db.session.get_one(PublishedEvent, review.id).policy_id = policy.id
        _history(cast)
        rows = [
            _owed(cast.elif_, CommitmentKind.policy_review, "Review late refunds", review.id),
            _owed(cast.tomas, CommitmentKind.preparation, "Order the breakfast", None),
            _owed(cast.elif_, CommitmentKind.promise, "Tell Billing about lost parcels", None),
        ]
        question = SubstituteAsk(
            event_id=visit.event.id, leader_id=cast.tomas.id, instead_of_id=cast.elif_.id, asked_by_id=cast.hana.id,
            starts_at=visit.event.starts_at, reasons=["Free at the same hour.", "Works at Dublin: no journey."], asked_at=NOW,
        )  # fmt: skip
        told = Promise(
            about="insight", about_id=1, commitment=rows[2], made_at=NOW, made_on=NOW.date(), first_due_on=NOW.date(), unnamed=1,
            told_on=NOW.date(), words="The courier's word is enough from May on.", told_by=cast.hana, hearers=[cast.elif_],
        )  # fmt: skip
        db.session.add_all([*rows, question, told])
        db.session.flush()
        version = db.session.query(Version).one()
        return {
            "visit": visit.commitment.id,
            "review": rows[0].id,
            "task": rows[1].id,
            "promise": rows[2].id,
            "event": visit.event.id,
            "version": version.id,
            "person": cast.elif_.id,
            "question": question.id,
            "told": told.id,
        }


def _history(cast: Cast) -> None:
    db.session.add(
        FloorVisit(
            team_id=cast.billing.id, leader_id=cast.elif_.id, visited_on=naive(2026, 12, 10).date(), shift="Day", minutes=30,
            note="Two approvals for a refund: I ask finance.", recorded_at=utc(2026, 12, 10), recorded_by_id=cast.elif_.id,
        )
    )  # fmt: skip
    for name, deed in (("Ana Lopez", "stayed until the bank picked up"), ("Joao Reis", "made the refund script plain")):
        db.session.add(
            Recognition(
                given_on=naive(2027, 2, 20).date(), giver_id=cast.tomas.id, team_id=cast.billing.id, names=name, behaviour=deed,
                visibility=Visibility.everyone, made_at=utc(2027, 2, 20),
            )
        )  # fmt: skip
    db.session.add(
        Insight(
            category="policy", text="No refund when the courier lost the parcel", team_id=cast.billing.id,
            promised_on=naive(2027, 3, 19).date(), made_at=utc(2027, 2, 25),
        )
    )  # fmt: skip


def _owed(owner: Person, kind: CommitmentKind, title: str, event_id: int | None) -> Commitment:
    due = naive(2027, 3, 16).date()
    return Commitment(
        kind=kind, title=title, owner_id=owner.id, event_id=event_id, key=f"key:{title}", opens_on=naive(2027, 3, 2).date(),
        due_on=due, zone="Europe/Dublin",
    )  # fmt: skip


def message_for(name: str, things: dict[str, int], cast: Cast, now: datetime = NOW) -> Message:
    about, thing = _about(name)
    facts: dict[str, object] = {"as": "assistant" if name in TO_RAVI else "hr" if name in TO_HANA else "owner"}
    if about in ("event", "version"):
        facts |= {"what": "moved", "sentence": "Floor visit to Billing moves from Tue 9 Mar 10:00 to Tue 16 Mar 10:00"}
        facts |= {"was": utc(2027, 3, 9, 10).isoformat()} if name == "event-moved" else {}
        facts |= {"sentences": ["One moves", "Another is cancelled"], "events": [], "ask": things["question"]}
    if name == "feed-new-reader":
        facts |= {"program": "Thunderbird", "feed": 7, "name": "Floor visits"}
    if name == "handed-over":
        facts |= {"who": "Nils Berg", "things": ["Floor visit: Billing, 16 Mar 2027", "Answer: “Refunds wait a week.”"]}
    if name == "events-coming":
        _waiting(things, cast, now)
    person = cast.ravi if name in TO_RAVI else cast.hana if name in TO_HANA else _owner(thing, cast)
    row = message_row(
        name=name, about=about, about_id=things[thing], recipient_id=person.id, step=f"step-{name}", due_at=now,
        expires_at=utc(2027, 4, 1), now=now, facts=facts, optional=name in ("digest", "year-published"),
    )  # fmt: skip
    with writing():
        insert_new([row])
    return db.session.query(Message).filter_by(key=row["key"]).one()


def _waiting(things: dict[str, int], cast: Cast, now: datetime) -> None:
    """Two events of which one mail is to tell."""
    numbers = (things["event"], db.session.get_one(Commitment, things["review"]).event_id)
    with writing():
        insert_new(
            message_row(
                name="event-coming", about="event", about_id=number or 0, time_version=0, recipient_id=cast.elif_.id, step="1",
                due_at=now, expires_at=utc(2027, 4, 1), now=now, facts={"as": "lead", "haste": "eve"}, channel="digest",
            )
            for number in numbers
        )  # fmt: skip


def _about(name: str) -> tuple[str, str]:
    first = name.partition("-")[0]
    if name == "told-back":
        return "promise", "told"
    if name in ("feed-new-reader", "handed-over"):
        return "person", "person"
    if first in COMMITMENT_OF:
        return "commitment", COMMITMENT_OF[first]
    about = {"event": "event", "feed": "event", "substitute": "event", "year": "version"}.get(first, "person")
    return about, about


def _owner(thing: str, cast: Cast) -> Person:
    return cast.tomas if thing in ("task", "event") else cast.elif_


def moment_of(name: str) -> datetime:
    """When a message reads as it should: what is owed, after the day."""
    return AFTERWARDS if name.endswith(("-owed", "-missed", "-sponsor")) else NOW
