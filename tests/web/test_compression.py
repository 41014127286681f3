"""Pages are compressed for readers who can take it, and whole for those who cannot."""

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient

from planner.web.first_run import first_run_token


def _page(app: Flask, accept: str) -> tuple[str | None, bytes]:
    client: FlaskClient = app.test_client()
    answer = client.get(f"/first-run/{first_run_token()}", headers={"Accept-Encoding": accept})
    return answer.headers.get("Content-Encoding"), answer.get_data()


def test_a_page_is_the_same_with_and_without_compression(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.jinja_env.globals, "csrf_token", lambda: "the same")
    plain, packed = _page(app, "identity"), _page(app, "gzip")
    assert (plain[0], packed[0]) == (None, "gzip")
    assert len(packed[1]) < len(plain[1]) / 2
    assert gzip.decompress(packed[1])[:100] == plain[1][:100]


def test_short_answers_are_left_alone(app: Flask) -> None:
    answer = app.test_client().get("/healthz", headers={"Accept-Encoding": "gzip"})
    assert answer.headers.get("Content-Encoding") is None
    assert "Accept-Encoding" in answer.headers["Vary"]
