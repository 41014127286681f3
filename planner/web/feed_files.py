"""What calendars' robots may read. The feeds themselves are answered by `feed_door`, in front of Flask."""

from flask import Blueprint, Response

from planner.web.access import open_to_strangers

blueprint = Blueprint("feed_files", __name__)


@blueprint.get("/robots.txt")
@open_to_strangers
def robots() -> Response:
    """Nothing here is for search engines; feeds are left open, because Google Calendar obeys this file."""
    return Response("User-agent: *\nAllow: /feeds/\nDisallow: /\n", mimetype="text/plain")
