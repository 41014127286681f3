"""The addresses themselves, made of the table: lists by cursor, single things, and the few that are no rows. Only reading."""

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from planner import clock
from planner.actions.coverage_map import sightings
from planner.api.access import my_token, reader, reads
from planner.api.endpoints import COLLECTIONS, Collection
from planner.api.openapi import PROGRAM_ASKED, document
from planner.api.parameters import AFTER, LIMIT, USUAL, read_all
from planner.api.things import COVERAGE, me_of
from planner.domain.api_parts import Part
from planner.domain.coverage import TeamOf, coverage
from planner.models.calendar import Look
from planner.models.listings import row_with, rows_after
from planner.models.programs import current_program, program_with
from planner.models.teams import active_teams

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
CACHED = "private, no-cache"


def told(content: object) -> Response:
    """The answer: JSON with an ETag, 304 to whoever has it already."""
    answer = Response(json.dumps(content, ensure_ascii=False, separators=(",", ":")), mimetype="application/json")
    answer.headers["Cache-Control"] = CACHED
    answer.vary.add("Authorization")
    answer.add_etag(weak=True)
    answer.make_conditional(request)
    return answer


def _list_view(collection: Collection) -> Callable[[], Response]:
    """A page of the things, by number; `next` is the address of the next page, null on the last."""

    def view() -> Response:
        asked = read_all((*collection.parameters, AFTER, LIMIT), request.args)
        after, limit, who = asked.pop("after", 0), asked.pop("limit", USUAL), reader()
        rows = rows_after(collection.question(who.person, asked), after, limit + 1)
        items = [collection.shape.of(row, who) for row in rows[:limit]]
        return told({"items": items, "next": _next(collection, items) if len(rows) > limit else None})

    return view


def _next(collection: Collection, items: list[dict[str, object]]) -> str:
    args: dict[str, Any] = {**request.args.to_dict(), "after": items[-1]["id"]}
    return url_for(f"api.list_{collection.name}", **args)


def _one_view(collection: Collection) -> Callable[[int], Response]:
    """One thing; 404 for one that is not there, and for one that is not this reader's to see."""

    def view(number: int) -> Response:
        read_all((), request.args)
        who = reader()
        row = row_with(collection.question(who.person, {}), number)
        return told(collection.shape.of(row, who)) if row is not None else abort(404)

    return view


def _add(collection: Collection) -> None:
    mark = reads(collection.act, collection.part)
    blueprint.add_url_rule(f"/{collection.name}", f"list_{collection.name}", mark(_list_view(collection)))
    blueprint.add_url_rule(f"/{collection.name}/<int:number>", f"one_{collection.name}", mark(_one_view(collection)))


for one in COLLECTIONS:
    _add(one)


@blueprint.get("/me")
@reads("see own page", None)
def me() -> Response:
    """Whose the token is, and what it opens."""
    read_all((), request.args)
    return told(me_of(reader(), my_token().parts))


@blueprint.get("/coverage")
@reads("see coverage", Part.coverage)
def coverage_map() -> Response:
    """Which team was visited and thanked in which month of a program."""
    number = read_all((PROGRAM_ASKED,), request.args).get("program")
    program = program_with(number) if number else current_program(clock.now().date())
    if program is None:
        return told({"items": []}) if number is None else abort(404)
    who = reader()
    headings = [TeamOf(str(team.id), team.shift.name, team.site.name) for team in active_teams()]
    rows = coverage(headings, sightings(Look(program, who.person)), program.starts_on, program.ends_on)
    return told({"items": [COVERAGE.of(row, who) for row in rows]})


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """What this room offers, for programs; it tells nothing of anybody, and needs no token."""
    return told(document())


openapi.act = None  # type: ignore[attr-defined]  # open to strangers: the mark that the route tests read
