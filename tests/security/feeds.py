"""A team's feed with events in it, and how a calendar asks for one."""

from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from planner.actions.feeds import make_feed
from planner.models.feeds import Feed
from planner.models.people import Person
from tests.conftest import NOW
from tests.feeds.events import publish


@dataclass(frozen=True)
class Subscription:
    """A feed and its secret."""

    feed: Feed
    token: str
    client: FlaskClient

    @property
    def path(self) -> str:
        return f"/feeds/{self.token}/Billing.ics"

    def get(self, headers: dict[str, str] | None = None) -> TestResponse:
        """As a calendar asks: no cookies, no redirects."""
        return self.client.get(self.path, headers=headers)


def subscribe(
    app: Flask, person: Person, scope: str = "team", ref: str = "billing", level: str = "full"
) -> Subscription:
    """A new feed of the person's."""
    feed, token = make_feed(person, scope, ref, now=NOW, by=person, level=level)
    return Subscription(feed, token, app.test_client(use_cookies=False))


def publish_for(team_id: int, *titles: str) -> None:
    """A visit to the team for each title, on days to come."""
    for number, title in enumerate(titles):
        publish(f"2027-03-{10 + number:02}T10:00", team_id=team_id, title=title)
