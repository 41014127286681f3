"""What was sent to somebody and what became of it, for HR and for the person."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from planner.models.leaders import leader_of
from planner.models.message_log import titles_of
from planner.models.people import Person, person_with
from planner.models.person_history import messages_to, with_deeds
from planner.web.access import allowed, can, me, require
from planner.web.numbers import row_number

blueprint = Blueprint("histories", __name__)


@blueprint.get("/people/<int:person_id>/history")
@allowed("see messages")
def show(person_id: int) -> ResponseReturnValue:
    """Message after message, each with what followed. What others did about a thing is for HR to read."""
    require("see messages", own=person_id == me().id)
    person = person_with(person_id) or abort(404)
    page = messages_to(person.id, request.args.get("page", 1, type=row_number))
    by = None if can("see messages") else _those_of(person)
    return render_template(
        "messages/history.html",
        person=person,
        mine=person.id == me().id,
        page=page,
        told=with_deeds(page.items, person.id, by),
        titles=titles_of(page.items),
    )


def _those_of(person: Person) -> set[int]:
    """The person, and the assistant who acts for them."""
    leader = leader_of(person)
    return {person.id} | ({leader.assistant_id} if leader is not None and leader.assistant_id else set())
