"""The life of an event as six independent readers see it in every feed: made, moved, renamed, cancelled, restored, deleted.

The events are what people really type, in zones whose clocks change in their own ways, published by HR and fetched over HTTP.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from planner.actions.events import EventFacts, cancel_event, edit_event, restore_event
from planner.actions.feeds import address, make_feed
from planner.actions.publish import publish
from planner.domain.kinds import KINDS, EventKind
from planner.feeds.descriptions import one_line
from planner.feeds.lint import faults
from planner.models.base import db, writing
from planner.models.events import Event
from planner.models.sites import Site
from planner.models.teams import Team
from tests.calendars import Put, make_program
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.feeds.readers import READERS, Moment, Seen


def wall(text: str) -> datetime:
    """What a clock on the wall shows."""
    return datetime.fromisoformat(text)


ZONES = {
    "New York": ("America/New_York", wall("2027-03-14T01:45")),
    "Kolkata": ("Asia/Kolkata", wall("2027-03-14T00:15")),
    "Lord Howe": ("Australia/Lord_Howe", wall("2027-04-04T01:15")),
    "Casablanca": ("Africa/Casablanca", wall("2027-03-14T01:45")),
}
"""Beside each zone the time of a visit into which its clock changes: an hour on, never, half an hour back, and no longer: Morocco
stays on UTC since September 2026 (tzdata 2026f), which calendars with older zones do not know."""
INSTANTS = {
    "New York": datetime(2027, 3, 14, 6, 45, tzinfo=UTC),
    "Kolkata": datetime(2027, 3, 13, 18, 45, tzinfo=UTC),
    "Lord Howe": datetime(2027, 4, 3, 14, 15, tzinfo=UTC),
    "Casablanca": datetime(2027, 3, 14, 1, 45, tzinfo=UTC),
}
LATER = {
    "New York": (wall("2027-03-14T03:15"), datetime(2027, 3, 14, 7, 15, tzinfo=UTC)),
    "Kolkata": (wall("2027-11-07T01:30"), datetime(2027, 11, 6, 20, 0, tzinfo=UTC)),
    "Lord Howe": (wall("2027-10-03T02:45"), datetime(2027, 10, 2, 15, 45, tzinfo=UTC)),
    "Casablanca": (wall("2027-03-14T03:30"), datetime(2027, 3, 14, 3, 30, tzinfo=UTC)),
}
"""Where each visit moves to, on the far side of the change, and the instant that this is."""
TITLES = {
    "New York": "Tea \U0001f389 with “Ana”; cake, 'n' 100 % of \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "Kolkata": '"Quoted", semicolon; colon: comma, https://example.org/?a=1;b=2,3',
    "Lord Howe": "Ängström, Łódź, İstanbul, Ελληνικά, 東京, العربية, हिन्दी",
    "Casablanca": "BEGIN:VEVENT END:VCALENDAR SUMMARY:no ^n ^' %0A &amp; <b>",
}
LONG = ("What to bring: \U0001f370, “quotes”, commas, semicolons; and\nlines\n\nof words. " * 60)[:3000].strip()
SCOPES = ("person", "team", "site", "leader", "kind", "program")


@dataclass(frozen=True)
class Subscribed:
    """A program with an event in each zone and one of five days, and the path of every feed of it."""

    app: Flask
    cast: Cast
    clock: StoppedClock
    events: dict[str, Event]
    paths: dict[str, str]

    def publish(self) -> None:
        publish(next(iter(self.events.values())).program_id, by=self.cast.hana, now=self.clock.advance(minutes=1))
        db.session.expire_all()

    def change(self, name: str, **facts: object) -> None:
        """Edits one event as HR does, and publishes."""
        event = self.events[name]
        values = {
            column: getattr(event, column)
            for column in ("title", "wall_start", "minutes", "description", "place", "link", "leader")
        }
        edit_event(event, EventFacts(**values | facts), event.revision, by=self.cast.hana, now=self.clock.now())
        self.publish()

    def reads(self, path: str) -> Iterator[tuple[str, dict[str, Seen]]]:
        """What every reader sees at this address, by UID."""
        answer = self.app.test_client().get(path)
        assert answer.status_code == 200
        assert faults(answer.data) == []
        for reader in READERS:
            seen = reader(answer.data)
            assert len({one.uid for one in seen}) == len(seen)
            yield reader.__name__, {one.uid: one for one in seen}

    def agree(self, *missing: str) -> None:
        """Every reader sees in the feed of the program, and in those of a team each, exactly the events that there are."""
        for path, names in self._expected(set(missing)):
            expected = {self.events[name].uid: _truth(self.events[name]) for name in names}
            for reader, seen in self.reads(path):
                assert {uid: one[1:5] for uid, one in seen.items()} == expected, (reader, path)

    def _expected(self, missing: set[str]) -> Iterator[tuple[str, list[str]]]:
        for scope, path in self.paths.items():
            if scope == "program":
                yield path, [name for name in self.events if name not in missing]
            elif scope in ("team", "site"):
                yield path, [name for name in ("New York", "the week") if name not in missing]
            else:
                yield path, [name for name in ZONES if name not in missing]


def _truth(event: Event) -> tuple[Moment, Moment, str, bool]:
    """Start, end, title and whether it is off, from the draft and the zone alone."""
    title = one_line(event.title)
    title = f"Cancelled: {title}" if event.cancelled else title
    if event.all_day:
        first = event.wall_start.date()
        return first, first + timedelta(days=event.minutes // 1440), title, event.cancelled
    return event.starts_at, event.ends_at, title, event.cancelled


def _team(name: str, zone: str, cast: Cast) -> Team:
    slug = name.lower().replace(" ", "-")
    site = Site(slug=f"site-{slug}", name=name, zone=zone, country="US")
    return Team(slug=slug, name=f"{name} team", site=site, shift=cast.day, size=5, workdays=list(range(7)))


@pytest.fixture
def subscribed(app: Flask, cast: Cast, clock: StoppedClock) -> Subscribed:
    """Elif owes a visit in each zone; she has a feed of what she owes, Hana one of every other scope."""
    put = Put(make_program(cast), cast.hana)
    with writing():
        teams = {name: _team(name, zone, cast) for name, (zone, _) in ZONES.items()}
        db.session.add_all(teams.values())
    events = {}
    for name, (_, at) in ZONES.items():
        events[name] = put.visit(at, teams[name], cast.elif_, TITLES[name])
    week = put.event(EventKind.celebration, wall("2027-03-12T00:00"), site=teams["New York"].site, title="Five days")
    with writing():
        week.all_day, week.minutes, week.ends_at = True, 5 * 1440, week.starts_at + timedelta(days=5)
        for event in events.values():
            event.description = LONG
    events["the week"] = week
    refs = {
        "person": cast.elif_.id, "team": teams["New York"].id, "site": teams["New York"].site_id, "leader": cast.elif_.id,
        "kind": KINDS[EventKind.floor_visit].slug, "program": put.program.id,
    }  # fmt: skip
    paths = {}
    for scope in SCOPES:
        _, token = make_feed(
            cast.elif_ if scope == "person" else cast.hana, scope, str(refs[scope]), now=clock.now(), by=None
        )
        paths[scope] = address("", token, "Feed")
    made = Subscribed(app, cast, clock, events, paths)
    made.publish()
    return made


def test_every_reader_sees_what_was_made(subscribed: Subscribed) -> None:
    assert {name: subscribed.events[name].starts_at for name in ZONES} == INSTANTS
    subscribed.agree()


def test_every_reader_reads_three_thousand_characters(subscribed: Subscribed) -> None:
    """To the last word. ics and vobject keep other ends of lines than was sent, so lines are compared and not their ends."""
    wanted = LONG.split("\n")
    for reader, seen in subscribed.reads(subscribed.paths["person"]):
        for name in ZONES:
            lines = seen[subscribed.events[name].uid].text.splitlines()
            place = lines.index(wanted[0])
            assert lines[place : place + len(wanted)] == wanted, (reader, name)


def test_every_reader_follows_a_move_across_a_change_of_clocks(subscribed: Subscribed) -> None:
    for name, (at, _) in LATER.items():
        subscribed.change(name, wall_start=at)
    assert {name: subscribed.events[name].starts_at for name in ZONES} == {n: at for n, (_, at) in LATER.items()}
    subscribed.agree()


def test_every_reader_follows_a_new_title(subscribed: Subscribed) -> None:
    for name, other in zip(ZONES, reversed(ZONES), strict=True):
        subscribed.change(name, title=f"{TITLES[other]} (new)")
    subscribed.agree()


def test_every_reader_sees_what_is_cancelled_and_what_takes_place_again(subscribed: Subscribed) -> None:
    for name in ("New York", "the week"):
        cancel_event(subscribed.events[name], by=subscribed.cast.hana, now=subscribed.clock.now())
    subscribed.publish()
    subscribed.agree()
    for name in ("New York", "the week"):
        restore_event(subscribed.events[name], by=subscribed.cast.hana, now=subscribed.clock.now())
    subscribed.publish()
    subscribed.agree()


def test_what_was_cancelled_is_in_no_feed_two_weeks_after_its_day(subscribed: Subscribed) -> None:
    cancel_event(subscribed.events["New York"], by=subscribed.cast.hana, now=subscribed.clock.now())
    subscribed.publish()
    subscribed.clock.moment = datetime(2027, 3, 28, 12, tzinfo=UTC)
    subscribed.agree()
    subscribed.clock.advance(days=1)
    subscribed.agree("New York")


def test_what_is_deleted_is_in_no_feed_from_the_next_fetch_on(subscribed: Subscribed) -> None:
    list(subscribed.reads(subscribed.paths["program"]))
    with writing():
        for name in ("New York", "Kolkata"):
            db.session.delete(subscribed.events[name].published)
    subscribed.agree("New York", "Kolkata")


def test_the_revision_moves_with_every_stage_of_a_life(subscribed: Subscribed) -> None:
    """Evolution passes over a change that moves neither SEQUENCE nor DTSTAMP."""
    revisions = [_revision(subscribed)]
    subscribed.change("Kolkata", wall_start=LATER["Kolkata"][0])
    revisions.append(_revision(subscribed))
    subscribed.change("Kolkata", title="Renamed")
    revisions.append(_revision(subscribed))
    cancel_event(subscribed.events["Kolkata"], by=subscribed.cast.hana, now=subscribed.clock.now())
    subscribed.publish()
    revisions.append(_revision(subscribed))
    restore_event(subscribed.events["Kolkata"], by=subscribed.cast.hana, now=subscribed.clock.now())
    subscribed.publish()
    revisions.append(_revision(subscribed))
    assert [sequence for sequence, _ in revisions] == [0, 1, 2, 3, 4]
    assert len({stamp for _, stamp in revisions}) == 5


def _revision(subscribed: Subscribed) -> tuple[int, str]:
    text = subscribed.app.test_client().get(subscribed.paths["kind"]).text
    (event,) = (part for part in text.split("BEGIN:VEVENT") if f"UID:{subscribed.events['Kolkata'].uid}" in part)
    found = re.search(r"DTSTAMP:(\w+)\r\nLAST-MODIFIED:\1\r\nSEQUENCE:(\d+)\r\n", event)
    assert found is not None
    return int(found[2]), found[1]


@pytest.mark.parametrize("level", ["titles", "busy"])
def test_a_level_leaves_every_reader_the_same_times(subscribed: Subscribed, level: str) -> None:
    _, token = make_feed(
        subscribed.cast.elif_, "leader", str(subscribed.cast.elif_.id), now=subscribed.clock.now(), by=None, level=level
    )
    for reader, seen in subscribed.reads(address("", token, "Feed")):
        times = {subscribed.events[name].uid: _truth(subscribed.events[name])[:2] for name in ZONES}
        assert {uid: (one.start, one.end) for uid, one in seen.items()} == times, reader
        assert {one.title for one in seen.values()} == ({"Busy"} if level == "busy" else set(TITLES.values())), reader
        assert {one.text or "" for one in seen.values()} == {""}, reader


def test_alarms_leave_every_reader_the_same_events(subscribed: Subscribed) -> None:
    _, token = make_feed(
        subscribed.cast.ravi,
        "person",
        str(subscribed.cast.ravi.id),
        now=subscribed.clock.now(),
        by=None,
        alarm_minutes=30,
    )
    for reader, seen in subscribed.reads(address("", token, "Feed")):
        assert set(seen) == {subscribed.events[name].uid for name in ZONES}, reader
