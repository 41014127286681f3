"""Trials: a rule is away until a day that stands on the calendar; the guard measure that somebody enters says whether it stays away."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from planner.actions.follow_ups import guard_key_of, key_of, let_go, owe_guard, settle
from planner.actions.moves import mark_changed
from planner.actions.promises import promise
from planner.actions.publish import publish_only
from planner.actions.put_on_calendar import Entry, put
from planner.domain import trials as rules
from planner.domain.kinds import EventKind
from planner.domain.moves import day_words
from planner.domain.outcomes import PolicyOutcome
from planner.domain.refusals import Refused
from planner.domain.text import clean, refuse
from planner.domain.trials import Bound, Verdict
from planner.models.audit import note
from planner.models.base import db, writing
from planner.models.decisions import BEFORE, Decision, Trial
from planner.models.events import Event
from planner.models.named_rules import answered_by
from planner.models.people import Person
from planner.models.policies import Policy
from planner.models.readers import home_day
from planner.models.teams import Team

MINUTES = 15
ABOUT_THE_END = "trial"
TOLD_WITHIN = timedelta(days=7)
"""Whoever named the rule hears within a week of a decision, and of a trial's end, even where they were promised a later day."""


@dataclass(frozen=True)
class TrialFacts:
    """From when, for which team (None for all), and what must not get worse meanwhile."""

    starts_on: date | None
    measure: str
    bound: Bound
    limit: float | None
    team: Team | None = None


def refuse_odd(facts: TrialFacts | None, back_on: date | None, today: date) -> None:
    """Raises Refused, beside its field, for a trial that cannot be."""
    if facts is None or facts.starts_on is None or back_on is None:
        raise Refused("Say from when to when the rule is away.", "starts_on")
    if facts.starts_on < today:
        raise Refused("A trial begins today or later.", "starts_on")
    if found := rules.objection(facts.starts_on, back_on):
        raise Refused(found, "changes_on")
    if found := refuse(facts.measure, "The guard measure"):
        raise Refused(found, "measure")
    if facts.limit is None:
        raise Refused("Say which value must not be passed: without it nobody can tell.", "limit")


def begin(policy: Policy, facts: TrialFacts, decision: Decision, by: Person, now: datetime) -> Trial:
    """The trial of a decision, its last day on the calendar. In the running transaction; the facts were found sound."""
    if facts.starts_on is None or decision.changes_on is None or facts.limit is None:
        raise ValueError("A trial that was not looked at by refuse_odd.")
    trial = Trial(
        team_id=facts.team.id if facts.team else None,
        team=facts.team,
        starts_on=facts.starts_on,
        back_on=decision.changes_on,
        measure=clean(facts.measure),
        bound=facts.bound,
        limit=facts.limit,
    )
    trial.event_id = _last_day(policy, trial, by, now).id
    owe_guard(decision, trial)
    return trial


def _last_day(policy: Policy, trial: Trial, by: Person, now: datetime) -> Event:
    title = f"Trial ends: {policy.name}"
    said = f"The rule is back from this day unless the guard held: {trial.guard.words}. Enter the value on the rule’s page."
    entry = Entry(EventKind.milestone, title, trial.back_on, MINUTES, time(9), description=said, team=trial.team)
    return put(entry, by=by, now=now)


def read_guard(decision: Decision, reading: float, *, by: Person, now: datetime) -> None:
    """Writes the value of the guard measure down; it may be corrected until the trial is over.

    Raises Refused after that, and before it began.
    """
    trial, today = decision.trial, home_day(now)
    if trial is None or trial.verdict is not None:
        raise Refused("This trial is over.")
    if today < trial.starts_on:
        raise Refused(f"The trial begins on {day_words(trial.starts_on)}: there is nothing to read yet.", "reading")
    with writing():
        trial.reading, trial.read_on, trial.read_by_id = reading, today, by.id
        settle(guard_key_of(decision.id), by, now)
        said = f"{trial.measure} is {reading:g} in the trial of “{decision.policy.name}”."
        note("read guard", "policy", decision.policy_id, said, by=by, now=now)


def end(decision: Decision, *, now: datetime, by: Person | None = None) -> Verdict:
    """Ends a trial by its guard: the rule is gone for good, or back. Its day on the calendar says which. In the running transaction."""
    trial = decision.trial
    if trial is None or trial.verdict is not None:
        raise Refused("This trial is over.")
    today, policy = home_day(now), decision.policy
    trial.verdict, trial.ended_on = rules.verdict(trial.guard, trial.reading), today
    if trial.verdict is Verdict.kept:
        policy.active, policy.outcome = False, str(PolicyOutcome.remove)
    else:
        decision.in_force, decision.undone_on = False, today
        policy.cost = decision.cost_at(BEFORE) or policy.cost
        let_go(key_of(decision.id))
    let_go(guard_key_of(decision.id))
    said = rules.sentence(trial.guard, trial.reading, policy.name)
    note("end trial", "policy", policy.id, said, by=by, now=now)
    _say_on_calendar(trial, policy, said, by, now)
    _promise_the_end(decision, policy, by, now)
    return trial.verdict


def _promise_the_end(decision: Decision, policy: Policy, by: Person | None, now: datetime) -> None:
    """Those who named the rule heard that it goes on trial; within a week they hear how that ended."""
    named = answered_by([decision.id]).get(decision.id, [])
    people = {one.person_id: one.person for question in named for one in question.nominations if one.person.active}
    if people:
        promise(
            f"How the trial of “{policy.name}” ended",
            about=ABOUT_THE_END,
            about_id=decision.id,
            owner=policy.owner,
            to=people.values(),
            due_on=home_day(now) + TOLD_WITHIN,
            now=now,
            by=by,
        )


def _say_on_calendar(trial: Trial, policy: Policy, said: str, by: Person | None, now: datetime) -> None:
    event = db.session.get(Event, trial.event_id) if trial.event_id else None
    if event is None or event.cancelled:
        return
    event.title = f"{'Gone for good' if trial.verdict is Verdict.kept else 'Back in force'}: {policy.name}"[:200]
    event.description = said
    mark_changed(event)
    db.session.flush()
    publish_only(event, by, said, now)
