"""N8, N11, N12 and N13: names that deceive, text that takes forever, entries of the log that nobody wrote, and text in a script's place."""

import importlib
import io
import json
import logging
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient

import planner
from planner.actions.imports import cells, words
from planner.actions.imports.sheets import Wrong
from planner.actions.people import deactivate
from planner.domain.naming import likeness
from planner.domain.text import (
    cell_safe,
    clean,
    header_safe,
    header_text,
    mixed_word,
    refuse,
    refuse_link,
    refuse_long,
    slugify,
)
from planner.feeds.addresses import OutsideRefused, checked
from planner.feeds.clients import program_of
from planner.feeds.descriptions import one_line
from planner.feeds.lint import faults
from planner.logs import OneLine, TokensBlackened, blacken, init_logs
from planner.models.base import writing
from planner.models.people import Person, literally
from tests.calendars import TUESDAY, Put, make_program
from tests.cast import Cast
from tests.conftest import NOW

ClientOf = Callable[[Person | None], FlaskClient]

DECEIVING = (
    "Ana\u202egnp.exe", "\u2067Ana", "Ana\u200b", "Ad\u200dmin", "A\u2060na", "\ufeffAna", "Ana\u00ad", "\u3164", "\u2800", "\u034f",
    "Ana\u180e", "Ana\U000e0041\U000e0042", "Ana\ufff9x\ufffb", "Ana\u206a", "Ana\ufffe", "Ana\uffff", "\u200e", "a\u061cb",
    "Ana\x1b[31m", "Ana\x9b31m",
)  # fmt: skip
HONEST = (
    "أهلا وسهلا", "محمد ٠١٢", "می‌خواهم", "क्‍ष", "👩‍👩‍👧", "👩🏽‍🚒", "🏴󠁧󠁢󠁳󠁣󠁴󠁿 Scotland", "Zoë O’Neill-Łuk", "Özge",
    "東京サポート", "Ελένη", "Анна Каренина", "한국어",
    "ไทย", "Ḿ̶", "Anna – Team №5", "❤️ Care", "Mañana", "İpek", "שָׁלוֹם",
)  # fmt: skip


@pytest.mark.parametrize("name", DECEIVING)
def test_n8_a_name_that_deceives_is_refused_beside_its_field(cast: Cast, client_of: ClientOf, name: str) -> None:
    answer = client_of(cast.hana).post(f"/sites/{cast.dublin.id}/teams", data={"name": name})
    assert refuse(name) is not None
    assert answer.status_code in (404, 405, 422)
    made = client_of(cast.hana).post(
        "/people/new", data={"name": name, "email": "zoe@example.org", "role": "agent", "site": str(cast.dublin.id)}
    )
    assert (made.status_code, 'class="field-error"' in made.text) == (422, True)


@pytest.mark.parametrize("name", HONEST)
def test_n8_names_of_people_everywhere_are_taken_as_they_are(cast: Cast, client_of: ClientOf, name: str) -> None:
    made = client_of(cast.hana).post(
        "/people/new", data={"name": name, "email": "zoe@example.org", "role": "agent", "site": str(cast.dublin.id)}
    )
    assert (made.status_code, refuse(name), mixed_word(name)) == (302, None, None)


@pytest.mark.parametrize("name", ["Аdmin", "Payрal", "Αnna", "Ηana Novak", "Support Теam"])
def test_n8_a_name_that_mixes_alphabets_is_taken_and_told_of(cast: Cast, client_of: ClientOf, name: str) -> None:
    client = client_of(cast.hana)
    sheet = f"Name,E-mail,Role\n{name},yan@example.org,agent\n"
    preview = client.post("/people/import", data={"pasted": sheet}, follow_redirects=True)
    assert "two alphabets that look alike" in preview.text
    made = client.post(
        "/people/new",
        data={"name": name, "email": "zoe@example.org", "role": "agent", "site": str(cast.dublin.id)},
        follow_redirects=True,
    )
    assert (made.status_code, "two alphabets that look alike" in made.text) == (200, True)


def test_n8_a_long_text_turns_nothing_that_stands_beside_it() -> None:
    assert (
        refuse_long("so\u202eon")
        == "The text has a mark in it that turns the reading direction of what follows: type it again by hand."
    )
    assert refuse_long("أهلا\u200f (\u2067x\u2069)") is None


def _ignoring(read: Callable[[str], object]) -> Callable[[str], object]:
    def tried(text: str) -> object:
        try:
            return read(text)
        except (Wrong, OutsideRefused, ValueError):
            return None

    return tried


READERS: dict[str, Callable[[str], object]] = {
    read.__name__: _ignoring(read)
    for read in (
        refuse, refuse_long, refuse_link, clean, header_safe, header_text, cell_safe, slugify, mixed_word, literally, one_line, program_of,
        blacken, checked, cells.address, cells.name, cells.day, cells.clock, cells.long_text, words.zone,
    )
}  # fmt: skip
READERS["likeness"] = lambda text: likeness(text, text)
READERS["lint"] = lambda text: faults(f"BEGIN:VCALENDAR\r\nX:{text}\r\nEND:VCALENDAR\r\n".encode("utf-8", "replace"))
ROUNDS = (
    "a",
    " ",
    "a@",
    "a.",
    "@a.",
    "=?",
    "=?a",
    "a-",
    "\t",
    "\r\n",
    "\\",
    "^",
    ";",
    "0",
    "9:",
    "é",
    "\u00a0",
    "http://",
    "%0a",
    "(a",
    "/feeds/",
    "\u200d",
)


