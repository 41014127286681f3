"""One mother process for all workers of a run, and a stage for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.cast import Cast
from tests.faults.sink import Sink, open_sink
from tests.faults.stage import Stage, Zygote, zygote


@pytest.fixture(scope="session")
def mother() -> Iterator[Zygote]:
    """Has loaded the program once."""
    with zygote() as made:
        yield made


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server that is good until it is told otherwise."""
    with open_sink() as made:
        yield made


@pytest.fixture
def stage(app: Flask, cast: Cast, sink: Sink, tmp_path: Path, mother: Zygote) -> Iterator[Stage]:
    """An installation with nothing to do yet."""
    made = Stage(app, cast, sink, tmp_path, mother)
    yield made
    made.end()
