"""Which family a message belongs to: the word above its heading, and the kind whose colour it bears."""

from collections.abc import Mapping

from planner.domain.kinds import EventKind

_FAMILIES: Mapping[str, tuple[str, str]] = {
    "visit": ("Floor visit", "floor visit"),
    "review": ("Policy review", "policy review"),
    "preparation": ("To prepare", ""),
    "promise": ("Promise", ""),
    "told": ("Promise kept", ""),
    "substitute": ("Floor visit", "floor visit"),
    "year": ("The year", ""),
    "events": ("What is coming", ""),
}


def family_of(name: str, context: Mapping[str, object]) -> dict[str, object]:
    """`label` and `tone` for the layout; a message about an event takes those of its kind."""
    label, tone = _FAMILIES.get(name.partition("-")[0], ("", ""))
    event = context.get("event")
    kind = event.get("kind") if isinstance(event, Mapping) else None
    if isinstance(kind, EventKind) and not label:
        label, tone = kind.value.capitalize(), kind.value
    return {"label": label, "tone": tone}
