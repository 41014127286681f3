"""Whose is what, for the matrix of access: every number in an address stands for a row, and some rows are somebody's own.

Written down here once more, in plain Python and apart from the queries that decide in the application.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import inspect, select

from planner.domain.kinds import EventKind
from planner.domain.states import CommitmentKind, Role
from planner.models.base import Base, db
from planner.models.busy import BusyCalendar
from planner.models.commitments import Commitment
from planner.models.decisions import Decision
from planner.models.events import Event
from planner.models.floor_visits import FloorVisit
from planner.models.insights import Insight
from planner.models.leaders import Leader
from planner.models.messages import Message
from planner.models.named_rules import ABOUT, NamedRule
from planner.models.people import Person
from planner.models.promises import Promise
from planner.models.recognitions import Recognition
from planner.models.review_sessions import SessionMember
from planner.models.substitutes import SubstituteAsk
from planner.models.teams import Team
from planner.models.ways import Way

TABLES = {
    "about_id": "Commitment", "absence_id": "Absence", "activity_id": "Activity", "ask_id": "SubstituteAsk",
    "cadence_id": "Cadence", "closure_id": "Closure", "commitment_id": "Commitment", "decision_id": "Decision",
    "event_id": "Event", "feed_id": "Feed", "floor_visit_id": "FloorVisit", "generation_id": "Generation",
    "holiday_id": "Holiday", "identity_id": "Identity", "insight_id": "Insight", "invitation_id": "Invitation",
    "ladder_id": "Ladder", "launch_id": "Launch", "leader_id": "Leader", "message_id": "Message", "named_rule_id": "NamedRule",
    "person_id": "Person", "policy_id": "Policy", "program_id": "Program", "promise_id": "Promise", "recognition_id": "Recognition",
    "repair_id": "Repair",
    "shift_id": "Shift", "sign_in_id": "SignIn", "site_id": "Site", "step_id": "LadderStep", "team_id": "Team", "token_id": "ApiToken",
    "touch_point_id": "TouchPoint", "version_id": "Version",
}  # fmt: skip
"""The number's name in an address, and the class of its rows."""
API_ROWS = {
    "api.one_programs": "program_id", "api.one_events": "event_id", "api.one_people": "person_id", "api.one_teams": "team_id",
    "api.one_sites": "site_id", "api.one_visits": "commitment_id", "api.one_commitments": "commitment_id",
    "api.one_promises": "promise_id", "api.one_policies": "policy_id", "api.one_decisions": "decision_id",
    "api.one_insights": "insight_id",
}  # fmt: skip
"""Below /api/v1 every number is called so: of which rows it is there."""
SEE_ALL = (Role.hr, Role.executive, Role.assistant, Role.viewer)
Own = Callable[[Any, Person], bool]


class Whose(NamedTuple):
    """`own` says whether a row is the person's; `fits` which rows the door is for at all. `private`: nobody, whatever their role,
    opens somebody else's. `read` says which rows a person may know about without owning them: there a refusal may say so."""

    own: Own
    fits: Callable[[Any], bool] = lambda _row: True
    private: bool = False
    read: Own = lambda _row, _person: False


def rows_of(name: str) -> list[Any]:
    """Every row that a number of this name can stand for, in order."""
    found = next(mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__name__ == TABLES[name])
    return list(db.session.scalars(select(found).order_by(*found.__table__.primary_key)))


def number_of(row: Base) -> int:
    """The row's number: its whole key."""
    [number] = inspect(row).identity or (0,)
    return int(number)


def _stands_for(person: Person) -> set[int]:
    led = db.session.scalars(select(Leader).where(Leader.assistant_id == person.id))
    return {person.id, *(one.person_id for one in led)}


def _leads(team_id: int | None, person: Person) -> bool:
    team = db.session.get(Team, team_id) if team_id else None
    return team is not None and team.lead_id == person.id


def _myself(row: Person, person: Person) -> bool:
    return bool(row.id == person.id)


def _represented(row: Person, person: Person) -> bool:
    return row.id in _stands_for(person)


