"""Programs that read for somebody: their tokens, made here and shown once; and for HR everybody's."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import api_tokens as acts
from planner.domain.api_parts import LABELS, Part
from planner.domain.refusals import Refused
from planner.models.api_tokens import ApiToken, every_token, token_with, tokens_of
from planner.web.access import allowed, me, require
from planner.web.account import blueprint
from planner.web.confirming import confirmed_when
from planner.web.form_words import show_refusal
from planner.web.forms.api_tokens import TokenForm
from planner.web.numbers import row_number


@blueprint.app_template_filter("part_words")
def part_words(part: str) -> str:
    """What a part is called, without what it holds."""
    return LABELS[Part(part)].partition(":")[0]


@blueprint.get("/tokens")
@allowed("let programs read")
def tokens() -> ResponseReturnValue:
    """What I have, and the form that makes one."""
    return _page(TokenForm())


def _page(form: TokenForm, secret: str = "") -> ResponseReturnValue:
    page = render_template("account/tokens.html", form=form, tokens=tokens_of(me().id), secret=secret, now=clock.now())
    return page, 422 if form.errors else 200


@blueprint.post("/tokens")
@allowed("let programs read")
@confirmed_when(lambda: True)
def make_token() -> ResponseReturnValue:
    """A new token; this page is the only one that shows it."""
    form = TokenForm()
    if not form.validate_on_submit():
        return _page(form)
    try:
        _, secret = acts.make_token(me(), form.name.data or "", form.parts.data or [], form.days.data, now=clock.now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return _page(form)
    return _page(TokenForm(formdata=None), secret)


@blueprint.post("/tokens/<int:token_id>/end")
@allowed("let programs read")
def end_token(token_id: int) -> ResponseReturnValue:
    """Ends one of mine; its program is refused from the next request on."""
    row = _known(token_id)
    require("let programs read", own=row.person_id == me().id)
    acts.end_token(row, by=me(), now=clock.now())
    flash(f"“{row.name}” reads no more.", "success")
    return redirect(url_for("account.tokens"))


def _known(token_id: int) -> ApiToken:
    row = token_with(token_id)
    return row if row is not None and row.ended_at is None else abort(404)


@blueprint.get("/tokens/everybody")
@allowed("edit settings")
def everybodys_tokens() -> ResponseReturnValue:
    """Every token in use, those that nobody used for longest first."""
    page = every_token(request.args.get("page", 1, type=row_number))
    return render_template("account/everybodys_tokens.html", page=page, now=clock.now())


@blueprint.post("/tokens/everybody/<int:token_id>/end")
@allowed("edit settings")
def end_anybodys_token(token_id: int) -> ResponseReturnValue:
    """HR ends somebody's."""
    row = _known(token_id)
    acts.end_token(row, by=me(), now=clock.now())
    flash(f"“{row.name}” of {row.person.name} reads no more.", "success")
    return redirect(url_for("account.everybodys_tokens"))
