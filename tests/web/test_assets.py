"""The built front end: what templates get, what goes over the wire, and what happens when nothing was built."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask

from planner.domain.kinds import KINDS
from planner.web import assets
from planner.web.assets import FrontEndMissing, asset, icon, init_assets
from planner.web.looks import initials, kind_of, state_look

ROOT = Path(__file__).parents[2]


@pytest.fixture
def built(tmp_path: Path) -> Flask:
    """An application whose front end is three small files and their compressed twins."""
    dist = tmp_path / "static" / "dist"
    dist.mkdir(parents=True)
    (dist / "manifest.json").write_text(json.dumps({"app.css": "app.1.css", "icons.svg": "icons.2.svg"}))
    (dist / "app.1.css").write_bytes(b"plain")
    (dist / "app.1.css.gz").write_bytes(b"gzipped")
    (dist / "app.1.css.br").write_bytes(b"brotlied")
    (tmp_path / "static" / "robots.txt").write_text("no")
    assets._manifest.cache_clear()
    app = Flask("sample", static_folder=str(tmp_path / "static"))
    init_assets(app)
    return app


def test_an_asset_is_addressed_by_its_hashed_name(built: Flask) -> None:
    with built.test_request_context():
        assert asset("app.css") == "/static/dist/app.1.css"


def test_an_icon_is_drawn_from_the_sheet_and_hidden_from_screen_readers(built: Flask) -> None:
    with built.test_request_context():
        assert icon("bell") == (
            '<svg class="icon" aria-hidden="true" focusable="false"><use href="/static/dist/icons.2.svg#bell"></use></svg>'
        )


def test_an_icon_with_a_label_is_an_image_and_the_label_is_escaped(built: Flask) -> None:
    with built.test_request_context():
        assert 'role="img" aria-label="&lt;Pinned&gt;"' in icon("pin", label="<Pinned>")


def test_a_file_that_the_build_does_not_make_is_named_in_the_refusal(built: Flask) -> None:
    with built.test_request_context(), pytest.raises(FrontEndMissing) as refused:
        asset("nope.js")
    assert str(refused.value) == "The front end has no “nope.js”. Build it again with “node assets/build.mjs”."


def test_an_unbuilt_front_end_says_which_command_builds_it(tmp_path: Path) -> None:
    app = Flask("sample", static_folder=str(tmp_path))
    with app.test_request_context(), pytest.raises(FrontEndMissing) as refused:
        asset("app.css")
    assert str(refused.value).startswith("The front end has not been built yet. Run “make install”")


@pytest.mark.parametrize(
    ("accepted", "body", "encoding"),
    [
        ("gzip, deflate, br", b"brotlied", "br"),
        ("gzip", b"gzipped", "gzip"),
        ("br;q=0, gzip", b"gzipped", "gzip"),
        ("identity", b"plain", None),
    ],
)
def test_a_browser_gets_the_best_twin_that_it_accepts(
    built: Flask, accepted: str, body: bytes, encoding: str | None
) -> None:
    answer = built.test_client().get("/static/dist/app.1.css", headers={"Accept-Encoding": accepted})
    assert (answer.data, answer.headers.get("Content-Encoding"), answer.mimetype) == (body, encoding, "text/css")
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_hashed_files_are_kept_for_a_year_and_others_are_not(built: Flask) -> None:
    client = built.test_client()
    assert client.get("/static/dist/app.1.css").headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/robots.txt").headers["Cache-Control"] == "no-cache"


def test_a_static_file_that_is_not_there_is_not_found(built: Flask) -> None:
    assert built.test_client().get("/static/dist/app.0.css").status_code == 404


def test_the_stylesheet_has_the_registrys_colour_for_every_kind() -> None:
    css = (ROOT / "assets/css/kinds.css").read_text("utf-8")
    written = dict(re.findall(r"--kind-([a-z-]+): (#[0-9a-f]{6});", css))
    assert written == {kind.slug: kind.colour.lower() for kind in KINDS.values()}


def test_every_kind_has_a_class_and_a_shape_of_its_own() -> None:
    css = (ROOT / "assets/css/kinds.css").read_text("utf-8")
    classes = re.findall(r"^\.kind-([a-z-]+) \{ --kind: var\(--kind-\1\); \}$", css, re.MULTILINE)
    assert sorted(classes) == sorted(kind.slug for kind in KINDS.values())
    shapes = {path.stem for path in (ROOT / "assets/shapes").glob("*.svg")}
    assert shapes == {kind.shape for kind in KINDS.values()}


def test_a_kind_is_found_by_itself_its_word_its_name_or_its_slug() -> None:
    visit = next(kind for kind in KINDS.values() if kind.slug == "floor-visit")
    assert [kind_of(value) for value in (visit, visit.key, "floor visit", "floor_visit", "floor-visit")] == [visit] * 5


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="party"):
        kind_of("party")


def test_a_state_without_a_look_is_shown_as_its_word() -> None:
    assert state_look("not_yet").label == "Not yet"


@pytest.mark.parametrize(
    ("name", "letters"), [("Amara Okafor-Lindqvist", "AO"), ("Cher", "C"), ("Ana de la Cruz", "AC"), ("", "")]
)
def test_initials_are_those_of_the_first_and_last_name(name: str, letters: str) -> None:
    assert initials(name) == letters
