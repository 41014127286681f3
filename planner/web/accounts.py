"""Signing in and out, and the very first visit, which makes the first account."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from planner import clock
from planner.actions import accounts as acts
from planner.actions.organisations import begin
from planner.domain.refusals import Refused
from planner.models.accounts import Account, account_of
from planner.models.people import anybody
from planner.web.access import SignedIn, open_to_strangers
from planner.web.forms.accounts import FirstPersonForm, SignInForm
from planner.web.limits import GUESSABLE, limiter

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(GUESSABLE, methods=["POST"])
@open_to_strangers
def sign_in() -> ResponseReturnValue:
    """By password, or by a link that is mailed; the answer never tells whether an account exists."""
    if not anybody():
        return redirect(url_for("accounts.first_run"))
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form)
    if not form.password.data:
        _mail_link(form.email.data or "")
        return render_template("accounts/link_sent.html", email=form.email.data)
    account = acts.sign_in(form.email.data or "", form.password.data, now=clock.now())
    if account is None:
        form.password.errors = [
            "The address and the password do not belong together. Leave the password empty to get a link."
        ]
        return render_template("accounts/sign_in.html", form=form), 422
    return _welcome(account)


def _mail_link(email: str) -> None:
    from planner.actions.sign_in_mails import mail_sign_in_link

    account = account_of(email)
    if account is not None and account.person.active:
        mail_sign_in_link(account.person, now=clock.now())


@blueprint.route("/sign-in/<token>", methods=["GET", "POST"])
@limiter.limit(GUESSABLE)
@open_to_strangers
def use_link(token: str) -> ResponseReturnValue:
    """A link from a mail or a terminal. The page asks for one more click: mail scanners follow links, and a link works once."""
    if request.method == "GET":
        return render_template("accounts/use_link.html", token=token)
    try:
        return _welcome(acts.use_sign_in_link(token, now=clock.now()))
    except Refused as refusal:
        flash(refusal.sentence, "danger")
        return redirect(url_for("accounts.sign_in"))


def _welcome(account: Account) -> ResponseReturnValue:
    after = str(session.get("after_sign_in", ""))
    session.clear()
    login_user(SignedIn(account))
    parts = urlsplit(after)
    safe = after.startswith("/") and not after.startswith(("//", "/\\")) and not parts.netloc
    return redirect(after if safe else url_for("home.my_page"))


@blueprint.post("/sign-out")
@open_to_strangers
def sign_out() -> ResponseReturnValue:
    """Ends this session."""
    logout_user()
    session.clear()
    return redirect(url_for("accounts.sign_in"))


@blueprint.route("/first-run", methods=["GET", "POST"])
@open_to_strangers
def first_run() -> ResponseReturnValue:
    """Whoever comes to an empty installation names it and becomes its HR; after that the page is gone."""
    if anybody():
        return redirect(url_for("accounts.sign_in"))
    form = FirstPersonForm()
    if not form.validate_on_submit():
        return render_template("accounts/first_run.html", form=form), 422 if form.errors else 200
    account = begin(
        organisation=form.organisation.data or "",
        name=form.name.data or "",
        email=form.email.data or "",
        password=form.password.data or "",
        now=clock.now(),
    )
    return _welcome(account)
