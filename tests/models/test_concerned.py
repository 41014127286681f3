"""Whom events concern: asked for one person it is the same as asked of everything, without loading everything."""

from planner.domain.kinds import EventKind
from planner.models.base import db, writing
from planner.models.concerned import published_about, published_of_program, who_is_who
from planner.models.events import PublishedEvent
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.programs import Program
from planner.reminders.notices import concerned
from tests.cast import Cast
from tests.conftest import NOW
from tests.domain.times import naive
from tests.reminders.scenes import make_event, make_program, make_visit


def _one_of_each(cast: Cast) -> Program:
    """A visit, a foreign team's event, one for a site, one for all, a review, and one that is over."""
    program = make_program()
    make_visit(cast, start=naive(2027, 4, 6, 10), program=program)
    make_visit(cast, start=naive(2027, 2, 2, 10), program=program)
    kind, start = EventKind.recognition, naive(2027, 4, 7, 10)
    make_event(program, kind=kind, start=start, title="Thanks", team=cast.night_care)
    make_event(program, kind=kind, start=start, title="For all", team=None)
    at_site = make_event(program, kind=kind, start=start, title="For Tampa", team=None)
    review = make_event(program, kind=EventKind.policy_review, start=start, title="Review", team=None)
    with writing():
        policy = Policy(slug="refund-limit", name="Refund limit", owner=cast.elif_, teams=[cast.night_care])
        db.session.add(policy)
        db.session.flush()
        db.session.get_one(PublishedEvent, at_site.id).site_id = cast.tampa.id
        db.session.get_one(PublishedEvent, review.id).policy_id = policy.id
    return program


def _titles_among_all(program: Program, person: Person) -> list[str]:
    who, events = who_is_who(), published_of_program(program.id).values()
    return sorted(event.title for event in events if event.starts_at > NOW and person.id in concerned(event, who))


def _titles(program: Program, person: Person) -> list[str]:
    who = who_is_who()
    events = published_about(person.id, program.id, who, NOW)
    return sorted(event.title for event in events if person.id in concerned(event, who))


def test_one_persons_events_are_those_that_concern_them_among_all(cast: Cast) -> None:
    program = _one_of_each(cast)
    assert _titles(program, cast.elif_) == ["Floor visit: Billing", "Review"]
    assert _titles(program, cast.nils) == ["For Tampa", "For all", "Review", "Thanks"]
    everybody = db.session.query(Person).all()
    assert [_titles(program, one) for one in everybody] == [_titles_among_all(program, one) for one in everybody]