def _seen_event(event: Event, person: Person) -> bool:
    """As `visible_to` says in words; of what is not published, HR alone knows."""
    shown = event.published
    if person.role is Role.hr or shown is None:
        return person.role is Role.hr
    if person.role in SEE_ALL or shown.leader_id == person.id:
        return True
    teams = {
        team for team in db.session.scalars(select(Team)) if team.id == person.team_id or team.lead_id == person.id
    }
    sites = {team.site_id for team in teams} | {person.site_id}
    if person.role is Role.lead:
        teams |= {team for team in db.session.scalars(select(Team)) if team.site_id in sites}
    if shown.policy is not None:
        return bool(set(shown.policy.teams) & teams)
    return shown.team in teams if shown.team_id else shown.site_id is None or shown.site_id in sites


def _makes_visit(event: Event, person: Person) -> bool:
    return event.kind is EventKind.floor_visit and event.leader_id in _stands_for(person)


def _visit_near_me(event: Event, person: Person) -> bool:
    return _seen_event(event, person) and (_makes_visit(event, person) or _leads(event.team_id, person))


def _is_visit(event: Event) -> bool:
    return event.kind is EventKind.floor_visit and event.published is not None and event.team_id is not None


def _in_session(event: Event, person: Person) -> bool:
    """Whoever sees its event or sits in it."""
    seats = select(SessionMember.person_id).where(SessionMember.event_id == event.id)
    return _seen_event(event, person) or person.id in set(db.session.scalars(seats))


def _read_insight(insight: Insight, person: Person) -> bool:
    if person.role in (Role.hr, Role.executive) or insight.submitter_id == person.id:
        return True
    assisted = _stands_for(person)
    heard_on = {
        insight.floor_visit_id and visit.leader_id
        for visit in rows_of("floor_visit_id")
        if visit.id == insight.floor_visit_id
    }
    mine = insight.receiver_id in assisted or bool(heard_on & (assisted - {person.id}))
    return mine or (
        person.role is Role.lead and (_leads(insight.team_id, person) or insight.team_id == person.team_id is not None)
    )


def _answers_insight(insight: Insight, person: Person) -> bool:
    return person.role is Role.hr or (_read_insight(insight, person) and insight.receiver_id in _stands_for(person))


def _sees_promise(promise: Promise, person: Person) -> bool:
    if person.role in (Role.hr, Role.executive) or person in promise.hearers:
        return True
    return promise.commitment.owner_id in _stands_for(person) or _leads(promise.commitment.team_id, person)


def _tells_promise(promise: Promise, person: Person) -> bool:
    return person.role is Role.hr or promise.commitment.owner_id in _stands_for(person)


def _promise_of(commitment: Commitment) -> Promise | None:
    return db.session.scalar(select(Promise).where(Promise.commitment_id == commitment.id))


def _sees_promise_of(commitment: Commitment, person: Person) -> bool:
    promise = _promise_of(commitment)
    return promise is not None and _sees_promise(promise, person)


def _sees_team_visits(team: Team, person: Person) -> bool:
    owed = {
        one.owner_id
        for one in rows_of("commitment_id")
        if one.team_id == team.id and one.kind is CommitmentKind.floor_visit
    }
    return _leads(team.id, person) or team.id == person.team_id or bool(owed & _stands_for(person))


def _sees_floor_visit(visit: FloorVisit, person: Person) -> bool:
    mine = visit.leader_id in _stands_for(person) or visit.recorded_by_id == person.id
    return person.role in (Role.hr, Role.executive) or (
        person.role in (Role.lead, Role.assistant) and (mine or _leads(visit.team_id, person))
    )


def _asked(ask: SubstituteAsk, person: Person) -> bool:
    return ask.leader_id in _stands_for(person)


def _asks(ask: SubstituteAsk, person: Person) -> bool:
    return any(_visit_near_me(event, person) for event in rows_of("event_id") if event.id == ask.event_id)


def _came(message: Message, person: Person) -> bool:
    return (
        message.recipient_id == person.id
        and message.state in ("sent", "dead")
        and message.team_id is None
        and message.text != ""
    )


