"""What the words of a message may use: the thing as it is now, its people and moments, and links that answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from planner.domain.instants import at, wall
from planner.domain.text import header_text
from planner.models.base import db
from planner.models.commitments import Commitment
from planner.models.events import PublishedEvent
from planner.models.invited import has_invitation
from planner.models.messages import Message
from planner.models.organisations import organisation
from planner.models.people import Person
from planner.models.readers import home_zone, zone_of
from planner.models.versions import Version
from planner.reminders import phrases
from planner.reminders.answers import EXAMPLE, OF_COMMITMENTS, Act, Answer, answer_token
from planner.reminders.briefs import visit_brief
from planner.reminders.letterhead import Letterhead
from planner.reminders.promises import PROMISE, told_context
from planner.reminders.substitutes import ANSWERED, ASKED, substitute_context

Context = dict[str, object]

ANSWERS_LAST = timedelta(days=60)
"""How long after the due day an answer link still works."""


@dataclass(frozen=True)
class Desk:
    """Where a message is written: for whom, when, on which letterhead."""

    message: Message
    letterhead: Letterhead
    now: datetime

    @cached_property
    def reader(self) -> Person:
        return self.message.recipient

    @cached_property
    def zone(self) -> str:
        return zone_of(self.reader, home_zone())

    @cached_property
    def today(self) -> date:
        return wall(self.now, self.zone).date()

    def answer(self, act: Act, thing: str, until: datetime) -> str:
        """The address of an answer link for the reader; in an example it answers nothing."""
        if self.letterhead.example:
            return self.letterhead.link(f"/answer/{EXAMPLE}")
        token = answer_token(self.letterhead.secret, Answer(self.reader.id, thing, act), until)
        return self.letterhead.link(f"/answer/{token}")


def context_of(desk: Desk) -> tuple[Context, tuple[bytes, ...]]:
    """The words' context, and the calendar entries that go with the mail."""
    message = desk.message
    found: Context = {**_common(desk), **_facts(message.facts)}
    fragments: tuple[bytes, ...] = ()
    if message.about == "commitment":
        commitment = db.session.get_one(Commitment, message.about_id)
        event = db.session.get(PublishedEvent, commitment.event_id) if commitment.event_id else None
        found |= _of_commitment(desk, commitment, event)
        fragments = calendar_entry(desk, event) if event is not None and not event.cancelled else ()
    elif message.about == "event":
        event = db.session.get_one(PublishedEvent, message.about_id)
        found |= {"event": event_context(desk, event)}
        if message.name in (ASKED, ANSWERED):
            found |= substitute_context(desk)
        fragments = calendar_entry(desk, event)
    elif message.about == PROMISE:
        found |= told_context(desk)
    elif message.about == "version":
        found |= _of_version(desk, db.session.get_one(Version, message.about_id))
    return found, fragments


def calendar_entry(desk: Desk, event: PublishedEvent) -> tuple[bytes, ...]:
    """The event's calendar entry, for a reader whose calendar does not have it from an invitation."""
    return () if has_invitation(event.event_id, desk.reader.id) else (event.fragment,)


def _facts(facts: Mapping[str, object]) -> Context:
    return {"facts": facts}


def _common(desk: Desk) -> Context:
    found = organisation()
    return {
        "first_name": desk.reader.name.split()[0],
        "reader": desk.reader,
        "organisation": found.name if found else "Planner",
        "home": desk.letterhead.link("/"),
        "zone_words": f"{phrases.city(desk.zone)} time",
        "subscribe": desk.letterhead.link("/feeds"),
        "today": desk.today,
    }


def _of_commitment(desk: Desk, row: Commitment, event: PublishedEvent | None) -> Context:
    until = at(row.due_on, time(23, 59), row.zone) + ANSWERS_LAST
    acts = {act.value: desk.answer(act, str(row.id), until) for act in OF_COMMITMENTS}
    found: Context = {
        "title": header_text(row.title),
        "owner": row.owner,
        "mine": row.owner_id == desk.reader.id,
        "may_answer": desk.message.facts.get("as") in ("owner", "assistant"),
        "may_plan": desk.message.facts.get("as") == "hr" and row.event_id is not None,
        "due": phrases.day_words(row.due_on),
        "due_ago": phrases.days_ago(row.due_on, desk.today),
        "team": row.team,
        "event": event_context(desk, event) if event is not None and not event.cancelled else None,
        "answers": acts,
        "page": desk.letterhead.link(f"/events/{row.event_id}" if row.event_id else "/"),
    }
    if row.team is not None and desk.message.name.startswith("visit-"):
        found["brief"] = visit_brief(row, desk.reader, desk.zone, desk.now)
    return found


def event_context(desk: Desk, event: PublishedEvent) -> Context:
    """An event as mails show it, in the reader's time."""
    return {
        "title": header_text(event.title),
        "kind": event.kind,
        "when": _when(desk, event),
        "hours": _hours(desk, event),
        "tile": phrases.tile(event.starts_at, event.zone if event.all_day else desk.zone),
        "was": _was(desk, event),
        "short_when": phrases.short_when(event.starts_at, desk.zone, event.all_day),
        "days": phrases.days_ago(wall(event.starts_at, desk.zone).date(), desk.today),
        "place": event.place,
        "link": event.link,
        "team": event.team.name if event.team else "",
        "leader": event.leader.name if event.leader else "",
        "policy": event.policy,
        "description": event.description,
        "page": desk.letterhead.link(f"/events/{event.event_id}"),
    }


def _when(desk: Desk, event: PublishedEvent) -> str:
    site = event.site.name if event.site else ""
    return phrases.when(event.starts_at, event.ends_at, event.zone, desk.zone, all_day=event.all_day, site=site)


def _hours(desk: Desk, event: PublishedEvent) -> str:
    site = event.site.name if event.site else ""
    return phrases.hours(event.starts_at, event.ends_at, event.zone, desk.zone, all_day=event.all_day, site=site)


def _was(desk: Desk, event: PublishedEvent) -> str:
    """When it was to be before what this message tells; empty where it is the same."""
    before = desk.message.facts.get("was")
    if not isinstance(before, str):
        return ""
    shown = phrases.short_when(datetime.fromisoformat(before), desk.zone, event.all_day)
    return "" if shown == phrases.short_when(event.starts_at, desk.zone, event.all_day) else shown


def _of_version(desk: Desk, version: Version) -> Context:
    from planner.models.concerned import published_about, who_is_who
    from planner.models.programs import Program
    from planner.reminders.notices import concerned

    program, who = db.session.get_one(Program, version.program_id), who_is_who()
    events = published_about(desk.reader.id, program.id, who, desk.now)
    mine = [event for event in events if not event.cancelled and desk.reader.id in concerned(event, who)]
    return {
        "program": program,
        "note": version.note,
        "count": len(mine),
        "next_events": [event_context(desk, event) for event in mine[:3]],
        "page": desk.letterhead.link(f"/programs/{program.id}/year"),
    }
