"""Two who save at the same moment what has no row of its own yet: the second waits, sees what the first saved, and overwrites nothing."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.actions import insight_routes
from planner.domain.states import LeaderLevel
from planner.models.base import db
from planner.models.insight_routes import route_of
from planner.models.leaders import leader_of, leaders_active
from planner.models.people import Person
from planner.models.retention import days_of
from planner.web import people, retention, visit_windows
from tests.cast import Cast
from tests.conftest import NOW
from tests.forms import SentForm, forms_in
from tests.year import make_year

ClientOf = Callable[[Person | None], FlaskClient]


class Meeting(NamedTuple):
    """A form that two send: where it is, where it goes, the field and what both write, what saves it, and what is stored afterwards."""

    page: str
    target: str
    field: str
    both: tuple[str, str]
    saves: tuple[object, str]
    stored: Callable[[Cast], object]


MEETINGS = {
    "route": Meeting(
        "/insights/routing",
        "/insights/routing/policy",
        "workdays",
        ("4", "5"),
        (insight_routes, "save_route"),
        lambda _: getattr(route_of("policy"), "workdays", None),
    ),
    "cadence": Meeting(
        "/visits/windows",
        "/visits/windows/cadence",
        "visits",
        ("3", "4"),
        (visit_windows, "set_cadence"),
        lambda _: next(one.visits_owed for one in leaders_active() if one.level is LeaderLevel.executive),
    ),
    "periods": Meeting(
        "/keeping",
        "/keeping",
        "messages",
        ("40", "50"),
        (retention, "choose"),
        lambda _: days_of()["messages"],
    ),
    "duties": Meeting(
        "/people/{nils}",
        "/people/{nils}/duties",
        "leader-visits_owed",
        ("3", "4"),
        (people, "save_leader"),
        lambda cast: getattr(leader_of(cast.nils), "visits_owed", None),
    ),
}


@pytest.mark.parametrize("what", MEETINGS)
def test_of_two_first_savers_the_second_waits_and_sees_what_the_first_saved(
    what: str, app: Flask, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    met, numbers = MEETINGS[what], {"nils": cast.nils.id}
    make_year(cast, NOW, start=date(2027, 1, 1))
    one, two = client_of(cast.hana), client_of(cast.hana)
    page, target = met.page.format(**numbers), met.target.format(**numbers)
    forms = forms_in(one.get(page).text)
    form = next(form for form in forms if (form.action or page) == target and _says_what_it_saw(form))
    level = "executive" if what == "cadence" else ""
    mine, theirs = (form.sent(**{met.field: text}, receiver=str(cast.elif_.id), level=level) for text in met.both)
    where, name = met.saves
    real, looked, answers = getattr(where, name), threading.Event(), []
    second = threading.Thread(target=lambda: answers.append(two.post(target, data=theirs, follow_redirects=True)))

    def save(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # stands in for acts of every kind
        """The first is in the middle of saving when the second comes, and would be done by the time the second was let in."""
        if threading.current_thread() is second:
            looked.set()
        elif not second.is_alive() and not answers:
            second.start()
            looked.wait(1)
        return real(*args, **kwargs)

    db.session.remove()
    monkeypatch.setattr(where, name, save)
    first = one.post(target, data=mine, follow_redirects=True)
    second.join()
    db.session.rollback()
    told = ["changed by somebody else" in answer.text for answer in (first, *answers)]
    assert sorted(told) == [False, True]
    assert met.stored(cast) == int(met.both[told.index(False)])


def _says_what_it_saw(form: SentForm) -> bool:
    return "seen" in form.sent() or "leader-revision" in form.sent()
