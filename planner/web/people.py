"""People: the list, one person with duties and absences, and who may come in."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import people as acts
from planner.actions.absences import add_absence, remove_absence
from planner.actions.leaders import save_leader
from planner.domain.refusals import Refused
from planner.domain.states import Role
from planner.models.leaders import absence_with, all_leaders, leader_of
from planner.models.people import Person, people_matching, person_with
from planner.models.sign_ins import sign_ins_of
from planner.models.sites import all_sites
from planner.models.teams import teams_led_by
from planner.web.absences import cause_of
from planner.web.access import allowed, can, me
from planner.web.confirming import confirmed, confirmed_when
from planner.web.forms.people import AbsenceForm, LeaderForm, PersonForm
from planner.web.forms.reading import as_day
from planner.web.merging import fill, revision_of, save_or_say
from planner.web.numbers import row_number
from planner.web.offers import offer_repair
from planner.web.person_forms import (
    leader_facts,
    leader_form,
    leader_values,
    person_facts,
    person_form,
    person_values,
)

blueprint = Blueprint("people", __name__)


@blueprint.get("/people")
@allowed("see people")
def index() -> ResponseReturnValue:
    """Everybody, a page at a time; the filters stay in the address."""
    words, gone = request.args.get("words", ""), request.args.get("show") == "gone"
    role = request.args.get("role", "")
    site, team = request.args.get("site", type=row_number), request.args.get("team", type=row_number)
    found = people_matching(
        words,
        Role(role) if role in set(Role) else None,
        site,
        gone=gone,
        team_id=team,
        page=request.args.get("page", 1, type=row_number),
    )
    args = {name: value for name, value in request.args.items() if name != "page" and value}
    return render_template(
        "people/index.html", found=found, args=args, roles=list(Role), sites=all_sites(), mine=teams_led_by(me())
    )


@blueprint.get("/leaders")
@allowed("see people")
def leaders() -> ResponseReturnValue:
    """Who owes visits, and how many."""
    return render_template("people/leaders.html", leaders=all_leaders(), today=clock.now().date())


def _opens_more(person_id: int | None = None) -> bool:
    """Whether the form that was sent gives somebody another role or another address to sign in with, or makes somebody of HR."""
    role, email = request.form.get("role"), request.form.get("email", "").strip().lower()
    found = person_with(person_id) if person_id is not None else None
    if found is None:
        return role == Role.hr.value
    return request.method == "POST" and (role, email) != (found.role.value, found.email)


@blueprint.route("/people/new", methods=["GET", "POST"])
@allowed("edit people")
@confirmed_when(_opens_more)
def new() -> ResponseReturnValue:
    form = person_form()

    def save() -> str:
        person = acts.save_person(None, person_facts(form), by=me(), now=clock.now())
        return url_for("people.person", person_id=person.id)

    def page() -> str:
        return render_template("people/new.html", form=form)

    if request.method == "GET":
        form.role.data = Role.agent.value
        return page()
    return save_or_say(form, save, page)


@blueprint.get("/people/<int:person_id>")
@allowed("see people")
def person(person_id: int) -> ResponseReturnValue:
    return _page(_known(person_id))


def _known(person_id: int) -> Person:
    found = person_with(person_id)
    if found is None or found.erased_at is not None:
        abort(404)
    return found


def _page(
    found: Person, form: PersonForm | None = None, duties: LeaderForm | None = None, absence: AbsenceForm | None = None
) -> str:
    """The person's page; a form that was sent in and refused takes the place of a fresh one."""
    leader = leader_of(found)
    if form is None:
        form = person_form(found.team_id)
        fill(form, person_values(found), found.revision)
    if duties is None:
        duties = leader_form()
        fill(duties, leader_values(leader, found), leader.revision if leader else 0)
    return render_template(
        "people/person.html",
        person=found,
        form=form,
        leader=leader,
        duties=duties,
        absence=absence or AbsenceForm(formdata=None, prefix="absence-"),
        leads=teams_led_by(found),
        sign_ins=sign_ins_of(found.id) if can("edit people") else [],
    )


@blueprint.post("/people/<int:person_id>")
@allowed("edit people")
@confirmed_when(_opens_more)
def save(person_id: int) -> ResponseReturnValue:
    found = _known(person_id)
    form = person_form(found.team_id)

    def keep() -> str:
        acts.save_person(found, person_facts(form), by=me(), now=clock.now(), revision=revision_of(form))
        return url_for("people.person", person_id=person_id)

    return save_or_say(form, keep, lambda: _page(found, form=form), lambda: (person_values(found), found.revision))


@blueprint.post("/people/<int:person_id>/duties")
@allowed("edit people")
def save_duties(person_id: int) -> ResponseReturnValue:
    found, form = _known(person_id), leader_form()

    def keep() -> str:
        save_leader(found, leader_facts(form), by=me(), now=clock.now(), revision=revision_of(form))
        return url_for("people.person", person_id=person_id)

    def present() -> tuple[dict[str, str], int]:
        leader = leader_of(found)
        return leader_values(leader, found), leader.revision if leader else 0

    return save_or_say(form, keep, lambda: _page(found, duties=form), present)


@blueprint.post("/people/<int:person_id>/deactivate")
@allowed("edit people")
def deactivate(person_id: int) -> ResponseReturnValue:
    found = _known(person_id)
    try:
        acts.deactivate(found, by=me(), now=clock.now())
        undo = {"text": f"{found.name} is deactivated.", "undo_url": url_for("people.reactivate", person_id=person_id)}
        offer_repair(f"{found.name} has left.")
        flash(undo, "success")  # type: ignore[arg-type]  # the flashes macro takes a sentence or a mapping
    except Refused as refusal:
        flash(refusal.sentence, "danger")
    return redirect(url_for("people.person", person_id=person_id))


@blueprint.post("/people/<int:person_id>/reactivate")
@allowed("edit people")
@confirmed
def reactivate(person_id: int) -> ResponseReturnValue:
    found = _known(person_id)
    acts.reactivate(found, by=me(), now=clock.now())
    flash(f"{found.name} can sign in again. Calendar feeds have to be made anew.", "success")
    return redirect(url_for("people.person", person_id=person_id))


@blueprint.post("/people/<int:person_id>/absences")
@allowed("edit people")
def absent(person_id: int) -> ResponseReturnValue:
    found, form = _known(person_id), AbsenceForm(prefix="absence-")
    leader = leader_of(found)
    if leader is None:
        abort(404)

    def keep() -> str:
        first, last = (as_day(form.value(name)) for name in ("starts_on", "ends_on"))
        absence = add_absence(leader, first, last, by=me(), now=clock.now(), reason=form.reason.data or "")
        offer_repair(cause_of(absence))
        return url_for("people.person", person_id=person_id)

    return save_or_say(form, keep, lambda: _page(found, absence=form))


@blueprint.post("/absences/<int:absence_id>/remove")
@allowed("edit people")
def present(absence_id: int) -> ResponseReturnValue:
    absence = absence_with(absence_id)
    if absence is None:
        abort(404)
    person_id = absence.leader_id
    name = absence.leader.person.name
    remove_absence(absence, by=me(), now=clock.now())
    flash("The absence is gone.", "success")
    offer_repair(f"{name} is there after all.")
    return redirect(url_for("people.person", person_id=person_id))
