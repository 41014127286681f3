"""The ledger of promises: who promised what to whom by when, kept or not, and the words in which people were told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.promises import show_to_teams
from planner.actions.telling import tell_what
from planner.domain import promises as ledger
from planner.domain.promises import Figures, Standing
from planner.domain.refusals import Refused
from planner.models.commitments import represented_by
from planner.models.leaders import leaders_active
from planner.models.programs import current_program
from planner.models.promises import (
    Promise,
    PromiseFilters,
    all_promises_matching,
    may_see_promise,
    promise_of,
    promise_with,
    promises_matching,
)
from planner.models.teams import active_teams
from planner.web.access import allowed, can, me
from planner.web.exports import csv_answer
from planner.web.form_words import show_refusal
from planner.web.forms.promises import TellForm
from planner.web.named_rules import address_of
from planner.web.numbers import row_number
from planner.web.pages import local_to_reader

blueprint = Blueprint("promises", __name__, url_prefix="/promises")


def page_of(about: str, about_id: int) -> str | None:
    """Where the thing is that a promise is about; None for kinds without a page of their own."""
    if about == "insight":
        return url_for("insights.insight", insight_id=about_id)
    if about == "named rule":
        return address_of(about_id)
    if about == "trial":
        return url_for("policies.decision", decision_id=about_id)
    if about == "event":
        return url_for("events.event", event_id=about_id)
    return None


@dataclass(frozen=True)
class PromiserLine:
    """One person who promises, by name."""

    name: str
    number: int
    figures: Figures


@blueprint.get("")
@allowed("see promises")
def index() -> ResponseReturnValue:
    """What waits first, then what was told; beside it the sums by whoever promised."""
    filters, args = _asked()
    if request.args.get("format") == "csv":
        return csv_answer("promises.csv", _rows(all_promises_matching(me(), filters)))
    found = all_promises_matching(me(), PromiseFilters(owner=filters.owner, team=filters.team))
    return render_template(
        "promises/index.html",
        page=promises_matching(me(), filters, request.args.get("page", 1, type=row_number)),
        args=args,
        whole=ledger.figures((one.given for one in found), _today()),
        promisers=_promisers(found) if can("see promises") else [],
        leaders=leaders_active() if can("see promises") else [],
        teams=active_teams() if can("see promises") else [],
        program=current_program(_today()),
        standing=standing_of,
        named=hearers_shown(),
    )


def _asked() -> tuple[PromiseFilters, dict[str, str]]:
    args = {name: request.args[name] for name in ("owner", "team", "told") if request.args.get(name)}
    told = {"yes": True, "no": False}.get(args.get("told", ""))
    owner, team = request.args.get("owner", type=row_number), request.args.get("team", type=row_number)
    return PromiseFilters(owner=owner, team=team, told=told), args


def _today() -> date:
    return local_to_reader(clock.now()).date()


def standing_of(promise: Promise) -> Standing:
    """How a promise stands on the reader's day."""
    return ledger.standing(promise.given, _today())


def hearers_shown() -> Callable[[Promise], str]:
    """Who waits to hear: by name to HR, to whoever promised and to those who wait themselves; to everybody else how many."""
    own = {person.id for person in represented_by(me())}
    return lambda promise: _names(promise, own) or _count(promise)


def _names(promise: Promise, own: set[int]) -> str:
    may = can("edit the program") or promise.commitment.owner_id in own or me() in promise.hearers
    if not may or not promise.hearers:
        return ""
    unnamed = f" and {promise.unnamed} without a name" if promise.unnamed else ""
    return ", ".join(person.name for person in promise.hearers) + unnamed


def _count(promise: Promise) -> str:
    where = f" of {promise.commitment.team.name}" if promise.commitment.team else ""
    return f"{promise.voices} {'person' if promise.voices == 1 else 'people'}{where}"


def _promisers(found: list[Promise]) -> list[PromiserLine]:
    groups: dict[int, list[Promise]] = {}
    for one in found:
        groups.setdefault(one.commitment.owner_id or 0, []).append(one)
    lines = [
        PromiserLine(_owner(group[0]), number, ledger.figures((one.given for one in group), _today()))
        for number, group in groups.items()
    ]
    return sorted(lines, key=lambda line: line.name)


def _owner(promise: Promise) -> str:
    return promise.commitment.owner.name if promise.commitment.owner else "Nobody yet"


def _rows(found: list[Promise]) -> list[list[str]]:
    named = hearers_shown()
    head = ["What", "Promised by", "To", "Promised on", "By", "First promised by", "Told on", "Standing", "In words"]
    return [head] + [
        [
            one.commitment.title, _owner(one), named(one), one.made_on.isoformat(),
            one.commitment.due_on.isoformat(), one.first_due_on.isoformat(),
            one.told_on.isoformat() if one.told_on else "", str(standing_of(one)), one.words,
        ]
        for one in found
    ]  # fmt: skip


@blueprint.get("/<int:promise_id>")
@allowed("see promises")
def promise(promise_id: int) -> ResponseReturnValue:
    """One promise: who waits, by when, and what they were told."""
    return _page(_readable(promise_id), TellForm(formdata=None))


def _readable(promise_id: int) -> Promise:
    found = promise_with(promise_id)
    if found is None or not may_see_promise(me(), promise_id):
        abort(404)
    return found


def _page(found: Promise, form: TellForm, code: int = 200) -> ResponseReturnValue:
    page = render_template(
        "promises/promise.html",
        promise=found,
        form=form,
        standing=standing_of(found),
        named=hearers_shown()(found),
        answers=_answers(found) and found.told_on is None,
        about=page_of(found.about, found.about_id),
    )
    return page, code


def _answers(found: Promise) -> bool:
    return can("edit the program") or found.commitment.owner_id in {person.id for person in represented_by(me())}


@blueprint.get("/of/<int:commitment_id>")
@allowed("see promises")
def of_commitment(commitment_id: int) -> ResponseReturnValue:
    """The promise that something owed keeps."""
    found = promise_of(commitment_id) or abort(404)
    return _page(_readable(found.id), TellForm(formdata=None))


@blueprint.post("/<int:promise_id>/tell")
@allowed("see promises")
def tell(promise_id: int) -> ResponseReturnValue:
    """Tells everybody who waits."""
    found, form = _readable(promise_id), TellForm()
    if not _answers(found):
        abort(403)
    if not form.validate_on_submit():
        return _page(found, form, 422)
    try:
        tell_what(found, form.answer.data or "", by=me(), now=clock.now())
    except Refused as refusal:
        show_refusal(form, refusal)
        return _page(found, form, 422)
    flash("Told. Whoever waited gets a mail.", "success")
    return redirect(url_for("promises.promise", promise_id=promise_id))


@blueprint.post("/shown")
@allowed("edit the program")
def shown() -> ResponseReturnValue:
    """Whether the program shows teams what was promised to them."""
    program = current_program(_today()) or abort(404)
    on = request.form.get("on") == "yes"
    show_to_teams(program, on, by=me(), now=clock.now())
    flash("Teams see what was promised to them." if on else "Only those who wait see what was promised.", "success")
    return redirect(url_for("promises.index"))
