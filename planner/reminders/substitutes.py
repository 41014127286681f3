"""Mails about substitutes: the question to a leader with one link a answer, and the answer to whoever asked."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from planner.domain.states import MessageState
from planner.models.base import db
from planner.models.events import PublishedEvent
from planner.models.leaders import leader_of
from planner.models.messages import insert_new, unsent_about
from planner.models.people import Person
from planner.models.substitutes import AskState, SubstituteAsk, ask_with
from planner.reminders import phrases
from planner.reminders.answers import Act
from planner.reminders.rows import message_row

if TYPE_CHECKING:
    from planner.reminders.context import Context, Desk

ASKED, ANSWERED = "substitute-asked", "substitute-answered"
ANSWER_USEFUL_FOR = timedelta(days=3)


def tell_asked(ask: SubstituteAsk, now: datetime) -> int:
    """Writes the question to the leader and the assistant, in the running transaction; how many mails are new."""
    leader = leader_of(ask.leader)
    people = [ask.leader, *([leader.assistant] if leader is not None and leader.assistant else [])]
    return insert_new(_row(ask, person, ASKED, now, ask.starts_at) for person in people if person.active)


def tell_answer(ask: SubstituteAsk, now: datetime) -> int:
    """Writes the answer to whoever asked, unless they gave it themselves."""
    asker = ask.asked_by
    if asker is None or not asker.active or asker.id == ask.answered_by_id:
        return 0
    return insert_new([_row(ask, asker, ANSWERED, now, now + ANSWER_USEFUL_FOR)])


def take_back(ask: SubstituteAsk) -> None:
    """The question no longer counts: what has not gone out stays."""
    for message in unsent_about("event", [ask.event_id]):
        if message.name == ASKED and message.facts.get("ask") == ask.id:
            message.state, message.last_words = MessageState.superseded, "The answer is no longer needed."


def _row(ask: SubstituteAsk, person: Person, name: str, now: datetime, expires_at: datetime) -> dict[str, object]:
    published = db.session.get(PublishedEvent, ask.event_id)
    return message_row(
        name=name,
        about="event",
        about_id=ask.event_id,
        time_version=published.sequence if published is not None else 0,
        step=f"{name}-{ask.id}-{ask.state.value}",
        recipient_id=person.id,
        due_at=now,
        expires_at=expires_at,
        now=now,
        facts={"ask": ask.id},
    )


def substitute_context(desk: "Desk") -> "Context":
    """What the words of both mails need. The question's links work until the visit begins."""
    ask = ask_with(int(str(desk.message.facts["ask"])))
    if ask is None:
        raise LookupError("The question is gone.")
    event = db.session.get_one(PublishedEvent, ask.event_id)
    site = event.site.name if event.site else ""
    until = ask.starts_at + timedelta(minutes=event.minutes)
    when = phrases.when(ask.starts_at, until, event.zone, desk.zone, all_day=False, site=site)
    return {
        "ask": ask,
        "mine": ask.leader_id == desk.reader.id,
        "accepted": ask.state is AskState.accepted,
        "short_when": phrases.short_when(ask.starts_at, desk.zone, False),
        "when": when,
        "slot": {
            "title": event.title,
            "place": event.place,
            "link": "",
            "was": "",
            "hours": phrases.hours(ask.starts_at, until, event.zone, desk.zone, site=site),
            "tile": phrases.tile(ask.starts_at, desk.zone),
        },
        "other_time": ask.starts_at != event.starts_at,
        "answers": {act.value: desk.answer(act, str(ask.id), ask.starts_at) for act in (Act.accept, Act.decline)},
        "page": desk.letterhead.link(f"/events/{ask.event_id}/substitutes"),
    }
