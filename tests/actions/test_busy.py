"""Calendars of leaders: read in their turn, kept as intervals, used where something is planned, and let go without a trace."""

from datetime import timedelta

import pytest
from flask import Flask

from planner.actions.busy import drop_calendar, name_calendar, read_again, read_due, read_one
from planner.actions.moves import Objected, move, objections_to, offer_slots
from planner.actions.problem_leaders import leaders, visit
from planner.actions.problem_year import read_year
from planner.domain.refusals import Refused
from planner.feeds.busy import Asked, Busy, busy_times
from planner.models.audit import AuditRow
from planner.models.base import db, writing
from planner.models.busy import BusyCalendar, BusyTime, busy_between, calendar_of, count_to_come
from tests.calendars import TUESDAY, Put, make_program
from tests.cast import Cast
from tests.conftest import NOW
from tests.domain.times import utc
from tests.outside_server import CALENDAR, Site, by_condition, outside_server, whole
from tests.year import make_year

DENTIST = (utc(2027, 3, 9, 10), utc(2027, 3, 9, 11))


def reader(body: bytes, asked: Asked) -> Busy:
    """In this process: what a process of its own adds is tested beside it."""
    return busy_times(body, asked)


def read(site: Site, cast: Cast, minutes: int = 0) -> BusyCalendar:
    """One pass so many minutes from now."""
    read_due(NOW + timedelta(minutes=minutes), net=site.net(), reader=reader)
    found = calendar_of(cast.elif_.id)
    assert found is not None
    return found


def kept(cast: Cast) -> list[object]:
    return list(busy_between(cast.elif_.id, utc(2027, 1, 1), utc(2029, 1, 1)))


def test_a_calendar_is_read_and_only_times_are_kept(cast: Cast) -> None:
    with outside_server() as site:
        name_calendar(cast.elif_, site.address(), by=cast.elif_, now=NOW)
        found = read(site, cast)
    assert (found.read_at, found.error, kept(cast), count_to_come(cast.elif_.id, NOW)) == (NOW, "", [DENTIST], 1)
    assert {column.name for column in BusyTime.__table__.columns} == {"id", "calendar_id", "starts_at", "ends_at"}


def test_it_is_read_again_after_an_hour_and_asked_whether_it_changed(cast: Cast) -> None:
    with outside_server(by_condition()) as site:
        name_calendar(cast.elif_, site.address(), by=cast.elif_, now=NOW)
        read(site, cast)
        read(site, cast, 59)
        found = read(site, cast, 61)
    assert [headers.get("If-None-Match") for _, headers in site.asked] == [None, '"one"']
    assert (found.read_at, kept(cast)) == (NOW + timedelta(minutes=61), [DENTIST])


def test_after_a_week_the_whole_is_read_again(cast: Cast) -> None:
    with outside_server(by_condition()) as site:
        name_calendar(cast.elif_, site.address(), by=cast.elif_, now=NOW)
        read(site, cast)
        read(site, cast, 8 * 24 * 60)
    assert [headers.get("If-None-Match") for _, headers in site.asked] == [None, None]


def test_trouble_is_written_down_and_what_was_known_stays(cast: Cast) -> None:
    with outside_server() as site:
        name_calendar(cast.elif_, site.address(), by=cast.elif_, now=NOW)
        read(site, cast)
        site.answer = whole(b"<html>Sign in</html>")
        found = read(site, cast, 61)
        assert (found.failures, "a web page" in found.error, kept(cast)) == (1, True, [DENTIST])
        assert found.read_at == NOW
        site.answer = whole(b"", 500)
        found = read(site, cast, 61 + 16)
        assert (found.failures, found.next_at - NOW) == (2, timedelta(minutes=61 + 16 + 30))
        site.answer = whole()
        found = read(site, cast, 300)
    assert (found.failures, found.error) == (0, "")


def test_an_address_inside_the_network_is_never_read(cast: Cast) -> None:
    with outside_server() as site:
        name_calendar(cast.elif_, site.address(host="localhost"), by=cast.elif_, now=NOW)
        read_due(NOW, reader=reader)
    found = calendar_of(cast.elif_.id)
    assert found is not None
    assert (site.asked, "inside a network" in found.error) == ([], True)


def test_an_address_that_is_none_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="begins with https://"):
        name_calendar(cast.elif_, "my calendar", by=cast.elif_, now=NOW)
    with pytest.raises(Refused, match="deactivated"):
        name_calendar(cast.mallory, "https://x.example/a.ics", by=cast.hana, now=NOW)


