"""Once more who you are: what changes a password, a role or a second factor asks again when the last proof is older than ten minutes.

A browser left open on the floor must not be enough. The form that was interrupted travels along, so that nothing has to be typed twice.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import second_factor
from planner.actions.accounts import sign_in
from planner.actions.guessing import count_sign_in, forget_sign_in
from planner.actions.second_factor import is_on
from planner.actions.sign_ins import confirm, is_confirmed
from planner.domain.refusals import Refused
from planner.models.accounts import Account, account_with
from planner.web.access import me, my_sign_in
from planner.web.accounts import WRONG, secret_keys
from planner.web.forms.accounts import ConfirmForm
from planner.web.welcome import guesser

P = ParamSpec("P")
R = TypeVar("R", bound=ResponseReturnValue)
OF_THIS_PAGE = frozenset({"csrf_token", "confirm-password", "confirm-code"})


def confirmed(view: Callable[P, R]) -> Callable[P, ResponseReturnValue]:
    """Below `allowed`: the view is reached by those who proved who they are within ten minutes."""
    return confirmed_when(lambda *_args, **_kwargs: True)(view)


def confirmed_when(guarded_act: Callable[..., bool]) -> Callable[[Callable[P, R]], Callable[P, ResponseReturnValue]]:
    """The same for views that only sometimes do what is guarded; `guarded_act` gets what the view gets."""
    return lambda view: _guarded(view, guarded_act)


def _guarded(view: Callable[P, R], guarded_act: Callable[..., bool]) -> Callable[P, ResponseReturnValue]:
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if is_confirmed(my_sign_in(), now=clock.now()) or not guarded_act(*args, **kwargs):
            return view(*args, **kwargs)
        account, form = account_with(me().id), ConfirmForm()
        if request.method == "POST" and _proves(account, form):
            confirm(my_sign_in().id, now=clock.now())
            return redirect(request.path) if _was_opened() else view(*args, **kwargs)
        return _ask(account, form)

    guarded.asks_once_more = True  # type: ignore[attr-defined]  # the mark that the test of all guarded views reads
    return guarded


def _was_opened() -> bool:
    """Whether the page was only opened when it asked: then there is nothing to carry out yet."""
    methods = request.url_rule.methods if request.url_rule else None
    return not _carried() and "GET" in (methods or ())


def _carried() -> list[tuple[str, str]]:
    """The fields of the form that was interrupted."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in OF_THIS_PAGE]


def _proves(account: Account | None, form: ConfirmForm) -> bool:
    """Whether what was sent along is a proof; says what is wrong beside the field."""
    password, code = form.password.data or "", form.code.data or ""
    try:
        if code and is_on(account):
            second_factor.accept(me(), code, secret_keys(), now=clock.now())
            return True
        if password:
            return _right(password, form)
    except Refused as refusal:
        (form.code if code else form.password).errors = [refusal.sentence]
    return False


def _right(password: str, form: ConfirmForm) -> bool:
    who = guesser(me())
    count_sign_in(me().email, who, now=clock.now())
    if sign_in(me().email, password) is None:
        form.password.errors = [WRONG]
        return False
    forget_sign_in(me().email, who)
    return True


def _ask(account: Account | None, form: ConfirmForm) -> ResponseReturnValue:
    by_password = account is not None and account.password_hash is not None
    page = render_template(
        "account/confirm.html", form=form, carried=_carried(), by_password=by_password, by_code=is_on(account)
    )
    return page, 422 if form.errors else 403
