"""Answers from a mail: a page that says what its button will do. Works signed out; a GET changes nothing, because scanners follow links."""

from collections.abc import Callable
from datetime import date, datetime

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from planner import clock
from planner.actions import answers as acts
from planner.actions.answers import Asked, Heard
from planner.domain.instants import wall
from planner.domain.outcomes import CATEGORIES, InsightCategory
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentState
from planner.models.messages import has_declined
from planner.models.substitutes import asks_about
from planner.reminders.answers import EXAMPLE, Act, AnswerExpired, AnswerWrong
from planner.web.access import open_to_strangers
from planner.web.limits import GUESSABLE, limiter
from planner.web.message_words import OPTIONAL_WORDS
from planner.web.numbers import row_number

blueprint = Blueprint("answers", __name__, url_prefix="/answer")


@blueprint.record_once
def _free_of_forms(state: BlueprintSetupState) -> None:
    """The address itself is the secret, and mail programs post to it by one click (RFC 8058) with no form of ours."""
    state.app.extensions["csrf"].exempt(blueprint)


@blueprint.after_request
def _keep_to_yourself(response: Response) -> Response:
    """The token must neither travel to other sites nor be found by search engines."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get(f"/{EXAMPLE}")
@open_to_strangers
def example() -> ResponseReturnValue:
    """Where the buttons of a test lead: what they would do."""
    return render_template("answers/example.html")


@blueprint.get("/<token>")
@limiter.limit(GUESSABLE)
@open_to_strangers
def show(token: str) -> ResponseReturnValue:
    """What is asked, as things stand now."""
    return _with(token, _page)


@blueprint.post("/<token>")
@limiter.limit(GUESSABLE)
@open_to_strangers
def answer(token: str) -> ResponseReturnValue:
    """Does what the link names, once; a second time says how things stand."""
    return _with(token, lambda about: _do(token, about))


def _with(token: str, then: Callable[[Asked], ResponseReturnValue]) -> ResponseReturnValue:
    try:
        return then(acts.asked(current_app.config["SECRET_KEY"], token, clock.now()))
    except AnswerWrong:
        return render_template("answers/wrong.html"), 404
    except AnswerExpired:
        return render_template("answers/expired.html"), 410


def _do(token: str, about: Asked) -> ResponseReturnValue:
    try:
        _act(about, clock.now())
    except Refused as refusal:
        return make_response(_page(about, refusal), 422)
    moved = "yes" if about.answer.act is Act.move and "undo" not in request.form else None
    return redirect(url_for("answers.show", token=token, moved=moved))


def _act(about: Asked, now: datetime) -> None:
    form, act = request.form, about.answer.act
    if act is Act.unsubscribe:
        (acts.subscribe_again if "undo" in form else acts.unsubscribe)(about, now)
    elif "undo" in form:
        acts.take_back(about, now)
    elif about.question is not None:
        acts.say_to_question(about, form.get("words", ""), now)
    elif "instead" in form:
        acts.ask_instead(about, form.get("instead", 0, type=row_number), now)
    elif "more" in form:
        acts.tell_more(about, _heard(), now)
    elif act is Act.done:
        acts.say_done(about, now, form.get("words", ""))
    elif act is Act.cannot:
        acts.say_cannot(about, form.get("reason", "")[:500], now)
    elif act is Act.move:
        acts.choose_slot(about, _moment(form.get("start", "")), now)
    else:
        acts.choose_snooze(about, _day(form.get("until", "")), now)


def _heard() -> Heard:
    form = request.form
    word = form.get("category", "")
    category = InsightCategory(word) if word in set(InsightCategory) else InsightCategory.process
    return Heard(form.get("heard", "")[:2000], category, form.get("thanked", "")[:300], form.get("deed", "")[:200])


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise Refused("Choose one of the times.", "start") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("Choose one of the days.", "until") from None


def _question_page(about: Asked, refusal: Refused | None) -> str:
    ask = about.question
    if ask is None:
        raise AnswerWrong
    event = ask.event.published or ask.event
    start, act = wall(ask.starts_at, event.zone), about.answer.act.value
    return render_template(
        "answers/substitute.html", about=about, ask=ask, event=event, start=start, act=act, refusal=refusal
    )


def _page(about: Asked, refusal: Refused | None = None) -> str:
    if about.answer.act is Act.unsubscribe:
        off = has_declined(about.person.id, about.answer.thing)
        return render_template("answers/unsubscribe.html", about=about, off=off, optional=OPTIONAL_WORDS)
    if about.question is not None:
        return _question_page(about, refusal)
    now, commitment = clock.now(), about.owed
    settled = commitment.withdrawn or commitment.state in (CommitmentState.done, CommitmentState.excused)
    act = about.answer.act
    return render_template(
        "answers/show.html",
        about=about,
        commitment=commitment,
        event=about.event,
        act=act.value,
        settled=settled,
        slots=acts.slots(about, now) if act is Act.move and not settled else [],
        days=acts.snooze_choices(about, now) if act is Act.snooze and not settled else [],
        snoozed=commitment.snoozed_until
        if commitment.snoozed_until and commitment.snoozed_until > now.date()
        else None,
        more=acts.may_tell_more(about),
        offers=acts.who_else(about, now) if act is Act.cannot else [],
        asks=asks_about([about.event.id]).get(about.event.id, []) if act is Act.cannot and about.event else [],
        categories=CATEGORIES.values(),
        refusal=refusal,
        given=request.form,
    )
