"""Rules in the lived-in house: something in every state, and the pages about them that a walk by links passes by."""

from planner.actions.decisions import decide
from planner.actions.demo.launches import write_strategy
from planner.actions.demo.rules import live_rules
from planner.actions.promises import tell
from planner.models.base import writing
from planner.models.launches import launches_from
from planner.models.named_rules import ABOUT
from planner.models.people import Person
from planner.models.programs import Program
from planner.models.promises import promise_about
from tests.cast import Cast
from tests.conftest import NOW
from tests.rules import make_rule, named, on_trial, removal


def rule_pages(program: Program, cast: Cast) -> list[tuple[Person | None, str]]:
    """Lives through the rules of the year; the addresses to look at besides, each with its reader."""
    with writing():
        write_strategy(program.id, cast.hana, cast.elif_, NOW)
        live_rules(program.id, cast.hana, now=NOW, seed=1)
        open_rule, trial = make_rule(cast, "Letters only by post"), on_trial(cast, make_rule(cast, "One change a year"))
        question = named(cast, make_rule(cast, "Refunds over 20"))
        decided = decide(make_rule(cast, "Read the terms aloud"), removal(cast), by=cast.elif_, now=NOW)
        launched = next(one for one in launches_from(NOW.date()) if one.decision_id is None)
        promise = promise_about(ABOUT, question.id)
        assert promise is not None
        tell(promise, "We are looking into it.", by=cast.elif_, now=NOW)
    return [
        (cast.elif_, f"/policies/{open_rule.id}"),
        (cast.elif_, f"/policies/{open_rule.id}/decide"),
        (cast.elif_, f"/policies/{open_rule.id}/decide?outcome=trial%20removal"),
        (cast.elif_, f"/policies/{open_rule.id}/decide?outcome=delegate%20to%20agents"),
        (cast.elif_, f"/policies/decisions/{trial.id}"),
        (cast.elif_, f"/policies/decisions/{decided.id}"),
        (cast.hana, "/policies/autonomy/card"),
        (cast.hana, f"/strategy/edit?program={program.id}"),
        (cast.hana, "/touch-points/new"),
        (cast.hana, f"/launches/{launched.id}/edit"),
    ]
