"""Hours without messages, of oneself and of a site. More routes of the ways blueprint."""

from datetime import time

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.quiet import set_quiet
from planner.domain.refusals import Refused
from planner.models.people import Person, person_with
from planner.models.sites import Site, site_with
from planner.web.access import allowed, me, require
from planner.web.small_forms import as_seen
from planner.web.ways import blueprint


@blueprint.post("/people/<int:person_id>/quiet")
@allowed("choose a way")
def quiet_person(person_id: int) -> ResponseReturnValue:
    """Sets or takes back one's own hours; HR those of anybody."""
    require("choose a way", own=person_id == me().id)
    _set(person_with(person_id) or abort(404))
    return redirect(url_for("ways.show", person_id=person_id))


@blueprint.post("/sites/<int:site_id>/quiet")
@allowed("edit people")
def quiet_site(site_id: int) -> ResponseReturnValue:
    """Sets or takes back the hours of everybody at a site who chose none."""
    _set(site_with(site_id) or abort(404))
    return redirect(url_for("places.site", site_id=site_id))


def _set(place: Person | Site) -> None:
    usual = "usual" in request.form
    try:
        start, end = (None, None) if usual else (_clock("quiet_from"), _clock("quiet_until"))
        with as_seen(place, lambda: (place.quiet_from, place.quiet_until)):
            set_quiet(place, start, end, by=me(), now=clock.now())
        flash("The hours without messages are saved.", "success")
    except Refused as refusal:
        flash(refusal.sentence, "danger")


def _clock(name: str) -> time | None:
    text = request.form.get(name, "").strip()
    try:
        return time.fromisoformat(text).replace(tzinfo=None) if text else None
    except ValueError:
        raise Refused(f"“{text}” is no time of day. Write it as 19:00.") from None
