"""Scenes: what many tests begin with is built once, and laid before each of them as it was: rows, files and the time.

A scene is remembered by what it was built on, to the byte: after other rows, at another time or with other arguments it is built anew.
"""

import io
import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from inspect import BoundArguments, signature
from itertools import count
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar

import sqlalchemy as sa
from flask import Flask, current_app

from planner.feeds.shelf import Shelf
from planner.models.base import Base, db
from planner.web.feed_log import FeedLog
from planner.web.limits import limiter
from planner.web.reads import init_reads
from tests.cast import Cast
from tests.databases import Copies

P = ParamSpec("P")
R = TypeVar("R")

_laid: dict[bytes, "_Scene"] = {}
_numbers = count()


class Moment(Protocol):
    """The tests' clock."""

    moment: Any


def forget(app: Flask) -> None:
    """What the application has in memory, of the test before or of the building of a scene."""
    app.extensions.update(planner_shelf=Shelf(), planner_feed_log=FeedLog(app))
    init_reads(app)
    limiter.reset()


@dataclass(frozen=True)
class Stage:
    """Where a test runs: its database, the folder of its data, its clock; and a folder for what scenes wrote into theirs."""

    app: Flask
    copies: Copies
    url: str
    data: Path
    clock: Moment
    kept: Path

    def lay(self, build: Callable[..., R], call: BoundArguments) -> R:
        """What was built and what was remembered are laid alike: a test cannot tell whether it is the first."""
        self._be_still()
        given = call.arguments
        key = self._key(build, given)
        if key not in _laid:
            _laid[key] = self._built(build(*call.args, **call.kwargs), given)
            self._be_still()
        scene = _laid[key]
        self.copies.restore(self.url, scene.rows)
        shutil.rmtree(self.data)
        shutil.copytree(scene.files, self.data)
        self.clock.moment = scene.moment
        forget(self.app)
        found: R = _Reader(scene.result, given).load()
        db.session.rollback()  # as after the last of what was written
        return found

    def _be_still(self) -> None:
        db.session.commit()
        db.session.expire_all()
        db.engine.dispose()

    def _key(self, build: Callable[..., R], given: dict[str, Any]) -> bytes:
        """Whatever the test's own things are called, they are what the rows, the time and the files say."""
        known = {id(thing) for thing in (self.app, self.clock)}
        own = {name: one for name, one in given.items() if isinstance(one, Cast) or id(one) in known}
        names = (build.__module__, build.__qualname__, self.clock.moment)
        files = sorted(
            (str(file.relative_to(self.data)), file.read_bytes()) for file in self.data.rglob("*") if file.is_file()
        )
        rows = self.copies.digest(self.copies.hold(self.url))
        return sha256(_written((names, given, files, rows), own)).digest()

    def _built(self, result: object, given: dict[str, Any]) -> "_Scene":
        self._be_still()
        files = self.kept / str(next(_numbers))
        shutil.copytree(self.data, files)
        return _Scene(self.copies.hold(self.url), files, self.clock.moment, _written(result, given))


@dataclass(frozen=True)
class _Scene:
    rows: object
    files: Path
    moment: Any
    result: bytes


def scene(build: Callable[P, R]) -> Callable[P, R]:
    """For what writes rows and gives rows, values and dataclasses of them; nothing that it does elsewhere is remembered.

    Not for what begins within a transaction. Without a stage, as in an application of a test's own, it is built each time.
    """
    names = signature(build)

    @wraps(build)
    def laid(*args: P.args, **kwargs: P.kwargs) -> R:
        stage: Stage | None = current_app.extensions.get("tests_stage")
        if stage is None:
            return build(*args, **kwargs)
        return stage.lay(build, names.bind(*args, **kwargs))

    return laid


class _Writer(pickle.Pickler):
    """A row is written as its key, a thing that was given to the scene as its name."""

    def __init__(self, file: io.BytesIO, given: dict[str, Any]) -> None:
        super().__init__(file)
        self._given = {id(one): name for name, one in given.items()}

    def persistent_id(self, thing: object) -> tuple[object, ...] | None:
        if id(thing) in self._given:
            return ("given", self._given[id(thing)])
        if isinstance(thing, Base):
            return ("row", type(thing), sa.inspect(thing, raiseerr=True).identity)
        return None


class _Reader(pickle.Unpickler):
    def __init__(self, written: bytes, given: dict[str, Any]) -> None:
        super().__init__(io.BytesIO(written))
        self._given = given

    def persistent_load(self, found: tuple[Any, ...]) -> object:
        if found[0] == "given":
            return self._given[found[1]]
        return db.session.get_one(found[1], found[2])


def _written(thing: object, given: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    _Writer(file, given).dump(thing)
    return file.getvalue()
