"""What a large feed remembers: after any change it is what reading everything anew would make it, and one event is asked for alone."""

from collections.abc import Callable
from datetime import date

import pytest

from planner.actions.accounts import token_hash
from planner.actions.feeds import make_feed
from planner.domain.invitations import Answer
from planner.domain.states import CommitmentKind
from planner.feeds import opening
from planner.feeds.opening import FEW, opened
from planner.feeds.shelf import TRUSTED_FOR, Shelf
from planner.models import selections
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.invitations import Invitation
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.tickets import Ticket, Tickets
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.feeds.events import change, publish
from tests.scenes import scene


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every feed counts as a large one."""
    monkeypatch.setattr(opening, "LARGE", 0)


@pytest.fixture
@scene
def world(cast: Cast) -> Cast:
    """Two events of a team, one of another, and a commitment and an invitation for the first."""
    first = publish("2027-03-03T10:00", team_id=cast.billing.id, site_id=cast.dublin.id, leader_id=cast.elif_.id)
    publish("2027-03-09T10:00", team_id=cast.billing.id)
    publish("2027-03-16T10:00", team_id=cast.night_care.id)
    day = date(2027, 3, 1)
    values = {"title": "A visit", "key": "visit:1", "opens_on": day, "due_on": day, "zone": "UTC"}
    with writing():
        db.session.add(Policy(slug="refunds", name="Refunds", teams=[cast.billing]))
        db.session.add(
            Commitment(kind=CommitmentKind.floor_visit, owner_id=cast.elif_.id, event_id=first.event_id, **values)
        )
        db.session.add(_invitation(first, cast.elif_))
    return cast


def _invitation(event: PublishedEvent, person: Person) -> Invitation:
    values = {name: getattr(event, name) for name in ("event_id", "uid", "title", "starts_at", "ends_at", "zone")}
    told = {"address": person.email, "sequence": 0, "live": False, "asked_at": NOW, "answer": Answer.waiting}
    return Invitation(person_id=person.id, **values, **told)


def _first() -> PublishedEvent:
    return db.session.query(PublishedEvent).order_by(PublishedEvent.event_id).limit(1).one()


def _owed() -> Commitment:
    return db.session.query(Commitment).one()


Change = Callable[[Cast], object]
EVENTS: dict[str, Change] = {
    "renamed": lambda _: change(_first(), NOW, title="Tea"),
    "moved to another week": lambda _: change(_first(), NOW, wall_start=_first().wall_start.replace(day=30)),
    "given to another team": lambda cast: change(_first(), NOW, team_id=cast.night_care.id),
    "given to another leader": lambda cast: change(_first(), NOW, leader_id=cast.nils.id),
    "cancelled": lambda _: change(_first(), NOW, cancelled=True),
    "made": lambda cast: publish("2027-03-04T11:00", team_id=cast.billing.id, leader_id=cast.elif_.id),
    "owed by somebody else": lambda cast: setattr(_owed(), "owner_id", cast.nils.id),
    "owed no more": lambda _: setattr(_owed(), "withdrawn", True),
    "had from an invitation": lambda _: setattr(db.session.query(Invitation).one(), "live", True),
}
AROUND: dict[str, Change] = {
    "changed by a statement": lambda _: db.session.query(PublishedEvent).update({"sequence": 5}),
    "deleted": lambda _: db.session.query(PublishedEvent).filter_by(event_id=_first().event_id).delete(),
    "seen by somebody of another team": lambda cast: setattr(cast.tomas, "team_id", cast.night_care.id),
    "of a team that is called otherwise": lambda cast: setattr(cast.billing, "name", "Refunds"),
}
FEEDS: dict[str, Callable[[Cast], tuple[Person, str, str]]] = {
    "program": lambda cast: (cast.hana, "program", str(_first().program_id)),
    "team": lambda cast: (cast.tomas, "team", "billing"),
    "leader": lambda cast: (cast.elif_, "leader", cast.elif_.email),
    "person": lambda cast: (cast.elif_, "person", cast.elif_.email),
}


def ticket_of(token: str) -> Ticket:
    found = Tickets(db.engine).ticket_for(token_hash(token))
    assert found is not None
    return found


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes each time that a feed is read as a whole."""
    done: list[str] = []
    held = selections.held

    def noted(selection: selections.Selection, window: selections.Window) -> list[selections.Held]:
        done.append("whole")
        return held(selection, window)

    monkeypatch.setattr(selections, "held", noted)
    return done


@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("what", [*EVENTS, *AROUND])
def test_after_a_change_it_is_what_a_process_that_knows_nothing_reads(
    world: Cast, clock: StoppedClock, reads: list[str], feed: str, what: str
) -> None:
    person, scope, ref = FEEDS[feed](world)
    _, token = make_feed(person, scope, ref, now=NOW, by=None)
    shelf = Shelf()
    opened(ticket_of(token), shelf, clock.now())
    with writing():
        {**EVENTS, **AROUND}[what](world)
    reads.clear()
    remembered = opened(ticket_of(token), shelf, clock.now())
    assert len(reads) == (0 if what in EVENTS else 1)
    anew = opened(ticket_of(token), Shelf(), clock.now())
    assert remembered.body is not None
    assert anew.body is not None
    assert (remembered.known.etag, remembered.body.plain) == (anew.known.etag, anew.body.plain)
    assert remembered.body.gzipped == anew.body.gzipped


