"""Working a repair out: from the situation to changes, what stands broken, and what nothing could mend."""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.actions.repair_changes import Change, Teller, nearest
from planner.actions.repair_search import CLASH, Effort, Found, clash, search
from planner.actions.repair_situation import InForce, Situation
from planner.domain.kinds import EventKind
from planner.domain.moves import day_words
from planner.models.concerned import who_is_who
from planner.models.people import everybody
from planner.models.repairs import accepted_breaks
from planner.planning.plan import Occurrence
from planner.planning.repair.changes import Move, moves

Standing = dict[str, object]


@dataclass(frozen=True)
class Worked:
    """`standing` is what breaks if nothing is done, `changes` the repair, `unmended` what it leaves."""

    standing: list[Standing]
    changes: list[Change]
    unmended: list[str]


def standing(situation: Situation) -> list[Standing]:
    """What of the published year no longer fits, apart from what HR decided to leave as it is."""
    found = [_standing(one, sentence) for one, sentence in _broken(situation)]
    found += [_standing(one, _why_homeless(one)) for one in situation.homeless.values()]
    found += [
        _standing(one, f"{one.row.team.name if one.row.team else 'Its team'} was put away.") for one in situation.ended
    ]
    accepted = accepted_breaks(situation.program.id)
    return [one for one in found if (one["event"], one["sentence"]) not in accepted]


def _broken(situation: Situation) -> Iterator[tuple[InForce, str]]:
    """What breaks a rule, each once; where an event set by hand clashes with others, it is they that no longer fit."""
    seen: set[tuple[int, str]] = set()
    for what, broken in situation.broken():
        one = situation.base[what]
        hit = [one]
        if one.event_id in situation.by_hand:
            near = (other for other in situation.base if broken.code in CLASH and clash(situation.problem, what, other))
            hit = [
                found for other in near if not (found := situation.base[other]).off and found.event_id != one.event_id
            ]
        for found in hit:
            if (found.event_id, broken.sentence) not in seen:
                seen.add((found.event_id, broken.sentence))
                yield found, broken.sentence


def _standing(one: InForce, sentence: str) -> Standing:
    when = f"{day_words(one.row.wall_start.date())}, {one.row.wall_start:%H:%M}"
    return {"event": one.event_id, "title": one.row.title, "when": when, "sentence": sentence}


def _why_homeless(one: InForce) -> str:
    if one.event.cancelled:
        return f"“{one.row.title}” was cancelled by hand, so {one.row.team.name if one.row.team else 'somebody'} would go without."
    leader = one.row.leader.name if one.row.leader else "Nobody"
    return f"{leader} makes floor visits no more."


def work_out(situation: Situation, effort: Effort) -> Worked:
    """The whole of it. Asks the database for people only."""
    found = search(situation, effort)
    who, people = who_is_who(), {person.id: person for person in everybody()}
    teller = Teller(situation, who, people)
    changes, unmended = _changes(situation, found, teller)
    changes += [teller.ended(one) for one in situation.ended]
    done = {change.event for change in changes}
    own = [one for one in (*situation.base.values(), *situation.homeless.values()) if one.event_id in situation.by_hand]
    changes += [teller.by_hand(one) for one in own if one.event_id not in done and _is_news(one)]
    unmended += [sentence for sentence in _still_broken(situation, found) if sentence not in unmended]
    unmended += [
        f"“{policy.name}” has a review to come and nobody to hold it: name an owner." for policy in situation.ownerless
    ]
    return Worked(standing(situation), sorted(changes, key=_when), unmended)


def _is_news(one: InForce) -> bool:
    event, published = one.event, one.event.published
    if published is None or event.cancelled != published.cancelled:
        return True
    return (event.starts_at, event.minutes, event.leader_id) != (
        published.starts_at,
        published.minutes,
        published.leader_id,
    )


def _when(change: Change) -> str:
    return str(change.values.get("starts_at", change.before))


def _changes(situation: Situation, found: Found, teller: Teller) -> tuple[list[Change], list[str]]:
    """A hole is filled only where something lost its place or a team is new: nothing else is made better in passing."""
    free = dict(situation.homeless)
    changes, unmended = [], []
    for move in moves(situation.problem, situation.plan, found.plan):
        known = situation.base.get(move.before) if move.before else None
        if move.after is None:
            unmended += [_no_place(known)] if known else []
            continue
        if known is None:
            known = _takes_over(situation, free, move.after)
            if known is None and move.after.team not in situation.newcomers:
                continue
        changes.append(teller.change(_with_reason(move, known), known))
    return changes, unmended


def _takes_over(situation: Situation, free: dict[int, InForce], after: Occurrence) -> InForce | None:
    """The event that lost its place and whose series this occurrence continues."""
    teams = {name: team.id for name, team in situation.built.year.teams.items()}
    policies = {name: row.id for name, row in situation.built.reviews.of.items()}
    alike = [one for one in free.values() if _continues(one, after, teams, policies, situation)]
    chosen = nearest(alike, after)
    return free.pop(chosen.event_id) if chosen else None


def _continues(
    one: InForce, after: Occurrence, teams: dict[str, int], policies: dict[str, int], situation: Situation
) -> bool:
    row = one.row
    if after.type == "session":
        return row.policy_id == policies.get(after.policy or "")
    if row.team_id != teams.get(after.team or ""):
        return False
    if after.type == "visit":
        return row.kind is EventKind.floor_visit
    tracks = {name: cadence.id for name, cadence in situation.built.year.tracks.items()}
    if after.type == "recognition":
        return row.cadence_id == tracks.get(after.track or "")
    return row.kind is EventKind.celebration and row.cadence_id not in tracks.values()


def _with_reason(move: Move, known: InForce | None) -> Move:
    if move.before is not None:
        return move
    if known is not None:
        return Move("moved", None, move.after, [_why_homeless(known)])
    return Move("added", None, move.after, ["The team is new in this year."])


def _no_place(known: InForce) -> str:
    when = f"{day_words(known.row.wall_start.date())}, {known.row.wall_start:%H:%M}"
    whom = f" for {known.row.team.name}" if known.row.team else ""
    return f"“{known.row.title}”{whom} on {when} has no other place that breaks no rule: move it by hand, or cancel it."


def _still_broken(situation: Situation, found: Found) -> list[str]:
    """Of what stands broken after the repair, what was not accepted before."""
    accepted = {sentence for _, sentence in accepted_breaks(situation.program.id)}
    sentences = [broken.sentence for _, broken in situation.broken(found.plan)]
    return list(dict.fromkeys(sentence for sentence in sentences if sentence not in accepted))
