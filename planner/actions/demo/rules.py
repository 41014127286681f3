"""What became of rules in the made-up year: named, reviewed with an agent in the room, decided, told back, tried, counted again."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from planner.actions import promises
from planner.actions.decisions import Ruling, decide, told_words
from planner.actions.demo import rule_stock as stock
from planner.actions.demo.launches import brief_late, launch_things
from planner.actions.follow_ups import counted_again_from, remeasure
from planner.actions.named_rules import Naming, name_rule
from planner.actions.policies import place
from planner.actions.review_sessions import confirm, put_on_agenda, seat
from planner.actions.rules_by_date import keep_days
from planner.actions.trials import TrialFacts, read_guard
from planner.domain.kinds import EventKind
from planner.domain.outcomes import PolicyOutcome
from planner.domain.policy_costs import Cost
from planner.domain.sessions import Seat
from planner.domain.states import EventState, Role
from planner.domain.trials import Bound
from planner.models.base import writing
from planner.models.decisions import Decision, decisions_about
from planner.models.events import Event, events_over
from planner.models.named_rules import answered_by, promises_for
from planner.models.people import Person, people_active
from planner.models.policies import Policy, all_policies
from planner.models.programs import program_with
from planner.models.readers import home_day
from planner.models.review_sessions import reviews_from
from planner.models.teams import Team, active_teams

OUTCOMES = (
    PolicyOutcome.remove, PolicyOutcome.trial_removal, PolicyOutcome.delegate, PolicyOutcome.simplify, PolicyOutcome.keep,
    PolicyOutcome.trial_removal, PolicyOutcome.delegate,
)  # fmt: skip
"""What the reviews of the year decide, in turn."""
NAMED_BEFORE, TOLD_AFTER = timedelta(days=17), timedelta(days=4)
TRIAL_DAYS = 56
MOST_DECIDED = 14


def live_rules(program_id: int, hr: Person, *, now: datetime, seed: int) -> None:
    """Everything that happened to rules until `now`, each at the time at which it would have; in one transaction."""
    draw = random.Random(seed)
    with writing():
        agents = [one for one in people_active() if one.role is Role.agent and one.team_id]
        for policy in all_policies():
            _count(policy, draw)
        held = [event for event in events_over(program_id, before=now) if _was_held(event)]
        for number, event in enumerate(held[:MOST_DECIDED]):
            _decided(event, OUTCOMES[number % len(OUTCOMES)], agents, draw, now)
        _named_lately(agents, draw, now)
        _prepare_next(agents, hr, now)
        launch_things(active_teams(), hr, now)
        keep_days(now)
        brief_late(hr, now)


def _count(policy: Policy, draw: random.Random) -> None:
    """Each rule has its ledger line, and most have a place on the grid."""
    policy.penalty = max(1, min(5, policy.work + draw.choice((-1, 0, 0, 1))))
    policy.cost = Cost(
        draw.randrange(60, 900, 20),
        draw.randrange(60, 420, 30),
        draw.randrange(120, 2400, 60),
        draw.randrange(0, 45, 5),
    )
    if not policy.legally_fixed and draw.random() < 0.7:
        policy.ease, policy.impact = draw.randint(1, 5), min(5, max(1, policy.pain + draw.choice((-1, 0, 1))))


def _was_held(event: Event) -> bool:
    done = event.kind is EventKind.policy_review and event.outcome is EventState.done
    return done and event.policy is not None and not event.policy.legally_fixed


def _decided(event: Event, outcome: PolicyOutcome, agents: list[Person], draw: random.Random, now: datetime) -> None:
    policy, owner = event.policy, event.policy.owner if event.policy else None
    if policy is None or owner is None or decisions_about(policy.id):
        return
    in_room = draw.sample(agents, min(2, len(agents)))
    for agent, words in zip(in_room, draw.sample(stock.COMPLAINTS, len(in_room)), strict=True):
        name_rule(Naming(policy, words=words), by=agent, now=event.starts_at - NAMED_BEFORE)
    for person in _room(owner, in_room):
        seat(event, person, by=owner, now=event.starts_at - NAMED_BEFORE)
    ruling = _ruling(policy, _fits(outcome, event), event, draw)
    decision = decide(policy, ruling, by=owner, now=event.ends_at, event=event)
    told_at = event.ends_at + TOLD_AFTER
    if told_at < now and draw.random() < 0.9:
        _tell(decision, owner, told_at)
    _afterwards(decision, owner, draw, now)


def _fits(outcome: PolicyOutcome, event: Event) -> PolicyOutcome:
    """A trial that would end after the program has no day on its calendar."""
    program = program_with(event.program_id)
    late = program is None or event.ends_at.date() + timedelta(days=TRIAL_DAYS + 20) > program.ends_on
    return PolicyOutcome.simplify if late and outcome is PolicyOutcome.trial_removal else outcome


def _room(owner: Person, agents: list[Person]) -> list[Person]:
    leads = [agent.team.lead for agent in agents if agent.team and agent.team.lead]
    return list({person.id: person for person in (*agents, *leads[:1], owner)}.values())


def _ruling(policy: Policy, outcome: PolicyOutcome, event: Event, draw: random.Random) -> Ruling:
    words, reason = stock.CHANGES[str(outcome)]
    day = home_day(event.ends_at)
    begins, may = day + timedelta(days=12), draw.choice(stock.MAY_DECIDE)
    cost = policy.cost
    trial = TrialFacts(begins, draw.choice(stock.GUARDS), Bound.at_most, float(draw.randint(4, 12)))
    less = Cost(cost.contacts_a_month, cost.agent_seconds // 3, cost.customer_seconds // 2, cost.repeats_in_100 // 2)
    is_trial = outcome is PolicyOutcome.trial_removal
    return Ruling(
        outcome, words, reason,
        changes_on=_workday(begins + timedelta(days=TRIAL_DAYS)) if is_trial else None if outcome is PolicyOutcome.keep else begins,
        teams=policy.teams or active_teams()[:2],
        expected=less if outcome is PolicyOutcome.simplify else None,
        trial=trial if is_trial else None,
        may_decide=may[0], up_to=may[1],
    )  # fmt: skip


def _workday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _tell(decision: Decision, owner: Person, told_at: datetime) -> None:
    for promise in promises_for(answered_by([decision.id]).get(decision.id, [])).values():
        if promise.told_on is None:
            promises.tell(promise, told_words(decision), by=owner, now=told_at)


def _afterwards(decision: Decision, owner: Person, draw: random.Random, now: datetime) -> None:
    """The guard was read before a trial ended; what is 90 days old was counted again."""
    day, trial = now.date(), decision.trial
    if trial is not None and trial.back_on - timedelta(days=3) <= day:
        read_guard(decision, float(draw.randint(2, 12)), by=owner, now=_noon(trial.back_on - timedelta(days=3), now))
        keep_days(_noon(trial.starts_on, now))
        keep_days(_noon(min(trial.back_on, day), now))
    elif decision.changes_rule and counted_again_from(decision) + timedelta(days=7) <= day:
        keep_days(_noon(decision.begins_on or day, now))
        cost = decision.policy.cost
        left = Cost(cost.contacts_a_month // 10, cost.agent_seconds // 2, cost.customer_seconds // 2, 0)
        remeasure(decision, left, by=owner, now=_noon(counted_again_from(decision) + timedelta(days=7), now))


def _noon(day: date, now: datetime) -> datetime:
    return now.replace(year=day.year, month=day.month, day=day.day, hour=12)


def _named_lately(agents: list[Person], draw: random.Random, now: datetime) -> None:
    """Two rules of the register that several people speak for, and some in words of their own, two of which mean the same."""
    open_rules = [one for one in all_policies() if not one.legally_fixed and not decisions_about(one.id)]
    for policy, voices in zip(open_rules, (4, 2, 1), strict=False):
        for agent in draw.sample(agents, min(voices, len(agents))):
            name_rule(
                Naming(policy, words=draw.choice(stock.COMPLAINTS)),
                by=agent,
                now=now - timedelta(days=draw.randint(1, 20)),
            )
    for (name, words), agent in zip(stock.LOOSE, draw.sample(agents, min(3, len(agents))), strict=False):
        name_rule(
            Naming(name=name, words=words, touch_point="Phone"), by=agent, now=now - timedelta(days=draw.randint(1, 9))
        )


def _prepare_next(agents: Sequence[Person], hr: Person, now: datetime) -> None:
    """The next session is confirmed; the one after that still lacks its agent."""
    coming = [event for event in reviews_from(now, 4) if event.policy is not None and event.policy.owner is not None]
    for number, event in enumerate(coming[:2]):
        owner = event.policy.owner if event.policy and event.policy.owner else hr
        teams: dict[int, Team] = {one.team_id: one.team for one in agents if one.team_id and one.team}
        leads = [team.lead for team in list(teams.values())[:2] if team.lead]
        for person in leads:
            seat(event, person, Seat.member, by=owner, now=now)
        if number == 0 and len(leads) > 1:
            seat(event, agents[0], by=owner, now=now)
            _more_rules(event, owner, now)
            confirm(event, "Bring one rule that you would drop, and say what it did this week.", by=owner, now=now)


def _more_rules(event: Event, owner: Person, now: datetime) -> None:
    more = [
        one
        for one in all_policies()
        if not one.legally_fixed and one.id != event.policy_id and not decisions_about(one.id)
    ]
    for policy in sorted(more, key=lambda one: -one.pain)[:2]:
        put_on_agenda(event, policy, by=owner, now=now)
        place(policy, 4, 5, by=owner, now=now)
