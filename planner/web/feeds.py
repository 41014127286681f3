"""Subscribing: the feeds that somebody has, making one, its address shown once, and single events as files."""

from collections.abc import Mapping

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from planner import clock
from planner.actions import feeds as acts
from planner.domain.refusals import Refused
from planner.feeds import scopes
from planner.feeds.calendars import Title, head, join
from planner.feeds.clients import CLIENTS, program_of, webcal
from planner.feeds.fragments import rendered
from planner.feeds.levels import LEVELS
from planner.feeds.views import ref_of
from planner.feeds.windows import MANY_EVENTS, window
from planner.models.commitments import represented_by
from planner.models.feeds import Feed, feed_with, feeds_of
from planner.models.selections import coming, count_held
from planner.models.visibility import published_for
from planner.web.access import allowed, can, me
from planner.web.ago import ago
from planner.web.feed_truth import unseen_by, unseen_changes
from planner.web.forms.feeds import FeedForm

blueprint = Blueprint("feeds", __name__)

blueprint.add_app_template_filter(ago)
blueprint.add_app_template_global(program_of)
blueprint.add_app_template_global(ref_of, "view_ref")

SHOWN_EVENTS = 10
REVEALED = "revealed_feed"


@blueprint.get("/feeds")
@allowed("make a feed")
def index() -> ResponseReturnValue:
    """My feeds, and the form that makes one."""
    offered = scopes.offered(me())
    return _index(FeedForm().offer(offered), offered)


def _index(form: FeedForm, offered: Mapping[str, list[scopes.Choice]], status: int = 200) -> ResponseReturnValue:
    mine = [(feed, _name(feed)) for feed in feeds_of(me())]
    taken = {(feed.scope, feed.scope_ref) for feed, _ in mine if feed.level == "full"}
    page = render_template(
        "feeds/index.html",
        form=form,
        mine=mine,
        quick=_quick(offered, taken),
        levels=LEVELS,
        scopes=scopes.SCOPES,
        program_of=program_of,
        represented=represented_by(me()) if can("set a calendar", own=True) else [],
        unseen=unseen_changes(clock.now()) if can("see the draft") else [],
    )
    return page, status


def _quick(
    offered: Mapping[str, list[scopes.Choice]], taken: set[tuple[str, str]]
) -> list[tuple[scopes.Scope, scopes.Choice]]:
    """The calendars that most people want: their own and their teams', made with one touch."""
    wanted = ((scopes.SCOPES[name], choice) for name in ("person", "team") for choice in offered[name])
    return [(scope, choice) for scope, choice in wanted if (scope.name, choice.ref) not in taken][:4]


def _name(feed: Feed) -> str | None:
    """What the feed is of; None when it is not open to its owner any more."""
    choice = scopes.find(feed.person, feed.scope, feed.scope_ref)
    return choice.name if choice else None


@blueprint.post("/feeds")
@allowed("make a feed")
def make() -> ResponseReturnValue:
    """A new feed; its address is shown on the next page, once."""
    offered = scopes.offered(me())
    form = FeedForm().offer(offered)
    if not form.validate_on_submit():
        return _index(form, offered, 422)
    try:
        feed, token = acts.make_feed(me(), now=clock.now(), by=me(), **form.wishes())  # type: ignore[arg-type]  # a form's answers, checked by the act
    except Refused as refusal:
        form.calendar.errors = [refusal.sentence]
        return _index(form, offered, 422)
    return _reveal(feed.id, token)


def _reveal(feed_id: int, token: str) -> ResponseReturnValue:
    session[REVEALED] = [feed_id, token]
    return redirect(url_for("feeds.show", feed_id=feed_id))


def _mine(feed_id: int) -> Feed:
    feed = feed_with(feed_id)
    if feed is None or feed.person_id != me().id or feed.revoked_at is not None:
        abort(404)
    return feed


@blueprint.get("/feeds/<int:feed_id>")
@allowed("make a feed")
def show(feed_id: int) -> ResponseReturnValue:
    """One feed: its address if it was made just now, what it shows next, and who reads it."""
    feed = _mine(feed_id)
    name = _name(feed)
    held = scopes.subscribed(me(), feed.scope, feed.scope_ref) if name else None
    events = coming(held, clock.now(), SHOWN_EVENTS) if held is not None else []
    many = held is not None and count_held(held, window(clock.now())) > MANY_EVENTS
    return render_template(
        "feeds/show.html", feed=feed, name=name, events=events, many=many, address=_revealed(feed, name or ""), clients=CLIENTS,
        level=LEVELS[feed.level], scope=scopes.SCOPES[feed.scope], program_of=program_of, webcal=webcal, qr_code=_qr_code,
        unseen=unseen_by(feed, clock.now()) if name else [],
    )  # fmt: skip


def _revealed(feed: Feed, name: str) -> str | None:
    """The address, the first time that the page is opened after it was made."""
    feed_id, token = session.get(REVEALED, [0, ""])
    if feed_id != feed.id:
        return None
    del session[REVEALED]
    return acts.address(str(current_app.config["PLANNER_BASE_URL"]), token, name)


def _qr_code(address: str) -> str:
    import segno

    text: str = segno.make(webcal(address), error="m").svg_data_uri(scale=5, border=2, light="white")
    return text


@blueprint.post("/feeds/<int:feed_id>/rotate")
@allowed("make a feed")
def rotate(feed_id: int) -> ResponseReturnValue:
    """A new address; the old one ends at once."""
    feed = _mine(feed_id)
    return _reveal(feed.id, acts.rotate(feed, now=clock.now(), by=me()))


@blueprint.post("/feeds/<int:feed_id>/cancelled")
@allowed("make a feed")
def keep(feed_id: int) -> ResponseReturnValue:
    """Whether what is cancelled stays visible in calendars that would hide it."""
    acts.keep_cancelled(_mine(feed_id), request.form.get("keep") == "1", now=clock.now(), by=me())
    flash("Calendars follow when they look next.", "success")
    return redirect(url_for("feeds.show", feed_id=feed_id))


@blueprint.post("/feeds/<int:feed_id>/revoke")
@allowed("make a feed")
def revoke(feed_id: int) -> ResponseReturnValue:
    """Ends the feed and leaves what calendars have already."""
    acts.revoke(_mine(feed_id), now=clock.now(), by=me())
    flash("The feed has ended. Remove the calendar from your program, too.", "success")
    return redirect(url_for("feeds.index"))


@blueprint.post("/feeds/<int:feed_id>/withdraw")
@allowed("make a feed")
def withdraw(feed_id: int) -> ResponseReturnValue:
    """Ends the feed and empties the calendars that still read it."""
    acts.revoke(_mine(feed_id), now=clock.now(), by=me(), empty=True)
    flash("The feed was withdrawn. Calendars that read it lose its events when they look next.", "success")
    return redirect(url_for("feeds.index"))


@blueprint.get("/events/<int:event_id>.ics")
@allowed("see the calendar")
def event_file(event_id: int) -> ResponseReturnValue:
    """One published event as a file, for a reader who may open it."""
    event = published_for(event_id, me())
    if event is None:
        abort(404)
    title = Title(event.title, "One event from Planner.", event.zone)
    fragment = event.fragment or rendered(event, str(current_app.config["PLANNER_BASE_URL"])) or abort(404)
    response = Response(join(head(title, event.changed_at), [fragment]), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="planner-event-{event.event_id}.ics"'
    return response
