"""HR's look at every feed there is: whose, what reads it, how long nobody has; ending them, and switching all of them off."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import feed_care as acts
from planner.feeds.levels import LEVELS
from planner.feeds.scopes import SCOPES
from planner.models.feeds import every_feed, feed_with, feeds_of, unused_feeds
from planner.models.organisations import organisation
from planner.web.access import allowed, me
from planner.web.feeds import blueprint
from planner.web.numbers import row_number


@blueprint.get("/feeds/everybody")
@allowed("edit settings")
def everybody() -> ResponseReturnValue:
    """Every feed in use, those that nobody read for longest first."""
    found, now = organisation(), clock.now()
    page = every_feed(request.args.get("page", 1, type=row_number))
    return render_template(
        "feeds/everybody.html",
        page=page,
        feeds=[(feed, acts.is_unused(feed, now)) for feed in page.items],
        unused=len(unused_feeds(now - acts.UNUSED_AFTER)),
        scopes=SCOPES,
        levels=LEVELS,
        off=found is not None and found.feeds_off,
    )


@blueprint.post("/feeds/everybody/<int:feed_id>/end")
@allowed("edit settings")
def end_one(feed_id: int) -> ResponseReturnValue:
    """Ends somebody's feed."""
    feed = feed_with(feed_id) or abort(404)
    if acts.end([feed], "HR ended it", by=me(), now=clock.now()):
        flash(f"The feed of {feed.person.name} has ended.", "success")
    return redirect(url_for("feeds.everybody"))


@blueprint.post("/feeds/everybody/unused")
@allowed("edit settings")
def end_unused() -> ResponseReturnValue:
    """Ends what no calendar read for 180 days."""
    count = acts.end_unused(by=me(), now=clock.now())
    flash("1 feed has ended." if count == 1 else f"{count} feeds have ended.", "success")
    return redirect(url_for("feeds.everybody"))


@blueprint.post("/feeds/everybody/switch")
@allowed("edit settings")
def switch() -> ResponseReturnValue:
    """Answers no feed any more, or all of them again."""
    off = request.form.get("off") == "yes"
    acts.switch_feeds(off=off, by=me(), now=clock.now())
    flash(f"Feeds are {'off: every address answers as if it were not there' if off else 'on again'}.", "success")
    return redirect(url_for("feeds.everybody"))


@blueprint.post("/feeds/end")
@allowed("make a feed")
def end_mine() -> ResponseReturnValue:
    """Ends every feed of one's own, as when a phone was lost."""
    count = acts.end(feeds_of(me()), "all at once", by=me(), now=clock.now())
    flash("Your feed has ended." if count == 1 else f"Your {count} feeds have ended.", "success")
    return redirect(url_for("feeds.index"))
