"""The OpenAPI document, made of the same table and shapes as the answers, so that it cannot say what is not so."""

from typing import Any

from planner import __version__
from planner.api.endpoints import COLLECTIONS, Collection
from planner.api.parameters import AFTER, LIMIT, Parameter
from planner.api.shapes import NUMBER, TEXT, Shape, list_of, or_nothing
from planner.api.things import COVERAGE, ME
from planner.domain.api_parts import Part

Node = dict[str, Any]
PROBLEM_TYPE = "application/problem+json"
PROGRAM_ASKED = Parameter("program", "number", "Of this program; the one that runs unless told.")
PROBLEM: Node = {
    "type": "object",
    "description": "What went wrong, and in `detail` what to do.",
    "properties": {"type": TEXT, "title": TEXT, "status": NUMBER, "detail": TEXT},
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}
PROBLEMS = {
    "400": "Something that was asked for is not known here.",
    "401": "No token, or one that does not stand.",
    "403": "The token or the role does not cover it.",
    "404": "It is not there, or not this reader's to see.",
    "406": "The program does not take JSON.",
    "429": "Too many requests; Retry-After says how long to wait.",
}
ABOUT = (
    "What somebody may read in Planner, for a program of theirs. The token's person decides what is told: the same rules "
    "hold as for the pages. Nothing can be changed here. Lists go by `after` and `next`; answers have an ETag."
)


def document() -> Node:
    """The whole document, OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Planner", "version": __version__, "description": ABOUT},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "tags": [{"name": str(part)} for part in Part],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Problem": PROBLEM, **{shape.name: shape.schema for shape in _shapes()}},
        },
    }


def _shapes() -> list[Shape]:
    return [*{one.shape.name: one.shape for one in COLLECTIONS}.values(), ME, COVERAGE]


def _paths() -> Node:
    found: Node = {"/me": {"get": _act("me", "Whose the token is, and what it opens.", None, _ref(ME), ())}}
    for one in COLLECTIONS:
        found |= _of(one)
    shown = _page(COVERAGE, {})
    found["/coverage"] = {"get": _act("coverage", COVERAGE.about, Part.coverage, shown, (PROGRAM_ASKED,))}
    return found


def _of(one: Collection) -> Node:
    pages, asked = _page(one.shape, {"next": or_nothing(TEXT)}), (*one.parameters, AFTER, LIMIT)
    number = {"name": "number", "in": "path", "required": True, "schema": {**NUMBER, "minimum": 1}}
    single = _act(f"one_{one.name}", one.shape.about, one.part, _ref(one.shape), ())
    return {
        f"/{one.name}": {"get": _act(f"list_{one.name}", f"{one.name.capitalize()}.", one.part, pages, asked)},
        f"/{one.name}/{{number}}": {"get": {**single, "parameters": [number]}},
    }


def _page(shape: Shape, more: Node) -> Node:
    inside = {"items": list_of(_ref(shape)), **more}
    return {"type": "object", "properties": inside, "required": list(inside), "additionalProperties": False}


def _ref(shape: Shape) -> Node:
    return {"$ref": f"#/components/schemas/{shape.name}"}


def _act(name: str, about: str, part: Part | None, schema: Node, asked: tuple[Parameter, ...]) -> Node:
    good = {"description": "As asked.", "content": {"application/json": {"schema": schema}}}
    same = {"description": "Nothing has changed since the ETag that was sent."}
    problem = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    bad = {code: {"description": words, "content": problem} for code, words in PROBLEMS.items()}
    return {
        "operationId": name,
        "summary": about,
        "tags": [str(part)] if part else [],
        "parameters": [_asked(one) for one in asked],
        "responses": {"200": good, "304": same, **bad},
    }


def _asked(one: Parameter) -> Node:
    return {"name": one.name, "in": "query", "description": one.about, "schema": one.schema}
