"""Events that belong together: one for every shift, and waves of one; changed and taken off alone or all of them."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from planner.actions.events import EventFacts, NewPlace, add_event, cancel_event, edit_event
from planner.actions.moves import mark_changed, objections_to, set_place
from planner.domain.instants import wall
from planner.domain.off_phone import MOST_WAVES, wave_starts
from planner.domain.refusals import Refused
from planner.domain.replication import occurrence_of, stem_of, suffix_of
from planner.domain.text import TITLE_LONGEST
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.bundles import bundled_with, crews
from planner.models.drafts import new_uid
from planner.models.events import PLACEMENT, Event
from planner.models.off_phone import hours_of
from planner.models.people import Person

REMOTE = "remote"


def add_for_every_shift(
    place: NewPlace, facts: EventFacts, *, remote: bool = False, by: Person, now: datetime
) -> list[Event]:
    """One occurrence for each shift at the site, or at every site, inside its hours and in its zone; with `remote` one more by link.

    Raises Refused for a team's event, for a remote one without a link, and where no shift has room for it.
    """
    if place.team is not None:
        raise Refused("An event for every shift is for a site or for everybody: leave the team empty.", "team")
    if remote and not facts.link:
        raise Refused("Give the link that those who join from afar open.", "link")
    day, clock = facts.wall_start.date(), facts.wall_start.time()
    with writing():
        bundle, made = str(uuid4()), []
        for site, crew in crews(place.site, day):
            start = occurrence_of(crew, day, clock, facts.minutes)
            if start is not None:
                own = replace(
                    facts, title=_titled(facts.title, crew.name), wall_start=start, link="" if remote else facts.link
                )
                made.append(add_event(replace(place, site=site), own, by=by, now=now))
        if not made:
            raise Refused("No shift works within two weeks of that day, or all are too short for it.", "day")
        if remote:
            own = replace(facts, title=_titled(facts.title, REMOTE), place="")
            made.append(add_event(place, own, by=by, now=now))
        for event in made:
            event.bundle = bundle
        return made


def _titled(title: str, what: str) -> str:
    return f"{title.strip()[: TITLE_LONGEST - len(what) - 3]} ({what})"


def edit_all(event: Event, facts: EventFacts, revision: int, *, by: Person, now: datetime) -> list[str]:
    """Changes one as said, and the others in words, length, place, link and leader, and by as many days; each keeps its own hour.

    The sentences of the rules that any of them breaks now.
    """
    with writing():
        days = facts.wall_start.date() - event.wall_start.date()
        stem = stem_of(facts.title) if suffix_of(facts.title) == suffix_of(event.title) else facts.title
        broken = edit_event(event, replace(facts, title=stem + suffix_of(event.title)), revision, by=by, now=now)
        for other in (one for one in bundled_with(event) if one.id != event.id and not one.cancelled):
            own = replace(
                facts,
                title=stem + suffix_of(other.title),
                wall_start=other.wall_start + days,
                place=facts.place if other.place else "",
                link=facts.link if other.link else "",
            )
            broken += edit_event(other, own, other.revision, by=by, now=now)
        return broken


def cancel_all(event: Event, *, by: Person, now: datetime) -> int:
    """Takes all of them off in the draft; how many."""
    with writing():
        found = [one for one in bundled_with(event) if not one.cancelled]
        for one in found:
            cancel_event(one, by=by, now=now)
        return len(found)


def split_into_waves(event: Event, waves: int, *, by: Person, now: datetime) -> list[Event]:
    """The same event in so many waves, one after the other in the same shift: while one part of the team is away, the rest answers.

    Raises Refused for what has waves already, lasts whole days, or does not fit the shift so often.
    """
    _refuse_odd(event, waves)
    shift = hours_of(event.team) if event.team is not None else None
    starts = wave_starts(event.starts_at, event.minutes, waves, shift, event.zone)
    if starts is None:
        raise Refused(
            f"{waves} waves of {event.minutes} minutes do not fit into the shift. Choose fewer, or a shorter event."
        )
    with writing():
        title, bundle = event.title, str(uuid4())
        made = [event, *(_copy(event) for _ in starts[1:])]
        for number, (one, start) in enumerate(zip(made, starts, strict=True), start=1):
            one.title = _titled(title, f"wave {number} of {waves}")
            one.bundle, one.waves, one.pinned = bundle, waves, True
            set_place(one, wall(start, one.zone), one.minutes)
            db.session.add(one)
        db.session.flush()
        for one in made:
            one.broken = objections_to(one, one.wall_start)
        mark_changed(event)
        note("split", "event", event.id, f"“{title}” takes place in {waves} waves.", by=by, now=now)
        return made


def _refuse_odd(event: Event, waves: int) -> None:
    if not 2 <= waves <= MOST_WAVES:
        raise Refused(f"Choose from 2 to {MOST_WAVES} waves.")
    if event.waves > 1 or event.bundle is not None:
        raise Refused(
            "This event has several occurrences already. Join its waves first, or split one that stands alone."
        )
    if event.all_day or event.cancelled:
        raise Refused("Only an event that takes place at an hour of a day can be split into waves.")


def _copy(event: Event) -> Event:
    """For another part of the same people. Only the first counts as the one that the cadence asks for."""
    values = {name: getattr(event, name) for name in PLACEMENT} | {"cadence_id": None}
    return Event(
        program_id=event.program_id, uid=new_uid(), why=["HR split the event into waves."], generated=False, **values
    )


def join_waves(event: Event, *, by: Person, now: datetime) -> Event:
    """The way back: the first wave is the whole event again, the others are off. Raises Refused for what has no waves."""
    with writing():
        waves = bundled_with(event)
        if event.waves < 2:
            raise Refused("This event has no waves.")
        first = next((one for one in waves if one.cadence_id is not None), waves[0])
        for one in waves:
            if one.id != first.id and not one.cancelled:
                cancel_event(one, by=by, now=now)
        first.title, first.bundle, first.waves = stem_of(first.title), None, 1
        first.broken = objections_to(first, first.wall_start)
        mark_changed(first)
        note("join", "event", first.id, f"“{first.title}” takes place for all at once again.", by=by, now=now)
        return first
