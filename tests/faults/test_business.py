"""What changes between the row and the mailbox: nobody gets what is not true any more, and whoever should hear does, once."""

from datetime import timedelta

from planner.actions.erasing import erase
from planner.actions.ladders import ship_ladders
from planner.domain.states import MessageState
from planner.models.base import db, writing
from planner.models.ledgers import Ledger, Slip
from planner.models.messages import Message
from planner.models.truth import truth_number
from planner.reminders.due import tick
from planner.reminders.placing import Kindness
from tests.domain.times import naive, utc
from tests.faults.stage import Numbers, Stage
from tests.reminders.scenes import Visit, cancel, make_program, make_visit, move

START = naive(2027, 3, 16, 10)
EVE = utc(2027, 3, 15, 15)
OPENS = utc(2027, 3, 2, 9)


def planned(stage: Stage) -> Visit:
    """Elif owes Billing a visit on the sixteenth of March at ten."""
    with writing():
        ship_ladders()
    return make_visit(stage.cast, start=START, program=make_program(sponsor=stage.cast.hana))


def subjects(stage: Stage, to: str = "elif") -> list[str]:
    """What reached somebody's mailbox, in order; the digests are left out."""
    return [one.subject for one in stage.sink.taken if to in one.to and "Your week" not in one.subject]


def states_of(name: str) -> list[str]:
    """What became of the messages of this name to Elif."""
    db.session.rollback()
    rows = db.session.query(Message).filter_by(name=name).order_by(Message.id)
    return [row.state.value for row in rows if row.recipient.name.startswith("Elif")]


def test_f59_what_was_queued_for_a_cancelled_event_never_goes(stage: Stage) -> None:
    visit = planned(stage)
    tick(EVE, Kindness())
    cancel(visit, EVE)
    stage.send(EVE + timedelta(minutes=1))
    assert [subject.partition(":")[0] for subject in subjects(stage)] == ["Cancelled"]
    assert states_of("visit-tomorrow") == ["cancelled"]
    assert stage.numbers(EVE + timedelta(minutes=1)) == Numbers()


def test_f60_an_event_that_moves_later_takes_its_reminder_along(stage: Stage) -> None:
    visit = planned(stage)
    tick(EVE, Kindness())
    move(visit, naive(2027, 3, 23, 10), EVE)
    for now in (EVE, utc(2027, 3, 16, 15), utc(2027, 3, 22, 15)):
        tick(now, Kindness())
        stage.send(now)
    assert [subject for subject in subjects(stage) if "16 Mar" in subject and "Tomorrow" in subject] == []
    assert states_of("visit-tomorrow") == ["cancelled", "sent"]
    assert stage.numbers(utc(2027, 3, 22, 15)) == Numbers()


def test_f61_an_event_that_moves_to_sooner_than_its_reminder_is_told_at_once_and_once(stage: Stage) -> None:
    visit = planned(stage)
    now = utc(2027, 3, 9, 10)
    move(visit, naive(2027, 3, 9, 15), now)
    for minutes in (0, 1, 30):
        tick(now + timedelta(minutes=minutes), Kindness())
        stage.send(now + timedelta(minutes=minutes))
    told = subjects(stage)
    assert [subject.partition(" ")[0] for subject in told] == ["Moved"]
    assert "9 Mar" in told[0]
    assert stage.numbers(now + timedelta(minutes=30)) == Numbers()


def test_f62_an_event_that_moves_after_its_reminder_is_told_once_and_reminded_again(stage: Stage) -> None:
    visit = planned(stage)
    tick(EVE, Kindness())
    stage.send(EVE)
    assert states_of("visit-tomorrow") == ["sent"]
    before = len(subjects(stage))
    move(visit, naive(2027, 3, 23, 10), EVE + timedelta(minutes=5))
    for now in (EVE + timedelta(minutes=6), utc(2027, 3, 22, 15), utc(2027, 3, 22, 15, 30)):
        tick(now, Kindness())
        stage.send(now)
    told = [subject.partition(" ")[0] for subject in subjects(stage)[before:]]
    assert (told.count("Moved"), states_of("visit-tomorrow")) == (1, ["sent", "sent"])
    assert stage.numbers(utc(2027, 3, 22, 15, 30)) == Numbers()


def test_f63_somebody_who_left_after_queueing_gets_nothing(stage: Stage) -> None:
    planned(stage)
    tick(OPENS, Kindness())
    with writing():
        stage.cast.elif_.deactivated_at = OPENS
    stage.send(OPENS)
    assert (subjects(stage), states_of("visit-brief")) == ([], ["cancelled"])
    assert stage.numbers(OPENS) == Numbers()


