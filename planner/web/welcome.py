"""The last step of signing in, however it began: a second factor where the account has one, then a session and the way back."""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import current_app, redirect, request, session, url_for
from flask_login import login_user
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from planner import clock
from planner.actions.guessing import Guesser
from planner.actions.second_factor import is_on
from planner.actions.sign_ins import Browser, begin_sign_in
from planner.models.accounts import account_with
from planner.models.people import Person, person_with
from planner.web.access import SignedIn

HALFWAY_LASTS = timedelta(minutes=10)
KNOWN_LASTS = timedelta(days=400)


class Halfway(NamedTuple):
    """Somebody whose password or link was right, and who still owes a code."""

    person: Person
    how: str


def welcome(person: Person, how: str) -> Response:
    """Begins the session, or asks for a code first."""
    if is_on(account_with(person.id)):
        until = clock.now() + HALFWAY_LASTS
        session["halfway"] = [person.id, how, until.isoformat()]
        return redirect(url_for("accounts.code"))
    return begin(person, how)


def halfway() -> Halfway | None:
    """Who owes a code in this browser; None when nobody does any more."""
    person_id, how, until = session.get("halfway", (None, "", ""))
    if person_id is None or datetime.fromisoformat(until) < clock.now():
        return None
    person = person_with(person_id)
    return None if person is None or not person.active else Halfway(person, how)


def begin(person: Person, how: str) -> Response:
    """A fresh session, with nothing in it of what the browser held before; then on to where the reader wanted to go."""
    after = str(session.get("after_sign_in", ""))
    session.clear()
    browser = Browser(request.remote_addr or "", request.user_agent.string)
    login_user(SignedIn(*begin_sign_in(person, how, browser, now=clock.now())))
    answer = redirect(after if is_ours(after) else url_for("home.my_page"))
    _know_again(answer, person)
    return answer


def is_ours(address: str) -> bool:
    """Whether an address to go on to is a path of this house, and of no other."""
    odd = any(ord(character) < 33 or character == "\\" for character in address)
    return address.startswith("/") and not address.startswith("//") and not odd and not urlsplit(address).netloc


def guesser(person: Person | None) -> Guesser:
    """Who tries to sign in; a browser that has signed in to this account before is known again by a cookie."""
    person_id, name = _known()
    known = name if person is not None and person_id == person.id else ""
    return Guesser(request.remote_addr or "", known)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known browser")


def _cookie() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-browser"


def _known() -> tuple[int, str]:
    try:
        person_id, name = _serializer().loads(request.cookies.get(_cookie(), ""))
    except (BadSignature, ValueError, TypeError):
        return 0, ""
    return int(person_id), str(name)


def _know_again(answer: Response, person: Person) -> None:
    person_id, name = _known()
    kept = name if person_id == person.id else secrets.token_urlsafe(12)
    answer.set_cookie(
        _cookie(),
        _serializer().dumps([person.id, kept]),
        max_age=KNOWN_LASTS,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
