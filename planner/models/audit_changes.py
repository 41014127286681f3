"""What a transaction changed of a thing, before and after, for the audit log: asked of the session, so that no action has to say it."""

from collections.abc import Iterator
from datetime import date, datetime, time
from enum import Enum

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import InstanceState, Session, UOWTransaction

THINGS = {
    "people": "person",
    "leaders": "person",
    "teams": "team",
    "sites": "site",
    "shifts": "shift",
    "policies": "policy",
    "programs": "program",
    "cadences": "program",
    "events": "event",
    "activities": "activity",
    "organisations": "organisation",
}
"""Tables of which before and after are kept, and what the audit log calls their rows."""
QUIET = frozenset({"revision", "stamp", "mark", "erased_at", "draft_changed", "why", "broken"})
LONGEST = 200
MOST = 100
"""Where more things change at once, nobody changed each by hand: a year was published, a sheet came in."""
_KEPT = "changes for the audit log"

Changes = dict[str, list[object]]
_Thing = tuple[str, int]


def changes_of(session: Session, thing: str, number: int | None) -> Changes:
    """{column: [before, after]} of what this transaction has changed so far; told once."""
    if number is None or thing not in THINGS.values():
        return {}
    _collect(session)
    found: dict[_Thing, Changes] = session.info.get(_KEPT, {})
    return {name: pair for name, pair in found.pop((thing, number), {}).items() if pair[0] != pair[1]}


def _collect(session: Session) -> None:
    if len(session.dirty) > MOST:
        return
    found: dict[_Thing, Changes] = session.info.setdefault(_KEPT, {})
    for one in session.dirty:
        thing = THINGS.get(str(getattr(one, "__tablename__", "")))
        if thing is None:
            continue
        number = getattr(one, "id", 0) or getattr(one, "person_id", 0)
        known = found.setdefault((thing, number), {})
        for name, before, after in _differences(session, one):
            known[name] = [known[name][0] if name in known else before, after]


def _differences(session: Session, one: object) -> Iterator[tuple[str, object, object]]:
    state = inspect(one, raiseerr=True)
    changed = {
        attribute.key: state.attrs[attribute.key].history
        for attribute in state.mapper.column_attrs
        if attribute.key not in QUIET and state.attrs[attribute.key].history.has_changes()
    }
    unread = [name for name, history in changed.items() if not history.deleted]
    stored = _stored(session, state, unread) if unread else {}
    for name, history in changed.items():
        before = history.deleted[0] if history.deleted else stored.get(name)
        yield name, _plain(before), _plain(history.added[0] if history.added else None)


def _stored(session: Session, state: InstanceState[object], names: list[str]) -> dict[str, object]:
    """Of what was set without being read before: what the database still has."""
    columns = [getattr(state.class_, name) for name in names]
    keys = zip(state.mapper.primary_key, state.identity or (), strict=True)
    row = session.connection().execute(select(*columns).where(*(key == value for key, value in keys))).first()
    return dict(zip(names, row, strict=True)) if row is not None else {}


def _plain(value: object) -> object:
    """As JSON holds it, and no longer than a line or two."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, str):
        return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
    return value if isinstance(value, int | float | bool | None) else "…"


@event.listens_for(Session, "before_flush")
def _before_flush(session: Session, _context: UOWTransaction, _instances: object) -> None:
    _collect(session)


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_KEPT, None)
