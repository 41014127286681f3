"""Making, rotating and revoking feeds; rendering again; and the life of an event as a feed shows it."""

import re

import pytest
from flask import Flask

from planner.actions.accounts import token_hash
from planner.actions.feeds import address, make_feed, record_fetches, render_again, revoke, rotate
from planner.domain.refusals import Refused
from planner.feeds.opening import opened
from planner.feeds.shelf import Shelf
from planner.models.audit import AuditRow
from planner.models.base import db, writing
from planner.models.events import PublishedEvent
from planner.models.feeds import Feed, Fetch, feeds_of
from planner.models.tickets import Tickets
from tests.calendars import counting_questions
from tests.cast import Cast
from tests.conftest import StoppedClock
from tests.feeds.events import BASE_URL, change, publish
from tests.feeds.readers import Seen, by_icalendar


def test_only_the_hash_of_a_token_is_kept(cast: Cast, clock: StoppedClock) -> None:
    feed, token = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    assert feed.token_hash == token_hash(token)
    assert re.fullmatch(r"cswp_feed_[A-Za-z0-9_-]{43}", token)
    kept = [str(value) for row in db.session.query(AuditRow) for value in vars(row).values()]
    assert not any(token in value or feed.token_hash in value for value in kept)


def test_every_token_is_another(cast: Cast, clock: StoppedClock) -> None:
    feed, first = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    assert len({first, *(rotate(feed, now=clock.now(), by=None) for _ in range(20))}) == 21


def test_a_person_has_one_feed_of_a_scope_and_level(cast: Cast, clock: StoppedClock) -> None:
    make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    make_feed(cast.tomas, "team", "billing", level="busy", now=clock.now(), by=None)
    make_feed(cast.ana, "team", "billing", now=clock.now(), by=None)
    with pytest.raises(Refused, match="There is a feed of Billing already"):
        make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    assert db.session.query(Feed).count() == 3


