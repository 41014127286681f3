"""The nightly audit: what was due is held against what was sent, by the ladders' own rules, and each difference is named."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from planner.actions.commitments import done
from planner.actions.ladders import ship_ladders
from planner.actions.night_audits import SINCE, WEEK, audit_if_due, look
from planner.domain.states import MessageState
from planner.models.base import db, writing
from planner.models.messages import Attempt, Message
from planner.models.night_audits import KEPT, NightAudit, audits, last_audit
from planner.models.ticks import record_tick
from planner.reminders.delivery import Sender
from planner.reminders.due import tick
from planner.reminders.letterhead import letterhead_of
from planner.reminders.placing import Kindness
from tests.cast import Cast
from tests.domain.times import naive, utc
from tests.reminders.scenes import cancel, make_visit, move

START = naive(2027, 3, 16, 10)
BEGAN = utc(2027, 2, 1, 9)
OPENS = utc(2027, 3, 2, 9)
DURING = utc(2027, 3, 17, 9)


@pytest.fixture
def laid(app: Flask, cast: Cast) -> Cast:
    """Ladders are laid, a worker began in February, and nobody gets a digest."""
    with writing():
        ship_ladders()
        record_tick(SINCE, BEGAN)
        for zone in ("Europe/Dublin", "America/New_York"):
            record_tick(f"digest {zone}", utc(2027, 12, 31))
    return cast


def live(app: Flask, first: datetime, last: datetime, *, sends: bool = True) -> None:
    """A worker that looks every three hours."""
    now = first
    while now <= last:
        tick(now, Kindness())
        if sends:
            Sender(letterhead_of(app.config), lambda at=now: at).deliver()  # type: ignore[misc]  # the hour of this round
        now += timedelta(hours=3)


def counts(now: datetime) -> dict[str, int]:
    return {name: count for name, count in look(now).counts.items() if count and name not in ("coming", "stale")}


def test_a_week_in_which_all_went_well_has_no_difference(app: Flask, laid: Cast) -> None:
    make_visit(laid, start=START)
    live(app, utc(2027, 3, 12, 9), DURING)
    went = [row for row in db.session.query(Message).filter_by(state=MessageState.sent) if row.due_at >= DURING - WEEK]
    assert (counts(DURING), look(DURING).differences, len(went)) == ({"delivered": 4}, [], 4)


def test_what_the_mail_server_refused_is_named_with_its_words(app: Flask, laid: Cast) -> None:
    make_visit(laid, start=START)
    live(app, OPENS, OPENS)
    with writing():
        row = db.session.query(Message).one()
        row.state, row.last_words = MessageState.dead, "550 no such user"
    [difference] = look(OPENS + timedelta(hours=1)).differences
    assert counts(OPENS + timedelta(hours=1)) == {"refused": 1}
    assert (difference["what"], difference["message"], difference["title"], difference["words"]) == (
        "refused",
        row.id,
        "Visit Billing",
        "550 no such user",
    )


def test_what_was_never_written_down_is_seen(app: Flask, laid: Cast) -> None:
    """The tick stood still, or overlooked it: the rules themselves are asked."""
    make_visit(laid, start=START)
    assert counts(OPENS + timedelta(hours=1)) == {"missing": 1}
    [difference] = look(OPENS + timedelta(hours=1)).differences
    assert (difference["name"], difference["message"]) == ("visit-brief", 0)
    assert difference["words"] == "It was for Elif Kaya, and was never written down: did the worker stand still?"


def test_a_row_that_somebody_deletes_is_seen(app: Flask, laid: Cast) -> None:
    make_visit(laid, start=START)
    live(app, OPENS, OPENS)
    with writing():
        for row in db.session.query(Message):
            db.session.delete(row)
    assert counts(OPENS + timedelta(hours=1)) == {"missing": 1}


def test_what_waits_although_it_is_due_is_named(app: Flask, laid: Cast) -> None:
    make_visit(laid, start=START)
    live(app, OPENS, OPENS, sends=False)
    assert counts(OPENS + timedelta(hours=1)) == {"waiting": 1}
    assert counts(OPENS + timedelta(minutes=4)) == {}


def test_a_mail_server_that_is_away_is_a_difference_and_a_snooze_is_none(app: Flask, laid: Cast) -> None:
    visit = make_visit(laid, start=START)
    app.config["PLANNER_SMTP_URL"] = "smtp://127.0.0.1:9"
    live(app, OPENS, OPENS)
    assert counts(OPENS + timedelta(minutes=6)) == {"waiting": 1}
    app.config["PLANNER_SMTP_URL"] = ""
    with writing():
        db.session.query(Attempt).delete()
        visit.commitment.snoozed_until = date(2027, 3, 5)
    live(app, OPENS + timedelta(minutes=6), OPENS + timedelta(minutes=6))
    assert counts(OPENS + timedelta(minutes=12)) == {}


def test_what_fell_away_rightly_is_no_difference(app: Flask, laid: Cast) -> None:
    visit = make_visit(laid, start=START)
    live(app, OPENS, OPENS, sends=False)
    done(visit.commitment, laid.elif_, OPENS)
    live(app, OPENS, OPENS)
    assert (counts(OPENS + timedelta(hours=1)), db.session.query(Message).one().state) == ({}, MessageState.cancelled)


def test_steps_from_before_a_move_are_not_missed(app: Flask, laid: Cast) -> None:
    visit = make_visit(laid, start=START)
    live(app, OPENS, OPENS)
    moved = OPENS + timedelta(days=1)
    move(visit, START - timedelta(days=8), moved)
    live(app, moved, moved)
    assert "missing" not in counts(moved + timedelta(hours=1))


def test_a_cancelled_visit_asks_for_nothing(app: Flask, laid: Cast) -> None:
    cancel(make_visit(laid, start=START), OPENS - timedelta(days=1))
    assert "missing" not in counts(OPENS + timedelta(hours=1))


def test_whoever_takes_over_is_not_missed_for_a_step_that_went(app: Flask, laid: Cast) -> None:
    visit = make_visit(laid, start=START)
    live(app, OPENS, OPENS)
    with writing():
        visit.commitment.owner_id = laid.tomas.id
    assert counts(OPENS + timedelta(hours=1)) == {"delivered": 1}


def test_before_the_first_worker_nothing_was_to_be_sent(app: Flask, laid: Cast) -> None:
    make_visit(laid, start=START)
    with writing():
        record_tick(SINCE, OPENS + timedelta(minutes=1))
    assert counts(OPENS + timedelta(hours=1)) == {}


def test_the_week_to_come_is_counted_and_what_nothing_asks_for_any_more(app: Flask, laid: Cast) -> None:
    visit = make_visit(laid, start=START)
    before = OPENS - timedelta(hours=2)
    assert look(before).counts["coming"] == 1
    live(app, OPENS, OPENS, sends=False)
    with writing():
        visit.commitment.withdrawn = True
    found = look(OPENS)
    assert (found.counts["coming"], found.counts["stale"]) == (0, 1)


def test_it_runs_once_a_night_after_three_where_the_organisation_is(app: Flask, laid: Cast) -> None:
    nights = [
        utc(2027, 3, 2, 2, 59),
        utc(2027, 3, 2, 3),
        utc(2027, 3, 2, 3, 10),
        utc(2027, 3, 2, 23),
        utc(2027, 3, 3, 3),
    ]
    assert [audit_if_due(night) for night in nights] == [False, True, False, False, True]
    assert [audit.day for audit in audits()] == [date(2027, 3, 3), date(2027, 3, 2)]


def test_the_first_night_begins_the_reckoning(app: Flask, cast: Cast) -> None:
    with writing():
        ship_ladders()
    make_visit(cast, start=START)
    audit_if_due(OPENS + timedelta(hours=1))
    audit = last_audit()
    assert audit is not None
    assert (audit.due, audit.good) == (0, True)


def test_a_night_says_itself_in_words() -> None:
    counted = {"delivered": 213, "refused": 1, "expired": 0, "waiting": 0, "missing": 0}
    night = NightAudit(day=date(2027, 3, 2), due=214, coming=0, stale=0, differences=[], **counted)
    assert (night.in_words, night.good) == ("214 due, 213 delivered, 1 refused", False)


def test_old_nights_are_forgotten(app: Flask, laid: Cast) -> None:
    first = utc(2027, 3, 2, 3)
    for day in range(KEPT + 2):
        audit_if_due(first + timedelta(days=day))
    assert [audits()[-1].day, len(audits())] == [date(2027, 3, 4), KEPT]


def test_the_week_is_a_week() -> None:
    assert timedelta(days=7) == WEEK
