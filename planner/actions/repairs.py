"""Repairs: offered when something happens to a published year, worked out by the worker, decided upon by HR in one step."""

from contextlib import suppress
from datetime import datetime, timedelta

from planner.actions.generate import work_off_now
from planner.actions.programs import known
from planner.actions.repair_applying import write_draft_only, write_published
from planner.actions.repair_changes import Change
from planner.actions.repair_situation import Situation, read_situation
from planner.actions.repair_working import standing
from planner.domain.refusals import Refused
from planner.models import drafts, repairs
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.events import Event
from planner.models.generations import Generation, GenerationPurpose
from planner.models.people import Person
from planner.models.programs import Program, program_with, programs_over
from planner.models.repairs import Repair, RepairState
from planner.models.versions import Version, last_version

SMALL = 600
"""Events of a year up to which a repair is worked out while its reader waits: about a second."""
SECONDS = 15
USEFUL_FOR = timedelta(days=2)
"""A repair that waited longer is worked out again before it is published: the days that must stay have moved on."""
LATEST = timedelta(hours=1)


def look(cause: str, *, by: Person | None, now: datetime, event: Event | None = None) -> Repair | None:
    """After something happened: the repair that is offered, of the first program that it touches; None when everything fits.

    `cause` is a sentence that says what happened; `event` what HR moved, pinned or cancelled by hand.
    """
    today = now.date()
    event_id, program_id = (event.id, event.program_id) if event is not None else (None, None)
    offered = [
        _look_at(program.id, cause, event_id, by, now)
        for program in programs_over(today, today + timedelta(days=400))
        if program_id in (None, program.id) and last_version(program.id) is not None
    ]
    return next((repair for repair in offered if repair is not None), None)


def _look_at(program_id: int, cause: str, event_id: int | None, by: Person | None, now: datetime) -> Repair | None:
    program, before = program_with(program_id), repairs.open_repair_of(program_id)
    if program is None:
        return None
    hands = _hands(before, event_id)
    try:
        situation = read_situation(program, hands, now)
    except Refused:
        return None  # nobody is left to plan for: there is nothing that a repair could do
    if before is None and not _anything(situation):
        return None
    repair_id, wish = _queue(program_id, cause, hands, by, now)
    if len(situation.base) <= SMALL:
        _at_once(wish, now)
    found = repairs.repair_with(repair_id)
    return found if found is not None and found.open else None


def _hands(before: Repair | None, event_id: int | None) -> list[int]:
    return list(dict.fromkeys([*(before.by_hand if before else []), *([event_id] if event_id is not None else [])]))


def _anything(situation: Situation) -> bool:
    return bool(standing(situation) or situation.newcomers or situation.ownerless)


def _queue(program_id: int, cause: str, hands: list[int], by: Person | None, now: datetime) -> tuple[int, Generation]:
    with writing():
        program = known(program_id)
        repair = repairs.open_repair_of(program.id)
        if repair is None:
            repair = Repair(program_id=program.id, asked_by_id=by.id if by else None, asked_at=now, causes=[])
            db.session.add(repair)
        repair.causes = list(dict.fromkeys([*repair.causes, cause]))
        repair.by_hand = hands
        wish = _wish(repair, by, now)
        db.session.flush()
        note("ask for repair", "program", program.id, f"{cause} A repair is worked out.", by=by, now=now)
        return repair.id, wish


def _wish(repair: Repair, by: Person | None, now: datetime) -> Generation:
    wish = Generation(
        program_id=repair.program_id,
        purpose=GenerationPurpose.repair,
        asked_by_id=by.id if by else None,
        asked_at=now,
        time_limit=SECONDS,
    )
    db.session.add(wish)
    db.session.flush()
    repair.generation_id, repair.state = wish.id, RepairState.waiting
    repair.closed_at = repair.closed_by_id = None
    return wish


def work_again(repair_id: int, *, now: datetime) -> None:
    """Works off the wish that a stale repair made for itself, while its reader waits where that is quick."""
    repair = repairs.repair_with(repair_id)
    if repair is not None and repair.generation is not None and drafts.draft_count(repair.program_id) <= SMALL:
        _at_once(repair.generation, now)


def look_again(program_id: int, *, by: Person, now: datetime) -> None:
    """The year was published anew: a repair that waits for a decision is worked out from what people see now."""
    repair = repairs.open_repair_of(program_id)
    if repair is not None:
        again(repair.id, by=by, now=now)


