"""The grid on which a review works together: a picture, and a table with the same to choose from. More of the policies blueprint."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.policies import place
from planner.domain.policy_grid import HALFWAY, LEAST, MOST, Field, Placed, field_of, order
from planner.domain.refusals import Refused
from planner.models.base import writing
from planner.models.named_rules import voices_by_policy
from planner.models.policies import Policy, all_policies
from planner.models.review_sessions import session_of
from planner.web.access import allowed, can, me
from planner.web.numbers import row_number
from planner.web.policies import blueprint

CELL, EDGE = 96, 44
"""The picture's measures in its own units."""


@dataclass(frozen=True)
class Spot:
    """A rule in the table, and, once it is placed, in the picture; `x` and `y` are the middle of its mark there."""

    policy: Policy
    placed: Placed
    field: Field
    number: int
    x: int = 0
    y: int = 0


def _spots(policies: list[Policy]) -> list[Spot]:
    voices, by_id = voices_by_policy(), {one.id: one for one in policies}
    placed = order(Placed(one.id, one.ease, one.weight, voices.get(one.id, 0), one.legally_fixed) for one in policies)
    crowd: dict[tuple[int | None, int], int] = {}
    spots = []
    for number, one in enumerate(placed, 1):
        there = crowd.setdefault((one.ease, one.impact), 0)
        crowd[one.ease, one.impact] += 1
        spots.append(Spot(by_id[one.key], one, field_of(one), number, *_middle(one, there)))
    return spots


def _middle(one: Placed, there: int) -> tuple[int, int]:
    """Marks in one cell stand in rows of three."""
    if one.ease is None:
        return 0, 0
    left, top = EDGE + (one.ease - LEAST) * CELL, (MOST - one.impact) * CELL
    return left + 20 + there % 3 * 28, top + 22 + there // 3 % 3 * 26


@blueprint.get("/grid")
@allowed("see policies")
def grid() -> ResponseReturnValue:
    """All rules in force, or those of one session."""
    number = request.args.get("session", type=row_number)
    room = session_of(number) if number else None
    policies = all_policies()
    if room is not None:
        wanted = {room.event.policy_id, *(one.policy_id for one in room.rules)}
        policies = [one for one in policies if one.id in wanted]
    spots = _spots(policies)
    return render_template(
        "policies/grid.html",
        spots=spots,
        drawn=[spot for spot in spots if spot.placed.ease is not None and not spot.placed.locked],
        fields=Field,
        levels=range(LEAST, MOST + 1),
        cell_size=CELL,
        edge=EDGE,
        halfway=HALFWAY,
        session=number,
        may_place=can("place a rule"),
    )


@blueprint.post("/grid")
@allowed("place a rule")
def place_on_grid() -> ResponseReturnValue:
    """Every row that was changed; what somebody else placed meanwhile, and this page did not touch, stays."""
    number = request.form.get("session", type=row_number)
    moved = 0
    try:
        with writing():
            for policy in all_policies():
                moved += _place(policy)
    except Refused as refusal:
        flash(refusal.sentence, "error")
    else:
        flash(
            f"{moved} {'rule was' if moved == 1 else 'rules were'} placed." if moved else "Nothing was changed.",
            "success",
        )
    return redirect(url_for("policies.grid", session=number))


def _place(policy: Policy) -> bool:
    chosen = {name: _level(f"{name}-{policy.id}") for name in ("ease", "impact")}
    before = {name: _level(f"{name}-{policy.id}-was") for name in chosen}
    if chosen == before or f"ease-{policy.id}" not in request.form:
        return False
    given = {name: value if value != before[name] else getattr(policy, name) for name, value in chosen.items()}
    return place(policy, given["ease"], given["impact"], by=me(), now=clock.now())


def _level(name: str) -> int | None:
    return request.form.get(name, type=row_number) or None
