"""What the sweep's house has heard: receivers, an intake and a poster, voices with and without a name, a promise, a visit with no day."""

from datetime import timedelta

from planner.actions.insight_merging import merge
from planner.actions.insight_routes import make_poster, plan_training, save_intake, save_route
from planner.actions.insights import Raised, pass_on, pass_on_unnamed, tell_back
from planner.actions.promises import promise
from planner.actions.visit_windows import ask_for
from planner.domain.insights import Light
from planner.domain.outcomes import InsightCategory
from planner.domain.visit_windows import DueWindow
from planner.models.leaders import leader_of
from planner.models.people import Person
from planner.models.programs import Program
from tests.cast import Cast
from tests.conftest import NOW

TODAY = NOW.date()


def heard_pages(program: Program, cast: Cast) -> list[tuple[Person | None, str]]:
    """Makes it all, and gives the pages that no link leads to, by whom they are for."""
    save_route(InsightCategory.policy, cast.elif_, 3, by=cast.hana, now=NOW)
    intake = save_intake(program, TODAY, cast.elif_, None, by=cast.hana, now=NOW)
    make_poster(intake, by=cast.hana, now=NOW)
    rule = Raised("Three questions on every call.", InsightCategory.policy, touch_point="Phone")
    first = pass_on(rule, submitter=cast.ana, team=cast.billing, now=NOW)
    merge(pass_on(rule, submitter=cast.tomas, team=cast.billing, now=NOW), first, by=cast.hana, now=NOW)
    red = pass_on(Raised("A second screen.", InsightCategory.tool), submitter=cast.ana, team=cast.billing, now=NOW)
    tell_back(red, "There is no money for it this year.", by=cast.hana, now=NOW, light=Light.red)
    _, secret = pass_on_unnamed(rule, team=cast.billing, shift=None, now=NOW)
    due = TODAY + timedelta(days=5)
    promise(
        "What the board says about the car park", about="event", about_id=1, owner=cast.elif_, to=[cast.tomas],
        due_on=due, team=cast.billing, by=cast.hana, now=NOW,
    )  # fmt: skip
    leader = leader_of(cast.elif_)
    assert leader is not None
    ask_for(leader, [DueWindow(TODAY, due)], program=program, by=cast.hana, now=NOW)
    opens = save_intake(program, TODAY + timedelta(days=30), cast.elif_, None, by=cast.hana, now=NOW)
    plan_training(opens, by=cast.hana, now=NOW)
    save_intake(program, TODAY, cast.elif_, opens.training, by=cast.hana, now=NOW)
    return [(None, f"/heard/{intake.token}"), (None, f"/heard/receipt/{secret}")]