def test_another_address_forgets_what_the_first_one_said(cast: Cast) -> None:
    with outside_server() as site:
        name_calendar(cast.elif_, site.address(), by=cast.elif_, now=NOW)
        read(site, cast)
        name_calendar(cast.elif_, site.address("/other.ics"), by=cast.elif_, now=NOW)
        assert kept(cast) == []
        read(site, cast)
    assert [path for path, _ in site.asked] == ["/elif.ics", "/other.ics"]


def test_letting_it_go_leaves_nothing(cast: Cast) -> None:
    with outside_server() as site:
        name_calendar(cast.elif_, site.address("/secret-key.ics"), by=cast.elif_, now=NOW)
        drop_calendar(read(site, cast), by=cast.elif_, now=NOW)
    assert (db.session.query(BusyCalendar).count(), db.session.query(BusyTime).count()) == (0, 0)
    told = " ".join(row.sentence for row in db.session.query(AuditRow))
    assert ("calendar.example.net" in told, "secret-key" in told) == (True, False)


def test_a_calendar_that_was_let_go_while_it_was_read_stays_gone(cast: Cast) -> None:
    def meanwhile(body: bytes, asked: Asked) -> Busy:
        found = calendar_of(cast.elif_.id)
        assert found is not None
        drop_calendar(found, by=cast.elif_, now=NOW)
        return busy_times(body, asked)

    with outside_server() as site:
        name_calendar(cast.elif_, site.address(), by=cast.elif_, now=NOW)
        read_due(NOW, net=site.net(), reader=meanwhile)
    assert (db.session.query(BusyCalendar).count(), db.session.query(BusyTime).count()) == (0, 0)


def test_two_workers_do_not_read_the_same_calendar(cast: Cast) -> None:
    with outside_server() as site:
        calendar = name_calendar(cast.elif_, site.address(), by=cast.elif_, now=NOW)
        number = calendar.id

        def second(body: bytes, asked: Asked) -> Busy:
            read_one(number, NOW, net=site.net(), reader=reader)
            return busy_times(body, asked)

        read_due(NOW, net=site.net(), reader=second)
    assert len(site.asked) == 1


def test_it_can_be_read_at_once(cast: Cast) -> None:
    with outside_server() as site:
        name_calendar(cast.elif_, site.address(), by=cast.elif_, now=NOW)
        read_again(read(site, cast), now=NOW)
        read(site, cast)
    assert len(site.asked) == 2


def test_our_own_events_are_no_reason_against_themselves(cast: Cast) -> None:
    put = Put(make_program(cast), cast.hana)
    event = put.visit(TUESDAY, cast.billing, cast.elif_)
    put.publish()
    with outside_server(whole(CALENDAR.replace(b"dentist@elsewhere", event.uid.encode()))) as site:
        name_calendar(cast.elif_, site.address(), by=cast.elif_, now=NOW)
        read(site, cast)
    assert kept(cast) == []


def test_a_move_into_a_busy_time_is_objected_to(cast: Cast) -> None:
    put = Put(make_program(cast), cast.hana)
    event = put.visit(TUESDAY + timedelta(days=1), cast.billing, cast.elif_)
    put.publish()
    with outside_server() as site:
        name_calendar(cast.elif_, site.address(), by=cast.elif_, now=NOW)
        read(site, cast)
    sentence = "Elif Kaya is busy by their own calendar on Tuesday 9 March, 10:00–11:00."
    assert objections_to(event, TUESDAY) == [sentence]
    assert objections_to(event, TUESDAY + timedelta(hours=1)) == []
    with pytest.raises(Objected, match="busy by their own calendar"):
        move(event, TUESDAY, cast.elif_, NOW)
    assert TUESDAY not in offer_slots(event, 20, now=NOW)


def test_the_generator_is_told(app: Flask, cast: Cast) -> None:
    program = make_year(cast, NOW)
    with outside_server(whole(CALENDAR.replace(b"202703", b"202706"))) as site:
        name_calendar(cast.elif_, site.address(), by=cast.elif_, now=NOW)
        read(site, cast)
    year = read_year(program, NOW)
    found = {leader.id: leader.busy for leader in leaders(year, visit(year))}
    assert found.pop("Elif Kaya") == ((utc(2027, 6, 9, 10), utc(2027, 6, 9, 11)),)
    assert set(found.values()) == {()}


def test_nothing_is_read_for_somebody_who_left(cast: Cast) -> None:
    with outside_server() as site:
        name_calendar(cast.elif_, site.address(), by=cast.elif_, now=NOW)
        with writing():
            cast.elif_.deactivated_at = NOW
        assert read_due(NOW, net=site.net(), reader=reader) == 0
