"""Somebody leaves: what they have in hand, and to whom it goes. More routes of the people blueprint."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.leaving import HandedOver
from planner.actions.leaving import leave as leave_now
from planner.domain.leaving import GROUPS
from planner.domain.refusals import Refused
from planner.models.leaving import in_hand, receivers_for
from planner.models.people import Person, person_with
from planner.web.access import allowed, me
from planner.web.offers import offer_repair
from planner.web.people import blueprint

Things = dict[str, list[str]]
"""Key of a group -> what is in hand."""


@blueprint.route("/people/<int:person_id>/leave", methods=["GET", "POST"])
@allowed("edit people")
def leave(person_id: int) -> ResponseReturnValue:
    """What is open, a receiver for all of it or for each part, and one button."""
    person = person_with(person_id)
    if person is None or person.erased_at is not None:
        abort(404)
    things, people, wrong = _things(person), receivers_for(person), ""
    if request.method == "POST":
        try:
            done = leave_now(person, _chosen(things, people), by=me(), now=clock.now())
            _say(person, done)
            return redirect(url_for("people.person", person_id=person_id))
        except Refused as refusal:
            wrong = refusal.sentence
    page = render_template(
        "people/leave.html",
        person=person,
        things=things,
        groups=GROUPS,
        people=people,
        chosen=request.form,
        wrong=wrong,
    )
    return page, 422 if wrong else 200


def _things(person: Person) -> Things:
    found = in_hand(person.id, clock.now())
    groups = {
        key: [name for column in columns for name in found.get(column, [])] for key, (_, columns) in GROUPS.items()
    }
    return {key: list(dict.fromkeys(names)) for key, names in groups.items() if names}


def _chosen(things: Things, people: list[Person]) -> dict[str, Person]:
    """The receiver of each group; the one for everything where none is named. Raises Refused for somebody who is not offered."""
    known = {str(person.id): person for person in people}
    wanted = {key: request.form.get(key) or request.form.get("everything", "") for key in things}
    if any(number and number not in known for number in wanted.values()):
        raise Refused("Choose somebody from the list.")
    return {key: known[number] for key, number in wanted.items() if number}


def _say(person: Person, done: HandedOver) -> None:
    count = sum(len(names) for names in done.to.values())
    words = f" {count} things were handed over." if count else ""
    flash(f"{person.name} is deactivated: signed out everywhere, feeds and links ended.{words}", "success")
    if done.left:
        flash(f"Nobody could take over: {'; '.join(done.left[:5])}. Look at the list of orphans.", "warning")
    offer_repair(f"{person.name} has left.")
