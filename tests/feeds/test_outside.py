"""Calendars of others: fetched from public addresses only, within limits, and only if they changed."""

import gzip
import time
from http.server import BaseHTTPRequestHandler

import pytest

from planner.feeds.addresses import OutsideRefused, checked
from planner.feeds.outside import Condition, fetch
from planner.net import Net
from tests.outside_server import CALENDAR, by_condition, outside_server, whole


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("calendar.example.net/a.ics", "begins with https:// or webcal://"),
        ("ftp://calendar.example.net/a.ics", "begins with https:// or webcal://"),
        ("file:///etc/passwd", "begins with https:// or webcal://"),
        ("https:///a.ics", "begins with https:// or webcal://"),
        ("https://calendar.example.net:99999/", "not a web address"),
        ("https://[::1/", "not a web address"),
        ("https://elif:secret@calendar.example.net/a.ics", "Leave out the name and password"),
        ("https://calendar.example.net/a b.ics", "a space or an invisible character"),
        (
            "https://calendar.example.net/a\r\nHost: x",
            "a space or an invisible character|not a web address|begins with",
        ),
        ("https://calendar.example.net/" + "a" * 2000, "begins with https:// or webcal://"),
    ],
)
def test_what_is_no_calendar_address_is_refused(address: str, sentence: str) -> None:
    with pytest.raises(OutsideRefused, match=sentence):
        checked(address)


def test_webcal_is_https() -> None:
    assert checked(" webcal://calendar.example.net/a.ics ") == "https://calendar.example.net/a.ics"


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "127.1", "2130706433", "0x7f000001", "169.254.169.254"]
)
def test_an_address_inside_the_network_is_never_asked(host: str) -> None:
    with outside_server() as site, pytest.raises(OutsideRefused, match="inside a network"):
        fetch(site.address(host=host))
    assert site.asked == []


def test_a_name_of_which_one_address_is_inside_is_never_asked() -> None:
    net = Net(resolve=lambda _host, _port: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(OutsideRefused, match="inside a network"):
        fetch("http://calendar.example.net/a.ics", net=net)


def test_the_connection_goes_to_what_was_looked_at_and_not_to_the_name() -> None:
    """A name that answers differently the second time has no second time."""
    asked: list[str] = []

    def once(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with outside_server() as site:
        fetched = fetch(site.address(), net=Net(resolve=once, may_reach=lambda _address: True))
    assert fetched is not None
    assert (fetched.body, asked) == (CALENDAR, ["calendar.example.net"])
    assert site.asked[0][1]["Host"] == f"calendar.example.net:{site.port}"


def test_a_redirect_into_the_network_is_not_followed() -> None:
    with (
        outside_server() as inside,
        outside_server(whole(b"", 302, Location=inside.address(host="inside.example"))) as site,
    ):
        net = Net(
            resolve=lambda host, _port: ["10.0.0.1"] if host == "inside.example" else ["127.0.0.1"],
            may_reach=lambda address: address == "127.0.0.1",
        )
        with pytest.raises(OutsideRefused, match=r"inside\.example is inside a network"):
            fetch(site.address(), net=net)
    assert inside.asked == []


@pytest.mark.parametrize(
    ("location", "sentence"),
    [("file:///etc/passwd", "begins with https://"), ("http://elif:x@calendar.example.net/", "Leave out the name")],
)
def test_a_redirect_to_something_else_is_refused(location: str, sentence: str) -> None:
    with outside_server(whole(b"", 302, Location=location)) as site, pytest.raises(OutsideRefused, match=sentence):
        fetch(site.address(), net=site.net())


def test_a_redirect_that_goes_on_and_on_ends() -> None:
    with outside_server(whole(b"", 302, Location="/again")) as site:
        with pytest.raises(OutsideRefused, match="from place to place"):
            fetch(site.address(), net=site.net())
        assert [path for path, _ in site.asked] == ["/elif.ics", "/again", "/again", "/again"]


def test_a_redirect_is_followed() -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        there = request.path == "/there.ics"
        (whole() if there else whole(b"", 301, Location="there.ics"))(request)

    with outside_server(answer) as site:
        fetched = fetch(site.address("/elif.ics?key=a%20b"), net=site.net())
    assert fetched is not None
    assert (fetched.body, [path for path, _ in site.asked]) == (CALENDAR, ["/elif.ics?key=a%20b", "/there.ics"])


def test_an_unchanged_calendar_costs_nothing() -> None:
    with outside_server(by_condition()) as site:
        first = fetch(site.address(), net=site.net())
        assert first is not None
        assert fetch(site.address(), first.condition, net=site.net()) is None
    assert [headers.get("If-None-Match") for _, headers in site.asked] == [None, '"one"']


def test_a_304_that_nobody_asked_for_is_an_error() -> None:
    with outside_server(whole(b"", 304)) as site, pytest.raises(OutsideRefused, match="answers 304"):
        fetch(site.address(), Condition(), net=site.net())


def test_a_gzipped_calendar_is_unpacked() -> None:
    with outside_server(whole(gzip.compress(CALENDAR), Content_Encoding="gzip")) as site:
        fetched = fetch(site.address(), net=site.net())
    assert fetched is not None
    assert fetched.body == CALENDAR


@pytest.mark.parametrize("zipped", [False, True])
def test_a_calendar_that_is_too_large_is_refused(zipped: bool) -> None:
    body = b"x" * 200_000
    answer = whole(gzip.compress(body), Content_Encoding="gzip") if zipped else whole(body)
    with outside_server(answer) as site, pytest.raises(OutsideRefused, match="larger than"):
        fetch(site.address(), net=site.net(), most=100_000)


def test_a_calendar_that_breaks_off_is_refused() -> None:
    with (
        outside_server(whole(CALENDAR, Content_Length="9999")) as site,
        pytest.raises(OutsideRefused, match=r"broke off|could not be read"),
    ):
        fetch(site.address(), net=site.net())


@pytest.mark.parametrize("in_headers", [True, False])
def test_a_server_that_drips_is_left_in_time(in_headers: bool) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        if in_headers:
            request.send_response(200)
            for number in range(100):
                request.send_header(f"X-{number}", "x")
                request.flush_headers()
                time.sleep(0.2)
            return
        request.send_response(200)
        request.end_headers()
        for _ in range(100):
            request.wfile.write(b"x")
            time.sleep(0.2)

    with outside_server(drip) as site, pytest.raises(OutsideRefused, match="took longer than 1 seconds"):
        fetch(site.address(), net=site.net(), seconds=1)


@pytest.mark.parametrize(
    ("status", "sentence"), [(401, "not published"), (404, "not there any more"), (500, "tries again")]
)
def test_another_answer_is_a_sentence(status: int, sentence: str) -> None:
    with outside_server(whole(b"", status)) as site, pytest.raises(OutsideRefused, match=sentence):
        fetch(site.address(), net=site.net())


def test_a_name_that_is_not_there_is_a_sentence() -> None:
    def nowhere(_host: str, _port: int) -> list[str]:
        raise OSError

    with pytest.raises(OutsideRefused, match=r"There is no calendar\.example\.net"):
        fetch("https://calendar.example.net/", net=Net(resolve=nowhere))


def test_what_a_server_says_of_its_copy_is_sent_back_only_if_it_is_plain() -> None:
    with outside_server(whole(ETag='"' + "x" * 600 + '"', Last_Modified="Mon, 01 Mar 2027 09:00:00 GMT")) as site:
        fetched = fetch(site.address(), net=site.net())
    assert fetched is not None
    assert fetched.condition == Condition("", "Mon, 01 Mar 2027 09:00:00 GMT")
