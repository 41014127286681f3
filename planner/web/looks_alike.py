"""Names that look like another's: “Аdmin” with a Cyrillic А is taken, because real names may be spelt so, and whoever typed it is told."""

from flask import Flask, flash, request
from werkzeug.wrappers import Response

from planner.domain.text import mixed_word

NAMED = frozenset({"name", "title", "names", "thanked", "nominator", "organisation"})
"""The fields whose text stands for a person, a team, or a thing that people trust."""


def init_looks_alike(app: Flask) -> None:
    """Looks at every form that was taken."""
    app.after_request(_tell)


def _tell(response: Response) -> Response:
    if request.method == "POST" and response.status_code in (302, 303):
        for field, text in request.form.items(multi=True):
            word = mixed_word(text) if field.rpartition("-")[2] in NAMED else None
            if word is not None:
                flash(
                    f"“{word}” mixes letters of two alphabets that look alike. If it should not, type it again by hand.",
                    "warning",
                )
    return response