def _any_came(message: Message) -> bool:
    return message.state in ("sent", "dead") and message.team_id is None and message.text != ""


def _owes(commitment: Commitment, person: Person) -> bool:
    return commitment.owner_id in _stands_for(person)


def _reads_thanks(thanks: Recognition, person: Person) -> bool:
    """HR all; everybody what is for everyone, for the own team, or theirs; a lead also what is private there."""
    team = _leads(thanks.team_id, person) or thanks.team_id == person.team_id is not None
    near = {"team": team, "private": _leads(thanks.team_id, person)}.get(thanks.visibility.value, True)
    return near or person.role is Role.hr or thanks.giver_id == person.id


def _has_a_say(thanks: Recognition, person: Person) -> bool:
    called = person.name.split()[0] if thanks.team_id == person.team_id else person.name
    return called in thanks.names or person.role is Role.hr or thanks.giver_id == person.id


def _sees_visit(commitment: Commitment, person: Person) -> bool:
    """HR and executives see all, a lead those of the own teams, everybody their own and those of whom they assist."""
    near = _leads(commitment.team_id, person) or commitment.team_id == person.team_id is not None
    mine = _owes(commitment, person) or (person.role is Role.lead and near)
    return mine or person.role in (Role.hr, Role.executive)


def _stands_as_visit(commitment: Commitment) -> bool:
    return commitment.kind is CommitmentKind.floor_visit and not commitment.withdrawn


def _anybody(_row: object, _person: Person) -> bool:
    return True


def answered_promise() -> tuple[int, int]:
    """A decision and the promise that it answers, by number."""
    question = select(NamedRule.decision_id, Promise.id).join(Promise, Promise.about_id == NamedRule.id)
    question = question.where(Promise.about == ABOUT, NamedRule.decision_id.is_not(None))
    decision, promise = db.session.execute(question.order_by(Promise.id)).first() or (0, 0)
    return decision or 0, promise


def _decides(decision: Decision, person: Person) -> bool:
    return person.role is Role.hr or decision.policy.owner_id == person.id


def _tells_what_was_decided(decision: Decision, person: Person) -> bool:
    promise = db.session.get(Promise, answered_promise()[1])
    return _decides(decision, person) or (promise is not None and promise.commitment.owner_id in _stands_for(person))


def _guards(decision: Decision, person: Person) -> bool:
    seats = select(SessionMember.person_id).where(SessionMember.event_id == decision.event_id)
    return _decides(decision, person) or person.id in set(db.session.scalars(seats))


def _on_trial(decision: Decision) -> bool:
    return decision.trial is not None


def _has_calendar(person: Person) -> bool:
    return db.session.scalar(select(BusyCalendar).where(BusyCalendar.person_id == person.id)) is not None


def _has_chat(person: Person) -> bool:
    way = db.session.get(Way, person.id)
    return way is not None and way.address != ""


