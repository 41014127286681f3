"""A team's visits: who came, what it brought, and what became of visits that were handed on, swapped or moved."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.visit_swaps import swap as swap_visits
from planner.domain.refusals import Refused
from planner.domain.states import OPEN_COMMITMENT_STATES
from planner.models.commitments import Commitment, VisitFilters, all_visits_matching, commitment_with, represented_by
from planner.models.promises import open_promises_of
from planner.models.teams import team_with
from planner.models.visit_facts import visits_to
from planner.models.visit_history import changes_to_visits
from planner.web.access import allowed, can, me, require
from planner.web.numbers import row_number
from planner.web.visit_forms import teams_of_mine
from planner.web.visits import blueprint

MOST_TO_SWAP = 20
"""Visits near in time come first; nobody looks through a year."""


@blueprint.get("/teams/<int:team_id>")
@allowed("see visits")
def team(team_id: int) -> ResponseReturnValue:
    """The history of one team, kept with it whoever the leaders were."""
    found = team_with(team_id) or abort(404)
    coming = all_visits_matching(me(), VisitFilters(states=tuple(OPEN_COMMITMENT_STATES), team=team_id))
    require("see visits", own=team_id in teams_of_mine() or team_id == me().team_id or bool(coming))
    return render_template(
        "visits/team.html",
        team=found,
        visits=visits_to(team_id),
        coming=coming,
        promises=open_promises_of(team_id),
        past=changes_to_visits(team_id),
    )


def _swappable(owed: Commitment) -> list[Commitment]:
    """Visits of others that the reader may exchange for this one, the nearest first: HR any, an assistant those of the own leaders."""
    mine = {person.id for person in represented_by(me())}
    found = all_visits_matching(me(), VisitFilters(states=tuple(OPEN_COMMITMENT_STATES)))
    near = sorted(found, key=lambda one: abs((one.due_on - owed.due_on).days))
    return [
        one for one in near
        if one.event is not None and one.owner_id != owed.owner_id and (can("edit the plan") or one.owner_id in mine)
    ][:MOST_TO_SWAP]  # fmt: skip


@blueprint.route("/swap/<int:commitment_id>", methods=["GET", "POST"])
@allowed("find a substitute")
def swap(commitment_id: int) -> ResponseReturnValue:
    """Exchanges a visit for one of another leader."""
    owed = commitment_with(commitment_id) or abort(404)
    require("find a substitute", own=owed.owner_id in {person.id for person in represented_by(me())})
    choices, error = _swappable(owed), ""
    if request.method == "POST":
        other = next((one for one in choices if one.id == request.form.get("other", type=row_number)), None)
        try:
            if other is None:
                raise Refused("Choose a visit of another leader.")
            swap_visits(owed, other, by=me(), now=clock.now())
        except Refused as refusal:
            error = refusal.sentence
        else:
            flash("Swapped and published. Both leaders and the leads are told.", "success")
            return redirect(url_for("visits.team", team_id=owed.team_id))
    return render_template("visits/swap.html", owed=owed, choices=choices, error=error), 422 if error else 200
