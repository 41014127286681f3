"""The catalogue: shipped entries, and HR's changes to them."""

from collections.abc import Mapping
from datetime import datetime

from planner.domain.catalogue import CATALOGUE, CatalogueEntry, cost_per_head
from planner.domain.refusals import ChangedMeanwhile, Refused
from planner.domain.text import refuse, slugify
from planner.models import activities
from planner.models.activities import Activity
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.people import Person

FIELDS = (
    "name", "description", "kind", "minutes", "lead_days", "cost_band", "cost_per_head", "cost_fixed", "committee_minutes", "owner_role",
    "virtual", "night",
)  # fmt: skip
"""What HR may change of an activity."""


def ship_catalogue() -> None:
    """Writes the shipped activities into an empty catalogue, in the running transaction."""
    if not activities.catalogue() and not activities.catalogue(retired=True):
        db.session.add_all(_shipped(entry) for entry in CATALOGUE)


def _shipped(entry: CatalogueEntry) -> Activity:
    return Activity(
        number=entry.number,
        slug=entry.slug,
        name=entry.name,
        description=_description(entry),
        kind=entry.kind,
        minutes=None if entry.per_person else entry.minutes,
        lead_days=entry.lead_days,
        cost_band=entry.cost_band,
        cost_per_head=cost_per_head(entry.cost_band),
        committee_minutes=15 if entry.owner_role == "team lead" else 30,
        owner_role=entry.owner_role,
        virtual=entry.virtual,
        night=entry.night,
    )


def _description(entry: CatalogueEntry) -> str:
    """What the columns cannot hold: a length that is no number of minutes, and how it suits home workers and nights."""
    length = f"Takes {entry.duration_words}." if entry.minutes is None or entry.per_person else ""
    virtual = f"From home: {entry.virtual}, {entry.virtual_note}." if entry.virtual_note else ""
    night = f"At night: {entry.night}, {entry.night_note}." if entry.night_note else ""
    return " ".join(part for part in (length, virtual, night) if part)


def add_activity(values: Mapping[str, object], *, by: Person, now: datetime) -> Activity:
    """A new activity with the values of `FIELDS`. Raises Refused when another one in use has its name."""
    with writing():
        activity = Activity(slug=_free_slug(str(values["name"])), **{name: values[name] for name in FIELDS})
        _refuse_twin(activity)
        db.session.add(activity)
        db.session.flush()
        note("add activity", "activity", activity.id, f"“{activity.name}” joined the catalogue.", by=by, now=now)
        return activity


def change_activity(
    activity_id: int, values: Mapping[str, object], *, by: Person, now: datetime, revision: int | None = None
) -> Activity:
    """Raises Refused when the activity is gone or another in use has its name, ChangedMeanwhile when `revision` is old."""
    with writing():
        activity = _known(activity_id)
        if revision is not None and activity.revision != revision:
            raise ChangedMeanwhile(f"“{activity.name}”")
        for name in FIELDS:
            setattr(activity, name, values[name])
        _refuse_twin(activity)
        note("change activity", "activity", activity.id, f"“{activity.name}” was changed.", by=by, now=now)
        return activity


def retire_activity(activity_id: int, *, retired: bool, by: Person, now: datetime) -> Activity:
    """Takes an activity out of the catalogue or brings it back. What was planned with it stays."""
    with writing():
        activity = _known(activity_id)
        activity.active = not retired
        word = "left" if retired else "came back to"
        note("retire activity", "activity", activity.id, f"“{activity.name}” {word} the catalogue.", by=by, now=now)
        return activity


def _known(activity_id: int) -> Activity:
    activity = activities.activity_with(activity_id)
    if activity is None:
        raise Refused("This activity is no longer in the catalogue.")
    return activity


def _refuse_twin(activity: Activity) -> None:
    if sentence := refuse(activity.name, "The activity's name"):
        raise Refused(sentence, "name")
    with db.session.no_autoflush:
        names = {a.name.casefold(): a for a in activities.catalogue()}
    twin = names.get(activity.name.casefold())
    if twin is not None and twin is not activity:
        raise Refused(f"The catalogue has “{twin.name}” already: change that one, or choose another name.", "name")


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "activity"
    taken = activities.taken_slugs(stem)
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbered) if slug not in taken)
