"""F1, F3, F4, F6 to F14: what opens a feed, who may still use it, where it must not be seen, and what a feed never tells."""

import ast
import hashlib
import io
import logging
import math
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

import planner
from planner.actions.feed_care import UNUSED_AFTER, end, switch_feeds
from planner.actions.feeds import TOKEN_SIGN, make_feed, render_again, revoke, rotate
from planner.actions.people import deactivate
from planner.domain.states import Role
from planner.feeds.levels import LEVELS
from planner.feeds.scopes import SCOPES
from planner.logs import OneLine
from planner.models.base import Base, db, writing
from planner.models.feeds import feeds_of
from planner.models.messages import Message
from planner.models.people import Person
from planner.models.tickets import Ticket, Tickets
from planner.web.limits import limiter
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.feeds.events import BASE_URL, publish
from tests.security.feeds import Subscription, publish_for, subscribe

ClientOf = Callable[[Person | None], FlaskClient]


def dump() -> str:
    """Everything in the database as text."""
    rows = [db.session.execute(select(table)).all() for table in Base.metadata.sorted_tables]
    return repr(rows)


def pieces(token: str, length: int = 12) -> list[str]:
    """Every stretch of the secret part of a token."""
    secret = token.removeprefix(TOKEN_SIGN)
    return [secret[start : start + length] for start in range(len(secret) - length + 1)]


@contextmanager
def the_log() -> Iterator[io.StringIO]:
    """What is logged meanwhile, as it is written on the server."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(OneLine())
    logging.getLogger().addHandler(handler)
    try:
        yield written
    finally:
        logging.getLogger().removeHandler(handler)


def test_f1_no_piece_of_a_token_is_in_the_database(app: Flask, cast: Cast) -> None:
    made = [subscribe(app, person) for person in (cast.hana, cast.tomas, cast.ana)]
    told = dump()
    for one in made:
        assert re.fullmatch(r"cswp_feed_[\w-]{43}", one.token)
        assert re.fullmatch(r"[0-9a-f]{64}", one.feed.token_hash)
        assert one.feed.token_hash == hashlib.sha256(one.token.encode()).hexdigest()
        assert [piece for piece in pieces(one.token) if piece in told] == []


def test_f1_a_token_is_shown_once(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.tomas)
    where = client.post("/feeds", data={"calendar": f"team:{cast.billing.id}", "level": "full"}).headers["Location"]
    first, second = client.get(where).text, client.get(where).text
    [token] = set(re.findall(r"cswp_feed_[\w-]{43}", first))
    assert ([piece for piece in pieces(token) if piece in second], token[10:16] in second) == ([], True)


def test_f3_one_feed_is_ended_and_the_others_live(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    made = [subscribe(app, cast.tomas, level=level) for level in LEVELS]
    client_of(cast.tomas).post(f"/feeds/{made[1].feed.id}/revoke")
    assert [one.get().status_code for one in made] == [200, 404, 200]
    client_of(cast.tomas).post("/feeds/end")
    assert ([one.get().status_code for one in made], feeds_of(cast.tomas)) == ([404, 404, 404], [])


def test_f3_hr_sees_and_ends_anybodys_feed_and_nobody_else_does(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    mine = subscribe(app, cast.ana)
    end_it = f"/feeds/everybody/{mine.feed.id}/end"
    assert [client_of(who).post(end_it).status_code for who in (cast.tomas, cast.elif_, cast.ana)] == [403, 403, 403]
    assert (mine.get().status_code, "Ana Lopez" in client_of(cast.hana).get("/feeds/everybody").text) == (200, True)
    client_of(cast.hana).post(end_it)
    assert mine.get().status_code == 404


def test_f4_a_leaver_reads_nothing_more(app: Flask, cast: Cast) -> None:
    publish_for(cast.billing.id, "Elif comes by")
    mine = subscribe(app, cast.ana)
    assert b"Elif comes by" in mine.get().data
    deactivate(cast.ana, by=cast.hana, now=NOW)
    answer = mine.get()
    assert (answer.status_code, b"Elif" in answer.data, b"VCALENDAR" in answer.data) == (404, False, False)


def test_f4_whoever_changes_teams_reads_the_old_one_no_more(app: Flask, cast: Cast) -> None:
    publish_for(cast.billing.id, "Elif comes by")
    mine, own = subscribe(app, cast.ana), subscribe(app, cast.ana, "person", str(cast.ana.id))
    assert [b"Elif comes by" in one.get().data for one in (mine, own)] == [True, True]
    with writing():
        cast.ana.team, cast.ana.site = cast.night_care, cast.tampa
    assert [b"Elif comes by" in one.get().data for one in (mine, own)] == [False, False]


def test_f6_the_database_is_asked_for_a_digest_and_its_answer_is_compared_again(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token that is right but for its end differs from the first letter of its digest on: there is no prefix to be guessed. And a
    database whose order of letters takes two texts for the same opens nothing."""
    mine, asked = subscribe(app, cast.tomas), []
    real = Tickets.ticket_for

    def nearly(tickets: Tickets, hashed: str) -> Ticket | None:
        asked.append(hashed)
        return real(tickets, mine.feed.token_hash)

    monkeypatch.setattr(Tickets, "ticket_for", nearly)
    near = mine.path.replace(mine.token, mine.token[:-1] + ("A" if mine.token[-1] != "A" else "B"))
    far = mine.path.replace(mine.token, "x" * 53)
    assert [mine.client.get(path).status_code for path in (near, far, mine.path)] == [404, 404, 200]
    assert ({len(one) for one in asked}, asked[2]) == ({64}, mine.feed.token_hash)