def _seconds(read: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    read(text)
    return time.process_time() - began


def _times_as_long(read: Callable[[str], object], short: str, long: str) -> float:
    """Of the best of five each, in turns: a machine that does something else meanwhile makes one of them slow, not the best."""
    took = [(_seconds(read, short), _seconds(read, long)) for _ in range(5)]
    return min(second for _, second in took) / max(min(first for first, _ in took), 0.001)


@pytest.mark.parametrize("name", READERS)
def test_n11_forty_thousand_letters_take_four_times_as_long_as_ten_thousand(name: str) -> None:
    """By the square it would be sixteen times. What takes next to nothing is not compared."""
    slow = []
    for piece in ROUNDS:
        for end in ("", "!", "@"):
            short, long = ((piece * length)[:length] + end for length in (10_000, 40_000))
            if _seconds(READERS[name], long) > 0.02 and (ratio := _times_as_long(READERS[name], short, long)) > 10:
                slow.append((piece, end, ratio))
    assert slow == []


class Pattern(NamedTuple):
    where: str
    pattern: re.Pattern[str]


def patterns() -> Iterator[Pattern]:
    """Every expression that a module of ours keeps."""
    for found in pkgutil.walk_packages(planner.__path__, "planner."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield Pattern(f"{found.name}.{name}", value)


NESTED = re.compile(r"\((?:[^()\\]|\\.)*[+*]\)[+*]|\((?:[^()\\]|\\.)*[+*]\)\{\d*,\d*\}")
"""A repetition of what repeats itself: the one form that takes more than the square."""


def test_n11_no_expression_repeats_what_repeats_itself() -> None:
    doubtful = [one.where for one in patterns() if NESTED.search(one.pattern.pattern)]
    risky = [where for where in doubtful if not _begins_with_its_own_mark(where)]
    assert (risky, len(list(patterns())) > 20) == ([], True)


def _begins_with_its_own_mark(where: str) -> bool:
    """A group that can begin in one way only, such as “.com” in “(\\.[a-z]+)+”, is read once from left to right."""
    found = next(one.pattern.pattern for one in patterns() if one.where == where)
    groups = re.findall(r"\((?:\?:)?((?:[^()\\]|\\.)*[+*])\)[+*{]", found)
    return all(re.match(r"\\\\?[.]|\[ \\t\]|\\r\\n|, |-|/| ", group) is not None for group in groups)


EVIL = 'x\r\n{"at": "2027", "level": "info", "words": "Hana signed in"}\n2027-03-01 ERROR fake\x1b[2J\u2028\u0085'


def logged(write: Callable[[logging.Logger], object]) -> list[str]:
    """The lines that it writes on the server."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(OneLine())
    logger = logging.getLogger("planner.test-of-logs")
    logger.addHandler(handler)
    try:
        write(logger)
    finally:
        logger.removeHandler(handler)
    return written.getvalue().splitlines()


def _crash(logger: logging.Logger) -> None:
    try:
        raise RuntimeError(EVIL)
    except RuntimeError:
        logger.exception("It broke over %s", EVIL)


@pytest.mark.parametrize(
    "write",
    [lambda log: log.warning("Deactivated %s", EVIL), lambda log: log.error(EVIL), _crash],
    ids=["name", "text", "crash"],
)
def test_n12_an_entry_is_one_line_whatever_is_in_it(write: Callable[[logging.Logger], object]) -> None:
    [line] = logged(write)
    entry = json.loads(line)
    assert (EVIL in entry["words"], line.isascii(), re.search(r"[\x00-\x1f]", line)) == (True, True, None)


def test_n12_everything_that_is_logged_is_logged_so(app: Flask) -> None:
    init_logs()
    init_logs()
    ours = [handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, OneLine)]
    assert (len(ours), app.logger.handlers, app.logger.propagate) == (1, [], True)
    for name in ("werkzeug", "granian.access", "_granian"):
        assert any(isinstance(one, TokensBlackened) for one in logging.getLogger(name).filters)


BREAKS_OUT = "</script><script>alert(1)</script><!--"


def test_n13_a_name_in_a_script_or_an_attribute_ends_neither(cast: Cast, client_of: ClientOf) -> None:
    with writing():
        cast.billing.name = cast.elif_.name = BREAKS_OUT
    put = Put(make_program(cast, name=BREAKS_OUT), cast.hana)
    put.visit(TUESDAY, cast.billing, cast.elif_, title=BREAKS_OUT)
    put.publish()
    client, number = client_of(cast.hana), put.program.id
    for page in ("month", "year", "agenda", "coverage"):
        answer = client.get(f"/programs/{number}/{page}")
        assert (answer.status_code, "<script>alert" in answer.text, "<!--" in answer.text) == (200, False, False), page
    figures = client.get(f"/programs/{number}/events.json?start=2027-03-01&end=2027-04-01")
    assert (figures.mimetype, figures.headers["X-Content-Type-Options"]) == ("application/json", "nosniff")
    assert any(BREAKS_OUT in str(event) for event in figures.get_json())


def test_n13_scripts_hold_no_text_of_anybody() -> None:
    """No script stands in a page, so that none can be broken out of; and nothing that was typed is marked as safe."""
    from planner.rooms import find_room

    inline, safe = [], []
    for path in find_room("templates").rglob("*.html"):
        text = path.read_text("utf-8")
        inline += [
            path.name for found in re.findall(r"<script\b([^>]*)>", text) if "src=" not in found and "json" not in found
        ]
        safe += [path.name for found in re.findall(r"\{\{[^}]*\|\s*safe\b", text)]
    assert inline == []
    assert safe == []


def test_n12_an_act_on_a_name_with_line_ends_writes_no_second_line(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    with writing():
        cast.ana.name = EVIL
    deactivate(cast.ana, by=cast.hana, now=NOW)
    assert [line for record in caplog.records for line in OneLine().format(record).splitlines()[1:]] == []
