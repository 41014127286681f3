"""Why a year breaks rules, and what would help: one more page of a generation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.models.drafts import broken_events
from planner.models.generations import Generation
from planner.web.access import allowed
from planner.web.generations import blueprint, known

PLACES: dict[str, Callable[[Generation, int], str]] = {
    "site": lambda _, number: url_for("places.site", site_id=number),
    "team": lambda _, number: url_for("places.team", team_id=number),
    "leader": lambda _, number: url_for("people.person", person_id=number),
    "policy": lambda _, number: url_for("policies.policy", policy_id=number),
    "event": lambda _, number: url_for("events.event", event_id=number),
    "cadence": lambda wish, number: url_for("programs.cadence", program_id=wish.program_id, cadence_id=number),
    "program": lambda _, number: url_for("programs.edit", program_id=number),
}
"""Where HR changes a thing of `planner.actions.why_not`."""


@dataclass(frozen=True)
class Way:
    """A change that would help; `address` is where HR makes it, empty where there is no such place."""

    sentence: str
    address: str
    place: str


@dataclass(frozen=True)
class ToldClash:
    sentence: str
    whom: list[str]
    ways: list[Way]


@blueprint.get("/generations/<int:generation_id>/why-not")
@allowed("edit the plan")
def why_not(generation_id: int) -> ResponseReturnValue:
    """Which rules clash for whom, and the smallest changes that would help."""
    wish = known(generation_id)
    told = wish.result.get("why_not")
    found = told if isinstance(told, Mapping) else {}
    return render_template(
        "generations/why_not.html",
        generation=wish,
        program=wish.program,
        sentence=found.get("sentence", ""),
        complete=bool(found.get("complete")),
        clashes=[_clash(wish, one) for one in _rows(found.get("clashes"))],
        broken=_strings(wish.result.get("broken")),
        events=broken_events(wish.program_id) if wish.purpose == "year" else [],
    )


def _clash(wish: Generation, told: Mapping[str, object]) -> ToldClash:
    ways = [_way(wish, one) for one in _rows(told.get("changes"))]
    return ToldClash(str(told.get("sentence", "")), _strings(told.get("whom")), ways)


def _way(wish: Generation, told: Mapping[str, object]) -> Way:
    where = told.get("where")
    found = where if isinstance(where, Mapping) else {}
    return Way(str(told.get("sentence", "")), _address(wish, found), str(found.get("name", "")))


def _address(wish: Generation, where: Mapping[str, object]) -> str:
    place, number = PLACES.get(str(where.get("thing", ""))), where.get("number")
    return place(wish, number) if place is not None and isinstance(number, int) else ""


def _rows(found: object) -> list[Mapping[str, object]]:
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _strings(found: object) -> list[str]:
    return [str(one) for one in found] if isinstance(found, list) else []
