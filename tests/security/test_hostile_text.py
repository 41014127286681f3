"""Hostile text in every text field of every form, read back in page, mail, feed and export: refused with a sentence, or kept and harmless;
never an error of ours. Fields are found on the pages and in the form classes: none can be forgotten."""

import csv
import io
import re
from collections.abc import Callable
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from planner import clock as planner_clock
from planner.actions.feed_care import switch_feeds
from planner.actions.feeds import make_feed
from planner.actions.publish import publish
from planner.feeds.lint import faults
from planner.jobs.passes import once
from planner.models.base import db, writing
from planner.models.people import Person
from planner.models.programs import Program
from tests.browser.house import House, make_house
from tests.browser.walk import walk
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.security.forms import SeenForm, endpoint_of, fields_of_classes, fields_of_views, forms_on, read_page
from tests.security.payloads import CALENDAR, FORMULAS, SQL, XSS
from tests.security.test_walks import _doors

ClientOf = Callable[[Person | None], FlaskClient]

MARK = "<zebra onzebra=1>"
PIECES = (
    MARK, "\u202e\u0627\u0644", "\u200b", "\u200d", "\ufeff", "\r\nX-Zebra: 1", "\nBcc: zebra@example.net",
    "\u2028", "\x0b", "\x1b[2J", "🎉👩‍👩‍👧",
    "e\u0301",
    "=?utf-8?q?=0A?=", "{{7*7}}", "\ud7ff", "\U0010ffff", "zebra", " ", "'", '"', "%", "\\", *FORMULAS, *CALENDAR[:6], *SQL[:6], *XSS[:12],
)  # fmt: skip
HOSTILE = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join),
    st.text(st.characters(codec="utf-8"), max_size=80),
    st.sampled_from(["\0", "a\0b", "z" * 1_000_000, "é" * 130, "-1", "9" * 40, "1e999", "٣", "", "  "]),
)
"""Right to left, without width, NUL, line ends, formulas, a megabyte, emoji, tags, wild numbers, and whatever Hypothesis thinks of."""
SURE = ("a\0b", "z" * 1_000_000, "a\r\nX-Zebra: 1", "9" * 40, "\u202ea", "a\u200bb", MARK)
"""Of these each comes to a form, whatever Hypothesis draws."""
SHORT = (MARK, "zebra", "🎉", "أهلا", "{{7*7}}", "&lt;", "'", '"', "%", *(formula.strip() for formula in FORMULAS[1:]))
TAKEN = st.lists(st.sampled_from(SHORT), min_size=2, max_size=3).map(" ".join)
"""Tags, formulas, emoji and right to left, short enough for any field: what is kept must be harmless where it is shown."""

QUIETLY = list(HealthCheck)
ODD = (MARK, "-1", "9" * 30, "\r\nX-Zebra: 1", "2027-13-45T99:99", "é" * 3000, "٣", "1e9", "")


@pytest.fixture
def lived_in(app: Flask, cast: Cast, clock: StoppedClock) -> House:
    """Lived in, so that there is a page for everything."""
    return make_house(app, cast, clock)


def forms_of(house: House, client_of: ClientOf) -> list[tuple[Person | None, SeenForm]]:
    """Each form once, with the first of the readers who is led to it."""
    found: dict[tuple[str, ...], tuple[Person | None, SeenForm]] = {}
    beside: dict[Person | None, list[str]] = {}
    for person, address in house.beside:
        beside.setdefault(person, []).append(address)
    for reader in (house.cast.hana, house.cast.tomas, house.cast.ana, None):
        client = client_of(reader)
        pages: list[tuple[str, TestResponse]] = []
        if reader is not None:
            walk(house.app, client, lambda *page: pages.append(page))  # noqa: B023  # it is walked here and now
        pages += [(address, client.get(address)) for address in beside.get(reader, [])]
        for form in forms_on(house.app, pages):
            key = (endpoint_of(house.app, form), *sorted(set(form.typed)))
            found.setdefault(key, (reader, form))
    return list(found.values())


ANSWERS_ALIKE = ("/sign-in",)
"""Says the same to whatever it is given, so that nobody learns who has an account."""


def problem_with(answer_status: int, texts: dict[str, str], page: str) -> str | None:
    """What is wrong with an answer to hostile text."""
    if answer_status >= 500:
        return f"{answer_status}"
    text = "".join(texts.values())
    if "\0" in text and answer_status != 400:
        return f"a NUL was taken ({answer_status})"
    if len(text) > 500_000 and answer_status not in (413, 422, 302, 400, 404, 409):
        return f"a megabyte: {answer_status}"
    if answer_status == 422 and not re.search(r'field-error|role="alert"|alert-danger|notice', page):
        return "refused without a sentence"
    read = read_page("/", page)
    if "zebra" in read.tags or any(name.startswith("onzebra") for name in read.attributes):
        return "a tag of the text is a tag of the page"
    return None


