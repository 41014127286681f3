"""What is told of commitments, promises, policies and insights."""

from planner.api.shapes import (
    DAY,
    FLAG,
    NUMBER,
    TEXT,
    Field,
    Reader,
    Shape,
    list_of,
    name_of,
    named,
    or_nothing,
    words_of,
)
from planner.domain.insights import Light
from planner.domain.outcomes import PolicyOutcome
from planner.domain.states import CommitmentKind, CommitmentState
from planner.models.commitments import Commitment
from planner.models.insights import Insight, InsightState
from planner.models.promises import Promise


def _owes(commitment: Commitment, reader: Reader) -> bool:
    return reader.may("edit the program") or commitment.owner_id in reader.stands_for


def _knows_hearers(promise: Promise, reader: Reader) -> bool:
    """HR, whoever promised, and those who wait themselves; everybody else is told how many."""
    return _owes(promise.commitment, reader) or reader.person in promise.hearers


def _submitter_is_told(insight: Insight, _reader: Reader) -> bool:
    return not insight.anonymous


def _hr_values(_insight: Insight, reader: Reader) -> bool:
    return reader.may("edit the program")


COMMITMENT = Shape(
    "Commitment",
    "Something that somebody owes, by a day.",
    (
        Field("id", NUMBER, lambda c: c.id),
        Field("kind", words_of(CommitmentKind), lambda c: c.kind),
        Field("title", TEXT, lambda c: c.title),
        Field("state", words_of(CommitmentState), lambda c: c.state),
        Field("opens_on", DAY, lambda c: c.opens_on),
        Field("due_on", DAY, lambda c: c.due_on),
        Field("zone", TEXT, lambda c: c.zone),
        Field("owner", named("Who owes it."), lambda c: name_of(c.owner)),
        Field("team", named("To whom."), lambda c: name_of(c.team)),
        Field("event_id", or_nothing(NUMBER), lambda c: c.event_id, "The event that keeps it."),
        Field("reason", TEXT, lambda c: c.reason, "Why it cannot be. For HR, its owner and their assistant.", _owes),
    ),
)

PROMISE = Shape(
    "Promise",
    "Who will hear what by when, and whether they did.",
    (
        Field("id", NUMBER, lambda p: p.id),
        Field("title", TEXT, lambda p: p.commitment.title),
        Field("owner", named("Who promised."), lambda p: name_of(p.commitment.owner)),
        Field("team", named("To whom."), lambda p: name_of(p.commitment.team)),
        Field("made_on", DAY, lambda p: p.made_on),
        Field("due_on", DAY, lambda p: p.commitment.due_on),
        Field("first_due_on", DAY, lambda p: p.first_due_on),
        Field("told_on", or_nothing(DAY), lambda p: p.told_on),
        Field("words", TEXT, lambda p: p.words, "What they were told."),
        Field("voices", NUMBER, lambda p: p.voices, "How many wait, or heard."),
        Field(
            "hearers",
            list_of({**named("Somebody who waits."), "type": "object"}),
            lambda p: [name_of(one) for one in p.hearers],
            "By name for HR, for whoever promised, and for those who wait.",
            _knows_hearers,
        ),
    ),
)

POLICY = Shape(
    "Policy",
    "A rule with an owner, and what it costs agents and customers.",
    (
        Field("id", NUMBER, lambda p: p.id),
        Field("slug", TEXT, lambda p: p.slug),
        Field("name", TEXT, lambda p: p.name),
        Field("why", TEXT, lambda p: p.why),
        Field("owner", named("Who answers for it."), lambda p: name_of(p.owner)),
        Field("work", NUMBER, lambda p: p.work, "The work that it makes for agents, 1 to 5."),
        Field("penalty", NUMBER, lambda p: p.penalty, "How it penalises customers, 1 to 5."),
        Field("contacts_a_month", NUMBER, lambda p: p.contacts_a_month),
        Field("agent_seconds", NUMBER, lambda p: p.agent_seconds),
        Field("customer_seconds", NUMBER, lambda p: p.customer_seconds),
        Field("touch_point", TEXT, lambda p: p.touch_point),
        Field("legally_fixed", FLAG, lambda p: p.legally_fixed),
        Field("last_reviewed_on", or_nothing(DAY), lambda p: p.last_reviewed_on),
        Field("active", FLAG, lambda p: p.active),
        Field("team_ids", list_of(NUMBER), lambda p: [team.id for team in p.teams], "The teams in its review."),
    ),
)

DECISION = Shape(
    "Decision",
    "What was decided about a policy, and from when it holds.",
    (
        Field("id", NUMBER, lambda d: d.id),
        Field("policy", named("The rule."), lambda d: name_of(d.policy)),
        Field("outcome", words_of(PolicyOutcome), lambda d: d.outcome),
        Field("words", TEXT, lambda d: d.words, "What holds from now on, as agents are told."),
        Field("reason", TEXT, lambda d: d.reason),
        Field("decided_on", DAY, lambda d: d.decided_on),
        Field("decided_by", named("Who decided."), lambda d: name_of(d.decided_by)),
        Field("changes_on", or_nothing(DAY), lambda d: d.changes_on),
        Field("in_force", FLAG, lambda d: d.in_force),
        Field("undone_on", or_nothing(DAY), lambda d: d.undone_on),
        Field("trial_until", or_nothing(DAY), lambda d: d.trial.back_on if d.trial else None),
    ),
)

INSIGHT = Shape(
    "Insight",
    "What the front line passed on. Of one without a name nothing says whose it is.",
    (
        Field("id", NUMBER, lambda i: i.id),
        Field("category", TEXT, lambda i: i.category),
        Field("text", TEXT, lambda i: i.text),
        Field("hurts", FLAG, lambda i: i.hurts),
        Field("touch_point", TEXT, lambda i: i.touch_point),
        Field("state", words_of(InsightState), lambda i: i.state),
        Field("light", words_of(Light), lambda i: i.light),
        Field("voices", NUMBER, lambda i: i.voices),
        Field("team", named("Whose team said it, where the group is large enough."), lambda i: name_of(i.team)),
        Field("anonymous", FLAG, lambda i: i.anonymous),
        Field("receiver", named("Who answers."), lambda i: name_of(i.receiver)),
        Field(
            "passed_on", DAY, lambda i: i.made_at.date(), "In UTC; no time of day, which could tell who was on shift."
        ),
        Field("promised_on", or_nothing(DAY), lambda i: i.promised_on),
        Field("told_back_on", or_nothing(DAY), lambda i: i.told_back_on),
        Field("answer", TEXT, lambda i: i.answer),
        Field("merged_into_id", or_nothing(NUMBER), lambda i: i.merged_into_id),
        Field("submitter", named("Who passed it on."), lambda i: name_of(i.submitter), "", _submitter_is_told),
        Field("value", or_nothing(NUMBER), lambda i: i.value, "What it is worth. For HR.", _hr_values),
    ),
)
