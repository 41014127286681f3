"""A brief says why somebody is thanked, and does not call a day that has passed a promise to come."""

from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.insights import Insight
from planner.models.recognitions import Recognition
from planner.reminders.briefs import Brief, visit_brief
from tests.cast import Cast
from tests.domain.times import naive
from tests.reminders.letters import NOW, things

__all__ = ["things"]


def brief(things: dict[str, int], cast: Cast) -> Brief:
    return visit_brief(db.session.get_one(Commitment, things["visit"]), cast.elif_, "Europe/Dublin", NOW)


def test_the_story_follows_the_deed(things: dict[str, int], cast: Cast) -> None:
    with writing():
        db.session.query(Recognition).filter_by(names="Ana Lopez").update(
            {"story": "A widow stood at the counter.  " * 9}
        )
    found = {thanks.names: thanks.behaviour for thanks in brief(things, cast).thanks}
    assert found["Joao Reis"] == "made the refund script plain"
    assert found["Ana Lopez"].startswith("stayed until the bank picked up. A widow stood at the counter. A widow")
    assert len(found["Ana Lopez"]) < 180


def test_a_promise_that_is_past_was_one(things: dict[str, int], cast: Cast) -> None:
    is_promised = brief(things, cast).open_items
    with writing():
        db.session.query(Insight).update({"promised_on": naive(2027, 3, 12).date()})
    was_promised = brief(things, cast).open_items
    what = "No refund when the courier lost the parcel"
    assert is_promised == (f"{what} (an answer is promised by Fri 19 Mar)",)
    assert was_promised == (f"{what} (an answer was promised by Fri 12 Mar)",)
