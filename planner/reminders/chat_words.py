"""A message as a chat tells it: beneath the subject a line with time and place, and the link. No answer link: others may read along."""

from collections.abc import Mapping

from planner.models.messages import MAIL
from planner.models.ways import chat_of, way_of
from planner.reminders.context import Context, Desk

MOST_LINES = 5


def chat_address(desk: Desk) -> str:
    """Where it goes; empty where messages come by mail, or the chat was taken away meanwhile."""
    message = desk.message
    if message.channel == MAIL:
        return ""
    place = chat_of(message.team_id) if message.team_id is not None else way_of(message.recipient_id)
    return place.address if place else ""


def short_words(desk: Desk, context: Context) -> str:
    """A few lines."""
    return "\n".join(
        filter(
            None, [*_changes(desk), *_several(context), _when_and_where(context), _due(context), _link(desk, context)]
        )
    )


def _changes(desk: Desk) -> list[str]:
    """What happened, where many things did."""
    found = desk.message.facts.get("sentences")
    sentences = [str(one) for one in found] if isinstance(found, list) else []
    return (
        [*sentences[:MOST_LINES], f"and {len(sentences) - MOST_LINES} more"]
        if len(sentences) > MOST_LINES
        else sentences
    )


def _several(context: Context) -> list[str]:
    found = context.get("several")
    return [f"{event['short_when']}: {event['title']}" for event in found] if isinstance(found, list) else []


def _when_and_where(context: Context) -> str:
    event = context.get("event")
    if not isinstance(event, Mapping):
        return ""
    return ", ".join(str(event[name]) for name in ("when", "place") if event.get(name))


def _due(context: Context) -> str:
    return f"Due {context['due']}" if context.get("due") and not context.get("event") else ""


def _link(desk: Desk, context: Context) -> str:
    event = context.get("event")
    if desk.message.team_id is not None:
        return str(event["page"] if isinstance(event, Mapping) else context["page"])
    return desk.letterhead.link(f"/inbox/{desk.message.id}")
