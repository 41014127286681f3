"""Built front-end files in templates: `asset('app.css')` gives an address, `icon('calendar')` an inline SVG, `kind_mark(kind)` a shape."""

import json
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, g, request, send_from_directory, url_for
from markupsafe import Markup

from planner.web.looks import init_looks, kind_of
from planner.web.navigation import init_navigation

YEAR_SECONDS = 365 * 24 * 3600
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


class FrontEndMissing(RuntimeError):
    """planner/static/dist lacks what the page asks for; the message says what to do."""


@lru_cache(maxsize=4)
def _manifest(dist: Path) -> dict[str, str]:
    try:
        names: dict[str, str] = json.loads((dist / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        raise FrontEndMissing(
            "The front end has not been built yet. Run “make install” (or “npm ci” and “node assets/build.mjs”) and start again."
        ) from None
    return names


def _dist() -> Path:
    return Path(current_app.static_folder or "static") / "dist"


def asset(name: str) -> str:
    """The address of a built file, `app.css` → `/static/dist/app.<hash>.css`. Looked up once a request.

    Raises FrontEndMissing with a sentence when nothing was built or when the build makes no such file.
    """
    addresses: dict[str, str] = g.setdefault("asset_addresses", {})
    return addresses.get(name) or addresses.setdefault(name, _address(name))


def _address(name: str) -> str:
    if current_app.debug:
        _manifest.cache_clear()
    built = _manifest(_dist()).get(name)
    if built is None:
        raise FrontEndMissing(f"The front end has no “{name}”. Build it again with “node assets/build.mjs”.")
    return url_for("static", filename=f"dist/{built}")


def icon(name: str, label: str = "", css: str = "icon") -> Markup:
    """A drawing from the sheet: an icon of assets/icons.json, a `shape-…` or `logo`. Unlabelled ones are hidden from readers of sound."""
    return _drawn(asset("icons.svg"), name, label, css)


@lru_cache(maxsize=1024)
def _drawn(sheet: str, name: str, label: str, css: str) -> Markup:
    """Kept, as a page has a hundred of them, and most are drawn again and again."""
    spoken = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="{}" {} focusable="false"><use href="{}#{}"></use></svg>').format(
        css, spoken, sheet, name
    )


def kind_mark(value: object, label: str = "") -> Markup:
    """The shape of a kind in its colour. `value` is whatever `kind_of` takes; `label` says it where no word stands beside it."""
    kind = kind_of(value)
    return _marked(kind.slug, icon(f"shape-{kind.shape}", label, "kind-mark"))


@lru_cache(maxsize=1024)
def _marked(slug: str, drawn: Markup) -> Markup:
    return Markup('<span class="kind-{} kind-dot">{}</span>').format(slug, drawn)


def send_static(filename: str) -> Response:
    """A file below static/. Hashed files may be kept for a year, and go out in the twin that the build compressed."""
    root = Path(current_app.static_folder or "static")
    if not filename.startswith("dist/"):
        return send_from_directory(root, filename)
    response = _send_twin(root, filename) or send_from_directory(root, filename, max_age=YEAR_SECONDS)
    response.cache_control.immutable = True
    response.vary.add("Accept-Encoding")
    return response


def _send_twin(root: Path, filename: str) -> Response | None:
    for encoding, suffix in ENCODINGS:
        if request.accept_encodings[encoding] and (root / (filename + suffix)).is_file():
            mimetype = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}[filename.rsplit(".", 1)[-1]]
            response = send_from_directory(root, filename + suffix, mimetype=mimetype, max_age=YEAR_SECONDS)
            response.content_encoding = encoding
            return response
    return None


def init_assets(app: Flask) -> None:
    """Gives templates what the layout and the macros call, and the `static` endpoint its compressed files."""
    app.add_template_global(asset, "asset")
    app.add_template_global(icon, "icon")
    app.add_template_global(kind_mark, "kind_mark")
    init_looks(app)
    init_navigation(app)
    if "static" in app.view_functions:
        app.view_functions["static"] = send_static
