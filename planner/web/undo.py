"""A message on the next page that offers the way back."""

from typing import cast

from flask import flash


def flash_with_undo(sentence: str, undo_url: str | None) -> None:
    """Says what was done; the button beside it posts to `undo_url`. Flask keeps any JSON in the session, whatever its types say."""
    flash(cast(str, {"text": sentence, "undo_url": undo_url}), "success")
