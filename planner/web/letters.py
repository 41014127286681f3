"""A mail's text on a page: headings, items and paragraphs instead of a typewriter's lines; an address behind a label becomes a link."""

import re
from dataclasses import dataclass
from typing import Literal

from flask import Flask

_LABELLED = re.compile(r"^(?:- )?(?P<label>[^:]{1,120}):\s+(?P<link>https?://\S+)$")
_ABOVE = re.compile(r"^([^\n:]{1,120}):\n\s*(https?://\S+)$", re.MULTILINE)
Look = Literal["words", "head", "item", "link", "button"]


@dataclass(frozen=True)
class Line:
    """How one line looks; `link` is set for a link and for a button, which answers something."""

    words: str
    look: Look = "words"
    link: str = ""


def paragraphs_of(text: str) -> list[list[Line]]:
    """Paragraphs, each of its lines. A label may stand on the line above its address."""
    joined = _ABOVE.sub(r"\1: \2", text.strip())
    parts = re.split(r"\n\s*\n", joined)
    return [[made for line in part.split("\n") for made in _lines(line.strip())] for part in parts]


def _lines(line: str) -> list[Line]:
    found = _LABELLED.match(line)
    if found:
        return _with_link(found["label"].strip(), found["link"])
    if line in ("", "--"):
        return []
    if line.isupper() and len(line) < 60:
        return [Line(line.capitalize(), "head")]
    return [Line(line.removeprefix("- "), "item") if line.startswith("- ") else Line(line)]


def _with_link(label: str, link: str) -> list[Line]:
    """Of several sentences the last one is the label."""
    before, stop, last = label.rpartition(". ")
    made = Line(last, "button" if "/answer/" in link else "link", link)
    return [Line(f"{before}."), made] if stop else [made]


def init_letters(app: Flask) -> None:
    """Gives templates the filter `paragraphs`."""
    app.add_template_filter(paragraphs_of, "paragraphs")
