"""Finding every page: the addresses that a reader is led to by links, one for each view; a new page is swept without being listed."""

import re
from collections.abc import Callable
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

HREF = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')


def view_at(app: Flask, address: str) -> str:
    """The endpoint that answers a GET of this path; "" when none does."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(address.partition("?")[0], method="GET")
    except RequestRedirect as elsewhere:
        return view_at(app, re.sub(r"^https?://[^/]+", "", elsewhere.new_url))
    except HTTPException:
        return ""
    return str(endpoint)


def walk(
    app: Flask, client: FlaskClient, look: Callable[[str, TestResponse], None] | None = None
) -> tuple[dict[str, str], list[str]]:
    """Each view that links lead to from the reader's own page, with its first address; and what is wrong on the way.

    `look` is shown every address with what it answers.
    """
    found, wrong, waiting = {"home.my_page": "/"}, [], ["/"]
    views: dict[str, str] = {}
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        if look is not None:
            look(address, answer)
        if answer.status_code != 200:
            wrong.append(f"{address} answers {answer.status_code}")
        if answer.mimetype != "text/html":
            found.pop(view_at(app, address))
            continue
        for link in dict.fromkeys(unescape(href) for href in HREF.findall(answer.text)):
            if link not in views:
                views[link] = view_at(app, link)
            view = views[link]
            if view == "":
                wrong.append(f"{address} leads to {link}, which is not there")
            elif view not in found and view != "static":
                found[view] = link
                waiting.append(link)
    return found, wrong
