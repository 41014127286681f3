"""My account: where I am signed in, my password, my second factor, my single sign-on."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import second_factor
from planner.actions.accounts import set_password
from planner.actions.sign_ins import end_all, end_one
from planner.actions.single_sign_on import disconnect
from planner.domain.refusals import Refused
from planner.models.accounts import account_with, identities_of
from planner.models.organisations import organisation
from planner.models.people import person_with
from planner.models.sign_ins import sign_ins_of
from planner.web.access import allowed, me, my_sign_in
from planner.web.accounts import secret_keys
from planner.web.browsers import browser_words
from planner.web.confirming import confirmed
from planner.web.forms.accounts import CodeForm, PasswordForm

blueprint = Blueprint("account", __name__, url_prefix="/account")
blueprint.add_app_template_filter(browser_words)


@blueprint.get("")
@allowed("see own page")
def show() -> ResponseReturnValue:
    """The page."""
    return render_template(
        "account/show.html",
        account=account_with(me().id),
        sign_ins=sign_ins_of(me().id),
        here=my_sign_in(),
        identities=identities_of(me().id),
        provider=current_app.config["PLANNER_OIDC_NAME"] if current_app.config["PLANNER_OIDC_ISSUER"] else "",
        has_second=second_factor.is_on(account_with(me().id)),
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for("account.show"))


@blueprint.post("/sign-ins/<int:sign_in_id>/end")
@allowed("see own page")
def end_sign_in(sign_in_id: int) -> ResponseReturnValue:
    """Signs me out of one browser, this one too."""
    try:
        end_one(sign_in_id, me(), by=me(), now=clock.now())
        flash("You are signed out there.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return _back()


@blueprint.post("/sign-ins/end")
@allowed("see own page")
def end_others() -> ResponseReturnValue:
    """Signs me out everywhere but here."""
    ended = end_all(me(), by=me(), now=clock.now(), but=my_sign_in().id)
    flash("You were signed in nowhere else." if not ended else f"Signed out of {ended} other browsers.", "success")
    return _back()


@blueprint.route("/password", methods=["GET", "POST"])
@allowed("see own page")
@confirmed
def password() -> ResponseReturnValue:
    """A new password; other browsers are signed out."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            set_password(me(), form.password.data or "", now=clock.now(), by=me(), but=my_sign_in().id)
            flash("The password is set, and you are signed out everywhere else.", "success")
            return _back()
        except Refused as refusal:
            form.password.errors = [refusal.sentence]
    return render_template("account/password.html", form=form), 422 if form.errors else 200


@blueprint.route("/second-factor", methods=["GET", "POST"])
@allowed("see own page")
@confirmed
def second() -> ResponseReturnValue:
    """Shows the picture for the app, and switches the second factor on with the first code."""
    form, secret = CodeForm(), session.setdefault("second_secret", second_factor.new_secret())
    if form.validate_on_submit():
        try:
            spare = second_factor.turn_on(me(), secret, form.code.data or "", secret_keys(), now=clock.now())
            session.pop("second_secret")
            return render_template("account/spare_codes.html", spare=spare)
        except Refused as refusal:
            form.code.errors = [refusal.sentence]
    address = _app_address(secret)
    page = render_template(
        "account/second_factor.html", form=form, secret=secret, address=address, picture=_picture(address)
    )
    return page, 422 if form.errors else 200


def _app_address(secret: str) -> str:
    house = organisation()
    return second_factor.app_address(secret, me(), f"Planner {house.name}" if house else "Planner")


def _picture(address: str) -> str:
    import segno

    picture: str = segno.make(address, error="m").svg_data_uri(scale=5, border=2, light="white")
    return picture


@blueprint.post("/second-factor/off")
@allowed("see own page")
@confirmed
def second_off() -> ResponseReturnValue:
    """Switches the second factor off."""
    second_factor.turn_off(me(), by=me(), now=clock.now())
    flash("Signing in no longer asks for a code.", "success")
    return _back()


@blueprint.post("/identities/<int:identity_id>/remove")
@allowed("see own page")
@confirmed
def forget_identity(identity_id: int) -> ResponseReturnValue:
    """Disconnects single sign-on."""
    try:
        disconnect(identity_id, me(), now=clock.now())
        flash("It is disconnected.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return _back()


@blueprint.post("/of/<int:person_id>/end")
@allowed("edit accounts")
@confirmed
def end_of(person_id: int) -> ResponseReturnValue:
    """HR signs somebody out everywhere: a lost phone, a browser left open."""
    person = person_with(person_id)
    if person is None:
        abort(404)
    end_all(person, by=me(), now=clock.now())
    flash(f"{person.name} is signed out everywhere.", "success")
    return redirect(url_for("people.person", person_id=person_id))
