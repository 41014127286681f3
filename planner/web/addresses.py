"""Addresses that a page writes by the hundred: the router is asked once, for all that differ in a number only."""

from collections.abc import Callable
from typing import Any

from flask import Flask, url_for


def addresses(endpoint: str, argument: str) -> Callable[[int], str]:
    """The address of each thing of a view, by the number that `argument` stands for, as `url_for` gives it."""
    nought: dict[str, Any] = {argument: 0}
    before, _, after = url_for(endpoint, **nought).rpartition("0")
    return lambda number: f"{before}{number}{after}"


def init_addresses(app: Flask) -> None:
    """Gives templates `addresses(endpoint, argument)`."""
    app.add_template_global(addresses)
