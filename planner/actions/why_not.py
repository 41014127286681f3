"""Why a year breaks rules: which clash for whom, and the smallest changes that would help, kept as plain data with the generation."""

from planner.actions.generation_beat import SEARCHING, Beat
from planner.actions.problems import Built
from planner.planning.plan import Occurrence, Plan
from planner.planning.reasons.clashes import Clash
from planner.planning.reasons.conflicts import why_not
from planner.planning.reasons.relaxations import Change, Relaxation

SECONDS, AT_ONCE = 5.0, 1.0
"""How long clashes are looked for; shorter when somebody waits for the end."""
MOST_NEEDS = 8
Where = dict[str, object]
"""{thing, number, name} of what HR would change: a site, cadence, leader, team, policy, event or the program; empty for none."""


def why_not_of(built: Built, plan: Plan, beat: Beat) -> dict[str, object]:
    """Nothing for a year that keeps every rule.

    Else {sentence, complete, clashes: [{sentence, whom, codes, changes: [{sentence, where}]}]}.
    """
    if not plan.why_not:
        return {}
    beat.say(SEARCHING + 0.01, "Finding out which rules clash")
    seconds = AT_ONCE if beat.stopped else SECONDS
    found = why_not(built.problem, plan=plan, seconds=seconds, monotonic=beat.monotonic)
    clashes = [_told(built, clash) for clash in found.clashes]
    return {"sentence": found.sentence, "complete": found.complete, "clashes": clashes}


def _told(built: Built, clash: Clash) -> dict[str, object]:
    return {
        "sentence": _sentence(clash),
        "codes": list(clash.codes),
        "whom": list(clash.whom),
        "changes": [{"sentence": one.sentence, "where": where_of(built, one)} for one in clash.changes],
    }


def _sentence(clash: Clash) -> str:
    """A clash that could not be narrowed in time has hundreds of needs, which nobody reads."""
    if len(clash.needs) <= MOST_NEEDS:
        return clash.sentence
    words = "; ".join(need.words for need in clash.needs[:MOST_NEEDS])
    return f"These and {len(clash.needs) - MOST_NEEDS} more cannot all be kept: {words}."


def where_of(built: Built, relaxation: Relaxation) -> Where:
    """Where HR makes a change: its first part says."""
    return next((where for change in relaxation.changes if (where := _where(built, change))), {})


def _where(built: Built, change: Change) -> Where:
    year, first, name = built.year, str(change.path[0]), str(change.path[1]) if len(change.path) > 1 else ""
    if first == "sites" and name in year.sites:
        return _at("site", year.sites[name].id, name)
    if first == "teams" and name in year.teams:
        return _at("team", year.teams[name].id, name)
    if first == "leaders" and name in year.leaders:
        return _at("leader", year.leaders[name].person_id, name)
    if first == "tracks" and name in year.tracks:
        return _at("cadence", year.tracks[name].id, name)
    if first == "visit" and year.visits is not None:
        return _at("cadence", year.visits.id, year.visits.name)
    if first == "policies" and name in built.reviews.of:
        return _at("policy", built.reviews.of[name].id, built.reviews.of[name].name)
    if first == "pins" and isinstance(change.value, Occurrence) and change.value in built.pinned:
        event = built.pinned[change.value]
        return _at("event", event.id, event.title)
    return _at("program", year.program.id, year.program.name) if first in ("months", "quarters", "csw") else {}


def _at(thing: str, number: int, name: str) -> Where:
    return {"thing": thing, "number": number, "name": name}
