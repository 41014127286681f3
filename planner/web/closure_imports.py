"""Bringing blackouts in from another calendar: a file or an address, a preview to tick, and then the site's blackouts."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions.closure_imports import bring_in, fetch_calendar, preview
from planner.actions.imports.shelf import discard, keep, take
from planner.domain.refusals import Refused
from planner.feeds.addresses import host_of
from planner.models.sites import Site, site_with
from planner.web.access import allowed, me
from planner.web.limits import limiter
from planner.web.places import blueprint


def _site(site_id: int) -> Site:
    return site_with(site_id) or abort(404)


@blueprint.route("/sites/<int:site_id>/blackouts", methods=["GET", "POST"])
@allowed("edit people")
@limiter.limit("20/minute", methods=["POST"])
def blackouts(site_id: int) -> ResponseReturnValue:
    """Takes a file or an address, and goes on to its preview if it is a calendar."""
    site, refusal = _site(site_id), None
    if request.method == "POST":
        try:
            data, title = _handed_in()
            preview(data, site, clock.now())
            name = keep(data, title, by=me(), now=clock.now())
            return redirect(url_for("places.look_at_blackouts", site_id=site_id, name=name))
        except Refused as found:
            refusal = found
    return render_template("places/blackouts.html", site=site, refusal=refusal), 422 if refusal else 200


def _handed_in() -> tuple[bytes, str]:
    """The calendar and what it is called. Raises Refused when there is none."""
    file, address = request.files.get("file"), request.form.get("address", "").strip()
    data = file.read() if file else b""
    if data:
        return data, (file.filename if file else None) or "a file"
    if address:
        return fetch_calendar(address), host_of(address) or "an address"
    raise Refused("Choose a file, or give the address of a calendar.", "file")


@blueprint.get("/sites/<int:site_id>/blackouts/<name>")
@allowed("edit people")
def look_at_blackouts(site_id: int, name: str) -> ResponseReturnValue:
    """What the calendar holds, to be ticked."""
    site, upload = _site(site_id), take(name, by=me(), now=clock.now())
    if upload is None:
        return _too_late(site_id)
    found = preview(upload.data, site, clock.now())
    return render_template("places/blackouts_preview.html", site=site, upload=upload, found=found)


def _too_late(site_id: int) -> ResponseReturnValue:
    flash("That calendar is no longer here: it is kept for an hour. Hand it in again.", "warning")
    return redirect(url_for("places.blackouts", site_id=site_id))


@blueprint.post("/sites/<int:site_id>/blackouts/<name>")
@allowed("edit people")
def bring_in_blackouts(site_id: int, name: str) -> ResponseReturnValue:
    """Adds what was ticked."""
    site, upload = _site(site_id), take(name, by=me(), now=clock.now())
    if upload is None:
        return _too_late(site_id)
    chosen = {int(number) for number in request.form.getlist("chosen") if number.isdigit()}
    everywhere = request.form.get("where") == "all"
    count = bring_in(upload.data, site, chosen, everywhere=everywhere, by=me(), now=clock.now())
    discard(name, by=me(), now=clock.now())
    added = "1 blackout was" if count == 1 else f"{count} blackouts were"
    flash(f"{added} added. What is planned on those days stays until you generate or repair.", "success")
    return redirect(url_for("places.site", site_id=site_id))