@pytest.mark.parametrize("level", ["titles", "busy"])
def test_what_changed_is_told_as_the_feed_tells_it(world: Cast, clock: StoppedClock, level: str) -> None:
    _, token = make_feed(world.elif_, "person", world.elif_.email, now=NOW, by=None, level=level, alarm_minutes=10)
    shelf = Shelf()
    opened(ticket_of(token), shelf, clock.now())
    change(_first(), NOW, title="Tea")
    remembered, anew = opened(ticket_of(token), shelf, clock.now()), opened(ticket_of(token), Shelf(), clock.now())
    assert remembered.body is not None
    assert anew.body is not None
    assert remembered.body.plain == anew.body.plain
    assert b"BEGIN:VALARM" in anew.body.plain


def _team_feed(cast: Cast) -> str:
    return make_feed(cast.tomas, "team", "billing", now=NOW, by=None)[1]


def test_a_change_of_what_it_does_not_hold_leaves_the_very_body(world: Cast, clock: StoppedClock) -> None:
    token, shelf = _team_feed(world), Shelf()
    before = opened(ticket_of(token), shelf, clock.now())
    other = db.session.query(PublishedEvent).filter_by(team_id=world.night_care.id).one()
    change(other, clock.advance(minutes=1), title="Elsewhere")
    after = opened(ticket_of(token), shelf, clock.now())
    assert after.body is before.body
    assert after.known.modified_at == before.known.modified_at


@pytest.mark.parametrize(("number", "expected"), [(FEW, 0), (FEW + 1, 1)])
def test_so_many_changes_are_read_anew(
    world: Cast, clock: StoppedClock, reads: list[str], number: int, expected: int
) -> None:
    token, shelf = _team_feed(world), Shelf()
    opened(ticket_of(token), shelf, clock.now())
    with writing():
        for _ in range(number):
            publish("2027-03-04T11:00", team_id=world.billing.id)
    reads.clear()
    _, body = opened(ticket_of(token), shelf, clock.now())
    assert body is not None
    assert (len(reads), body.plain.count(b"BEGIN:VEVENT")) == (expected, number + 2)


def test_what_went_round_the_stamp_heals_within_the_hour(world: Cast, clock: StoppedClock) -> None:
    token, shelf = _team_feed(world), Shelf()
    ticket = ticket_of(token)
    opened(ticket, shelf, clock.now())
    billing, night_care = world.billing.id, world.night_care.id
    db.session.remove()
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE published_events SET team_id = {night_care} WHERE team_id = {billing}")
    clock.advance(seconds=TRUSTED_FOR.total_seconds() - 1)
    _, before = opened(ticket, shelf, clock.now())
    clock.advance(seconds=1)
    _, after = opened(ticket, shelf, clock.now())
    assert before is not None
    assert after is not None
    assert before.plain != after.plain


def test_the_window_moves_at_midnight(world: Cast, clock: StoppedClock) -> None:
    publish("2026-12-31T10:00", team_id=world.billing.id)
    publish("2027-01-31T10:00", team_id=world.billing.id)
    token, shelf = _team_feed(world), Shelf()
    clock.moment = NOW.replace(day=31, hour=23, minute=59, second=59)
    counts = []
    for _ in range(2):
        _, body = opened(ticket_of(token), shelf, clock.now())
        assert body is not None
        counts.append(body.plain.count(b"BEGIN:VEVENT"))
        clock.advance(seconds=1)
    assert counts == [3, 2]


def test_an_own_calendar_whose_body_left_the_shelf_is_asked_for_what_changed_and_read_anew_for_who_wants_it(
    world: Cast, clock: StoppedClock, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As small as it is, and without a body: a change elsewhere leaves its tag, and one of its own is never told with the old tag."""
    monkeypatch.setattr(opening, "LARGE", 500_000)
    _, token = make_feed(world.tomas, "person", world.tomas.email, now=NOW, by=None)
    shelf = Shelf()
    before = opened(ticket_of(token), shelf, clock.now())
    shelf._bodies.clear()
    reads.clear()
    with writing():
        publish("2027-03-23T10:00", team_id=world.night_care.id)
    unchanged = opened(ticket_of(token), shelf, clock.now())
    assert (unchanged.known.etag, unchanged.body, reads) == (before.known.etag, None, [])
    whole = opened(ticket_of(token), shelf, clock.now())
    assert before.body is not None
    assert whole.body is not None
    assert (whole.body.plain, reads) == (before.body.plain, ["whole"])
    shelf._bodies.clear()
    with writing():
        change(_first(), NOW, title="Tea")
    changed = opened(ticket_of(token), shelf, clock.now())
    assert changed.body is not None
    assert (b"Tea" in changed.body.plain, changed.body.etag == before.known.etag) == (True, False)