def test_f64_a_new_address_after_queueing_is_the_only_one_that_counts(stage: Stage) -> None:
    planned(stage)
    tick(OPENS, Kindness())
    with writing():
        stage.cast.elif_.email = "kaya@example.org"
    stage.send(OPENS)
    assert {address for address in stage.sink.recipients if "hana" not in address} == {"kaya@example.org"}
    assert stage.numbers(OPENS) == Numbers()


def test_f66_of_somebody_who_was_erased_nothing_waits_and_nothing_goes(stage: Stage) -> None:
    planned(stage)
    tick(OPENS, Kindness())
    number, waiting = stage.cast.elif_.id, len(states_of("visit-brief"))
    erase(stage.cast.elif_, by=None, now=OPENS, base_url="http://localhost", folder=stage.folder)
    stage.send(OPENS)
    rows = db.session.query(Message).filter_by(recipient_id=number).all()
    told = {(row.state, row.subject, row.text, row.last_words, tuple(row.facts)) for row in rows}
    assert (waiting, told) == (1, {(MessageState.cancelled, "", "", "", ())})
    assert [one.subject for one in stage.sink.taken if "elif" in one.to or b"Elif" in one.raw] == []
    assert stage.numbers(OPENS) == Numbers()


def test_f66_a_letter_whose_sending_has_begun_is_not_written_down_after_erasing(stage: Stage) -> None:
    planned(stage)
    tick(OPENS, Kindness())
    with writing():
        row = db.session.query(Message).filter_by(recipient_id=stage.cast.elif_.id).first()
        assert row is not None
        row.state, row.leased_by = MessageState.leased, "another"
    slip = Slip(row.id, "another", truth_number(), "To Elif Kaya", "Dear Elif Kaya")
    erase(stage.cast.elif_, by=None, now=OPENS, base_url="http://localhost", folder=stage.folder)
    ledger = Ledger()
    ledger.mark(slip, OPENS)
    ledger.close()
    db.session.rollback()
    db.session.refresh(row)
    assert (row.state, row.subject, row.text) == (MessageState.cancelled, "", "")


def test_f72_what_falls_due_in_the_quiet_hours_before_an_event_comes_before_it_and_never_after(stage: Stage) -> None:
    """A floor visit on Monday at eight: the day before is a Sunday."""
    with writing():
        ship_ladders()
    make_visit(stage.cast, start=naive(2027, 3, 15, 8), program=make_program(sponsor=stage.cast.hana))
    for hours in range(0, 100):
        now = utc(2027, 3, 12, 6) + timedelta(hours=hours)
        tick(now, Kindness())
        stage.send(now)
    rows = db.session.query(Message).filter_by(name="visit-tomorrow", state=MessageState.sent).all()
    assert {(row.sent_at.isoweekday(), row.sent_at.hour) for row in rows if row.sent_at} == {(5, 15)}
    assert len(rows) == 2
    assert stage.numbers(now) == Numbers()


def test_f73_a_message_that_cannot_be_written_is_given_up_after_five_leases_and_stops_nobody(stage: Stage) -> None:
    stage.queue(6)
    with writing():
        poison = db.session.query(Message).filter_by(step="fault-0").one()
        poison.name = "no-such-template"
    due = poison.due_at
    for hour in range(6):
        stage.send(due + timedelta(hours=hour + 1))
    assert sorted(stage.states()) == ["dead"] + ["sent"] * 5
    dead = db.session.query(Message).filter_by(state=MessageState.dead).one()
    assert (dead.leases, dead.last_words.partition(":")[0]) == (5, "It cannot be written")
    assert stage.numbers().extra == 0


def test_f74_somebody_in_two_audiences_gets_one_mail(stage: Stage) -> None:
    """Tomas leads the team, and owes the visit as well."""
    visit = planned(stage)
    with writing():
        visit.commitment.owner_id = stage.cast.tomas.id
        visit.event.leader_id = stage.cast.tomas.id
    tick(EVE, Kindness())
    stage.send(EVE)
    names = [
        row.name for row in stage.rows() if row.recipient_id == stage.cast.tomas.id and row.state is MessageState.sent
    ]
    assert names.count("visit-tomorrow") == 1
    assert len({row.key for row in stage.rows()}) == len(stage.rows())
    assert stage.numbers(EVE) == Numbers()
