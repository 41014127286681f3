"""Working off a generation that stands for a repair: read the published year, search, keep what was found."""

from datetime import datetime

from planner.actions.generation_beat import Beat
from planner.actions.repair_search import Effort
from planner.actions.repair_situation import read_situation
from planner.actions.repair_working import Worked, work_out
from planner.actions.year_making import known_generation
from planner.models import generations, repairs
from planner.models.base import db, writing
from planner.models.generations import GenerationState
from planner.models.repairs import Repair, RepairState


def make_repair(generation_id: int, beat: Beat) -> None:
    """Works the repair of a claimed generation out. One for which a newer wish was made meanwhile is left alone."""
    wish, repair = known_generation(generation_id), repairs.repair_of_generation(generation_id)
    if repair is None:
        _end(generation_id, "Something else happened meanwhile: a newer repair takes its place.", beat)
        return
    situation = read_situation(wish.program, repair.by_hand, beat.now)
    stamp, limit = situation.stamp, wish.time_limit
    db.session.rollback()
    worked = work_out(situation, Effort(limit, beat, beat.stop, beat.monotonic))
    with writing():
        repair = repairs.repair_of_generation(generation_id)
        if repair is not None:
            _keep(repair, worked, stamp, beat.moment())
        _end(generation_id, _summary(worked), beat)


def _keep(repair: Repair, worked: Worked, stamp: str, now: datetime) -> None:
    repair.stamp, repair.ready_at = stamp, now
    repair.standing, repair.unmended = worked.standing, worked.unmended
    repair.changes = [change.to_json() for change in worked.changes]
    needed = worked.changes or worked.unmended or worked.standing
    repair.state = RepairState.ready if needed else RepairState.needless


def _summary(worked: Worked) -> str:
    count = len(worked.changes)
    return f"The repair changes {'1 event' if count == 1 else f'{count} events'}."


def _end(generation_id: int, sentence: str, beat: Beat) -> None:
    with writing():
        wish = generations.generation_with(generation_id)
        if wish is not None:
            wish.state, wish.fraction, wish.finished_at = GenerationState.done, 1.0, beat.moment()
            wish.sentence = sentence
