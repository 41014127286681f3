"""Where a sheet waits between its preview and the button that brings it in."""

import secrets
from datetime import datetime

from planner.models.base import db, writing
from planner.models.people import Person
from planner.models.uploads import Upload, forget_old_uploads, upload_named


def keep(data: bytes, title: str, *, by: Person, now: datetime) -> str:
    """Keeps a sheet for an hour; its random name. Sheets of more than an hour ago go."""
    name = secrets.token_urlsafe(24)
    with writing():
        forget_old_uploads(now)
        db.session.add(Upload(name=name, person_id=by.id, title=title[:200], data=data, made_at=now))
    return name


def take(name: str, *, by: Person, now: datetime) -> Upload | None:
    """The person's own sheet of this name, if the hour is not over."""
    return upload_named(name, by.id, now)


def discard(name: str, *, by: Person, now: datetime) -> None:
    """Forgets a sheet that was brought in."""
    with writing():
        upload = upload_named(name, by.id, now)
        if upload is not None:
            db.session.delete(upload)
