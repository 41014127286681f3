"""Finds the rooms that stand beside the package in a checkout and inside it in a wheel.

`importlib.resources` cannot: it finds templates/ and migrations/ in a wheel but not in an editable install (pypa/setuptools#4248).
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def find_room(name: str) -> Path:
    """The folder of `name` ("templates", "migrations"), wherever this installation keeps it."""
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent / name
