"""Signing in and out, and the very first visit, which makes the first account."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from planner import clock
from planner.actions import accounts as acts
from planner.actions import second_factor
from planner.actions.guessing import count_sign_in, forget_sign_in
from planner.actions.organisations import begin as begin_organisation
from planner.actions.sign_in_mails import mail_link_if_known
from planner.actions.sign_ins import sign_out as end_here
from planner.domain.refusals import Refused
from planner.models.accounts import Account, account_of
from planner.models.people import anybody
from planner.web.access import open_to_strangers
from planner.web.first_run import is_first_run_token
from planner.web.forms.accounts import CodeForm, FirstPersonForm, SignInForm
from planner.web.limits import GUESSABLE, limiter
from planner.web.welcome import begin, guesser, halfway, welcome

blueprint = Blueprint("accounts", __name__)

WRONG = "The address and the password do not belong together. Leave the password empty to get a link."


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(GUESSABLE, methods=["POST"])
@open_to_strangers
def sign_in() -> ResponseReturnValue:
    """By password, or by a link that is mailed; the answer never tells whether an account exists."""
    if not anybody():
        return redirect(url_for("accounts.look_at_the_terminal"))
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form)
    email, password = form.email.data or "", form.password.data or ""
    if not password:
        mail_link_if_known(email, clock.now())
        return render_template("accounts/link_sent.html", email=email)
    try:
        account = _account_by_password(email, password)
    except Refused as refusal:
        form.password.errors = [refusal.sentence]
        return render_template("accounts/sign_in.html", form=form), 429
    if account is None:
        form.password.errors = [WRONG]
        return render_template("accounts/sign_in.html", form=form), 422
    return welcome(account.person, "password")


def _account_by_password(email: str, password: str) -> Account | None:
    """Counts the try before it compares. Raises TooManyTries."""
    known = account_of(email)
    who = guesser(known.person if known else None)
    count_sign_in(email, who, now=clock.now())
    account = acts.sign_in(email, password)
    if account is not None:
        forget_sign_in(email, who)
    return account


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@limiter.limit(GUESSABLE, methods=["POST"])
@open_to_strangers
def code() -> ResponseReturnValue:
    """The second factor, for accounts that have one."""
    who, form = halfway(), CodeForm()
    if who is None:
        flash("Signing in took too long. Begin again.", "danger")
        return redirect(url_for("accounts.sign_in"))
    if form.validate_on_submit():
        try:
            second_factor.accept(who.person, form.code.data or "", secret_keys(), now=clock.now())
            return begin(who.person, who.how)
        except Refused as refusal:
            form.code.errors = [refusal.sentence]
    return render_template("accounts/code.html", form=form), 422 if form.errors else 200


def secret_keys() -> list[str]:
    """The secret key and the earlier ones that still open."""
    return [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]


@blueprint.route("/sign-in/<token>", methods=["GET", "POST"])
@limiter.limit(GUESSABLE)
@open_to_strangers
def use_link(token: str) -> ResponseReturnValue:
    """A link from a mail or a terminal. The page asks for one more click: mail scanners follow links, and a link works once."""
    if request.method == "GET":
        return render_template("accounts/use_link.html", token=token)
    try:
        return welcome(acts.use_sign_in_link(token, now=clock.now()).person, "link")
    except Refused as refusal:
        flash(refusal.sentence, "danger")
        return redirect(url_for("accounts.sign_in"))


@blueprint.post("/sign-out")
@open_to_strangers
def sign_out() -> ResponseReturnValue:
    """Ends this session."""
    if current_user.is_authenticated:
        end_here(current_user.row.id)
    logout_user()
    session.clear()
    return redirect(url_for("accounts.sign_in"))


@blueprint.get("/first-run")
@open_to_strangers
def look_at_the_terminal() -> ResponseReturnValue:
    """Whoever comes first to an empty installation is told where its key lies: with whoever started it."""
    if anybody():
        return redirect(url_for("accounts.sign_in"))
    return render_template("accounts/look_at_the_terminal.html")


@blueprint.route("/first-run/<token>", methods=["GET", "POST"])
@limiter.limit(GUESSABLE)
@open_to_strangers
def first_run(token: str) -> ResponseReturnValue:
    """Whoever comes to an empty installation with the address that its terminal printed names it and becomes its HR."""
    if anybody():
        return redirect(url_for("accounts.sign_in"))
    if not is_first_run_token(token):
        flash("This address is an hour old or more, or mistyped.", "danger")
        return redirect(url_for("accounts.look_at_the_terminal"))
    form = FirstPersonForm()
    if not form.validate_on_submit():
        return render_template("accounts/first_run.html", form=form), 422 if form.errors else 200
    try:
        account = begin_organisation(
            organisation=form.organisation.data or "",
            name=form.name.data or "",
            email=form.email.data or "",
            password=form.password.data or "",
            now=clock.now(),
        )
    except Refused as refusal:
        form.password.errors = [refusal.sentence]
        return render_template("accounts/first_run.html", form=form), 422
    return welcome(account.person, "password")
