"""The export of a person: everything that is kept about them, and their calendar, in one file that is kept nowhere."""

import io
import json
import zipfile
from datetime import datetime

from planner.domain.references import REFERENCES
from planner.feeds.opening import calendar_for
from planner.feeds.scopes import find
from planner.models.audit import note
from planner.models.base import writing
from planner.models.people import Person
from planner.models.personal import personal_rows

FORMAT = "planner-person/1"
READ_ME = (
    "person.json has every row that Planner keeps about this person, by what it is; calendar.ics has their calendar.\n"
    "Left out: secrets such as passwords and addresses of feeds, other people's names in columns of their own, and\n"
)


def export_person(person: Person, *, by: Person | None, now: datetime) -> bytes:
    """A zip with person.json, calendar.ics and a sentence on what is left out. Noted in the audit log."""
    with writing():
        note(
            "export person",
            "person",
            person.id,
            f"All that is kept about {person.name} was handed out.",
            by=by,
            now=now,
        )
    files: dict[str, bytes] = {
        "person.json": person_json(person, now),
        "calendar.ics": _calendar(person, now),
        "read-me.txt": _read_me(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), data)
    return packed.getvalue()


def person_json(person: Person, now: datetime) -> bytes:
    """{"format", "made_at", "person", "data": {heading: [row, …]}}."""
    facts = {"format": FORMAT, "made_at": now.isoformat(), "person": person.name, "data": personal_rows(person)}
    return json.dumps(facts, ensure_ascii=False, indent=1, default=str).encode()


def _calendar(person: Person, now: datetime) -> bytes:
    choice = find(person, "person", person.email)
    return calendar_for(person, "person", choice, now) if choice is not None else b""


def _read_me() -> bytes:
    left_out = sorted({f"{one.table.replace('_', ' ')}: {one.why}" for one in REFERENCES if not one.heading})
    return (READ_ME + "".join(f"- {line}\n" for line in left_out)).encode()
