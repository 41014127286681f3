"""What needs a second pair of eyes, and ways back that lead nowhere one could not have gone. Z8 and Z9."""

import ast
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.actions.commitments import done
from planner.actions.named_rules import Naming, name_rule
from planner.domain.states import CommitmentKind, CommitmentState, Role
from planner.models.base import db, writing
from planner.models.decisions import decisions_about
from planner.models.people import Person
from tests.cast import Cast
from tests.conftest import NOW
from tests.domain.times import naive
from tests.forms import forms_in
from tests.reminders.scenes import Visit, make_visit
from tests.rules import make_rule

ClientOf = Callable[[Person | None], FlaskClient]


@pytest.mark.parametrize(
    ("asked_for", "by", "status"), [(True, "elif_", 422), (True, "hana", 302), (False, "elif_", 302)]
)
def test_z8_nobody_decides_on_what_they_asked_for_where_two_are_wanted(
    app: Flask, cast: Cast, client_of: ClientOf, asked_for: bool, by: str, status: int
) -> None:
    app.config["PLANNER_TWO_PEOPLE"] = asked_for
    rule = make_rule(cast)
    name_rule(Naming(rule, words="It costs me an hour."), by=cast.elif_, now=NOW)
    address = f"/policies/{rule.id}/decide?outcome=keep+with+reason"
    client = client_of(getattr(cast, by))
    form = next(one for one in forms_in(client.get(address).text) if "reason" in one.sent())
    answer = client.post(address, data=form.sent(reason="It protects people."))
    assert (answer.status_code, len(decisions_about(rule.id))) == (status, 1 if status == 302 else 0)
    assert ("You named this rule yourself" in answer.text) is (status == 422)


UNDONE_BY = {
    "insights.merge": "insights.split",
    "coverage_gaps.plan": "events.cancel",
    "home.done": "home.reopen",
    "home.cannot": "home.reopen",
    "repairs.dismiss": "repairs.again",
    "messages.remove_step": "messages.restore_step",
    "events.split": "events.join_waves",
    "events.cancel": "events.restore",
    "event_moves.drag": "event_moves.put_back",
    "elsewhere.put": "elsewhere.put",
}
"""What can be taken back, and the door by which it is."""


def test_z9_a_way_back_asks_for_the_same_right_as_the_way_there(app: Flask) -> None:
    acts = {name: getattr(app.view_functions[name], "act", None) for pair in UNDONE_BY.items() for name in pair}
    assert {there: acts[there] for there in UNDONE_BY} == {there: acts[back] for there, back in UNDONE_BY.items()}
    assert None not in acts.values()


def test_z9_every_way_back_that_is_offered_is_one_of_them() -> None:
    root = Path(__file__).parents[2] / "planner/web"
    offering = {path for path in root.glob("*.py") if "flash_with_undo(" in path.read_text("utf-8")} - {
        root / "undo.py"
    }
    known = set(UNDONE_BY.values())
    for path in sorted(offering):
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        named = {call.args[0].value for call in calls if _is_url_for(call) and isinstance(call.args[0], ast.Constant)}
        local = {"_address", "undo_address"} & {ast.unparse(call.func) for call in calls}
        assert named & known or local, path.name


def _is_url_for(call: ast.Call) -> bool:
    return ast.unparse(call.func) == "url_for" and bool(call.args)


@pytest.fixture
def visit(cast: Cast) -> Visit:
    """Elif's floor visit to Billing."""
    return make_visit(cast, start=naive(2027, 3, 16, 10))


def test_z9_what_somebody_else_did_is_taken_back_by_nobody_else(cast: Cast, client_of: ClientOf, visit: Visit) -> None:
    with writing():
        visit.commitment.kind = CommitmentKind.preparation
    done(visit.commitment, cast.elif_, NOW)
    before = visit.commitment.state
    codes = {
        name: client_of(getattr(cast, name)).post(f"/commitments/{visit.commitment.id}/reopen").status_code
        for name in ("tomas", "nils", "ana", "vera")
    }
    db.session.expire_all()
    assert (set(codes.values()) <= {403, 404}, codes["nils"], visit.commitment.state) == (True, 404, before)
    assert client_of(cast.elif_).post(f"/commitments/{visit.commitment.id}/reopen").status_code == 302
    db.session.expire_all()
    assert visit.commitment.state is CommitmentState.open


@pytest.mark.parametrize("name", ["tomas", "nils", "elif_", "ana", "vera"])
def test_z9_an_event_is_put_back_by_those_who_may_move_it(
    cast: Cast, client_of: ClientOf, visit: Visit, name: str
) -> None:
    """The place before is in the address: without the right, it is a way to put an event anywhere."""
    event, was = visit.event, visit.event.wall_start
    elsewhere = (was + timedelta(days=1)).isoformat()
    client = client_of(getattr(cast, name))
    for address in (f"/events/{event.id}/put-back?start={elsewhere}&minutes=30", f"/events/{event.id}/restore"):
        assert client.post(address).status_code in (403, 404)
    db.session.expire_all()
    assert event.wall_start == was


def test_z9_who_lost_the_right_meanwhile_takes_nothing_back(cast: Cast, client_of: ClientOf, visit: Visit) -> None:
    client = client_of(cast.hana)
    assert client.post(f"/events/{visit.event.id}/cancel").status_code == 302
    with writing():
        cast.hana.role = Role.viewer
    assert client.post(f"/events/{visit.event.id}/restore").status_code == 403
    db.session.expire_all()
    assert visit.event.cancelled
