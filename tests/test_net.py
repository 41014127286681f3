"""Where a connection may go: the open internet, or a machine that the settings name; and what is said on the way."""

import socket
import ssl
from typing import cast
from urllib.parse import urlsplit

import pytest

from planner.net import Clock, InsideNetwork, Net, NoSuchHost, Pinned, is_public, target_of
from tests.outside_server import outside_server


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2001:db8::1",
    ],
)
def test_the_inside_of_a_network_is_not_public(address: str) -> None:
    assert is_public(address) is False


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2a00:1450:4001:81b::200e"])
def test_the_open_internet_is(address: str) -> None:
    assert is_public(address) is True


class Unlocked:
    """Stands for TLS: hands the line on as it is."""

    def wrap_socket(self, line: socket.socket, **_: object) -> socket.socket:
        return line


def net(*addresses: str, inside: frozenset[str] = frozenset()) -> Net:
    return Net(resolve=lambda _host, _port: list(addresses), inside=inside)


def test_the_first_address_is_taken_when_all_of_them_are_public() -> None:
    assert net("93.184.216.34", "8.8.8.8").pinned("example.org", 443) == "93.184.216.34"


@pytest.mark.parametrize("addresses", [(), ("10.0.0.1",), ("93.184.216.34", "10.0.0.1")])
def test_one_inner_address_is_enough_to_refuse(addresses: tuple[str, ...]) -> None:
    with pytest.raises(InsideNetwork):
        net(*addresses).pinned("example.org", 443)


def test_a_machine_that_is_named_may_be_anywhere() -> None:
    named = net("10.0.0.1", inside=frozenset({"ntfy.example.org"}))
    assert named.pinned("NTFY.example.org", 443) == "10.0.0.1"
    with pytest.raises(InsideNetwork):
        named.pinned("evil.example.org", 443)


def test_a_name_that_is_named_but_leads_nowhere_is_refused() -> None:
    with pytest.raises(InsideNetwork):
        net(inside=frozenset({"ntfy.example.org"})).pinned("ntfy.example.org", 443)


def test_a_name_that_nobody_knows_is_said_to() -> None:
    def nowhere(_host: str, _port: int) -> list[str]:
        raise socket.gaierror

    with pytest.raises(NoSuchHost):
        Net(resolve=nowhere).pinned("example.org", 443)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://example.org/x", "example.org"),
        ("https://example.org:443/x", "example.org"),
        ("https://example.org:8443/x", "example.org:8443"),
        ("http://example.org/x", "example.org"),
        ("http://example.org:443/x", "example.org:443"),
    ],
)
def test_the_host_header_names_the_port_only_where_it_is_unusual(address: str, host: str) -> None:
    with outside_server() as site, Clock(5) as clock:
        there = Net(
            dial=lambda _where, seconds: socket.create_connection(("127.0.0.1", site.port), seconds),
            trust=lambda: cast(ssl.SSLContext, Unlocked()),
        )
        line = Pinned(urlsplit(address), "127.0.0.1", there, clock)
        line.request("GET", "/x")
        line.getresponse().read()
        line.close()
    assert site.asked[0][1]["Host"] == host


@pytest.mark.parametrize(
    ("address", "target"), [("https://x.org", "/"), ("https://x.org/a?b=1", "/a?b=1"), ("https://x.org?b", "/?b")]
)
def test_a_request_asks_for_path_and_query(address: str, target: str) -> None:
    assert target_of(urlsplit(address)) == target