BY_ACT: dict[tuple[str, str], Whose] = {
    ("see the calendar", "event_id"): Whose(_seen_event, private=True),
    ("record what happened", "event_id"): Whose(lambda e, p: _seen_event(e, p) and _leads(e.team_id, p), _is_visit),
    ("promise at an event", "event_id"): Whose(_visit_near_me, _is_visit),
    ("find a substitute", "event_id"): Whose(_visit_near_me, _is_visit),
    ("find a substitute", "ask_id"): Whose(_asks),
    ("find a substitute", "commitment_id"): Whose(_owes, lambda c: c.kind is CommitmentKind.floor_visit),
    ("answer for a commitment", "commitment_id"): Whose(_owes),
    ("answer for a commitment", "event_id"): Whose(_makes_visit, _is_visit),
    ("answer for a commitment", "ask_id"): Whose(_asked),
    ("report an absence", "absence_id"): Whose(lambda a, p: p.id in (a.leader.person_id, a.leader.assistant_id)),
    ("see visits", "team_id"): Whose(_sees_team_visits),
    ("see own page", "floor_visit_id"): Whose(_sees_floor_visit, private=True),
    ("see insights", "insight_id"): Whose(_answers_insight, private=True, read=_read_insight),
    ("see promises", "promise_id"): Whose(
        _tells_promise, lambda p: p.told_on is None, private=True, read=_sees_promise
    ),
    ("see promises", "commitment_id"): Whose(_sees_promise_of, lambda c: _promise_of(c) is not None, private=True),
    ("edit policies", "policy_id"): Whose(lambda r, p: r.owner_id == p.id),
    ("run a review", "policy_id"): Whose(lambda r, p: r.owner_id == p.id),
    ("run a review", "event_id"): Whose(
        lambda e, p: e.policy.owner_id == p.id, lambda e: e.kind is EventKind.policy_review and e.policy is not None
    ),
    ("run a review", "decision_id"): Whose(lambda d, p: d.policy.owner_id == p.id),
    ("acknowledge a change", "team_id"): Whose(lambda t, p: t.lead_id == p.id),
    ("thank somebody", "recognition_id"): Whose(_reads_thanks, private=True),
    ("let programs read", "token_id"): Whose(lambda t, p: t.person_id == p.id and t.ended_at is None),
    ("make a feed", "feed_id"): Whose(lambda f, p: f.person_id == p.id and f.revoked_at is None, private=True),
    ("set a calendar", "person_id"): Whose(_represented),
    ("see messages", "person_id"): Whose(_myself),
    ("see messages", "message_id"): Whose(lambda m, p: m.recipient_id == p.id),
    ("read the inbox", "message_id"): Whose(_came, _any_came, private=True),
    ("choose a way", "person_id"): Whose(_myself),
    ("set a team's chat", "team_id"): Whose(lambda t, p: t.lead_id == p.id),
    ("see own page", "sign_in_id"): Whose(lambda s, p: s.person_id == p.id, private=True),
    ("see own page", "identity_id"): Whose(lambda i, p: i.person_id == p.id, private=True),
}
"""By act and name of the number; what is not here belongs to nobody in particular."""

BY_DOOR: dict[tuple[str, str], Whose] = {
    ("insights.insight", "insight_id"): Whose(_read_insight, private=True),
    ("promises.promise", "promise_id"): Whose(_sees_promise, private=True),
    ("reviews.show", "event_id"): Whose(_in_session, lambda e: e.kind is EventKind.policy_review, private=True),
    ("policies.tell_back", "decision_id"): Whose(
        _tells_what_was_decided, lambda d: d.id == answered_promise()[0], True, _anybody
    ),
    ("policies.enter_guard", "decision_id"): Whose(_guards, _on_trial, private=True, read=_anybody),
    ("own_calendars.again", "person_id"): Whose(_represented, _has_calendar),
    ("own_calendars.remove", "person_id"): Whose(_represented, _has_calendar),
    ("ways.test", "person_id"): Whose(_myself, _has_chat),
    ("people.absent", "person_id"): Whose(_anybody, lambda p: db.session.get(Leader, p.id) is not None),
    ("recognitions.again", "recognition_id"): Whose(_has_a_say, private=True),
    ("api.one_events", "event_id"): Whose(_seen_event, lambda e: e.published is not None, private=True),
    ("api.one_visits", "commitment_id"): Whose(_sees_visit, _stands_as_visit, private=True),
    ("api.one_commitments", "commitment_id"): Whose(_owes, lambda c: not c.withdrawn),
    ("api.one_promises", "promise_id"): Whose(_sees_promise, lambda p: not p.commitment.withdrawn, private=True),
    ("api.one_insights", "insight_id"): Whose(_read_insight, private=True),
    ("home.cannot", "commitment_id"): Whose(_owes, lambda c: c.event_id is not None),
}
"""Where one door differs from the others of its act."""


def kind_of(endpoint: str, name: str) -> str:
    """Of which rows a number in an address is: a key of `TABLES`. KeyError for an address of the API that no table knows."""
    return API_ROWS[endpoint] if endpoint.startswith("api.") else name


def whose(endpoint: str, act: str, name: str) -> Whose | None:
    """Who owns what stands behind a number of this door; None where it is nobody's in particular."""
    return BY_DOOR.get((endpoint, name)) or BY_ACT.get((act, name))
