"""Sites: where teams work, which days are off there, and when nothing may be planned."""

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import places as acts
from planner.actions.closures import add_closure, remove_closure
from planner.actions.holidays import fetch_holidays, remove_holiday, set_holiday
from planner.models.sites import (
    Closure,
    Holiday,
    Site,
    all_sites,
    closure_with,
    closures_of,
    holiday_with,
    holidays_between,
    site_with,
)
from planner.models.teams import all_teams
from planner.web.access import allowed, me
from planner.web.forms.places import ClosureForm, HolidayForm, SiteForm
from planner.web.forms.reading import as_day
from planner.web.merging import fill, revision_of, save_or_say
from planner.web.numbers import row_number
from planner.web.offers import offer_repair
from planner.web.place_forms import closure_facts, site_facts, site_values
from planner.web.places import blueprint

YEARS = range(2000, 2100)


@blueprint.get("/sites")
@allowed("see people")
def sites() -> ResponseReturnValue:
    teams = [team.site_id for team in all_teams() if team.active]
    return render_template("places/sites.html", sites=all_sites(), teams=teams)


@blueprint.route("/sites/new", methods=["GET", "POST"])
@allowed("edit people")
def new_site() -> ResponseReturnValue:
    form = SiteForm()

    def save() -> str:
        return _at(acts.save_site(None, site_facts(form), by=me(), now=clock.now()))

    def page() -> str:
        return render_template("places/new_site.html", form=form)

    if request.method == "GET":
        form.hosts.data, form.committee_minutes.data = "2", "600"
        return page()
    return save_or_say(form, save, page)


def _site(site_id: int) -> Site:
    found = site_with(site_id)
    if found is None:
        abort(404)
    return found


def _at(found: Site, **args: object) -> str:
    return url_for("places.site", site_id=found.id, **args)  # type: ignore[arg-type]  # what goes into an address


def _year() -> int:
    year = request.values.get("year", type=row_number) or clock.now().year
    return year if year in YEARS else clock.now().year


def _page(
    found: Site, form: SiteForm | None = None, holiday: HolidayForm | None = None, closure: ClosureForm | None = None
) -> str:
    """The site's page; a form that was sent in and refused takes the place of a fresh one."""
    if form is None:
        form = SiteForm()
        fill(form, site_values(found), found.revision)
    year = _year()
    return render_template(
        "places/site.html",
        site=found,
        form=form,
        year=year,
        holidays=holidays_between([found.id], date(year, 1, 1), date(year, 12, 31), struck_out=True),
        closures=closures_of(found.id),
        holiday=holiday or HolidayForm(formdata=None, prefix="holiday-"),
        closure=closure or ClosureForm(formdata=None, prefix="closure-"),
    )


@blueprint.get("/sites/<int:site_id>")
@allowed("see people")
def site(site_id: int) -> ResponseReturnValue:
    return _page(_site(site_id))


@blueprint.post("/sites/<int:site_id>")
@allowed("edit people")
def save_site(site_id: int) -> ResponseReturnValue:
    found, form = _site(site_id), SiteForm()

    def save() -> str:
        return _at(acts.save_site(found, site_facts(form), by=me(), now=clock.now(), revision=revision_of(form)))

    return save_or_say(form, save, lambda: _page(found, form=form), lambda: (site_values(found), found.revision))


@blueprint.post("/sites/<int:site_id>/holidays/fetch")
@allowed("edit people")
def fetch(site_id: int) -> ResponseReturnValue:
    found, year = _site(site_id), _year()
    count = fetch_holidays(found, [year])
    days = "1 day is" if count == 1 else f"{count} days are"
    flash(f"{days} new for {year}. What you set by hand is as it was.", "success")
    return redirect(_at(found, year=year))


@blueprint.post("/sites/<int:site_id>/holidays")
@allowed("edit people")
def add_holiday(site_id: int) -> ResponseReturnValue:
    found, form = _site(site_id), HolidayForm(prefix="holiday-")

    def save() -> str:
        day = as_day(form.value("day"))
        set_holiday(found, day, form.name.data or "", observed=True, by=me(), now=clock.now())
        offer_repair(f"{day.day} {day:%B %Y} is a day off in {found.name}.")
        return _at(found, year=day.year)

    return save_or_say(form, save, lambda: _page(found, holiday=form))


def _holiday(holiday_id: int) -> Holiday:
    found = holiday_with(holiday_id)
    if found is None:
        abort(404)
    return found


@blueprint.post("/holidays/<int:holiday_id>/strike")
@allowed("edit people")
def strike(holiday_id: int) -> ResponseReturnValue:
    """Strikes a day out, or makes it a day off again."""
    row = _holiday(holiday_id)
    set_holiday(row.site, row.day, row.name, observed=not row.observed, by=me(), now=clock.now())
    what = "a day off" if row.observed else "a working day"
    offer_repair(f"{row.day.day} {row.day:%B %Y} is {what} in {row.site.name}.")
    return redirect(_at(row.site, year=row.day.year))


@blueprint.post("/holidays/<int:holiday_id>/reset")
@allowed("edit people")
def reset(holiday_id: int) -> ResponseReturnValue:
    row = _holiday(holiday_id)
    place, year = row.site, row.day.year
    remove_holiday(row, by=me(), now=clock.now())
    return redirect(_at(place, year=year))


@blueprint.post("/sites/<int:site_id>/closures")
@allowed("edit people")
def close(site_id: int) -> ResponseReturnValue:
    found, form = _site(site_id), ClosureForm(prefix="closure-")

    def save() -> str:
        closure = add_closure(closure_facts(form, found), by=me(), now=clock.now())
        offer_repair(_closed(closure))
        return _at(found)

    return save_or_say(form, save, lambda: _page(found, closure=form))


def _closed(closure: Closure) -> str:
    """ "Dublin has a blackout from 3 May to 7 May 2027 (move)."."""
    where = closure.site.name if closure.site else "Every site"
    first, last = closure.starts_on, closure.ends_on
    return (
        f"{where} has a {closure.kind.value} from {first.day} {first:%B} to {last.day} {last:%B %Y} ({closure.reason})."
    )


@blueprint.post("/closures/<int:closure_id>/remove")
@allowed("edit people")
def open_again(closure_id: int) -> ResponseReturnValue:
    found = closure_with(closure_id)
    if found is None:
        abort(404)
    remove_closure(found, by=me(), now=clock.now())
    flash("It is gone. What was planned around it stays where it is until you generate again.", "success")
    back = request.form.get("site", type=row_number)
    return redirect(url_for("places.site", site_id=back) if back else url_for("places.sites"))
