"""Two who say the same: their voices are added up, one answer goes to all of them, and it can be taken apart again."""

from datetime import datetime

from planner.actions.insights import ABOUT
from planner.actions.promises import give_up, join, promise
from planner.domain.refusals import Refused
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.commitments import commitment_keyed
from planner.models.insights import Insight, InsightState
from planner.models.people import Person
from planner.models.promises import promise_about, withdrawn_promise_about
from planner.models.readers import home_day


def merge(insight: Insight, into: Insight, *, by: Person, now: datetime) -> None:
    """Answers `insight` together with `into`: whoever waits for the one waits for the other, until the earlier of both days.

    A day that was missed already stays in the ledger as missed. Raises Refused for what was answered, or is merged itself.
    """
    with writing():
        _refuse_odd(insight, into)
        for one in [insight, *insight.merged]:
            one.merged_into = into
            _wait_together(one, into, by, now)
        sentence = f"An insight is answered together with number {into.id}."
        note("merge", "insight", insight.id, sentence, by=by, now=now)


def _refuse_odd(insight: Insight, into: Insight) -> None:
    if insight.id == into.id:
        raise Refused("These are one and the same: choose another one.", "into")
    if InsightState.told_back in (insight.state, into.state):
        raise Refused("One of the two was answered already.", "into")
    if into.merged_into_id is not None:
        raise Refused("That one is answered together with another: choose that other one.", "into")


def _wait_together(insight: Insight, into: Insight, by: Person, now: datetime) -> None:
    asked = commitment_keyed(f"acknowledge:insight:{insight.id}")
    if asked is not None:
        asked.withdrawn = True
    mine, theirs = promise_about(ABOUT, insight.id), promise_about(ABOUT, into.id)
    if mine is None or theirs is None or mine.commitment.due_on <= home_day(now):
        return
    if mine.commitment.due_on < theirs.commitment.due_on:
        into.promised_on = mine.commitment.due_on
        promise(
            theirs.commitment.title, about=ABOUT, about_id=into.id, owner=theirs.commitment.owner, to=[],
            due_on=mine.commitment.due_on, by=by, now=now,
        )  # fmt: skip
    join(theirs, mine.hearers, unnamed=mine.unnamed)
    give_up(mine, by=by, now=now, why=f"Answered together with insight {into.id}.")


def split(insight: Insight, *, by: Person, now: datetime) -> None:
    """Takes a merge back: it is answered by itself again, by the day that was promised for it. Raises Refused when it was answered."""
    with writing():
        into = insight.merged_into
        if into is None or insight.state is InsightState.told_back:
            raise Refused("This is not merged with another one that still waits.")
        insight.merged_into = None
        mine, theirs = withdrawn_promise_about(ABOUT, insight.id), promise_about(ABOUT, into.id)
        if mine is not None and theirs is not None:
            mine.commitment.withdrawn = False
            stay = {one.submitter_id for one in [into, *into.merged] if one.id != insight.id}
            theirs.hearers = [person for person in theirs.hearers if person not in mine.hearers or person.id in stay]
            theirs.unnamed = max(theirs.unnamed - mine.unnamed, 0)
        db.session.flush()
        note("split", "insight", insight.id, "An insight is answered by itself again.", by=by, now=now)
