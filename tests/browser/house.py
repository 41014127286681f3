"""A lived-in house for the sweep: a published year of which two months are over, and a server around the test's application."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flask import Flask
from werkzeug.serving import make_server

from planner import clock as planner_clock
from planner.actions.absences import add_absence
from planner.actions.accounts import make_sign_in_link
from planner.actions.busy import name_calendar
from planner.actions.commitments import excuse
from planner.actions.demo.history import live_through
from planner.actions.feeds import make_feed
from planner.actions.generate import generate_now
from planner.actions.imports.shelf import keep
from planner.actions.insights import Raised, pass_on
from planner.actions.invitations import choose_invitations
from planner.actions.ladders import ship_ladders
from planner.actions.publish import publish
from planner.actions.recognitions import Thanks, thank
from planner.actions.repairs import look
from planner.actions.scenarios import add
from planner.actions.substitutes import ask, offers
from planner.actions.ways import choose_team_chat, choose_way
from planner.domain import invitations
from planner.domain.kinds import EventKind
from planner.domain.outcomes import InsightCategory
from planner.domain.scenarios import Settings
from planner.domain.states import MessageState
from planner.jobs.passes import once
from planner.models.base import db, writing
from planner.models.busy import replace_times
from planner.models.commitments import coming_visits, commitment_keyed
from planner.models.drafts import draft_events
from planner.models.events import Event
from planner.models.generations import GenerationState, latest_of
from planner.models.invitation_lists import invitations_of
from planner.models.invitations import CalendarReply
from planner.models.leaders import leader_of
from planner.models.messages import Message
from planner.models.night_audits import NightAudit
from planner.models.people import Person
from planner.models.programs import Program
from planner.reminders.answers import Act, Answer, answer_token
from tests.browser.heard import heard_pages
from tests.browser.ruled import rule_pages
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.scenes import scene
from tests.year import Size, make_year

SIGNED = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAYS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20270101T000000Z\r\n"
    "DTSTART;VALUE=DATE:20270405\r\nDTEND;VALUE=DATE:20270410\r\nSUMMARY:Spring break\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
COUNTS = ("due", "delivered", "refused", "expired", "waiting", "missing", "coming", "stale")
SHEET = "Name\tE-mail\tRole\nZoe New\tzoe@example.org\tagent\nEd King\ted@example.org\tking\n"


@dataclass(frozen=True)
class House:
    """`beside` are pages that no link leads to, by whom they are for; None for a stranger."""

    app: Flask
    cast: Cast
    beside: list[tuple[Person | None, str]]

    @property
    def readers(self) -> list[Person]:
        """One of each role, the one who sees most first."""
        cast = self.cast
        return [cast.hana, cast.tomas, cast.elif_, cast.ravi, cast.ana]


@scene
def make_house(app: Flask, cast: Cast, clock: StoppedClock) -> House:
    """Generated and published in November, lived through until NOW, with something of everything."""
    clock.moment = SIGNED
    program = make_year(cast, SIGNED, size=Size(teams=2, leaders=2, policies=3), start=date(2027, 1, 1), theme="Heard")
    with writing():
        ship_ladders()
    generate_now(program.id, by=cast.hana, now=SIGNED, time_limit=1)
    publish(program.id, by=cast.hana, note="The year as agreed.", now=SIGNED)
    clock.moment = NOW
    live_through(program.id, cast.hana, now=NOW, seed=1)
    _front_line(cast)
    _what_happened(program, cast)
    _calendars(cast)
    once(app, planner_clock.now)
    _messages(cast)
    with writing():
        program.draft_changed = True
    tried, heard = _tried(program, cast), heard_pages(program, cast)
    beside = [*_beside(app, cast), *heard, (cast.hana, f"/generations/{tried}/why-not"), *rule_pages(program, cast)]
    return House(app, cast, beside)


def _front_line(cast: Cast) -> None:
    deed = Thanks(names="Ana", behaviour="called a customer back on her own")
    with writing():
        thank(deed, giver=cast.tomas, team=cast.billing, given_on=NOW.date(), now=NOW)
        raised = Raised(text="Refunds wait a week.", category=InsightCategory.policy)
        pass_on(raised, submitter=cast.ana, team=cast.billing, now=NOW)
    for person in (cast.hana, cast.tomas, cast.elif_, cast.ravi, cast.ana):
        make_feed(person, "person", str(person.id), now=NOW, by=person)


def _what_happened(program: Program, cast: Cast) -> None:
    """A leader is away, so that a repair waits; another cannot, and Elif is asked to step in."""
    visits = [
        event for event in draft_events(program.id)
        if event.kind is EventKind.floor_visit and event.wall_start.date() > NOW.date() + timedelta(days=16)
    ]  # fmt: skip
    given_back = next(event for event in visits if event.leader_id != cast.elif_.id and _offered(event, cast.elif_))
    owed = commitment_keyed(f"visit:{given_back.uid}")
    assert owed is not None
    excuse(owed, "The board meets.", cast.hana, NOW)
    ask(given_back.id, cast.elif_.id, by=cast.hana, now=NOW)
    leader = leader_of(cast.elif_)
    assert leader is not None
    day = next(event.wall_start.date() for event in visits if event.leader_id == cast.elif_.id)
    add_absence(leader, day, day, by=cast.elif_, now=NOW, reason="leave")
    look(f"Elif Kaya is away on {day.day} {day:%B %Y} (leave).", by=cast.elif_, now=NOW)


def _offered(visit: Event, person: Person) -> bool:
    return person.id in {offer.person.id for offer in offers(visit, now=NOW)}


def _tried(program: Program, cast: Cast) -> int:
    """A scenario that breaks rules, and one that is being made; the number of the former."""
    last = latest_of(program.id)
    assert last is not None
    broken = add(program.id, "Four visits", Settings(visits=4), by=cast.hana, now=NOW)
    running = add(program.id, "Calm", Settings(calm=True), by=cast.hana, now=NOW)
    where = {"thing": "site", "number": cast.dublin.id, "name": "Dublin"}
    clash = {
        "sentence": "Billing: these cannot all be kept: 12 a year; nothing on Mondays at Dublin.",
        "whom": ["Billing"],
        "changes": [{"sentence": "Keep 3 May 2027 open at Dublin.", "where": where}],
    }
    told = {"sentence": "No year can keep every rule: there is one clash.", "complete": True, "clashes": [clash]}
    with writing():
        broken.state, broken.figures, broken.weeks, broken.points = (
            GenerationState.done,
            last.figures,
            last.weeks,
            last.points,
        )
        broken.result = {"broken": ["Billing has 11 of 12."], "rules_broken": 1, "why_not": told}
        running.state, running.beat_at, running.weeks, running.fraction = GenerationState.running, NOW, last.weeks, 0.5
        running.points = [[1.0, 0.3, 300, None], [4.0, 0.5, 220, 200]]
    return broken.id


def _calendars(cast: Cast) -> None:
    """Elif is invited by mail and proposes another time; her own calendar was read once and then no more."""
    choose_invitations(cast.elif_, True, by=cast.elif_, now=NOW)
    calendar = name_calendar(cast.elif_, "https://calendar.example.net/elif.ics", by=cast.elif_, now=NOW)
    with writing():
        replace_times(calendar.id, [(NOW + timedelta(days=2), NOW + timedelta(days=2, hours=1))])
        calendar.read_at, calendar.next_at = NOW, NOW + timedelta(days=1)
        calendar.error = "calendar.example.net took longer than 30 seconds."
        for invitation in invitations_of([cast.elif_.id], NOW)[:1]:
            invitation.answer, invitation.answered_at, invitation.comment = (
                invitations.Answer.tentative,
                NOW,
                "An hour later?",
            )
            invitation.proposed_start = invitation.starts_at + timedelta(hours=1)
            invitation.proposed_end = invitation.ends_at + timedelta(hours=1)
        for number in range(2):
            reply = CalendarReply(
                digest=str(number), read_at=NOW, sender="elif@example.org", said="accepted", counted=number == 1
            )
            reply.reason = "" if number else "It answers version 0 of the invitation; the latest is 2."
            db.session.add(reply)


def _messages(cast: Cast) -> None:
    """Tomas reads in a chat, and so does his team; something was refused, and the night says so."""
    address = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
    choose_way(cast.tomas, "chat", address, by=cast.tomas, now=NOW)
    choose_team_chat(cast.billing, address, by=cast.hana, now=NOW)
    with writing():
        refused = db.session.query(Message).filter_by(state=MessageState.sent).first()
        assert refused is not None
        refused.state, refused.last_words = MessageState.dead, "550 5.1.1 no such user here"
        what = {"what": "refused", "name": refused.name, "due": NOW.isoformat(), "title": "", "message": refused.id}
        missing = {"what": "missing", "name": "visit-brief", "due": NOW.isoformat(), "title": "", "message": 0}
        told = [{**what, "words": refused.last_words}, {**missing, "words": "It was for Elif Kaya."}]
        for day, counts in enumerate(([214, 212, 1, 0, 0, 1, 57, 2], [198, 198, 0, 0, 0, 0, 60, 0])):
            figures = dict(zip(COUNTS, counts, strict=True))
            db.session.add(NightAudit(day=NOW.date() - timedelta(days=day), at=NOW, differences=told, **figures))


def _beside(app: Flask, cast: Cast) -> list[tuple[Person | None, str]]:
    visit = next(one for one in coming_visits([cast.elif_.id]) if one.event_id is not None)
    secret, until = app.config["SECRET_KEY"], NOW + timedelta(days=60)
    answers = [answer_token(secret, Answer(cast.elif_.id, str(visit.id), act), until) for act in (Act.cannot, Act.move)]
    with writing():
        sheet = keep(SHEET.encode(), "people.csv", by=cast.hana, now=NOW)
        days = keep(DAYS.encode(), "school.ics", by=cast.hana, now=NOW)
    return [
        (cast.hana, f"/people/import/{sheet}"),
        (cast.hana, f"/sites/{cast.dublin.id}/blackouts/{days}"),
        (None, "/sign-in"),
        (None, f"/sign-in/{make_sign_in_link(cast.ana, now=NOW)}"),
        *[(None, f"/answer/{token}") for token in answers],
        (None, "/answer/example"),
        (cast.hana, f"/visits/{visit.id}/again"),
    ]


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address at which the application answers meanwhile."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
