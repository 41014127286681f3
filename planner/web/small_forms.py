"""Forms of one or two values that others set, too: what was seen goes along, and nothing is set over what was not seen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from flask import request
from markupsafe import Markup

from planner.domain.refusals import ChangedMeanwhile
from planner.models.base import Base, hold, hold_what_is_not_stored, writing

FIELD = "seen"


def seen(*values: object) -> Markup:
    """The hidden field that says what the page showed."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, _mark(values))


@contextmanager
def as_seen(held: Base | str, values: Callable[[], tuple[object, ...]]) -> Iterator[None]:
    """A write transaction in which the values still are those that the page showed. Raises ChangedMeanwhile when they are not.

    `held` is the row that nobody else may change meanwhile; a name for what has none, or none yet.
    """
    with writing():
        if isinstance(held, str):
            hold_what_is_not_stored(held)
        else:
            hold(held)
        if request.form.get(FIELD, _mark(values())) != _mark(values()):
            raise ChangedMeanwhile("Nothing was saved, because this")
        yield


def _mark(values: tuple[object, ...]) -> str:
    return sha256("\0".join(map(str, values)).encode()).hexdigest()[:16]
