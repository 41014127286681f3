"""W8: scripts and tags typed into every text that is kept, read back on pages, as JSON, calendar, sheet and mail, and by a real browser."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Dialog
from sqlalchemy import Column, String, Table, select, update
from werkzeug.test import TestResponse

from planner.actions.feeds import render_again
from planner.feeds.lint import faults
from planner.jobs.passes import once
from planner.models.base import Base, db, writing
from planner.models.people import Person
from planner.models.programs import Program
from tests.browser.house import House, make_house, served
from tests.browser.walk import walk
from tests.cast import Cast, token_of
from tests.conftest import NOW, StoppedClock
from tests.scenes import scene
from tests.security.feeds import subscribe
from tests.security.forms import read_page
from tests.security.payloads import XSS

ClientOf = Callable[[Person | None], FlaskClient]

TYPED = {
    "activities": ("name", "description", "owner_role"),
    "organisations": ("name",),
    "shifts": ("name",),
    "sites": ("name", "directions"),
    "closures": ("reason",),
    "holidays": ("name",),
    "teams": ("name",),
    "people": ("name",),
    "team_chats": ("label",),
    "ways": ("label",),
    "audit_rows": ("sentence",),
    "feeds": ("last_client",),
    "feed_readers": ("client",),
    "messages": ("last_words", "subject", "text"),
    "attempts": ("words",),
    "policies": ("name", "why", "protects", "enforced_by", "touch_point", "citation"),
    "programs": ("name", "theme", "theme_publisher", "launched_change"),
    "sign_ins": ("browser", "address"),
    "touch_points": ("name", "about"),
    "uploads": ("title",),
    "absences": ("reason",),
    "busy_calendars": ("error", "note"),
    "cadences": ("name",),
    "customer_strategies": ("role_statement", "who"),
    "customer_segments": ("name", "value", "needs", "treatment"),
    "generations": ("name", "sentence"),
    "versions": ("note",),
    "events": ("title", "description", "place", "link"),
    "published_events": ("title", "description", "place", "link"),
    "changes": ("sentence",),
    "commitments": ("title", "reason"),
    "decisions": ("words", "reason"),
    "invitations": ("title", "place", "comment"),
    "review_sessions": ("purpose",),
    "substitute_asks": ("words",),
    "autonomies": ("what", "up_to"),
    "calendar_replies": ("sender", "attendee", "said", "reason"),
    "floor_visits": ("shift", "note"),
    "launches": ("name", "about"),
    "named_rules": ("name", "touch_point"),
    "promises": ("words",),
    "trials": ("measure",),
    "hearings": ("words",),
    "insights": ("text", "touch_point", "answer"),
    "nominations": ("words",),
    "recognitions": ("names", "nominator", "behaviour", "story", "measure"),
    "mailboxes": ("error",),
    "api_tokens": ("name", "last_client"),
}
"""What people type, or what comes from outside, by table."""
OURS = (
    "slug",
    "key",
    "token",
    "hash",
    "digest",
    "uid",
    "zone",
    "state",
    "kind",
    "about",
    "scope",
    "level",
    "channel",
    "step",
    "etag",
    "stamp",
    "country",
    "subdivision",
    "currency",
    "category",
    "anchor",
    "message",
    "virtual",
    "night",
    "outcome",
    "how",
    "act",
    "thing",
    "what",
    "moment",
    "issuer",
    "subject",
    "leased_by",
    "message_id",
    "sender",
    "worker",
    "receipt",
    "purpose",
    "bundle",
    "secret",
    "address",
    "last_modified",
    "email",
    "tier",
    "ticks.name",
    "mailboxes.name",
    "messages.name",
    "declined_messages.name",
    "uploads.name",
    "said",
    "spare",
    "password",
    "salt",
    "chain",
    "token_start",
    "scope_ref",
    "attendee",
    "mark",
)
"""Columns by the ends of their names that hold words of the program's own, or what was checked letter by letter when it was typed."""
ALL = " ".join(XSS)
"""All payloads at once: whatever lets one of them out shows on the page."""


def test_w8_every_text_column_is_known() -> None:
    """A new column is either typed by somebody, and then poisoned below, or the program's own."""
    unknown = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            is_text = isinstance(column.type, String) and not hasattr(column.type, "enums")
            known = column.name in TYPED.get(table.name, ()) or f"{table.name}.{column.name}".endswith(OURS)
            if is_text and not known:
                unknown.append(f"{table.name}.{column.name}")
    assert unknown == []
    assert [
        f"{name}.{one}" for name, ones in TYPED.items() for one in ones if one not in Base.metadata.tables[name].columns
    ] == []


def payload(column: Column[object], turn: int) -> str:
    """All of them where there is room, else as many as a column takes, beginning with another one each time."""
    length = getattr(column.type, "length", None)
    if length is None:
        return f"{ALL} {turn}"
    found, start = "", turn * 5
    for step in range(len(XSS)):
        longer = f"{found} {XSS[(start + step) % len(XSS)]}"
        found = longer if len(longer) + 7 < length else found
    return f"{found} {turn}"


