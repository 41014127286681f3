"""Programs that the tests need of the system; `tests/tools.sh` installs them. Where one is missing its tests are left out, not so in CI."""

import os
import shutil

import pytest


def tool(name: str, *more_places: str) -> str:
    """Where the program is. Leaves the test out when it is not there; where CI is set it fails, so that nothing is left out unseen."""
    found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(more_places))
    return found or missing(name)


def missing(name: str) -> str:
    """Never returns: the test is left out, or fails in CI."""
    sentence = f"{name} is not there: sh tests/tools.sh installs it"
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)
