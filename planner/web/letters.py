"""A mail's text on a page: headings, items and paragraphs instead of a typewriter's lines; an address behind a label becomes a link."""

import re
from dataclasses import dataclass
from typing import Literal

from flask import Flask

_LABELLED = re.compile(r"^\s*(?:- )?(?P<label>[^:]{1,60}):\s+(?P<link>https?://\S+)$")
Look = Literal["words", "head", "item", "link", "button"]


@dataclass(frozen=True)
class Line:
    """How one line looks; `link` is set for a link and for a button, which answers something."""

    words: str
    look: Look = "words"
    link: str = ""


def paragraphs_of(text: str) -> list[list[Line]]:
    """Paragraphs, each of its lines. What stands below the two dashes is left as it is."""
    parts = re.split(r"\n\s*\n", text.strip())
    return [[_line(line) for line in part.split("\n") if line.strip() not in ("", "--")] for part in parts]


def _line(line: str) -> Line:
    found, words = _LABELLED.match(line), line.strip()
    if found:
        answers = "/answer/" in found["link"]
        return Line(found["label"].strip(), "button" if answers else "link", found["link"])
    if words.isupper() and len(words) < 60:
        return Line(words.capitalize(), "head")
    return Line(words.removeprefix("- "), "item") if words.startswith("- ") else Line(words)


def init_letters(app: Flask) -> None:
    """Gives templates the filter `paragraphs`."""
    app.add_template_filter(paragraphs_of, "paragraphs")
