"""What the pages of one event show, to whom it belongs, and how moves are read from requests and written into words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import abort, request, url_for

from planner import clock
from planner.actions.moves import Moved
from planner.domain.kinds import EventKind
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentKind, EventState
from planner.models.bundles import bundled_with
from planner.models.calendar import AnyEvent, differs, state_of, wall_end
from planner.models.commitments import Commitment, of_event, represented_by
from planner.models.events import Event, event_with
from planner.models.floor_visits import FloorVisit, floor_visit_of
from planner.models.history import Past, history_of
from planner.models.programs import Program, program_with
from planner.models.substitutes import SubstituteAsk, asks_about
from planner.models.teams import teams_led_by
from planner.models.visibility import published_for
from planner.web.access import can, me
from planner.web.event_calendars import CalendarSide, calendar_side
from planner.web.off_phone_lists import OffPhoneLine, off_phone_of


@dataclass(frozen=True)
class EventPage:
    """`shown` is the row that the reader sees; `event` the draft behind it, which only HR reads from."""

    event: Event
    shown: AnyEvent
    program: Program
    state: EventState
    ends: datetime
    unpublished: bool
    tasks: list[Commitment]
    visit_owed: Commitment | None
    recorded: FloorVisit | None
    history: list[Past]
    mine: bool
    my_team: bool
    begun: bool
    asks: list[SubstituteAsk]
    together: list[Event]
    """The occurrences of this event: one for every shift, or its waves; itself alone mostly."""
    off_phone: list[OffPhoneLine]
    """For HR: minutes off the phones of the teams that it takes away, in its week."""
    why: list[str]
    """For a lead of the team: why it is where it was published."""
    calendars: CalendarSide


def event_for_me(event_id: int) -> Event:
    """The event if its reader may open it: HR any, everybody else what is published and within their reach. 404 otherwise."""
    event = event_with(event_id)
    if event is None or not (can("see the draft") or published_for(event_id, me())):
        abort(404)
    return event


def page_of(event: Event) -> EventPage:
    """Everything about an event, as far as the reader may know it."""
    drafts = can("see the draft")
    shown: AnyEvent = event if drafts or event.published is None else event.published
    program = program_with(event.program_id) or abort(404)
    owed, my_team = of_event(event.id), is_my_team(event)
    return EventPage(
        event=event,
        shown=shown,
        program=program,
        state=state_of(shown),
        ends=wall_end(shown),
        unpublished=drafts and (event.published is None or differs(event, event.published)),
        tasks=[one for one in owed if one.kind in (CommitmentKind.preparation, CommitmentKind.follow_up)],
        visit_owed=next((one for one in owed if one.kind is CommitmentKind.floor_visit), None),
        recorded=floor_visit_of(event.id),
        history=history_of(event.id, drafts=drafts),
        mine=is_mine(event),
        my_team=my_team,
        begun=shown.starts_at <= clock.now(),
        asks=asks_about([event.id]).get(event.id, []) if may_find_substitute(event) else [],
        together=bundled_with(event) if drafts else [event],
        off_phone=off_phone_of(event) if drafts else [],
        why=_why(event, my_team),
        calendars=calendar_side(event, is_mine(event), clock.now()),
    )


def _why(event: Event, my_team: bool) -> list[str]:
    """The reasons are the draft's: they are told while it is where readers see it."""
    published = event.published
    same = published is not None and published.starts_at == event.starts_at and published.leader_id == event.leader_id
    return list(event.why) if same and can("ask why", own=my_team) else []


def may_find_substitute(event: Event) -> bool:
    """Whether the reader may look for somebody else who makes this visit."""
    visit = event.kind is EventKind.floor_visit and event.published is not None
    return visit and can("find a substitute", own=is_mine(event) or is_my_team(event))


def is_mine(event: Event) -> bool:
    """Whether the reader, or a leader whom the reader assists, makes this visit."""
    led = event.kind is EventKind.floor_visit and event.leader_id is not None
    return led and event.leader_id in {person.id for person in represented_by(me())}


def is_my_team(event: Event) -> bool:
    """Whether the event is for a team that the reader leads."""
    return event.team_id is not None and event.team_id in {team.id for team in teams_led_by(me())}


def undo_address(moved: Moved) -> str:
    """Where a POST puts the event back."""
    start, pinned = moved.before.isoformat(), "1" if moved.pinned_before else "0"
    return url_for(
        "event_moves.put_back", event_id=moved.event.id, start=start, minutes=moved.minutes_before, pinned=pinned
    )


def moved_words(moved: Moved) -> str:
    """What a page says after a move; whoever is not HR has published it by moving."""
    if moved.event.broken:
        return f"{moved.sentence} It is pinned there although: {' '.join(moved.event.broken)}"
    return moved.sentence if not can("edit the plan") else f"{moved.sentence} It is pinned in the draft."


def wall_asked() -> datetime | None:
    """A wall time from the request's `start`; None when there is none or it makes no sense."""
    return _wall(request.values.get("start", ""))


def _wall(text: str) -> datetime | None:
    try:
        wanted = datetime.fromisoformat(text.rstrip("Z"))
    except ValueError:
        return None
    return wanted.replace(tzinfo=None, microsecond=0)


def dragged_to(event: Event) -> tuple[datetime, int]:
    """New wall start and minutes of a drag. Raises Refused for what a drag cannot mean."""
    start = wall_asked()
    if start is None:
        raise Refused("The new time could not be read. Nothing was moved.")
    if request.form.get("from") and _wall(request.form["from"]) != event.wall_start:
        raise Refused("Somebody moved this meanwhile. Nothing was moved: reload the page to see where it is now.")
    if (request.form.get("all_day") == "1") is not event.all_day:
        raise Refused("Dragging does not turn hours into whole days or back. Open the event and edit it.")
    try:
        end = datetime.fromisoformat(request.form.get("end", "").rstrip("Z")).replace(tzinfo=None)
    except ValueError:
        end = start + timedelta(minutes=event.minutes)
    return start, int((end - start) / timedelta(minutes=1))
