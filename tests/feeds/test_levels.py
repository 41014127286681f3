"""Levels work on stored text: what they leave out is gone, what they keep is as it was."""

from typing import Any

import icalendar
import pytest

from planner.feeds.fragments import render
from planner.feeds.levels import LEVELS, with_alarm
from tests.feeds.events import unsaved
from tests.feeds.readers import by_icalendar, by_vobject
from tests.feeds.test_fragments import BASE, EVENTS, EXPECTED, calendar


@pytest.mark.parametrize("name", EVENTS)
def test_everything_is_the_stored_text_itself(name: str) -> None:
    fragment = (EXPECTED / f"{name}.ics").read_bytes()
    assert LEVELS["full"].show(fragment) == fragment


def _names(fragment: bytes) -> list[bytes]:
    lines = fragment.replace(b"\r\n ", b"").split(b"\r\n")
    return [line.partition(b":")[0].partition(b";")[0] for line in lines if line]


@pytest.mark.parametrize("name", EVENTS)
def test_titles_only_leaves_out_what_and_where(name: str) -> None:
    fragment = (EXPECTED / f"{name}.ics").read_bytes()
    shown = LEVELS["titles"].show(fragment)
    kept = [n for n in _names(fragment) if n not in (b"DESCRIPTION", b"LOCATION", b"URL")]
    assert _names(shown) == kept
    assert by_icalendar(calendar(shown))[0][:5] == by_icalendar(calendar(fragment))[0][:5]


@pytest.mark.parametrize("name", EVENTS)
def test_busy_only_says_nothing_of_the_event(name: str) -> None:
    fragment = (EXPECTED / f"{name}.ics").read_bytes()
    shown = LEVELS["busy"].show(fragment)
    assert set(_names(shown)) == {
        b"BEGIN", b"UID", b"DTSTAMP", b"LAST-MODIFIED", b"SEQUENCE", b"DTSTART", b"DTEND", b"SUMMARY", b"STATUS", b"TRANSP",
        b"X-MICROSOFT-CDO-BUSYSTATUS", b"END",
    }  # fmt: skip
    assert by_icalendar(calendar(shown))[0].title == ("Cancelled" if name == "cancelled" else "Busy")


def test_a_long_folded_description_goes_with_all_its_lines() -> None:
    fragment = render(unsaved(description="x" * 3000), BASE)
    assert b"xx" not in LEVELS["titles"].show(fragment)


def test_an_alarm_rings_before_the_event_and_has_words() -> None:
    fragment = with_alarm(render(unsaved(), BASE), 30)
    (alarm,) = icalendar.Calendar.from_ical(calendar(fragment)).walk("VALARM")
    assert (alarm["ACTION"], alarm["TRIGGER"].to_ical(), alarm["DESCRIPTION"]) == ("DISPLAY", b"-PT30M", "Coming up")
    assert by_vobject(calendar(fragment))[0].uid == unsaved().uid


def test_the_same_alarm_keeps_its_uid_and_another_has_another() -> None:
    fragment = render(unsaved(), BASE)
    assert with_alarm(fragment, 30) == with_alarm(fragment, 30)
    uids = {
        line
        for minutes in (10, 30)
        for line in with_alarm(fragment, minutes).split(b"\r\n")
        if line.startswith(b"UID:")
    }
    assert len(uids) == 3


@pytest.mark.parametrize("quiet", [{"cancelled": True}, {"all_day": True, "minutes": 1440}])
def test_nothing_rings_for_what_is_cancelled_or_lasts_whole_days(quiet: dict[str, Any]) -> None:
    fragment = render(unsaved(**quiet), BASE)
    assert with_alarm(fragment, 30) == fragment
