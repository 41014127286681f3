"""Refusals: the sentence, the status, JSON for programs, and not a word about the inside."""

from pathlib import Path

import pytest
from flask import Flask, abort, redirect
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from planner.web import assets
from planner.web.assets import init_assets
from planner.web.errors import ADVICE, FOR_PROGRAMS, STALE_FORM, init_errors

ROOT = Path(__file__).parents[2]


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    app = Flask("sample", template_folder=str(ROOT / "templates"))
    app.config.update(SECRET_KEY="not a secret", PROPAGATE_EXCEPTIONS=False)
    CSRFProtect(app)
    init_assets(app)
    init_errors(app)
    names = ("app.css", "app.js", "theme.js", "favicon.svg", "icons.svg")
    monkeypatch.setattr(assets, "_manifest", lambda _dist: {name: name for name in names})
    app.add_url_rule("/abort/<int:code>", "stop", _stop)
    app.add_url_rule("/own-words", "own_words", lambda: abort(403, "Only HR may publish."))
    app.add_url_rule("/crash", "crash", lambda: str(1 / 0))
    app.add_url_rule("/elsewhere", "elsewhere", lambda: redirect("/abort/404"))
    app.add_url_rule("/post", "post", lambda: "", methods=["POST"])
    app.add_url_rule("/api/v1/thing", "thing", _stop_404)
    return app


def _stop(code: int) -> ResponseReturnValue:
    abort(code)


def _stop_404() -> ResponseReturnValue:
    abort(404)


@pytest.mark.parametrize("code", sorted(ADVICE))
def test_each_status_has_a_page_with_its_title_and_advice(app: Flask, code: int) -> None:
    answer = app.test_client().get(f"/abort/{code}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == code
    assert f'<h1 class="plain-title mt-3">{ADVICE[code].title}</h1>' in page
    assert f"<p>{ADVICE[code].sentence}</p>" in page


def test_a_refusals_own_words_replace_the_advice(app: Flask) -> None:
    assert "<p>Only HR may publish.</p>" in app.test_client().get("/own-words").get_data(as_text=True)


def test_a_status_without_a_page_of_its_own_still_gets_one(app: Flask) -> None:
    answer = app.test_client().get("/abort/418")
    assert (answer.status_code, ADVICE[400].title in answer.get_data(as_text=True)) == (418, True)


def test_programs_are_answered_in_json(app: Flask) -> None:
    answer = app.test_client().get("/own-words", headers={"Accept": "application/json"})
    assert answer.get_json() == {
        "ok": False,
        "status": 403,
        "title": ADVICE[403].title,
        "sentence": "Only HR may publish.",
    }


def test_below_api_the_answer_is_json_whatever_is_accepted(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/thing")
    told = {"type": "about:blank", "status": 404, "title": ADVICE[404].title, "detail": FOR_PROGRAMS[404]}
    assert (answer.mimetype, answer.get_json()) == ("application/problem+json", told)


def test_a_crash_tells_nothing_about_the_inside(app: Flask) -> None:
    answer = app.test_client().get("/crash")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert [word for word in ("ZeroDivision", "Traceback", "division") if word in page] == []


def test_a_crash_is_shown_even_when_the_database_is_what_broke(app: Flask) -> None:
    app.context_processor(lambda: {"reader": 1 / 0})
    assert app.test_client().get("/crash").status_code == 500


def test_a_form_without_its_token_is_told_to_reload(app: Flask) -> None:
    answer = app.test_client().post("/post")
    assert (answer.status_code, STALE_FORM in answer.get_data(as_text=True)) == (400, True)


def test_the_wrong_method_says_which_ones_are_right(app: Flask) -> None:
    allowed = app.test_client().get("/post").headers["Allow"]
    assert set(allowed.split(", ")) == {"OPTIONS", "POST"}


def test_a_redirect_is_left_alone(app: Flask) -> None:
    assert app.test_client().get("/elsewhere").headers["Location"] == "/abort/404"