def test_a_revoked_feed_can_be_made_again_with_another_address(cast: Cast, clock: StoppedClock) -> None:
    feed, token = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    revoke(feed, now=clock.now(), by=None, empty=True)
    assert feeds_of(cast.tomas) == []
    again, other = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    assert (again.id, again.revoked_at, again.withdrawn) == (feed.id, None, False)
    assert Tickets(db.engine).ticket_for(token_hash(token)) is None
    assert Tickets(db.engine).ticket_for(token_hash(other)) is not None


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        ({"scope": "team", "ref": "night-care"}, "scope"),
        ({"scope": "leader", "ref": "elif@example.org"}, "scope"),
        ({"scope": "nonsense", "ref": "1"}, "scope"),
        ({"scope": "team", "ref": "billing", "level": "half"}, "level"),
        ({"scope": "team", "ref": "billing", "alarm_minutes": 10}, "alarm_minutes"),
        ({"scope": "person", "ref": "tomas@example.org", "alarm_minutes": -1}, "alarm_minutes"),
        ({"scope": "person", "ref": "tomas@example.org", "alarm_minutes": 10_081}, "alarm_minutes"),
    ],
)
def test_what_cannot_be_had_is_refused_beside_its_field(
    cast: Cast, clock: StoppedClock, wishes: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        make_feed(cast.tomas, now=clock.now(), by=None, **wishes)  # type: ignore[arg-type]  # as a form would ask
    assert refusal.value.field == field
    assert db.session.query(Feed).count() == 0


def test_somebody_who_was_deactivated_gets_no_feed(cast: Cast, clock: StoppedClock) -> None:
    with pytest.raises(Refused, match="Mallory Doe was deactivated"):
        make_feed(cast.mallory, "person", "mallory@example.org", now=clock.now(), by=None)


def test_a_feed_with_an_alarm_rings_in_each_event(cast: Cast, clock: StoppedClock) -> None:
    publish(team_id=cast.billing.id)
    _, token = make_feed(cast.tomas, "person", "tomas@example.org", alarm_minutes=30, now=clock.now(), by=None)
    assert text_of(token, clock).count(b"\r\nTRIGGER:-PT30M\r\n") == 1


@pytest.mark.parametrize(
    ("name", "readable"), [("Billing", "Billing"), ("Ana’s team / nights", "Ana-s-team-nights"), ("夜", "Planner")]
)
def test_the_address_ends_with_a_name_that_people_can_read(name: str, readable: str) -> None:
    assert address("https://planner.example", "token", name) == f"https://planner.example/feeds/token/{readable}.ics"


def text_of(token: str, clock: StoppedClock, shelf: Shelf | None = None) -> bytes:
    ticket = Tickets(db.engine).ticket_for(token_hash(token))
    assert ticket is not None
    known, body = opened(ticket, shelf or Shelf(), clock.now())
    assert body is not None
    assert known.etag == body.etag
    return body.plain


def test_the_life_of_an_event_as_a_feed_shows_it(cast: Cast, clock: StoppedClock) -> None:
    """Made, moved, renamed, cancelled, restored, cancelled again and dropped."""
    row = publish("2027-03-10T10:00", team_id=cast.billing.id, title="Tea")
    _, token = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    shelf = Shelf()
    seen: list[tuple[str, str, bool]] = []
    revisions: list[tuple[bytes, bytes]] = []

    def look() -> None:
        text = text_of(token, clock, shelf)
        seen.extend((s.uid, f"{s.start:%d %H}", s.cancelled) for s in by_icalendar(text))
        revisions.extend(re.findall(rb"DTSTAMP:(\w+)\r\nLAST-MODIFIED:\w+\r\nSEQUENCE:(\d+)", text))

    look()
    for changes in (
        {"wall_start": row.wall_start.replace(day=11, hour=14)},
        {"title": "Coffee"},
        {"cancelled": True},
        {"cancelled": False},
        {"cancelled": True},
    ):
        change(row, clock.advance(hours=1), **changes)
        look()
    assert [(when, cancelled) for _, when, cancelled in seen] == LIFE
    assert len({uid for uid, _, _ in seen}) == 1
    assert [int(sequence) for _, sequence in revisions] == [0, 1, 2, 3, 4, 5]
    assert len({stamp for stamp, _ in revisions}) == 6
    clock.advance(days=30)
    assert text_of(token, clock, shelf).count(b"BEGIN:VEVENT") == 0


LIFE = [("10 10", False), ("11 14", False), ("11 14", False), ("11 14", True), ("11 14", False), ("11 14", True)]


def test_rendering_again_moves_only_what_reads_differently(cast: Cast, clock: StoppedClock) -> None:
    changed = publish(team_id=cast.billing.id)
    other = publish("2027-03-04T10:00", team_id=cast.night_care.id)
    assert render_again(now=clock.advance(hours=1), base_url=BASE_URL) == 0
    with writing():
        cast.billing.name = "Billing and refunds"
    now = clock.advance(hours=1)
    assert render_again(now=now, base_url=BASE_URL) == 1
    assert (changed.sequence, changed.changed_at, other.sequence) == (1, now, 0)
    assert b"Billing and refunds" in changed.fragment.replace(b"\r\n ", b"")
    assert b"\r\nSEQUENCE:1\r\n" in changed.fragment


def test_rendering_again_after_the_address_changed_moves_everything(cast: Cast, clock: StoppedClock) -> None:
    rows = [publish(f"2027-03-0{day}T10:00") for day in (3, 4, 5)]
    assert render_again(now=clock.advance(hours=1), base_url="https://other.example") == 3
    assert [row.sequence for row in rows] == [1, 1, 1]
    assert render_again(now=clock.advance(hours=1), base_url="https://other.example") == 0


def test_an_event_that_was_never_rendered_is_filled_in_without_a_new_revision(cast: Cast, clock: StoppedClock) -> None:
    row = publish()
    with writing():
        row.fragment = b""
    before = row.changed_at
    assert render_again(now=clock.now(), base_url=BASE_URL) == 1
    assert (row.sequence, row.changed_at, row.fragment[:12]) == (0, before, b"BEGIN:VEVENT")


def test_a_renamed_team_is_called_so_in_its_feed_at_once(app: Flask, cast: Cast, clock: StoppedClock) -> None:
    publish(team_id=cast.billing.id)
    _, token = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    shelf = Shelf()
    before = text_of(token, clock, shelf)
    with writing():
        cast.billing.name = "Refunds"
    assert before.count(b"\r\nX-WR-CALNAME:Billing (Planner)\r\n") == 1
    assert text_of(token, clock, shelf).count(b"\r\nX-WR-CALNAME:Refunds (Planner)\r\n") == 1


def test_what_is_seen_is_what_was_published(cast: Cast, clock: StoppedClock) -> None:
    row = publish("2027-03-10T10:00", team_id=cast.billing.id, title="Tea")
    _, token = make_feed(cast.tomas, "team", "billing", now=clock.now(), by=None)
    (seen,) = by_icalendar(text_of(token, clock))
    found = db.session.get(PublishedEvent, row.event_id)
    assert found is not None
    assert seen[:5] == Seen(found.uid, found.starts_at, found.ends_at, "Tea", False, "")[:5]


def test_many_fetches_are_noted_with_the_questions_of_one(cast: Cast, clock: StoppedClock) -> None:
    """5,000 calendars that come at once kept a server busy for minutes."""
    people = (cast.hana, cast.tomas, cast.elif_, cast.ravi, cast.ana, cast.vera, cast.nils)
    numbers = [make_feed(one, "person", str(one.id), now=clock.now(), by=None)[0].id for one in people]
    counts = []
    for some in (numbers[:1], numbers[1:4], numbers):
        fetches = [Fetch(number, "Thunderbird/153", clock.advance(seconds=1), 1) for number in some]
        with counting_questions() as asked:
            record_fetches([*fetches, Fetch(0, "Thunderbird/153", clock.now(), 1)])
        counts.append(len(asked))
    assert (counts[0] == counts[1], counts[2] - counts[1]) == (True, 1)  # some are known by now, and counted on
    rows = db.session.query(Feed).order_by(Feed.id).all()
    assert [(row.last_client, row.last_fetched_at) for row in rows] == [("Thunderbird/153", one.at) for one in fetches]
    assert [[(one.client, one.fetches) for one in row.readers] for row in rows] == [
        [("Thunderbird/153", times)] for times in (2, 2, 2, 2, 1, 1, 1)
    ]
