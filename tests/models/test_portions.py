"""Lists that are longer than a statement can take: of a big organisation's year nothing is refused, and nothing left out."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal

from planner.models import concerned, feed_truth, happenings, invitations, messages, successions, ways, weekly
from planner.models import readers as asked
from planner.models.base import db, writing
from planner.models.messages import insert_new
from planner.models.portions import portions
from planner.models.ways import Way
from planner.reminders.rows import message_row
from tests.cast import Cast
from tests.domain.times import naive, utc
from tests.reminders.scenes import Visit, make_visit

NOW = utc(2027, 3, 1, 9)
MANY = range(40_000)


@pytest.fixture
def visit(cast: Cast) -> Visit:
    """A visit; a message about it, one in the digest and one about an invitation; and Elif's own way."""
    found = make_visit(cast, start=naive(2027, 3, 16, 10))
    abouts = (
        ("event", found.event.id, "email"),
        ("commitment", found.commitment.id, "digest"),
        ("invitation", 7, "email"),
    )
    with writing():
        insert_new(
            message_row(
                name="visit-brief", about=about, about_id=number, recipient_id=cast.elif_.id, step="1", due_at=NOW,
                expires_at=utc(2027, 4, 1), now=NOW, channel=channel,
            )
            for about, number, channel in abouts
        )  # fmt: skip
        db.session.add(Way(person_id=cast.elif_.id, channel="inbox", chosen_at=NOW))
    return found


QUESTIONS: dict[str, Callable[[Iterable[int]], Iterable[object]]] = {
    "published_with": concerned.published_with,
    "owed_for_events": lambda ids: successions.owed_for_events(ids, NOW),
    "briefed": lambda ids: successions.briefed(list(ids), {"visit-brief"}),
    "unsent_about": lambda ids: messages.unsent_about("event", ids),
    "owed_with": happenings.owed_with,
    "happenings_with": happenings.happenings_with,
    "mails_of": invitations.mails_of,
    "held": lambda ids: feed_truth.held(literal(value=True), list(ids)),
    "folded": lambda ids: weekly.folded(list(ids)),
    "owed_by": lambda ids: weekly.owed_by(list(ids), naive(2027, 3, 20).date()),
    "readers": lambda ids: asked.readers(ids, NOW),
    "channels_of": lambda ids: ways.channels_of(list(ids)),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_forty_thousand_numbers_find_what_is_there(name: str, visit: Visit, cast: Cast) -> None:
    people = {"readers": db.session.query(type(cast.elif_)).filter_by(deactivated_at=None).count()}
    assert len(list(QUESTIONS[name](MANY))) == people.get(name, 1)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_number_finds_nothing(name: str, visit: Visit) -> None:
    assert list(QUESTIONS[name]([])) == []


@given(st.lists(st.integers(0, 50)), st.integers(1, 9))
def test_every_number_is_in_one_portion(numbers: list[int], size: int) -> None:
    parts = list(portions(numbers, size))
    assert [number for part in parts for number in part] == sorted(set(numbers))
    assert {len(part) for part in parts[:-1]} <= {size}
