"""`planner feed` and `planner export calendar`."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from planner.cli import feeds as commands
from planner.domain.refusals import Refused
from planner.models.base import db
from planner.models.feeds import Feed
from tests.cast import Cast
from tests.feeds.events import publish
from tests.feeds.readers import by_icalendar


@pytest.fixture(autouse=True)
def here(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run inside the application of the test."""
    monkeypatch.setattr("planner.app.create_app", lambda: app)


def run(*words: str) -> str:
    """What the command prints; raises Refused as the command does."""
    command = commands.feed if words[0] == "feed" else commands.export
    return CliRunner().invoke(command, list(words[1:]), catch_exceptions=False).output


def test_a_feed_is_made_and_its_address_printed(cast: Cast) -> None:
    printed = run("feed", "--scope", "team:billing", "--person", "tomas@example.org")
    assert re.fullmatch(r"http://127\.0\.0\.1:5000/feeds/cswp_feed_[\w-]{43}/Billing\.ics\n", printed)


@pytest.mark.parametrize("scope", ["person", "person:tomas@example.org", "site:dublin", "kind:floor-visit"])
def test_every_scope_can_be_named(cast: Cast, scope: str) -> None:
    run("feed", "--scope", scope, "--person", "TOMAS@example.org")
    assert db.session.query(Feed).one().scope == scope.partition(":")[0]


def test_a_new_address_replaces_the_old(cast: Cast) -> None:
    words = ("feed", "--scope", "team:billing", "--person", "tomas@example.org")
    first = run(*words)
    assert run(*words, "--new-address") != first
    assert db.session.query(Feed).count() == 1


@pytest.mark.parametrize(
    ("scope", "email", "sentence"),
    [
        ("team:night-care", "tomas@example.org", "cannot subscribe to team:night-care"),
        ("team", "tomas@example.org", "does not say which one"),
        ("team:billing", "nobody@example.org", "Nobody here has the address"),
        ("team:billing", "mallory@example.org", "was deactivated"),
    ],
)
def test_what_cannot_be_made_is_refused_in_a_sentence(cast: Cast, scope: str, email: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        run("feed", "--scope", scope, "--person", email)
    assert db.session.query(Feed).count() == 0


def test_a_calendar_is_written_to_a_file(cast: Cast, tmp_path: Path) -> None:
    publish(team_id=cast.billing.id, title="Tea")
    publish("2027-03-04T10:00", team_id=cast.night_care.id, title="Night tea")
    path = tmp_path / "billing.ics"
    assert (
        run("export", "calendar", "--scope", "team:billing", "-o", str(path)) == f"{path}: the calendar of Billing.\n"
    )
    assert [seen.title for seen in by_icalendar(path.read_bytes())] == ["Tea"]


def test_without_a_scope_the_whole_program_is_written(cast: Cast, tmp_path: Path) -> None:
    publish(team_id=cast.billing.id, title="Tea")
    publish("2027-03-04T10:00", team_id=cast.night_care.id, title="Night tea")
    run("export", "calendar", "-o", str(tmp_path / "all.ics"))
    assert [seen.title for seen in by_icalendar((tmp_path / "all.ics").read_bytes())] == ["Tea", "Night tea"]


def test_a_file_goes_back_to_the_first_day_unless_it_is_asked_for_as_a_feed(cast: Cast, tmp_path: Path) -> None:
    publish("2026-11-30T10:00", team_id=cast.billing.id, title="Long ago")
    publish(team_id=cast.billing.id, title="Tea")
    whole, window = tmp_path / "whole.ics", tmp_path / "window.ics"
    run("export", "calendar", "-o", str(whole))
    run("export", "calendar", "--as-feed", "-o", str(window))
    titles = [[seen.title for seen in by_icalendar(path.read_bytes())] for path in (whole, window)]
    assert titles == [["Long ago", "Tea"], ["Tea"]]


def test_a_file_shows_what_its_person_may_see(cast: Cast, tmp_path: Path) -> None:
    publish(team_id=cast.billing.id, title="Tea")
    publish("2027-03-04T10:00", team_id=cast.night_care.id, title="Night tea")
    run("export", "calendar", "--person", "ana@example.org", "-o", str(tmp_path / "all.ics"))
    assert [seen.title for seen in by_icalendar((tmp_path / "all.ics").read_bytes())] == ["Tea"]


def test_a_file_that_cannot_be_written_is_a_sentence(cast: Cast, tmp_path: Path) -> None:
    publish()
    with pytest.raises(Refused, match="cannot be written"):
        run("export", "calendar", "-o", str(tmp_path / "missing" / "all.ics"))
