"""What a worker remembers between two looks: it spares work, and never a message."""

from datetime import timedelta

from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.messages import Message
from planner.reminders.due import tick
from planner.reminders.lulls import Lull
from planner.reminders.placing import Kindness
from tests.cast import Cast
from tests.domain.times import naive, utc
from tests.reminders.test_due import scene

OPENS = utc(2027, 3, 2, 9)


def keys() -> list[str]:
    return sorted(row.key for row in db.session.query(Message))


def test_a_lull_ends_with_the_next_step_the_next_digest_or_the_day(cast: Cast) -> None:
    scene(cast)
    lull = Lull()
    found = []
    for moment in (OPENS - timedelta(hours=1), OPENS, utc(2027, 3, 7, 23)):
        tick(moment, Kindness(), lull)
        found.append((lull.since, lull.until))
    assert found == [
        (OPENS - timedelta(hours=1), OPENS),
        (OPENS, utc(2027, 3, 3)),
        (utc(2027, 3, 7, 23), utc(2027, 3, 8)),
    ]


def test_every_change_and_every_new_message_ends_it(cast: Cast) -> None:
    visit = scene(cast)
    lull, moment = Lull(), OPENS + timedelta(hours=1)
    tick(moment, Kindness(), lull)
    assert lull.lasts(moment)
    with writing():
        db.session.get_one(Commitment, visit.commitment.id).snoozed_until = naive(2027, 3, 5).date()
    assert not lull.lasts(moment)
    tick(moment, Kindness(), lull)
    assert lull.lasts(moment)
    with writing():
        db.session.query(Message).delete()
    assert not lull.lasts(moment)


def test_a_clock_that_is_set_back_ends_it(cast: Cast) -> None:
    scene(cast)
    lull = Lull()
    tick(OPENS, Kindness(), lull)
    assert not lull.lasts(OPENS - timedelta(hours=1))


def test_three_weeks_with_lulls_have_the_messages_of_three_weeks_without(cast: Cast) -> None:
    scene(cast)
    lull, moments = Lull(), [utc(2027, 3, 1) + timedelta(hours=6) * number for number in range(4 * 21)]
    for moment in moments:
        tick(moment, Kindness(), lull)
    with_lulls = keys()
    with writing():
        db.session.query(Message).delete()
        db.session.execute(db.text("DELETE FROM ticks"))
    for moment in moments:
        tick(moment, Kindness())
    assert (keys(), len(with_lulls) > 3) == (with_lulls, True)
