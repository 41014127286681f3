"""Calendar programs: how each is given a feed, and in honest words how late it looks and whether it rings.

The figures are what `docs/feeds.md` tells of measurements and of the makers' own words; change them there, too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Client:
    """`link` makes the address behind the button from the feed's address; None where it has to be pasted by hand."""

    name: str
    icon: str
    link: Callable[[str], str] | None
    steps: str
    polls: str
    rings: str


def webcal(address: str) -> str:
    """The same address for programs that register themselves for webcal."""
    return "webcal://" + address.partition("://")[2]


def _google(address: str) -> str:
    """With https inside, Google refuses it."""
    return f"https://www.google.com/calendar/render?cid={quote(webcal(address), safe='')}"


def _outlook(address: str) -> str:
    return f"https://outlook.office.com/calendar/0/addfromweb?url={quote(address, safe='')}&name=Planner"


CLIENTS = (
    Client(
        "Apple Calendar",
        "brand-apple",
        webcal,
        "iPhone, iPad and Mac: open the link and confirm.",
        "Looks every few minutes to every week, as you set it; usually every hour.",
        "Removes alarms unless you untick “Remove alerts”.",
    ),
    Client(
        "Google Calendar",
        "brand-google",
        _google,
        "Open it on a computer and confirm; the phone follows by itself.",
        "Looks every 8 to 24 hours, and nothing makes it look sooner.",
        "Never rings, and hides what is cancelled.",
    ),
    Client(
        "Outlook on the web",
        "brand-windows",
        _outlook,
        "Confirm the import. By hand: Add calendar, Subscribe from web, and paste the address.",
        "Looks about every 3 hours; it may take more than a day.",
        "Does not ring. Cancelled events stay, and say so in their title.",
    ),
    Client(
        "Outlook on a computer",
        "brand-windows",
        None,
        "Account settings, Internet calendars, New, and paste the address.",
        "Looks when it starts, then every hour if “update limit” is on.",
        "Does not ring.",
    ),
    Client(
        "Thunderbird",
        "mail",
        webcal,
        "Open the link, or New calendar, On the network, and paste the address.",
        "Looks every 30 minutes.",
        "Rings if the feed has alarms.",
    ),
    Client(
        "GNOME, Evolution and others",
        "calendar",
        webcal,
        "Open the link, or paste the address where the program asks for a calendar on the web.",
        "Looks every 30 minutes, or as you set it.",
        "Most ring if the feed has alarms.",
    ),
)

_SIGNS = (
    ("google-calendar", "Google Calendar"),
    ("googlebot", "Google Calendar"),
    ("dataaccessd", "Apple Calendar on a phone"),
    ("calendaragent", "Apple Calendar on a Mac"),
    ("ios/", "Apple Calendar on a phone"),
    ("macos/", "Apple Calendar on a Mac"),
    ("microsoft", "Outlook"),
    ("outlook", "Outlook"),
    ("exchange", "Outlook on the web"),
    ("thunderbird", "Thunderbird"),
    ("evolution", "Evolution"),
    ("gnome", "GNOME Calendar"),
    ("davx5", "DAVx5"),
    ("icsx5", "ICSx5"),
    ("homeassistant", "Home Assistant"),
    ("nextcloud", "Nextcloud"),
    ("vdirsyncer", "vdirsyncer"),
    ("curl", "curl"),
    ("mozilla", "a web browser"),
)


def program_of(user_agent: str) -> str:
    """The program's name as people know it; the first word of what it calls itself when it is not known here."""
    words = user_agent.lower()
    known = next((name for sign, name in _SIGNS if sign in words), None)
    return known or user_agent.partition("/")[0].partition(" ")[0][:40] or "a program without a name"
