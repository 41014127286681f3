"""Scenes: built once, laid as they were, and built anew where they would not be the same."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from planner.models.base import db, writing
from planner.models.sites import Site
from tests.cast import Cast
from tests.conftest import NOW, StoppedClock
from tests.scenes import Stage, scene

built: list[str] = []


@dataclass
class Place:
    site: Site
    cast: Cast


@scene
def opened(cast: Cast, name: str, clock: StoppedClock, app: Flask) -> Place:
    """A site, a file, and an hour that goes by."""
    built.append(name)
    with writing():
        site = Site(slug=name, name=name.title(), zone="UTC", country="IE")
        db.session.add(site)
    Path(app.config["PLANNER_DATA_DIR"], name).write_text("here")
    clock.advance(hours=1)
    return Place(site, cast)


@pytest.fixture
def begin_again(app: Flask, clock: StoppedClock) -> Callable[[], None]:
    """Gives back what a test begins with, as the next test would have it."""
    stage: Stage = app.extensions["tests_stage"]
    start = stage.copies.hold(stage.url)

    def begin() -> None:
        db.session.rollback()
        db.engine.dispose()
        stage.copies.restore(stage.url, start)
        for file in stage.data.iterdir():
            if file.name != "secret-key":
                file.unlink()
        clock.moment = NOW

    return begin


def _here(app: Flask, clock: StoppedClock) -> tuple[object, ...]:
    files = {file.name: file.read_text() for file in Path(app.config["PLANNER_DATA_DIR"]).iterdir()}
    return [(row.id, row.slug) for row in db.session.query(Site).order_by(Site.id)], files, clock.moment


def test_it_is_built_once_and_laid_again_as_it_was(
    cast: Cast, clock: StoppedClock, app: Flask, begin_again: Callable[[], None]
) -> None:
    first = opened(cast, "cork", clock, app)
    laid, number = _here(app, clock), first.site.id
    with writing():
        first.site.slug = "kerry"
    Path(app.config["PLANNER_DATA_DIR"], "cork").write_text("gone")
    begin_again()
    again = opened(cast, "cork", clock, app)
    assert (again.site.id, again.site.name, again.cast is cast) == (number, "Cork", True)
    assert (_here(app, clock), built.count("cork")) == (laid, 1)


def _rename() -> None:
    with writing():
        db.session.query(Site).filter_by(slug="tampa").update({"name": "Tampa Bay"})


@pytest.mark.parametrize("what", ["rows", "files", "time", "argument"])
def test_on_something_else_it_is_built_anew(
    what: str, cast: Cast, clock: StoppedClock, app: Flask, begin_again: Callable[[], None]
) -> None:
    opened(cast, f"{what} before", clock, app)
    begin_again()
    before = len(built)
    changes: dict[str, Callable[[], object]] = {
        "rows": _rename,
        "files": lambda: Path(app.config["PLANNER_DATA_DIR"], "letter").write_text("x"),
        "time": lambda: clock.advance(seconds=1),
        "argument": lambda: None,
    }
    changes[what]()
    opened(cast, f"{what} before" if what != "argument" else "another", clock, app)
    assert len(built) == before + 1
