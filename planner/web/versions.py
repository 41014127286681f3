"""Versions: what was published when, by whom, and the changelog of each. Everybody who sees the calendar may read them."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from planner.models.programs import program_with
from planner.models.versions import change_counts, version_with, versions_of
from planner.web.access import allowed
from planner.web.numbers import row_number
from planner.web.programs import found

blueprint = Blueprint("versions", __name__)
PAGE = 200


@blueprint.get("/programs/<int:program_id>/versions")
@allowed("see the calendar")
def index(program_id: int) -> ResponseReturnValue:
    program = found(program_id)
    return render_template(
        "versions/index.html", program=program, versions=versions_of(program_id), counts=change_counts(program_id)
    )


@blueprint.get("/versions/<int:version_id>")
@allowed("see the calendar")
def show(version_id: int) -> ResponseReturnValue:
    version = version_with(version_id)
    if version is None:
        abort(404)
    page = max(1, request.args.get("page", 1, type=row_number))
    changes = version.changes[(page - 1) * PAGE : page * PAGE]
    pages = -(-len(version.changes) // PAGE)
    return render_template(
        "versions/show.html",
        version=version,
        program=program_with(version.program_id),
        changes=changes,
        page=page,
        pages=pages,
    )
