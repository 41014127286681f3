"""The side bar: which places exist, who sees which, and which one the reader is at."""

from typing import NamedTuple, Protocol

from flask import Flask, current_app, request, url_for

from planner.domain.roles import acts_of
from planner.domain.states import Role

SIGN_OUT = "accounts.sign_out"
ACCOUNT = "account.show"

BELOW = {
    "generations": "programs.index",
    "versions": "programs.index",
    "repairs": "programs.index",
    "absences": "home.my_page",
    "off_phone": "calendar.coverage",
    "substitutes": "visits.index",
    "coverage_gaps": "calendar.coverage",
    "insight_board": "insights.index",
    "insight_routing": "insights.index",
    "unnamed": "insights.index",
    "imports": "people.index",
    "personal_data": "people.index",
    "retention": "audit_log.index",
    "places": "people.index",
    "touch_points": "strategy.index",
    "reviews": "policies.index",
    "events": "calendar.month",
    "event_moves": "calendar.month",
    "home": "home.my_page",
    "account": "home.my_page",
    "own_calendars": "feeds.index",
    "invitations": "messages.index",
    "ways": "inbox.index",
    "histories": "inbox.index",
    "night_audits": "messages.index",
    "messages.outbox_mail": "messages.outbox",
}
"""Blueprints, or single views, without a place of their own, and the place that their pages belong to."""


class HasId(Protocol):
    @property
    def id(self) -> int: ...


class NavItem(NamedTuple):
    """`act` is the row of the roles table which opens the place; `of_program` says that its address carries program_id."""

    label: str
    endpoint: str
    icon: str
    group: str
    act: str
    of_program: bool = False


class NavLink(NamedTuple):
    label: str
    href: str
    icon: str
    group: str
    current: str
    """"page" for the page itself, "true" for a page below it, "" otherwise: the values of aria-current."""


ITEMS = (
    NavItem("My page", "home.my_page", "home", "", "see own page"),
    NavItem("Year", "calendar.year", "calendar-stats", "Calendar", "see the calendar", of_program=True),
    NavItem("Calendar", "calendar.month", "calendar-month", "Calendar", "see the calendar", of_program=True),
    NavItem("Coverage", "calendar.coverage", "layout-grid", "Calendar", "see coverage", of_program=True),
    NavItem("Visits", "visits.index", "walk", "Front line", "see visits"),
    NavItem("Recognitions", "recognitions.index", "award", "Front line", "thank somebody"),
    NavItem("Insights", "insights.index", "bulb", "Front line", "see insights"),
    NavItem("Promises", "promises.index", "message-2", "Front line", "see promises"),
    NavItem("Policies", "policies.index", "gavel", "Front line", "see policies"),
    NavItem("Launches", "launches.index", "rocket", "Front line", "see launches"),
    NavItem("What came of it", "reports.index", "chart-bar", "Keeping up", "see reports"),
    NavItem("Strategy", "strategy.index", "target", "Set-up", "see the strategy"),
    NavItem("People", "people.index", "users", "Set-up", "see people"),
    NavItem("Orphans", "orphans.index", "list-check", "Set-up", "see orphans"),
    NavItem("Catalogue", "catalogue.index", "book", "Set-up", "edit the catalogue"),
    NavItem("Programs", "programs.index", "target", "Set-up", "edit the program"),
    NavItem("Subscribe", "feeds.index", "rss", "Keeping up", "make a feed"),
    NavItem("Inbox", "inbox.index", "inbox", "Keeping up", "read the inbox"),
    NavItem("Messages", "messages.index", "bell", "Keeping up", "see everybody's messages"),
    NavItem("Outbox", "messages.outbox", "mail", "Keeping up", "see the outbox"),
    NavItem("Audit log", "audit_log.index", "history", "Keeping up", "see the audit log"),
    NavItem("Settings", "settings.index", "settings", "Set-up", "edit settings"),
)


def items_for(role: Role) -> list[NavItem]:
    """The places which somebody with `role` may open, in the order of the side bar."""
    allowed = acts_of(role)
    groups = list(dict.fromkeys(item.group for item in ITEMS))
    return sorted((item for item in ITEMS if item.act in allowed), key=lambda item: groups.index(item.group))


def links_for(role: Role, program: HasId | None = None) -> list[NavLink]:
    """The links of the side bar: only places that exist, and those of a program only when there is one (`program.id`)."""
    shown = [item for item in items_for(role) if item.endpoint in current_app.view_functions]
    shown = [item for item in shown if program is not None or not item.of_program]
    here = _current(shown)
    return [_link(item, program, here) for item in shown]


def _current(items: list[NavItem]) -> tuple[str, str]:
    """The endpoint to mark, and how: the page itself, else the place that its blueprint belongs to."""
    endpoint = request.endpoint or ""
    if any(item.endpoint == endpoint for item in items):
        return endpoint, "page"
    blueprint = request.blueprint or ""
    return BELOW.get(endpoint) or BELOW.get(blueprint, f"{blueprint}.index"), "true"


def _link(item: NavItem, program: HasId | None, here: tuple[str, str]) -> NavLink:
    endpoint, mark = here
    href = url_for(item.endpoint, program_id=program.id) if program and item.of_program else url_for(item.endpoint)
    return NavLink(item.label, href, item.icon, item.group, mark if item.endpoint == endpoint else "")


def _sign_out_address() -> str | None:
    return url_for(SIGN_OUT) if SIGN_OUT in current_app.view_functions else None


def _account_address() -> str | None:
    return url_for(ACCOUNT) if ACCOUNT in current_app.view_functions else None


def init_navigation(app: Flask) -> None:
    """Gives templates `links_for(role, program)`, `sign_out_address()` and `account_address()`."""
    app.add_template_global(links_for, "links_for")
    app.add_template_global(_sign_out_address, "sign_out_address")
    app.add_template_global(_account_address, "account_address")