def mann_whitney(one: list[float], two: list[float]) -> float:
    """The probability of two samples that differ so much in rank if they were of one kind (two-sided, by the normal curve)."""
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in two])
    ranks = sum(rank for rank, (_, side) in enumerate(ranked, start=1) if side == 0)
    many, other = len(one), len(two)
    apart = ranks - many * (many + 1) / 2 - many * other / 2
    spread = math.sqrt(many * other * (many + other + 1) / 12)
    return math.erfc(abs(apart) / spread / math.sqrt(2))


def test_f6_a_right_beginning_takes_as_long_as_a_wrong_one(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """2,000 requests with FAULTS=long, else 300; a hundredth of honest samples would differ so much, a millionth three times in a row."""
    monkeypatch.setattr(limiter, "enabled", False)
    mine, many = subscribe(app, cast.tomas), 1000 if os.environ.get("FAULTS") == "long" else 150

    def seconds(token: str) -> float:
        began = time.process_time()
        assert mine.client.get(mine.path.replace(mine.token, token)).status_code == 404
        return time.process_time() - began

    def likely() -> float:
        pairs = []
        for number in range(many):
            near = mine.token[:-2] + f"{number % 90 + 10}"
            far = "".join(reversed(near))
            pairs.append((seconds(near), seconds(far)) if number % 2 else (seconds(far), seconds(near))[::-1])
        return mann_whitney([near for near, _ in pairs], [far for _, far in pairs])

    seconds("warm")
    assert any(likely() > 0.01 for _ in range(3))


SECRETS = re.compile(r"token|secret|hash|password|signature|spare")
"""A digest is a mail in this house."""


def compared(source: str) -> Iterator[str]:
    """Each == and != of a module that names a secret, outside of questions to the database."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
            sides = [node.left, *node.comparators]
            plain = [ast.unparse(side) for side in sides if not isinstance(side, ast.Constant)]
            if len(plain) == len(sides) and any(SECRETS.search(side) for side in plain):
                yield ast.unparse(node)


def test_f6_no_secret_is_compared_letter_by_letter() -> None:
    """What may be compared so is a column in a question, answered by an index, and the chain of the audit log, which is no secret."""
    found = {}
    for path in sorted(Path(planner.__file__).parent.rglob("*.py")):
        if path.name == "audit_chain.py":
            continue
        for comparison in compared(path.read_text("utf-8")):
            column = re.match(r"[A-Z]\w+\.\w+ ==", comparison)
            if column is None:
                found[comparison] = path.name
    assert found == {}


def test_f7_a_token_is_in_no_log_and_on_no_page_of_an_error(
    app: Flask, cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = subscribe(app, cast.tomas)
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    monkeypatch.setattr(logging.getLogger("planner"), "disabled", False)
    wrong = mine.token[:-4] + "wron"
    told = []

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError(f"while reading /feeds/{mine.token}/Billing.ics")

    with the_log() as written:
        told.append(mine.get())
        told.append(mine.client.get(f"/feeds/{wrong}/Billing.ics"))
        told.append(mine.client.get(f"/feeds/{mine.token}/x"))
        logging.getLogger("anything").warning("GET %s", mine.path)
        monkeypatch.setattr("planner.web.feed_door.opened", crash)
        app.extensions["planner_shelf"]._known.clear()
        told.append(mine.get())
        for endpoint in ("accounts.use_link", "answers.show"):
            view = app.view_functions[endpoint]
            monkeypatch.setattr(crash, "act", getattr(view, "act", None), raising=False)
            monkeypatch.setitem(app.view_functions, endpoint, crash)
        for place in ("sign-in", "answer"):
            told.append(client_of(None).get(f"/{place}/{mine.token}"))
    assert [answer.status_code for answer in told] == [200, 404, 404, 503, 500, 500]
    log = written.getvalue()
    assert ("could not be served" in log, "Exception on" in log, "GET /feeds/" in log) == (True, True, True)
    for text in (log, *(answer.text for answer in told), *(str(answer.headers) for answer in told)):
        assert [piece for piece in pieces(mine.token) if piece in text] == []


def test_f8_and_f9_and_f10_what_comes_with_a_feed(app: Flask, cast: Cast) -> None:
    """`inline` and `max-age=300` are what real calendars were measured with; both keep the answer private."""
    mine = subscribe(app, cast.tomas)
    whole = mine.get()
    unchanged = mine.get(headers={"If-None-Match": whole.headers["ETag"]})
    assert (whole.status_code, unchanged.status_code) == (200, 304)
    for answer in (whole, unchanged):
        assert answer.headers["Cache-Control"] == "private, max-age=300, must-revalidate"
        assert (answer.headers["Vary"], "Set-Cookie" in answer.headers) == ("Accept-Encoding", False)
        assert answer.headers["ETag"] == whole.headers["ETag"]
    assert whole.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert whole.headers["Content-Disposition"].count("filename") == 1
    guards = {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex"}
    for answer in (whole, mine.client.get("/feeds/unknown.ics")):
        assert {name: answer.headers.get(name) for name in guards} == guards


def test_f8_the_page_that_shows_a_token_names_itself_to_nobody_and_keeps_it_out_of_its_address(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.tomas)
    made = client.post("/feeds", data={"calendar": f"team:{cast.billing.id}", "level": "full"})
    page = client.get(made.headers["Location"])
    assert ("cswp_feed_" in page.text, "cswp_feed_" in made.headers["Location"]) == (True, False)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "private, no-store"
    outside = re.findall(r'<a [^>]*href="https://[^"]*"[^>]*>', page.text)
    assert (outside != [], [link for link in outside if "noreferrer" not in link]) == (True, [])


def test_f10_searchers_are_sent_away_and_calendars_let_in(app: Flask) -> None:
    """Google Calendar obeys this file: a feed that it forbids is not read at all. Feeds say noindex themselves."""
    assert app.test_client().get("/robots.txt").text == "User-agent: *\nAllow: /feeds/\nDisallow: /\n"


THUNDERBIRD, GOOGLE = "Mozilla/5.0 (X11; rv:153.0) Thunderbird/153.7", "Google-Calendar-Importer"


def fetched(app: Flask, one: Subscription, *agents: str) -> None:
    for agent in agents:
        one.get(headers={"User-Agent": agent})
    app.extensions["planner_feed_log"].write()


def news() -> list[tuple[int, object]]:
    return [
        (row.recipient_id, row.facts["program"]) for row in db.session.query(Message).filter_by(name="feed-new-reader")
    ]


def test_f11_who_reads_a_feed_is_seen_and_a_second_program_is_told(app: Flask, cast: Cast, client_of: ClientOf) -> None:
    mine = subscribe(app, cast.tomas)
    fetched(app, mine, THUNDERBIRD)
    fetched(app, mine, THUNDERBIRD.replace("153.7", "154.0"))
    assert news() == []
    fetched(app, mine, GOOGLE)
    fetched(app, mine, GOOGLE, THUNDERBIRD)
    page = client_of(cast.tomas).get(f"/feeds/{mine.feed.id}").text
    assert ("Thunderbird" in page, "Google Calendar" in page, mine.feed.last_fetched_at) == (True, True, NOW)
    assert news() == [(cast.tomas.id, "Google Calendar")]


def test_f11_what_nobody_reads_for_half_a_year_is_listed_and_ended(
    app: Flask, cast: Cast, client_of: ClientOf, clock: StoppedClock
) -> None:
    old, read = subscribe(app, cast.tomas), subscribe(app, cast.ana)
    clock.moment = NOW + UNUSED_AFTER
    fetched(app, read, THUNDERBIRD)
    assert "180 days" not in client_of(cast.hana).get("/feeds/everybody").text
    clock.advance(seconds=1)
    assert client_of(cast.hana).get("/feeds/everybody").text.count("180 days unread") == 1
    client_of(cast.hana).post("/feeds/everybody/unused")
    assert [one.get().status_code for one in (old, read)] == [404, 200]


def test_f12_feeds_are_switched_off_for_everybody_and_on_again_with_the_same_tokens(
    app: Flask, cast: Cast, client_of: ClientOf
) -> None:
    made = [subscribe(app, cast.tomas), subscribe(app, cast.ana)]
    tags = [one.get().headers["ETag"] for one in made]
    client_of(cast.hana).post("/feeds/everybody/switch", data={"off": "yes"})
    off = [one.get(headers={"If-None-Match": tag}).status_code for one, tag in zip(made, tags, strict=True)]
    client_of(cast.hana).post("/feeds/everybody/switch", data={"off": "no"})
    assert (off, [one.get().status_code for one in made]) == ([404, 404], [200, 200])
    assert client_of(cast.tomas).post("/feeds/everybody/switch", data={"off": "yes"}).status_code == 403


@pytest.mark.parametrize("ended", ["revoked", "rotated", "left", "switched off"])
def test_f13_no_method_and_no_tag_goes_round_the_check(app: Flask, cast: Cast, ended: str) -> None:
    publish_for(cast.billing.id, "Elif comes by")
    mine = subscribe(app, cast.ana)
    tag = mine.get().headers["ETag"]
    since = mine.get().headers["Last-Modified"]
    ways: dict[str, Callable[[], object]] = {
        "revoked": lambda: revoke(mine.feed, now=NOW, by=cast.ana),
        "rotated": lambda: rotate(mine.feed, now=NOW, by=cast.ana),
        "left": lambda: deactivate(cast.ana, by=cast.hana, now=NOW),
        "switched off": lambda: switch_feeds(off=True, by=cast.hana, now=NOW),
    }
    ways[ended]()
    told = [
        mine.client.head(mine.path),
        mine.get(headers={"If-None-Match": tag}),
        mine.get(headers={"If-None-Match": "*"}),
        mine.get(headers={"If-Modified-Since": since}),
        mine.get(headers={"Range": "bytes=0-10"}),
    ]
    assert [answer.status_code for answer in told] == [404] * 5
    options = mine.client.options(mine.path)
    assert (options.status_code, options.data, options.headers["Allow"]) == (200, b"", "GET, HEAD, OPTIONS")
    for answer in (*told, options):
        assert ("ETag" in answer.headers, "Elif" in answer.text) == (False, False)


FORBIDDEN = {
    "a note for the next visit": "zebra-note",
    "why the year has it there": "zebra-why",
    "a story that is not for everybody": "zebra-story",
    "what the front line said": "zebra-insight",
    "somebody's address": "@example.org",
    "a promise": "zebra-promise",
}


def _secrets(cast: Cast) -> None:
    """Everything that a feed could tell and must not, hung on an event of the team's."""
    from planner.domain.outcomes import InsightCategory
    from planner.models.floor_visits import FloorVisit
    from planner.models.insights import Insight
    from planner.models.recognitions import Recognition, Visibility

    event = publish("2027-03-10T10:00", team_id=cast.billing.id, leader_id=cast.elif_.id, title="Elif comes by")
    publish("2027-03-11T10:00", team_id=cast.night_care.id, title="Only for Tampa")
    with writing():
        event.event.why = {"text": FORBIDDEN["why the year has it there"]}  # type: ignore[assignment]  # whatever it holds
        db.session.add_all(
            [
                FloorVisit(
                    team_id=cast.billing.id, leader_id=cast.elif_.id, event_id=event.event_id, visited_on=NOW.date(), shift="Day",
                    minutes=30, note="zebra-note", recorded_at=NOW, recorded_by_id=cast.elif_.id,
                ),
                Recognition(
                    given_on=NOW.date(), giver_id=cast.tomas.id, team_id=cast.billing.id, names="Ana", behaviour="zebra-story",
                    visibility=Visibility.team, made_at=NOW,
                ),
                Insight(
                    category=InsightCategory.policy, text="zebra-insight", team_id=cast.billing.id, submitter_id=cast.ana.id,
                    promised_on=NOW.date(), made_at=NOW,
                ),
            ]
        )  # fmt: skip


def told_by_calendars(app: Flask, person: Person, client: FlaskClient) -> Iterator[tuple[str, str]]:
    """Every feed of every scope and level that a person can have, and the files and figures behind the calendar's pages."""
    for scope in SCOPES.values():
        for choice in scope.choices(person):
            for level in LEVELS:
                feed, token = make_feed(person, scope.name, choice.ref, now=NOW, by=person, level=level)
                answer = app.test_client(use_cookies=False).get(f"/feeds/{token}.ics")
                yield f"{scope.name}:{choice.ref} {level}", answer.text.replace("\r\n ", "")
                end([feed], "the test is over", by=person, now=NOW)
    from planner.models.programs import Program

    program = db.session.query(Program).one()
    for path in ("events.json?start=2027-03-01&end=2027-04-01", "calendar.ics"):
        answer = client.get(f"/programs/{program.id}/{path}")
        assert (answer.status_code, "Elif comes by" in answer.text) == (200, True)
        yield path, answer.text
    if person.role in (Role.agent, Role.viewer):
        for path in ("/visits", "/promises", "/orphans", "/visits/figures", f"/programs/{program.id}/off-phone"):
            yield f"{path} as CSV", client.get(f"{path}?format=csv").text


@pytest.mark.parametrize("who", ["hana", "tomas", "elif_", "ravi", "ana", "vera"])
def test_f14_no_calendar_tells_what_is_not_for_calendars(app: Flask, cast: Cast, client_of: ClientOf, who: str) -> None:
    _secrets(cast)
    render_again(now=NOW, base_url=BASE_URL)
    person, seen = getattr(cast, who), []
    for name, text in told_by_calendars(app, person, client_of(person)):
        seen.append(name)
        assert [what for what, word in FORBIDDEN.items() if word in text] == [], (name, text)
        if name.endswith((" titles", " busy")):
            assert ("DESCRIPTION" in text, "LOCATION" in text, "URL:" in text) == (False, False, False)
        if name.endswith(" busy"):
            assert "Elif comes by" not in text
    assert len(seen) > 3
