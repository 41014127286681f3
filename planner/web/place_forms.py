"""Filling the forms about sites, shifts and teams, and reading them back into facts."""

from datetime import time
from typing import cast

from planner.actions.closures import ClosureFacts
from planner.actions.holidays import subdivisions_of
from planner.actions.imports.weekdays import days_in_words
from planner.actions.places import ShiftFacts, SiteFacts, TeamFacts
from planner.domain.refusals import Refused
from planner.domain.text import clean
from planner.models.shifts import Shift, all_shifts, shift_with
from planner.models.sites import ClosureKind, Site, all_sites, site_with
from planner.models.teams import Team
from planner.web.forms.places import ClosureForm, ShiftForm, SiteForm, TeamForm
from planner.web.forms.reading import as_day
from planner.web.person_forms import person_with_address


def site_values(site: Site) -> dict[str, str]:
    """The site as the form's fields hold it."""
    return {
        "name": site.name,
        "zone": site.zone,
        "country": site.country,
        "subdivision": site.subdivision or "",
        "hosts": str(site.hosts),
        "committee_minutes": str(site.committee_minutes),
        "off_phone_week": "" if site.off_phone_week is None else str(site.off_phone_week),
        "directions": site.directions,
    }


def site_facts(form: SiteForm) -> SiteFacts:
    """What the form says; the part of the country by its code."""
    country = str(form.value("country"))
    part = (form.subdivision.data or "").strip()
    return SiteFacts(
        name=form.name.data or "",
        zone=str(form.value("zone")),
        country=country,
        subdivision=subdivisions_of(country).get(part.lower(), part) or None,
        hosts=int(str(form.value("hosts"))),
        committee_minutes=int(str(form.value("committee_minutes"))),
        off_phone_week=cast("int | None", form.value("off_phone_week")),
        directions=clean(form.directions.data or ""),
    )


def shift_values(shift: Shift) -> dict[str, str]:
    """The shift as the form's fields hold it."""
    return {"name": shift.name, "starts": f"{shift.starts:%H:%M}", "ends": f"{shift.ends:%H:%M}"}


def shift_facts(form: ShiftForm) -> ShiftFacts:
    """What the form says."""
    return ShiftFacts(form.name.data or "", cast(time, form.value("starts")), cast(time, form.value("ends")))


def team_form() -> TeamForm:
    """The form with the sites and shifts that can be chosen."""
    form = TeamForm()
    form.site.choices = [(str(site.id), site.name) for site in all_sites()]
    form.shift.choices = [
        (str(shift.id), f"{shift.name}, {shift.starts:%H:%M}–{shift.ends:%H:%M}") for shift in all_shifts()
    ]
    return form


def team_values(team: Team) -> dict[str, str]:
    """The team as the form's fields hold it."""
    return {
        "name": team.name,
        "site": str(team.site_id),
        "shift": str(team.shift_id),
        "size": str(team.size),
        "workdays": days_in_words(team.workdays),
        "lead": team.lead.email if team.lead else "",
        "off_phone_week": "" if team.off_phone_week is None else str(team.off_phone_week),
    }


def team_facts(form: TeamForm) -> TeamFacts:
    """What the form says. Raises Refused when the lead is nobody, or site or shift are gone."""
    site, shift = site_with(int(form.site.data or 0)), shift_with(int(form.shift.data or 0))
    if site is None or shift is None:
        raise Refused("Choose a site and a shift.", "site" if site is None else "shift")
    return TeamFacts(
        name=form.name.data or "",
        site=site,
        shift=shift,
        size=int(str(form.value("size"))),
        workdays=cast(list[int], form.value("workdays")),
        lead=person_with_address(form.lead.data, "lead"),
        off_phone_week=cast("int | None", form.value("off_phone_week")),
    )


def closure_facts(form: ClosureForm, site: Site) -> ClosureFacts:
    """What the form on a site's page says."""
    return ClosureFacts(
        kind=ClosureKind(form.kind.data),
        starts_on=as_day(form.value("starts_on")),
        ends_on=as_day(form.value("ends_on")),
        reason=(form.reason.data or "").strip(),
        site=None if form.where.data == "all" else site,
    )
