"""Erasing a person: name and address go for good, what they did is still counted. What it will do is told before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from planner.actions.feeds import render_again
from planner.actions.people import deactivate, refuse_last_hr
from planner.domain.references import BY_COLUMN, Erasing
from planner.domain.refusals import Refused
from planner.domain.states import Role
from planner.models import erasure
from planner.models.api_tokens import hashes_of
from planner.models.audit import note
from planner.models.audit_chain import ERASED, take_names_out_of_the_log
from planner.models.audit_changes import changes_of
from planner.models.audit_log import former_names
from planner.models.base import db, writing
from planner.models.feeds import tokens_of
from planner.models.names_in_texts import Names, take_names_out, texts_naming
from planner.models.people import Person, people_called
from planner.models.stamps import calendar_moves
from planner.models.tombstone_files import keep_beside
from planner.models.tombstones import Grave, bury
from planner.models.truth import truth_moves
from planner.reminders.outbox_files import forget_mails

SHORTEST_NAME = 3


@dataclass(frozen=True)
class Preview:
    """What erasing will do: (how many, of what) by rule, how many texts name them by table, and who else has the name."""

    by_rule: dict[Erasing, list[tuple[int, str]]]
    texts: dict[str, int]
    namesakes: int


def names_of(person: Person, also: Sequence[str] = ()) -> Names:
    """What texts may call them; `also` are former names and addresses. Raises Refused for one so short that it is part of everything."""
    given = [one.strip() for one in also if one.strip()]
    if any(len(one) < SHORTEST_NAME for one in given):
        raise Refused(f"A former name has at least {SHORTEST_NAME} letters: shorter ones stand everywhere.", "also")
    names = [person.name, *(one for one in given if "@" not in one)]
    addresses = [person.email, *(one for one in given if "@" in one)]
    return Names(tuple(names), tuple(addresses)).and_more(former_names(person.id))


def preview(person: Person) -> Preview:
    """Looks, and changes nothing."""
    by_rule: dict[Erasing, list[tuple[int, str]]] = {rule: [] for rule in Erasing}
    for column, count in erasure.referring(person.id).items():
        one = BY_COLUMN[column]
        by_rule[one.erasing].append((count, one.heading or one.table.replace("_", " ")))
    namesakes = len([one for one in people_called(person.name) if one.id != person.id])
    return Preview(by_rule, texts_naming(names_of(person)), namesakes)


def erase(
    person: Person, *, by: Person | None, now: datetime, base_url: str, folder: Path, also: Sequence[str] = ()
) -> int:
    """Takes name and addresses away for good; how many texts named them. Feeds are rendered anew, and mails of the local outbox deleted.

    Raises Refused for the last one in HR, and for somebody who was erased before.
    """
    names, number = names_of(person, also), person.id
    with writing():
        if person.erased_at is not None:
            raise Refused("This person was erased already.")
        refuse_last_hr(person)
        deactivate(person, by=by, now=now)
        bury(Grave.feed, tokens_of(number), now)
        bury(Grave.program, hashes_of(number), now)
        bury(Grave.erased, [person.mark], now)
        texts = take_out(person, names, by, now)
        render_again(now=now, base_url=base_url)
    keep_beside(folder)
    forget_mails(folder / "outbox", names.in_text)
    return texts


def take_out(person: Person, names: Names, by: Person | None, now: datetime) -> int:
    """What erasing does to the database, in the running transaction; how many texts named them."""
    db.session.flush()
    number = person.id
    erasure.release_references(number, now)
    erasure.empty_messages([number])
    erasure.throw_uploads_away()
    lines = take_names_out_of_the_log(names)
    texts = take_names_out(names) + len(lines)
    db.session.expire_all()
    person.name, person.email = f"Erased person {number}", f"erased-{number}@planner.invalid"
    person.role, person.site, person.team, person.zone = Role.viewer, None, None, None
    person.quiet_from = person.quiet_until = None
    person.deactivated_at = person.deactivated_at or now
    person.erased_at = now
    truth_moves()
    calendar_moves(db.session())
    db.session.flush()
    db.session.expire_all()
    changes_of(db.session(), "person", number)  # what changed just now is the name that must be nowhere
    sentence = "Somebody was erased: name and addresses are gone."
    note(ERASED, "person", number, sentence, by=by, now=now, facts={"rows": lines})
    return texts
