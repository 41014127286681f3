"""One ledger: promising, moving, joining, telling; who is told by mail, and who may see what."""

from datetime import date, timedelta

import pytest

from planner.actions import promises
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentState
from planner.models.base import db, writing
from planner.models.messages import Message
from planner.models.people import Person
from planner.models.promises import Promise, PromiseFilters, adrift, all_promises_matching, may_see_promise
from tests.calendars import make_program
from tests.cast import Cast
from tests.conftest import NOW

DAY = date(2027, 3, 12)


def made(cast: Cast, to: list[Person] | None = None, owner: Person | None = None, about_id: int = 1) -> Promise:
    return promises.promise(
        "Answer: two approvals for a refund", about="policy", about_id=about_id, owner=owner or cast.elif_,
        to=[cast.ana] if to is None else to, due_on=DAY, team=cast.billing, by=cast.hana, now=NOW,
    )  # fmt: skip


def test_a_promise_is_a_commitment_with_somebody_who_waits(cast: Cast) -> None:
    found = made(cast)
    owed = found.commitment
    assert (owed.owner, owed.due_on, owed.key, found.hearers) == (cast.elif_, DAY, "promise:policy:1", [cast.ana])
    assert (found.made_on, found.first_due_on, found.voices, found.put_off) == (NOW.date(), DAY, 1, False)


def test_promising_again_moves_the_one_promise_and_says_that_it_was_put_off(cast: Cast) -> None:
    made(cast)
    again = promises.promise(
        "Another title", about="policy", about_id=1, owner=cast.tomas, to=[cast.ana, cast.nils],
        due_on=DAY + timedelta(days=7), by=cast.hana, now=NOW,
    )  # fmt: skip
    assert db.session.scalars(db.select(Promise)).all() == [again]
    assert (again.commitment.time_version, again.commitment.owner, again.put_off) == (2, cast.tomas, True)
    assert {person.name for person in again.hearers} == {"Ana Lopez", "Nils Berg"}


def test_telling_keeps_the_promise_and_mails_those_who_waited_but_not_the_teller(cast: Cast) -> None:
    found = made(cast, to=[cast.ana, cast.elif_, cast.mallory])
    promises.tell(found, " One signature is enough. ", by=cast.elif_, now=NOW)
    assert (found.words, found.told_on, found.commitment.state) == (
        "One signature is enough.", NOW.date(), CommitmentState.done
    )  # fmt: skip
    mails = db.session.scalars(db.select(Message).where(Message.name == "told-back")).all()
    assert [(mail.recipient, mail.about, mail.about_id) for mail in mails] == [(cast.ana, "promise", found.id)]


def test_telling_needs_words_and_happens_once(cast: Cast) -> None:
    found = made(cast)
    with pytest.raises(Refused, match="Write what became of it"):
        promises.tell(found, "  ", by=cast.elif_, now=NOW)
    promises.tell(found, "Gone.", by=cast.elif_, now=NOW)
    with pytest.raises(Refused, match="They were told already"):
        promises.tell(found, "Gone again.", by=cast.elif_, now=NOW)


@pytest.mark.parametrize("day", [NOW.date(), date(2028, 3, 1)])
def test_a_promise_lies_ahead_and_within_reach(cast: Cast, day: date) -> None:
    with pytest.raises(Refused) as refusal:
        promises.promise("x", about="policy", about_id=1, owner=None, to=[], due_on=day, by=None, now=NOW)
    assert refusal.value.field == "promised_on"


def test_hr_owes_what_nobody_else_does(cast: Cast) -> None:
    found = promises.promise("x", about="event", about_id=9, owner=None, to=[cast.ana], due_on=DAY, by=None, now=NOW)
    assert found.commitment.owner == cast.hana


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("hana", True),
        ("elif_", True),
        ("ravi", True),
        ("tomas", True),
        ("nils", False),
        ("ana", False),
        ("vera", False),
    ],
)
def test_a_promise_is_seen_by_those_it_concerns(cast: Cast, name: str, seen: bool) -> None:
    found = made(cast, to=[])
    assert may_see_promise(getattr(cast, name), found.id) is seen


def test_the_team_sees_it_where_the_program_says_so_and_whoever_waits_always_does(cast: Cast) -> None:
    program = make_program(cast)
    open_to_all, hers = made(cast, to=[]), made(cast, about_id=2)
    assert [one.id for one in all_promises_matching(cast.ana, PromiseFilters())] == [hers.id]
    with writing():
        program.shows_promises = True
    seen = all_promises_matching(cast.ana, PromiseFilters())
    assert {one.id for one in seen} == {open_to_all.id, hers.id}


def test_a_promise_of_somebody_who_left_is_adrift(cast: Cast) -> None:
    kept, left = made(cast), made(cast, owner=cast.nils, about_id=2)
    with writing():
        cast.nils.deactivated_at = NOW
    assert [one.id for one in adrift()] == [left.id]
    assert kept.id != left.id
