"""Who cannot know yet: asked for all feeds at once, it is what each feed by itself holds."""

from datetime import timedelta

import pytest

from planner.feeds.scopes import SCOPES, subscribed
from planner.feeds.truth import AT_ONCE, behind
from planner.feeds.views import ref_of
from planner.models.base import db, writing
from planner.models.calendar import Filters, Look
from planner.models.events import PublishedEvent
from planner.models.feed_truth import Published, held
from planner.models.feeds import Feed
from planner.models.people import Person
from planner.models.programs import Program
from tests.calendars import counting_questions
from tests.cast import Cast
from tests.conftest import NOW
from tests.feeds.test_scopes import year

__all__ = ["year"]


def _everything(people: list[Person]) -> list[Feed]:
    """A feed for each person of every calendar that there is, whether it would be offered to them or not; read an hour ago."""
    hana = people[0]
    choices = [
        (scope.name, one.ref) for scope in SCOPES.values() for one in scope.choices(hana) if scope.name != "person"
    ]
    choices += [("view", ref_of(Look(program, hana, Filters()))) for program in db.session.query(Program)]
    return [
        Feed(
            person_id=person.id, scope=scope, scope_ref=ref, token_hash=f"{person.id} {scope} {ref}", made_at=NOW,
            last_fetched_at=NOW - timedelta(hours=1),
        )
        for person in people for scope, ref in [("person", str(person.id)), *choices]
    ]  # fmt: skip


def _changed() -> list[Published]:
    return [
        Published(event, NOW, event.version_id, "Moved.", "moved")
        for event in db.session.query(PublishedEvent).order_by(PublishedEvent.event_id)
    ]


@pytest.fixture
def feeds(cast: Cast, year: dict[str, int]) -> list[Feed]:
    people = [cast.hana, cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera, cast.nils, cast.mallory]
    made = _everything(people)
    with writing():
        db.session.add_all(made)
    return made


def test_what_is_asked_for_all_at_once_is_what_each_feed_holds(feeds: list[Feed]) -> None:
    changes = _changed()
    events = [change.event.event_id for change in changes]
    alone = {
        (feed.id, event)
        for feed in feeds
        if feed.person.deactivated_at is None
        for event in held(subscribed(feed.person, feed.scope, feed.scope_ref), events)
    }
    together = [(one.feed.id, one.change.event.event_id) for one in behind(changes)]
    assert (sorted(together), len({event for _, event in together})) == (sorted(alone), len(events))


def test_who_looked_since_is_not_behind(feeds: list[Feed]) -> None:
    with writing():
        for feed in feeds[1:]:
            feed.last_fetched_at = NOW
    assert {one.feed.id for one in behind(_changed())} == {feeds[0].id}


@pytest.mark.parametrize("count", [1, 3, 40])
def test_as_many_questions_for_many_feeds_as_for_one(cast: Cast, year: dict[str, int], count: int) -> None:
    with writing():
        for number in range(count):
            person = Person(
                name=f"Agent {number}", email=f"a{number}@example.org", role=cast.ana.role, team=cast.billing
            )
            db.session.add(person)
            db.session.flush()
            db.session.add(Feed(
                person_id=person.id, scope="person", scope_ref=str(person.id), token_hash=str(number), made_at=NOW,
                last_fetched_at=NOW - timedelta(hours=1),
            ))  # fmt: skip
    changes = _changed()
    assert len(changes) <= AT_ONCE
    with counting_questions() as asked:
        found = behind(changes)
    assert ({one.feed.name for one in found}, len(asked)) == ({f"Agent {n}" for n in range(count)}, 3)
