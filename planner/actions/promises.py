"""Promising that somebody will hear by a day, and telling them: visits, insights, policies and events share this one ledger.

`promise` makes or moves the promise about a thing, `join` lets more people wait for it, `tell` keeps it in words.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from planner.actions import commitments as owed
from planner.domain.commitments import window_for
from planner.domain.moves import day_words
from planner.domain.refusals import Refused
from planner.domain.states import CommitmentKind
from planner.domain.text import TITLE_LONGEST, clean, refuse_long
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.commitments import Commitment
from planner.models.people import Person, active_hr
from planner.models.programs import Program
from planner.models.promises import Promise, promise_about
from planner.models.readers import home_day, home_zone
from planner.models.teams import Team
from planner.reminders.promises import tell_hearers

LONGEST_PROMISE = timedelta(days=120)


def refuse_odd_day(due_on: date, today: date) -> None:
    """Raises Refused for a day that is past, today, or more than four months away."""
    if not today < due_on <= today + LONGEST_PROMISE:
        raise Refused("Promise an answer by a day from tomorrow on, within four months.", "promised_on")


def promise(
    what: str,
    *,
    about: str,
    about_id: int,
    owner: Person | None,
    to: Iterable[Person],
    due_on: date,
    now: datetime,
    by: Person | None,
    team: Team | None = None,
    unnamed: int = 0,
) -> Promise:
    """Promises that `to` will hear of `what` by `due_on`; HR owes it while `owner` is None. About the same thing again, it moves.

    `about` is "insight", "policy", "event"…, at most 20 letters. Raises Refused for an odd day, or once they were told.
    """
    today = home_day(now)
    refuse_odd_day(due_on, today)
    with writing():
        owner = owner or next(iter(active_hr()), None)
        known = promise_about(about, about_id)
        found = (
            _again(known, owner, due_on, today) if known else _first(what, about, about_id, owner, due_on, team, now)
        )
        join(found, to, unnamed=unnamed if known is None else 0)
        sentence = f"{owner.name if owner else 'Nobody yet'} answers by {day_words(due_on)}: {found.commitment.title}."
        note("promise", "promise", found.id, sentence, by=by, now=now)
        return found


def _first(
    what: str, about: str, about_id: int, owner: Person | None, due_on: date, team: Team | None, now: datetime
) -> Promise:
    today = home_day(now)
    commitment = Commitment(
        kind=CommitmentKind.promise,
        title=clean(what)[:TITLE_LONGEST],
        owner_id=owner.id if owner else None,
        team_id=team.id if team else None,
        key=f"promise:{about}:{about_id}",
        opens_on=_opens(due_on, today),
        due_on=due_on,
        zone=home_zone(),
    )
    found = Promise(
        about=about,
        about_id=about_id,
        made_at=now,
        made_on=today,
        first_due_on=due_on,
        unnamed=0,
        commitment=commitment,
    )
    db.session.add(found)
    db.session.flush()
    return found


def _opens(due_on: date, today: date) -> date:
    return min(max(window_for(CommitmentKind.promise, due_on).opens_on, today), due_on)


def _again(known: Promise, owner: Person | None, due_on: date, today: date) -> Promise:
    if known.told_on is not None:
        raise Refused("They were told already.")
    commitment = known.commitment
    if commitment.due_on != due_on:
        commitment.opens_on, commitment.due_on = _opens(due_on, today), due_on
        commitment.time_version += 1
    commitment.owner = owner
    return known


def join(found: Promise, people: Iterable[Person], *, unnamed: int = 0) -> None:
    """Lets more people wait for the same answer; `unnamed` of them gave no name. Nobody is counted twice."""
    with writing():
        known = {person.id for person in found.hearers}
        found.hearers.extend({person.id: person for person in people if person.id not in known}.values())
        found.unnamed += unnamed
        db.session.flush()


def tell(found: Promise, words: str, *, by: Person, now: datetime) -> None:
    """Tells everybody who waits, in these words; a mail goes to each who has a name here. The promise is kept, if it is in time.

    Raises Refused without words, or when they were told already.
    """
    if not words.strip():
        raise Refused("Write what became of it, even if nothing could be done: that is an answer, too.", "answer")
    if refusal := refuse_long(words, "The answer"):
        raise Refused(refusal, "answer")
    with writing():
        if found.told_on is not None:
            raise Refused("They were told already.")
        found.told_on, found.words, found.told_by_id = home_day(now), clean(words), by.id
        db.session.flush()
        owed.done(found.commitment, by, now)
        tell_hearers(found, by, now)
        note("tell back", "promise", found.id, f"They were told: {found.commitment.title}.", by=by, now=now)


def give_up(found: Promise, *, by: Person | None, now: datetime, why: str) -> None:
    """Takes a promise out of the ledger: another one answers the same people. `why` is a sentence for the audit log."""
    with writing():
        found.commitment.withdrawn = True
        note("give up", "promise", found.id, why, by=by, now=now)


def show_to_teams(program: Program, shown: bool, *, by: Person, now: datetime) -> None:
    """Whether the members of a team see what leaders promised to it while this program runs."""
    with writing():
        program.shows_promises = shown
        said = "sees" if shown else "no longer sees"
        note("show promises", "program", program.id, f"Every team {said} what was promised to it.", by=by, now=now)
