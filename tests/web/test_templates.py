"""What every template owes: nothing inline (the policy forbids it), and no icon that the sheet lacks."""

import json
import re
from pathlib import Path

import pytest

from planner.domain.kinds import KINDS
from planner.web.looks import _STATES
from planner.web.navigation import ITEMS

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*.html") if "mail" not in path.relative_to(ROOT / "templates").parts
)
SHEET = set(json.loads((ROOT / "assets/icons.json").read_text("utf-8")))
DRAWN = SHEET | {"logo"} | {f"shape-{kind.shape}" for kind in KINDS.values()}

INLINE = {
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "an address elsewhere": re.compile(
        r"""<(?:script|link|img)\b[^>]*(?:src|href)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE
    ),
}
CALLS = re.compile(r"""\bicon\(\s*["']([a-z0-9-]+)["']\s*[,)]""")
SIGNS = re.compile(r"""\b(?:sign|icon)\s*=\s*["']([a-z0-9-]+)["']""")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_has_nothing_inline(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_uses_only_icons_of_the_sheet(path: Path) -> None:
    text = path.read_text("utf-8")
    used = set(CALLS.findall(text)) | set(SIGNS.findall(text))
    assert sorted(used - DRAWN) == []


@pytest.mark.parametrize(
    "sample",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>x()</script>",
        '<a onclick="x()">',
        '<script src="https://cdn.example/x.js">',
    ],
)
def test_the_patterns_above_do_catch_what_they_name(sample: str) -> None:
    assert any(pattern.search(sample) for pattern in INLINE.values())


def test_every_icon_of_the_registries_is_on_the_sheet() -> None:
    named = (
        {kind.icon for kind in KINDS.values()}
        | {item.icon for item in ITEMS}
        | {look.icon for look in _STATES.values()}
    )
    assert sorted(named - SHEET) == []


def test_the_list_of_icons_names_each_once() -> None:
    names = json.loads((ROOT / "assets/icons.json").read_text("utf-8"))
    assert [name for name in names if names.count(name) > 1] == []


def test_the_scripts_never_build_markup_from_text() -> None:
    sources = (ROOT / "assets/js").rglob("*.js")
    forbidden = re.compile(r"innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
    assert [path.name for path in sources if forbidden.search(path.read_text("utf-8"))] == []
