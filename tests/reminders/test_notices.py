"""Who is told when a version moves, cancels or adds something."""

from datetime import timedelta

from planner.domain.states import MessageState
from planner.models.base import db, writing
from planner.models.messages import Message
from planner.models.people import Person
from planner.models.versions import Version
from planner.reminders.notices import OFF, Told, tell_changes
from tests.cast import Cast
from tests.conftest import NOW
from tests.domain.times import naive, utc
from tests.reminders.scenes import cancel, make_visit, move, publish

START = naive(2027, 3, 16, 10)


def told() -> list[tuple[str, str, str]]:
    """Message name, recipient and channel of every row."""
    rows = db.session.query(Message).order_by(Message.name, Message.recipient_id).all()
    return [(row.name, row.recipient.name.split()[0], row.channel) for row in rows]


def test_a_moved_visit_is_told_to_the_leader_the_assistant_and_the_lead(cast: Cast) -> None:
    move(make_visit(cast, start=START), START + timedelta(days=1), NOW)
    assert told() == [
        ("event-moved", "Tomas", "email"),
        ("event-moved", "Elif", "email"),
        ("event-moved", "Ravi", "email"),
    ]


def test_telling_twice_tells_once(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    version = cancel(visit, NOW)
    with writing():
        assert tell_changes(db.session.merge(version), NOW) == 0
    assert [name for name, _, _ in told()] == ["event-cancelled"] * 3


def test_what_is_over_concerns_nobody_any_more(cast: Cast) -> None:
    cancel(make_visit(cast, start=naive(2027, 2, 1, 10)), NOW)
    assert told() == []


def test_a_newer_change_replaces_the_message_that_was_not_sent(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    move(visit, START + timedelta(days=1), NOW)
    cancel(visit, NOW + timedelta(minutes=1))
    states = db.session.query(Message.name, Message.state).order_by(Message.id).all()
    assert [tuple(row) for row in states] == [("event-moved", "superseded")] * 3 + [("event-cancelled", "pending")] * 3


def test_a_new_event_far_away_waits_for_the_digest_and_a_near_one_does_not(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    publish(visit.program, [(visit.event, "added", "New: a visit")], NOW)
    near = make_visit(cast, start=naive(2027, 3, 2, 10), program=visit.program)
    publish(visit.program, [(near.event, "added", "New: a visit")], NOW)
    assert [(name, channel) for name, _, channel in told()] == [
        ("event-new", channel) for _ in range(3) for channel in ("digest", "email")
    ]


def test_somebody_who_had_the_event_before_is_told_as_well(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    version = publish(visit.program, [(visit.event, "changed", "leader is now Elif Kaya instead of Nils Berg")], NOW)
    with writing():
        assert tell_changes(db.session.merge(version), NOW, {visit.event.id: [cast.nils.id, cast.mallory.id]}) == 1
    assert ("event-moved", "Nils", "email") in told()


def test_the_first_version_is_one_mail_to_each_person(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    make_visit(cast, start=START + timedelta(days=7), program=visit.program)
    with writing():
        first = db.session.query(Version).filter_by(program_id=visit.program.id, number=1).one()
        tell_changes(first, NOW)
    assert told() == [
        ("year-published", "Tomas", "email"),
        ("year-published", "Elif", "email"),
        ("year-published", "Ravi", "email"),
    ]


def test_many_changes_are_one_mail(cast: Cast) -> None:
    first = make_visit(cast, start=START)
    others = [make_visit(cast, start=START + timedelta(days=n), program=first.program) for n in (1, 2, 3)]
    changes = [(visit.event, "moved", "It moves") for visit in (first, *others)]
    publish(first.program, changes, NOW)
    assert {name for name, _, _ in told()} == {"year-changed"}


def test_a_deactivated_person_is_told_nothing(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    with writing():
        cast.ravi.deactivated_at = NOW
    cancel(visit, NOW)
    assert [person for _, person, _ in told()] == ["Tomas", "Elif"]


def fates() -> list[tuple[str, str]]:
    """Message name and state of every row about the leader."""
    rows = db.session.query(Message).join(Person, Person.id == Message.recipient_id).filter(Person.name == "Elif Kaya")
    return [(row.name, row.state.value) for row in rows.order_by(Message.id)]


def send_all() -> None:
    with writing():
        db.session.query(Message).update({"state": MessageState.sent, "sent_at": NOW})


def test_moved_twice_before_the_notice_left_is_one_notice_from_where_it_was(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    move(visit, START + timedelta(days=1), NOW)
    move(visit, START + timedelta(days=2), NOW + timedelta(minutes=1))
    assert fates() == [("event-moved", "superseded"), ("event-moved", "pending")]
    notice = db.session.query(Message).filter_by(recipient_id=cast.elif_.id, state=MessageState.pending).one()
    assert notice.facts["was"] == utc(2027, 3, 16, 10).isoformat()


def test_moved_and_moved_back_before_the_notice_left_is_told_to_nobody(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    move(visit, START + timedelta(days=1), NOW)
    move(visit, START, NOW + timedelta(minutes=1))
    assert {row.state for row in db.session.query(Message)} == {MessageState.superseded}


def test_moved_back_after_the_notice_left_is_told(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    move(visit, START + timedelta(days=1), NOW)
    send_all()
    move(visit, START, NOW + timedelta(minutes=1))
    assert fates() == [("event-moved", "sent"), ("event-moved", "pending")]


def test_cancelled_and_on_again_before_the_notice_left_is_told_to_nobody(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    published = visit.event.published
    assert published is not None
    cancel(visit, NOW)
    with writing():
        visit.event.cancelled = published.cancelled = False
        published.sequence += 1
    publish(visit.program, [(visit.event, "restored", "It is on again")], NOW, {visit.event.id: Told(OFF)})
    assert fates() == [("event-cancelled", "superseded")]


def test_new_and_moved_before_anybody_heard_of_it_is_new(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    publish(visit.program, [(visit.event, "added", "New: a visit")], NOW, {visit.event.id: Told(OFF)})
    move(visit, naive(2027, 3, 2, 10), NOW + timedelta(minutes=1))
    assert fates() == [("event-new", "superseded"), ("event-new", "pending")]
    assert told()[-1][2] == "email"


def test_new_and_cancelled_before_anybody_heard_of_it_is_told_to_nobody(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    publish(visit.program, [(visit.event, "added", "New: a visit")], NOW, {visit.event.id: Told(OFF)})
    cancel(visit, NOW + timedelta(minutes=1))
    assert fates() == [("event-new", "superseded")]


def test_a_notice_that_is_on_its_way_is_followed_by_the_next(cast: Cast) -> None:
    visit = make_visit(cast, start=START)
    move(visit, START + timedelta(days=1), NOW)
    with writing():
        db.session.query(Message).update({"state": MessageState.leased, "leased_by": "a sender"})
    move(visit, START, NOW + timedelta(minutes=1))
    assert fates() == [("event-moved", "superseded"), ("event-moved", "pending")]
