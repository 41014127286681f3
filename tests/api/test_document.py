"""The OpenAPI document says what is so: every answer to every role is as it says, and nothing that a fuzzer sends crashes anything."""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings

from planner.api.endpoints import COLLECTIONS
from planner.api.openapi import document
from planner.models.base import db
from tests.api.programs import Program
from tests.browser.house import make_house
from tests.cast import Cast
from tests.conftest import StoppedClock

SHORT = settings(
    max_examples=6, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
OURS = "(was Authorization)"
"""It left the token out, and it was put in again: then the request is taken, as it should be."""
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)


def _validator(spec: dict[str, Any], path: str, status: int) -> jsonschema_rs.Validator:
    [(_, content)] = spec["paths"][path]["get"]["responses"][str(status)]["content"].items()
    return jsonschema_rs.Draft202012Validator(
        {**content["schema"], "components": spec["components"]}, validate_formats=True
    )


def _addresses() -> Iterator[tuple[str, str]]:
    """The document's path and an address of it."""
    yield from (("/me", "/me"), ("/coverage", "/coverage"))
    for one in COLLECTIONS:
        yield f"/{one.name}", f"/{one.name}"
        yield f"/{one.name}", f"/{one.name}?limit=1"
        for parameter in one.parameters:
            yield f"/{one.name}", f"/{one.name}?{parameter.name}={_some(parameter.schema)}"
            yield f"/{one.name}", f"/{one.name}?{parameter.name}=nonsense"
        for number in (1, 2, 987_654):
            yield f"/{one.name}/{{number}}", f"/{one.name}/{number}"


def _some(schema: dict[str, Any]) -> str:
    days = {"date": "2027-02-01", "date-time": "2027-02-01T00:00:00Z"}
    return str(schema.get("enum", [None])[0] or days.get(schema.get("format", ""), "1"))


def test_every_answer_is_as_the_document_says_and_nothing_that_is_sent_crashes(
    app: Flask, cast: Cast, clock: StoppedClock
) -> None:
    make_house(app, cast, clock)
    spec, wrong, statuses = document(), [], set()
    people = (cast.hana, cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera)
    programs = {one.role: Program(app, one) for one in people}
    validators: dict[tuple[str, int], jsonschema_rs.Validator] = {}
    for role, program in programs.items():
        for path, address in _addresses():
            answer = program.get(address)
            status = answer.status_code
            statuses.add(status)
            valid = validators.setdefault((path, status), _validator(spec, path, status))
            wrong += [(role, address, status, error.message[:200]) for error in valid.iter_errors(answer.json)]
    assert (wrong, statuses) == ([], {200, 400, 403, 404})
    assert _found_by_the_fuzzer(app, programs[cast.hana.role]) == []


def _found_by_the_fuzzer(app: Flask, program: Program) -> list[str]:
    """schemathesis over every address, with what the document allows and what it does not; what it has to say against the answers."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    schema.config.generation.modes = list(MODES)
    found: list[str] = []
    for path in document()["paths"]:
        _fuzz(schema[path]["GET"], program, found)
    return found


def _fuzz(operation: Any, program: Program, found: list[str]) -> None:  # noqa: ANN401  # schemathesis has no public name for it
    headers = {"Authorization": f"Bearer {program.token}", "Accept-Encoding": "identity"}
    for mode in MODES:

        @SHORT
        @given(case=operation.as_strategy(generation_mode=mode))
        def once(case: Any) -> None:  # noqa: ANN401  # as above
            try:
                case.call_and_validate(headers=headers)
            except BaseExceptionGroup as group:
                found.extend(str(error)[:600] for error in group.exceptions if OURS not in str(error))
            finally:
                db.session.rollback()

        try:
            once()
        except BaseException as error:  # noqa: BLE001  # whatever it is, it is what was looked for
            found.append(f"{operation.label}: {error!r}"[:600])
