"""What a reader sees when something cannot be done: a page, or JSON for programs, that says what to do next. Never a traceback."""

from typing import NamedTuple

from flask import Flask, Response, current_app, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from planner.models.base import DatabaseBusy
from planner.web.assets import FrontEndMissing


class Advice(NamedTuple):
    title: str
    sentence: str


ADVICE = {
    400: Advice("This request cannot be read", "Go back, check what you entered, and send it again."),
    401: Advice("You are not signed in", "Sign in, and open this address again."),
    403: Advice("This is not open to you", "Your role does not cover it. Ask HR if it should."),
    406: Advice("This cannot be told that way", "Ask for it in JSON."),
    404: Advice(
        "There is nothing here",
        "The address may be mistyped, or the thing may have been removed. Start again from your page.",
    ),
    405: Advice("This address does not work that way", "Open the page it belongs to and use its button."),
    409: Advice(
        "Somebody changed this meanwhile",
        "Go back, reload the page to see the present state, then make your change again.",
    ),
    413: Advice("The file is too large", "Send a smaller file, or split it in two."),
    429: Advice("Too many tries", "Wait a minute, then try again."),
    500: Advice(
        "Something went wrong on our side",
        "Nothing was saved. Try again; if it happens again, tell whoever runs the server.",
    ),
    503: Advice("Planner is busy or being upgraded", "Wait a minute, then reload the page."),
}
STALE_FORM = (
    "The form was open for too long, or in another tab after signing in. Go back, reload the page, and send it again."
)
PREFIX_OF_PROGRAMS = "/api/"
KEPT_HEADERS = {"Allow", "Retry-After", "WWW-Authenticate"}


def wants_json() -> bool:
    """Whether a program asks: below /api/, or with JSON as the best of what it accepts."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.path.startswith(PREFIX_OF_PROGRAMS) or best == "application/json"


def init_errors(app: Flask) -> None:
    """Registers the handlers: `abort(403, "sentence")` shows that sentence in place of the standard one."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(FrontEndMissing, _front_end_missing)
    app.register_error_handler(SecurityError, _strange_host)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(DatabaseBusy, _busy)
    for code in ADVICE:
        app.register_error_handler(code, _refused)


def _refused(error: HTTPException) -> Response | HTTPException:
    """Redirects are exceptions, too, and go on as they are; `HTTPException` is itself a WSGI answer."""
    code = error.code or 500
    if code < 400:
        return error
    advice = ADVICE.get(code, ADVICE[400] if code < 500 else ADVICE[500])
    answer = _answer(code, advice.title, _own_words(error) or advice.sentence)
    _copy_headers(error, answer)
    return answer


def _busy(error: DatabaseBusy) -> Response:
    """The database is locked, full or away: nothing was saved, and a moment later the same may work."""
    current_app.logger.error("The database does not do what it is asked.", exc_info=error)
    answer = _answer(503, ADVICE[503].title, ADVICE[503].sentence)
    answer.headers["Retry-After"] = "60"
    return answer


def _own_words(error: HTTPException) -> str | None:
    """What the code that refused had to say; the library's own English is left out, and so is anything about a crash."""
    if isinstance(error, InternalServerError):
        return None
    return error.description if error.description != type(error).description else None


FOR_PROGRAMS = {
    404: "The address may be mistyped, or the thing is not there, or not yours to see. /api/v1/openapi.json has every address.",
    405: "Programs can only read here: send GET.",
    500: "It is on our side. Try again in a minute; if it happens again, tell whoever runs the server.",
}
"""What a page would say to people with buttons means nothing to a program."""


def _problem(code: int, title: str, sentence: str) -> Response:
    """RFC 9457."""
    told = FOR_PROGRAMS.get(code, sentence) if sentence == ADVICE.get(code, ADVICE[400]).sentence else sentence
    answer = jsonify(type="about:blank", status=code, title=title, detail=told)
    answer.mimetype = "application/problem+json"
    return make_response(answer, code)


def _answer(code: int, title: str, sentence: str) -> Response:
    if request.path.startswith(PREFIX_OF_PROGRAMS):
        return _problem(code, title, sentence)
    if wants_json():
        return make_response(jsonify(ok=False, status=code, title=title, sentence=sentence), code)
    return make_response(_page(code, title, sentence), code)


def _page(code: int, title: str, sentence: str) -> str:
    """Rendered past the context processors: they ask the database, which may be the very thing that broke."""
    template = current_app.jinja_env.get_template(f"errors/{code if code in ADVICE else '_base'}.html")
    return template.render(code=code, heading=title, sentence=sentence)


def _copy_headers(error: HTTPException, answer: Response) -> None:
    given = error.response.headers.items() if error.response else error.get_headers()
    answer.headers.extend([(name, value) for name, value in given if name in KEPT_HEADERS])


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return _answer(400, "This form is too old", STALE_FORM)


def _strange_host(_error: SecurityError) -> ResponseReturnValue:
    """Plain text: under a name that is not ours no page knows an address to lead to."""
    return "This is not the address of Planner.\n", 400, {"Content-Type": "text/plain; charset=utf-8"}


def _front_end_missing(error: FrontEndMissing) -> ResponseReturnValue:
    """Plain text: every page of ours needs the files that are missing."""
    return str(error) + "\n", 503, {"Content-Type": "text/plain; charset=utf-8"}
