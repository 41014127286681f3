"""The year and the coverage map: what each week and cell says, to eyes and to screen readers."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from planner.web import assets
from planner.web.assets import init_assets

ROOT = Path(__file__).parents[2]
Render = Callable[..., str]

WEEK = {
    **{"label": "5 Oct", "month": "October 2026", "url": "/week/1", "now": False, "celebration": False, "load": "fine"},
    **{"days": [{"shade": ""}] * 5 + [{"shade": "off"}] * 2, "events": [], "holidays": [], "peak": "", "blackout": ""},
}
CELL = {"visits": 0, "recognitions": 0, "level": 0, "gap": False, "url": "", "ahead": False}
ROW = {"team": "Billing", "site": "Leeds", "shift": "Day", "night": False, "url": "", "cells": [CELL]}


@pytest.fixture
def render(monkeypatch: pytest.MonkeyPatch) -> Render:
    app = Flask("sample", template_folder=str(ROOT / "templates"))
    init_assets(app)
    monkeypatch.setattr(assets, "_manifest", lambda _dist: {"icons.svg": "icons.svg"})

    def rendered(source: str, **values: object) -> str:
        with app.test_request_context():
            return render_template_string(source, **values)

    return rendered


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)).strip()


@pytest.fixture
def year(render: Render) -> Render:
    return lambda *weeks: render("{% from '_partials/year.html' import year %}{{ year(weeks) }}", weeks=weeks)


@pytest.fixture
def coverage(render: Render) -> Render:
    source = "{% from '_partials/coverage.html' import coverage %}{{ coverage(rows, ['Oct']) }}"
    return lambda *cells: render(source, rows=[{**ROW, "cells": [dict(CELL, **cell)]} for cell in cells])


def test_a_week_is_read_as_its_date(year: Render) -> None:
    assert _words(year(WEEK)) == "October 2026 Week of 5 Oct"


def test_months_stand_in_the_order_of_their_weeks(year: Render) -> None:
    page = year(WEEK, dict(WEEK, month="April 2027"), dict(WEEK, month="October 2026"))
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", page) == ["October 2026", "April 2027"]


def test_one_event_is_read_by_its_kind_and_title_and_several_by_their_number(year: Render) -> None:
    one = {"kind": "floor visit", "title": "Amara with Billing", "url": "/e/1", "count": 1}
    page = year(dict(WEEK, events=[one, dict(one, title="Five teams", count=5)]))
    assert _words(page) == "October 2026 Week of 5 Oct Floor visit: Amara with Billing 5Floor visits: Five teams"
    assert page.count("#shape-circle") == 2


def test_a_title_that_looks_like_markup_stays_text(year: Render) -> None:
    page = year(dict(WEEK, events=[{"kind": "training", "title": '"><script>', "url": "/", "count": 1}]))
    assert "<script" not in page


@pytest.mark.parametrize(("load", "words"), [("empty", "Nothing planned"), ("overloaded", "Overloaded")])
def test_a_week_that_needs_a_look_says_so_in_words(year: Render, load: str, words: str) -> None:
    assert _words(year(dict(WEEK, load=load))) == f"October 2026 Week of 5 Oct {words}"


def test_the_celebration_week_says_so_in_words(year: Render) -> None:
    assert _words(year(dict(WEEK, celebration=True))) == "October 2026 Week of 5 Oct Celebration week"


def test_shades_are_read_out_as_well_as_drawn(year: Render) -> None:
    days = [{"shade": "holiday"}, *WEEK["days"][1:]]  # type: ignore[index]  # the sample is a plain dict
    page = year(dict(WEEK, days=days, holidays=["Labour Day (Leeds)"], peak="Tax deadline"))
    assert (page.count("day-holiday"), _words(page)) == (
        1,
        "October 2026 Week of 5 Oct Labour Day (Leeds), Tax deadline",
    )


def test_the_present_week_is_marked_for_everybody(year: Render) -> None:
    assert year(WEEK, dict(WEEK, now=True)).count('aria-current="date"') == 1


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ({}, "–nothing"),
        ({"gap": True}, "gap"),
        ({"visits": 2}, "visits 2"),
        ({"visits": 1, "recognitions": 3}, "visits 1 recognitions 3"),
        ({"visits": 1, "url": "/offer"}, "visits 1: Billing, Oct"),
    ],
)
def test_a_cell_reads_what_it_shows(coverage: Render, cell: dict[str, object], words: str) -> None:
    page = coverage(cell)
    found = re.search(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    assert found is not None
    assert _words(found.group(1)) == words


def test_a_site_heads_its_teams_once(coverage: Render) -> None:
    assert coverage({}, {"visits": 1}).count('scope="rowgroup"') == 1
