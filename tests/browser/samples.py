"""Sample pages and values for test_interface: one page per family of macros."""

from types import SimpleNamespace

from planner.domain.kinds import KINDS
from planner.domain.states import Role

HOLIDAY = "2026-11-12"
HOLIDAY_START = f"{HOLIDAY}T09:00:00"
FREE_DAY = "2026-11-05"
VISIT_START = "2026-11-03T09:00:00"

_HEAD = '{% extends "layout.html" %}{% block title %}Sample{% endblock %}'

PAGES = {
    "words": _HEAD
    + """{% from "_partials/page.html" import card, stat, empty_state, notice, undo_toast %}
{% from "_partials/badges.html" import kind, state, kind_legend %}{% from "_partials/table.html" import table, cell, head_cell %}
{% from "_partials/progress.html" import progress %}{% from "_partials/forms.html" import post_button %}
{% block content %}{{ undo_toast("Moved to Thursday.", "/undo") }}{{ notice("Read this.") }}
<div class="stats">{{ stat("Visits kept", "18 of 21", "three are late", "walk", "/") }}</div>
{% call card("Kinds", "calendar") %}{% for k in all_kinds %}{{ kind(k) }} {% endfor %}{{ kind_legend() }}
{{ post_button("/x", "Done", "check") }}{% endcall %}
{% call card("States") %}{% for word in states %}{{ state(word) }} {% endfor %}{% endcall %}
{% call table("Teams", ["Team", ("Size", "number"), ""]) %}<tr>{{ head_cell("Billing", "/") }}{{ cell("Size", 14, "number") }}
<td><a class="btn btn-sm" href="/">Edit</a></td></tr>{% endcall %}
{{ empty_state("walk", "No visits yet", "Generate the year.", "/", "Generate") }}{% endblock %}""",
    "year": _HEAD
    + """{% from "_partials/year.html" import year, year_legend %}{% block content %}{{ year_legend() }}{{ year(weeks) }}{% endblock %}""",
    "coverage": _HEAD
    + """{% from "_partials/coverage.html" import coverage, coverage_legend %}
{% block content %}{{ coverage_legend() }}{{ coverage(rows, months) }}{% endblock %}""",
    "calendar": _HEAD
    + """{% from "_partials/calendar.html" import calendar, calendar_styles, calendar_scripts %}
{% block head %}{{ calendar_styles() }}{% endblock %}{% block scripts %}{{ calendar_scripts() }}{% endblock %}
{% block content %}{{ calendar("/events.json", "/move", now="2026-11-22T09:00:00", date="2026-11-01") }}{% endblock %}""",
}

EVENTS = [
    *(
        {
            **{
                "id": at,
                "title": f"A {kind.label}",
                "kind": kind.slug,
                "shape": kind.shape,
                "url": "/",
                "movable": True,
            },
            **{
                "start": f"2026-11-{16 + at:02d}T10:00:00",
                "end": f"2026-11-{16 + at:02d}T11:00:00",
                "state": "confirmed",
            },
        }
        for at, kind in enumerate(KINDS.values())
    ),
    {
        **{"id": 99, "title": "Amara with Billing", "kind": "floor-visit", "shape": "circle", "movable": True},
        **{"start": VISIT_START, "end": "2026-11-03T09:30:00"},
    },
    {"title": "Holiday in Leeds", "start": HOLIDAY, "allDay": True, "shade": "holiday"},
    {"title": "Peak", "start": "2026-11-26", "end": "2026-11-28", "allDay": True, "shade": "peak"},
    {"title": "Blackout", "start": "2026-11-24", "allDay": True, "shade": "blackout"},
]


def _week(at: int) -> dict[str, object]:
    load = ("fine", "empty", "overloaded", "fine")[at % 4]
    events = [{"kind": kind.slug, "title": kind.label, "url": "/", "count": at + 1} for kind in KINDS.values()]
    shades = ("holiday", "peak", "blackout", "", "", "off", "off")
    return {
        **{
            "label": f"{at + 1} Oct",
            "month": f"Month {at // 4}",
            "url": "/",
            "now": at == 2,
            "celebration": at == 0,
            "load": load,
        },
        **{"days": [{"shade": shade} for shade in shades], "events": [] if load == "empty" else events},
        **{"holidays": ["A day off"], "peak": "A peak", "blackout": ""},
    }


def _cell(at: int) -> dict[str, object]:
    counts = {"visits": at % 3, "recognitions": at % 4}
    return {**counts, "level": at % 4, "gap": at == 4, "url": "/" if at % 2 else "", "ahead": at > 6}


VALUES: dict[str, object] = {
    "current_user": SimpleNamespace(name="Amara Okafor", role=Role.hr, is_authenticated=True),
    "current_program": SimpleNamespace(id=1, title="Every week 2026"),
    "worker_late": "The worker has not run for ten minutes.",
    "states": (
        "draft",
        "published",
        "confirmed",
        "moved",
        "cancelled",
        "done",
        "missed",
        "open",
        "late",
        "excused",
        "sent",
        "dead",
    ),
    "weeks": [_week(at) for at in range(12)],
    "months": [f"M{at}" for at in range(12)],
    "rows": [
        {
            "team": f"Team {at}",
            "site": "Leeds",
            "shift": "Night",
            "night": True,
            "url": "/",
            "cells": [_cell(at + m) for m in range(12)],
        }
        for at in range(3)
    ],
}