def poison() -> None:
    """Every text that is kept becomes payloads; names stay different, because some must."""
    turn = 0
    with writing():
        for name, columns in TYPED.items():
            if name == "audit_rows":
                continue  # nobody changes a row of the log: the database refuses
            table: Table = Base.metadata.tables[name]
            key = next(iter(table.primary_key.columns))
            for (row,) in db.session.execute(select(key)).all():
                turn += 1
                values = {
                    one: payload(table.columns[one], turn) for one in columns if not table.columns[one].primary_key
                }
                if values:
                    db.session.execute(update(table).where(key == row).values(values))
        for program in db.session.query(Program):
            program.goals = [ALL]
    db.session.expire_all()


@pytest.fixture
@scene
def poisoned(app: Flask, cast: Cast, clock: StoppedClock) -> House:
    house = make_house(app, cast, clock)
    poison()
    render_again(now=NOW, base_url=app.config["PLANNER_BASE_URL"])
    return house


HANDLERS = (
    "onerror",
    "onload",
    "onfocus",
    "onmouseover",
    "ontoggle",
    "onstart",
    "onbegin",
    "onclose",
    "onpointerrawupdate",
    "srcdoc",
    "formaction",
    "style",
)
STRANGE = {
    "object",
    "embed",
    "marquee",
    "math",
    "mglyph",
    "base",
    "video",
    "audio",
    "image",
    "template",
    "dialog",
    "style",
    "animate",
}


def broken_out(address: str, page: str) -> list[str]:
    """What of a page is there only because somebody typed it."""
    read = read_page(address, page)
    handlers = [name for name in read.attributes if name in HANDLERS or name.startswith("on")]
    led = [
        one
        for one in read.addresses
        if one.strip().lower().startswith(("javascript:", "data:text", "//evil", "vbscript:"))
    ]
    return [*handlers, *led, *(read.tags & STRANGE), *(read.tags & {"script of somebody else"})]


def test_w8_nothing_typed_becomes_a_part_of_a_page_a_file_or_a_mail(poisoned: House, client_of: ClientOf) -> None:
    house, wrong, looked = poisoned, list[object](), list[str]()

    def look(address: str, answer: TestResponse) -> None:
        looked.append(address)
        found = broken_out(address, answer.text) if answer.mimetype == "text/html" else []
        if answer.status_code >= 500 or found:
            wrong.append((address, answer.status_code, found))

    for reader in (house.cast.hana, house.cast.tomas, house.cast.ana):
        client = client_of(reader)
        walk(house.app, client, look)
        for address in [where for who, where in house.beside if who is reader]:
            look(address, client.get(address))
    assert (wrong, len(looked) > 100) == ([], True)
    client, program = client_of(house.cast.hana), db.session.query(Program).first()
    assert program is not None
    figures = client.get(f"/programs/{program.id}/events.json?start=2027-03-01&end=2027-04-01")
    assert (figures.mimetype, len(figures.get_json()) > 0) == ("application/json", True)
    feed = subscribe(house.app, house.cast.hana, "program", str(program.id)).get()
    assert (feed.status_code, faults(feed.data)) == (200, [])
    sheet = client.get("/visits?format=csv")
    assert (sheet.mimetype, sheet.headers["X-Content-Type-Options"]) == ("text/csv", "nosniff")
    _mails(house, client)


def _mails(house: House, client: FlaskClient) -> None:
    once(house.app, lambda: NOW)
    from planner.reminders.outbox_files import newest

    mails = newest(house.app.config["PLANNER_DATA_DIR"] / "outbox")
    assert mails != []
    for mail in mails[:40]:
        page = client.get(f"/outbox/{mail.name}/looks").text.replace('<base target="_blank">', "", 1)
        found = [one for one in broken_out("/", page) if one != "style"]
        assert found == [], mail.name


BROWSED = 12
"""Pages on which scripts of ours build something out of what was typed, and as many others: the whole walk takes minutes."""


def _dismiss(dialog: Dialog, told: list[str]) -> None:
    told.append(f"dialog {dialog.message}")
    dialog.dismiss()


@pytest.mark.browser
def test_w8_no_script_runs_in_a_real_browser(poisoned: House, browser: Browser, client_of: ClientOf) -> None:
    house, told = poisoned, list[str]()
    pages = walk(house.app, client_of(house.cast.hana))[0]
    first = [
        pages[name]
        for name in ("calendar.month", "calendar.year", "home.my_page", "people.index", "policies.index")
        if name in pages
    ]
    with served(house.app) as address:
        context = browser.new_context()
        cookie = client_of(house.cast.hana)
        cookie.get("/")
        kept = cookie.get_cookie(house.app.config["SESSION_COOKIE_NAME"])
        assert kept is not None
        context.add_cookies([{"name": kept.key, "value": kept.value, "url": address}])
        page = context.new_page()
        page.on("dialog", lambda dialog: _dismiss(dialog, told))
        page.on("console", lambda line: told.extend([line.text] if "Content Security Policy" in line.text else []))
        page.on("request", lambda asked: told.extend([asked.url] if "evil.example" in asked.url else []))
        for path in list(dict.fromkeys([*first, *pages.values()]))[:BROWSED]:
            page.goto(f"{address}{path}", wait_until="load")
        context.close()
    assert token_of(house.cast.hana)
    assert told == []
