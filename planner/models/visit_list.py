"""The list of floor visits, owed or made, as rows of plain columns: a page holds fifty, with five names beside each."""

from typing import TYPE_CHECKING

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Bundle, aliased

from planner.models.base import db, written_once
from planner.models.commitments import Commitment, VisitFilters, visits_within
from planner.models.events import PublishedEvent
from planner.models.people import Person
from planner.models.shifts import Shift
from planner.models.sites import Site
from planner.models.teams import Team

if TYPE_CHECKING:
    from flask_sqlalchemy.pagination import Pagination

PER_PAGE = 50

_team = aliased(Team)


def visits_matching(reader: Person, filters: VisitFilters, page: int = 1) -> "Pagination":
    """A page of the floor visits that this reader may see: the columns of the commitment that the list shows, and beside them `team`,
    `site`, `shift`, `owner` and `wall_start`, None where there is none or nothing is published."""
    within = visits_within(reader, filters)
    question = _listed().where(*within).order_by(Commitment.due_on, Commitment.id)
    found = db.paginate(question, page=max(page, 1), per_page=PER_PAGE, error_out=False, count=False)
    found.total = db.session.scalar(select(func.count(Commitment.id)).where(*within))
    return found


@written_once
def _listed() -> Select[object]:
    own = (
        Commitment.id,
        Commitment.title,
        Commitment.event_id,
        Commitment.team_id,
        Commitment.due_on,
        Commitment.state,
        Commitment.reason,
    )
    names = (_team.name.label("team"), Site.name.label("site"), Shift.name.label("shift"), Person.name.label("owner"))
    return (
        select(Bundle("visit", *own, *names, PublishedEvent.wall_start))
        .select_from(Commitment)
        .outerjoin(_team, _team.id == Commitment.team_id)
        .outerjoin(Site, Site.id == _team.site_id)
        .outerjoin(Shift, Shift.id == _team.shift_id)
        .outerjoin(Person, Person.id == Commitment.owner_id)
        .outerjoin(PublishedEvent, PublishedEvent.event_id == Commitment.event_id)
    )