def _at_once(wish: Generation, now: datetime) -> None:
    """What goes wrong stays with the wish: whatever happened to the year has happened all the same."""
    with suppress(Refused):
        work_off_now(wish, now)


def changes_of(repair: Repair) -> list[Change]:
    """What it would do, earliest first."""
    return [Change.read(data) for data in repair.changes]


def publish_repair(repair_id: int, *, by: Person, now: datetime) -> Version | None:
    """One step and one transaction: these events change, in the draft and as published, and those concerned are told.

    Once published, the same version again; the last one, and nobody is told, where it only puts back what people see anyway.
    None when the plan changed meanwhile: then it is worked out anew. Raises Refused for a repair that is not ready, or changes nothing.
    """
    with writing():
        repair, program = _locked(repair_id)
        if repair.version_id is not None:
            return db.session.get_one(Version, repair.version_id)
        _refuse_unready(repair)
        if is_stale(repair, program, now):
            _wish(repair, by, now)
            return None
        changes = changes_of(repair)
        version = write_published(program, changes, sentence_of(repair), by, now) or last_version(program.id)
        if version is None or not changes:
            raise Refused("There is nothing to publish in this repair. Dismiss it.")
        repair.version_id = version.id
        _close(repair, RepairState.published, by, now)
        note("publish repair", "program", program.id, f"A repair was published: {sentence_of(repair)}", by=by, now=now)
        return version


def draft_repair(repair_id: int, *, by: Person, now: datetime) -> bool:
    """Takes it into the draft, where it can be looked at, changed and published with the rest. False when it was stale."""
    with writing():
        repair, program = _locked(repair_id)
        if repair.state is RepairState.drafted:
            return True
        _refuse_unready(repair)
        if is_stale(repair, program, now):
            _wish(repair, by, now)
            return False
        write_draft_only(program, changes_of(repair))
        _close(repair, RepairState.drafted, by, now)
        note(
            "draft repair",
            "program",
            program.id,
            f"A repair went into the draft: {sentence_of(repair)}",
            by=by,
            now=now,
        )
        return True


def dismiss_repair(repair_id: int, *, by: Person, now: datetime) -> None:
    """Leaves everything as it is: what stands broken now is no news from here on."""
    with writing():
        repair, program = _locked(repair_id)
        if repair.state is RepairState.dismissed:
            return
        if not repair.open:
            raise Refused("This repair was decided upon already. Nothing was changed.")
        _close(repair, RepairState.dismissed, by, now)
        note("dismiss repair", "program", program.id, f"A repair was dismissed: {sentence_of(repair)}", by=by, now=now)


def again(repair_id: int, *, by: Person, now: datetime) -> None:
    """Works it out once more: one that was dismissed, that failed, or that HR wants afresh."""
    with writing():
        repair, program = _locked(repair_id)
        other = repairs.open_repair_of(program.id)
        if repair.state in (RepairState.published, RepairState.drafted) or (other is not None and other is not repair):
            raise Refused("This repair was decided upon already. Look at the newest one.")
        wish, size = _wish(repair, by, now), drafts.draft_count(program.id)
    if size <= SMALL:
        _at_once(wish, now)


def is_stale(repair: Repair, program: Program, now: datetime) -> bool:
    """Whether what it was worked out from is no longer so, or its new places come too soon by now."""
    if repair.ready_at is None or now - repair.ready_at > USEFUL_FOR:
        return True
    starts = [str(change.values["starts_at"]) for change in changes_of(repair) if "starts_at" in change.values]
    if any(datetime.fromisoformat(start) < now + LATEST for start in starts):
        return True
    return read_situation(program, repair.by_hand, now).stamp != repair.stamp


def sentence_of(repair: Repair) -> str:
    """What happened, for changelogs."""
    return " ".join(repair.causes)


def _locked(repair_id: int) -> tuple[Repair, Program]:
    repair = repairs.repair_with(repair_id)
    if repair is None:
        raise Refused("This repair no longer exists.")
    program = known(repair.program_id)
    db.session.refresh(repair)
    return repair, program


def _refuse_unready(repair: Repair) -> None:
    if repair.state is not RepairState.ready:
        open_words = "is still being worked out" if repair.open else "was decided upon already"
        raise Refused(f"This repair {open_words}. Nothing was changed.")


def _close(repair: Repair, state: RepairState, by: Person, now: datetime) -> None:
    repair.state, repair.closed_at, repair.closed_by_id = state, now, by.id