def test_hostile_text_in_every_field_of_every_form(lived_in: House, client_of: ClientOf, clock: StoppedClock) -> None:
    """Each form twice: with text in all its fields that may well be taken, and with anything at all in one of them."""
    forms = forms_of(lived_in, client_of)
    wrong: list[tuple[str, str, str]] = []

    def post(reader: Person | None, form: SeenForm, texts: dict[str, str]) -> None:
        clock.advance(seconds=1)
        answer = client_of(reader).post(form.action, data=form.sent(texts))
        problem = problem_with(answer.status_code, texts, answer.text if answer.mimetype == "text/html" else "")
        alike = form.action in ANSWERS_ALIKE and answer.status_code == 200
        if problem is not None and not alike:
            wrong.append((form.action, repr(texts)[:200], problem))

    @settings(
        max_examples=1,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def sent(data: st.DataObject) -> None:
        for reader, form in forms:
            names = list(dict.fromkeys(form.typed))
            odd, turn = data.draw(st.sampled_from(names)), forms.index((reader, form))
            post(reader, form, {odd: SURE[turn // 2 % len(SURE)] if turn % 2 else data.draw(HOSTILE)})
            shown = [name for name in names if form.kinds[name] in ("text", "textarea", "search")]
            post(reader, form, {name: data.draw(TAKEN) for name in shown})

    sent()
    assert wrong == []
    assert _past_the_pages(lived_in, client_of, forms) == []
    _read_back(lived_in, client_of)


def _past_the_pages(
    house: House, client_of: ClientOf, forms: list[tuple[Person | None, SeenForm]]
) -> list[tuple[str, int]]:
    """Fields that scripts and buttons send, or that stand on a page of another state, go to every address that takes anything."""
    on_pages = {name for _, form in forms for name in [*form.kinds, *(name for name, _ in form.given)]}
    on_pages |= {name.rpartition("-")[2] for name in on_pages}
    others = sorted((fields_of_classes() | fields_of_views()) - on_pages)
    assert (len(on_pages) > 60, len(others) < 40) == (True, True), others
    client, wrong = client_of(house.cast.hana), []
    for turn, door in enumerate(_doors(house.app)):
        if door.method == "POST" and door.endpoint != "accounts.sign_out":
            text = ODD[turn % len(ODD)]
            status = client.post(door.address, data=dict.fromkeys(others, text)).status_code
            wrong += [(door.address, status)] if status >= 500 else []
    return wrong


def _read_back(house: House, client_of: ClientOf) -> None:
    """Pages, mails, feeds and exports of a house in which everybody typed what they should not."""
    client = client_of(house.cast.hana)
    pages, _ = walk(house.app, client)
    for address in pages.values():
        answer = client.get(address)
        assert problem_with(answer.status_code, {}, answer.text) is None, address
    program = db.session.query(Program).first()
    assert program is not None
    switch_feeds(off=False, by=house.cast.hana, now=NOW)  # one of the forms switched them off
    publish(program.id, by=house.cast.hana, now=NOW)
    _, token = make_feed(house.cast.hana, "program", str(program.id), now=NOW, by=house.cast.hana)
    feed = house.app.test_client().get(f"/feeds/{token}/x.ics")
    assert (feed.status_code, faults(feed.data)) == (200, [])
    with writing():
        house.cast.billing.name, house.cast.elif_.name = FORMULAS[1], FORMULAS[0]
    for path in ("/visits", "/orphans", "/promises", "/visits/figures", f"/programs/{program.id}/off-phone"):
        text = client.get(f"{path}?format=csv").text.removeprefix("\ufeff")
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "\uff1d"))] == [], path
    once(house.app, planner_clock.now)
    _read_mails(Path(house.app.config["PLANNER_DATA_DIR"]) / "outbox")


def _read_mails(outbox: Path) -> None:
    mails = [BytesParser(policy=policy.default).parsebytes(path.read_bytes()) for path in outbox.glob("*.eml")]
    assert mails != []
    for mail in mails:
        assert [name for name in mail if name.lower() in ("bcc", "x-zebra", "cc")] == []
        html = mail.get_body(("html",))
        if html is not None:
            read = read_page("/", html.get_content())
            assert ("zebra" in read.tags, "script" in read.tags) == (False, False)
