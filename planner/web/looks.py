"""How kinds and states look on a page: which label, colour class and icon, looked up in one place by every template."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import Flask

from planner.domain.kinds import KINDS, EventKind, Kind, kind_by_slug
from planner.web.small_forms import seen


class StateLook(NamedTuple):
    """`tone` is a badge class of components.css; the icon says the same without the colour."""

    label: str
    tone: str
    icon: str


_STATES = {
    "draft": StateLook("Draft", "quiet", "pencil"),
    "published": StateLook("Published", "good", "circle-check"),
    "confirmed": StateLook("Confirmed", "calm", "calendar-check"),
    "moved": StateLook("Moved", "warm", "arrows-exchange"),
    "cancelled": StateLook("Cancelled", "quiet", "circle-x"),
    "done": StateLook("Done", "good", "circle-check"),
    "missed": StateLook("Missed", "bad", "calendar-x"),
    "open": StateLook("Open", "calm", "circle-dashed"),
    "late": StateLook("Late", "warm", "clock-exclamation"),
    "excused": StateLook("Excused", "quiet", "minus"),
    "pending": StateLook("Waiting", "calm", "hourglass"),
    "leased": StateLook("Being sent", "calm", "send"),
    "sent": StateLook("Sent", "good", "check"),
    "dead": StateLook("Could not be sent", "bad", "alert-triangle"),
    "expired": StateLook("Too late to send", "quiet", "clock"),
    "superseded": StateLook("Replaced by a newer one", "quiet", "refresh"),
    "pinned": StateLook("Pinned", "calm", "pin"),
}


def kind_of(value: object) -> Kind:
    """The kind of an event, whether `value` is a Kind, an EventKind, its word ("floor visit") or its slug ("floor-visit").

    Raises ValueError for anything else.
    """
    if isinstance(value, Kind):
        return value
    if isinstance(value, EventKind):
        return KINDS[value]
    word = str(value)
    return kind_by_slug(word) or KINDS[EventKind(word.replace("_", " "))]


def state_look(value: object) -> StateLook:
    """The look of a state; a word that is not in the table is shown as it is, so that a new state never breaks a page."""
    word = str(value)
    return _STATES.get(word) or StateLook(word.replace("_", " ").capitalize(), "quiet", "circle-dashed")


def initials(name: str) -> str:
    """At most two letters for a round badge, from the first and the last name."""
    parts = name.split()
    return "".join(part[0] for part in [*parts[:1], *parts[1:][-1:]]).upper()


def groupby_in_order(items: Iterable[Any], attribute: str) -> list[tuple[Any, list[Any]]]:
    """Like Jinja's groupby, but groups stay in the order in which they first appear. Items are objects or dicts."""
    groups: dict[Any, list[Any]] = {}
    for item in items:
        key = item[attribute] if isinstance(item, dict) else getattr(item, attribute)
        groups.setdefault(key, []).append(item)
    return list(groups.items())


def flat_errors(errors: object) -> list[str]:
    """The sentences of a field's errors; fields that hold fields keep theirs in lists and dicts."""
    if isinstance(errors, dict):
        errors = list(errors.values())
    if isinstance(errors, (list, tuple)):
        return [sentence for error in errors for sentence in flat_errors(error)]
    return [str(errors)]


def wrong_fields(form: Iterable[Any]) -> list[Any]:
    return [field for field in form if field.errors]


def init_looks(app: Flask) -> None:
    """Registers the functions above with the templates, and `all_kinds`."""
    app.jinja_env.globals.update(kind_of=kind_of, state_look=state_look, all_kinds=tuple(KINDS.values()), seen=seen)
    app.jinja_env.filters.update(
        initials=initials, groupby_in_order=groupby_in_order, flat_errors=flat_errors, wrong_fields=wrong_fields
    )
