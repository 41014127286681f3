"""A program of somebody's, with a token, for tests of the API."""

from collections.abc import Collection

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from planner.actions.api_tokens import make_token
from planner.domain.api_parts import Part
from planner.models.people import Person
from tests.conftest import NOW


class Program:
    """Reads below /api/v1 with a token of its person."""

    def __init__(self, app: Flask, person: Person, parts: Collection[str] = tuple(Part)) -> None:
        self.row, self.token = make_token(person, "Dashboard", parts, 90, now=NOW)
        self.number = self.row.id
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, **headers: str) -> TestResponse:
        """The answer to a GET; underlines in the names of headers stand for hyphens."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {self.token}", **given})

    def numbers(self, path: str) -> list[int]:
        """The numbers of the things in a list."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return [one["id"] for one in answer.json["items"]] if answer.json else []
