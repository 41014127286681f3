"""An entry of the policy register, a rule that somebody names, and what a review decides about one."""

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FloatField,
    IntegerField,
    StringField,
    SubmitField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from planner.domain.outcomes import OUTCOMES
from planner.domain.trials import Bound
from planner.web.forms.choices import SelectField, SelectMultipleField
from planner.web.forms.fields import MinutesField
from planner.web.forms.shared import SharedForm

WORK_WORDS = ["1: hardly any", "2: a little", "3: noticeable", "4: a lot", "5: it makes people leave"]
PENALTY_WORDS = ["1: hardly", "2: a little", "3: noticeably", "4: badly", "5: it drives them away"]


class CostForm(FlaskForm):
    """The ledger line of a rule."""

    contacts_a_month = IntegerField(
        "Contacts a month that it touches", [Optional(), NumberRange(0, 10_000_000, "A whole number, nought or more.")]
    )
    agent_seconds = MinutesField("Minutes of an agent in each")
    customer_seconds = MinutesField(
        "Minutes of the customer in each", description="On their clock: waiting and being called back included."
    )
    repeats_in_100 = IntegerField(
        "Of 100, how many come again because of it", [Optional(), NumberRange(0, 1000, "From 0 to 1000.")]
    )


class PolicyForm(SharedForm, CostForm):
    name = StringField("Name", [DataRequired("Give the rule a name."), Length(max=120)])
    why = TextAreaField("What it is for", [Optional(), Length(max=5000)])
    owner = SelectField("Owner", coerce=int, description="Who can change it, and owes its review.")
    work = SelectField("Work for agents", coerce=int, choices=list(enumerate(WORK_WORDS, start=1)))
    penalty = SelectField("Penalty on customers", coerce=int, choices=list(enumerate(PENALTY_WORDS, start=1)))
    touch_point = SelectField("Where customers meet it")
    protects = StringField("Whom or what it protects", [Optional(), Length(max=120)])
    enforced_by = StringField(
        "Who enforces it", [Optional(), Length(max=120)], description="Agents, a system, a form, a habit."
    )
    legally_fixed = BooleanField(
        "A law or contract demands it", description="Then no session spends time on it: it is off the table."
    )
    citation = StringField(
        "Which one", [Optional(), Length(max=200)], description="The law or contract, and where in it."
    )
    review_months = IntegerField(
        "Review every so many months", [InputRequired("Say how often."), NumberRange(1, 60, "From 1 to 60 months.")]
    )
    teams = SelectMultipleField("Teams that sit in its review", coerce=int)
    active = BooleanField("In force")
    submit = SubmitField("Save")


class NameRuleForm(FlaskForm):
    """Under a minute, with a thumb: which rule, and what it did."""

    policy = SelectField("Which rule?", coerce=int)
    name = StringField("In your words", [Optional(), Length(max=120)], description="Only if it is not on the list.")
    words = TextAreaField("What did it do to a customer, or to you?", [Optional(), Length(max=5000)])
    submit = SubmitField("Name it")


class DecideForm(CostForm):
    outcome = SelectField("Outcome", choices=[(str(key), one.label) for key, one in OUTCOMES.items()])
    words = TextAreaField(
        "What holds from then on",
        [Optional(), Length(max=5000)],
        description="One sentence; agents are briefed with it.",
    )
    reason = TextAreaField("The reason", [Optional(), Length(max=5000)], description="People are told it.")
    changes_on = DateField("Day", [Optional()])
    teams = SelectMultipleField("Teams that work by this rule", coerce=int)
    starts_on = DateField("Away from", [Optional()])
    trial_team = SelectField("Away for", coerce=int, default=0)  # on the page of a trial only, as the next but one
    measure = StringField(
        "Guard measure",
        [Optional(), Length(max=120)],
        description="What must not get worse, such as complaints a week.",
    )
    bound = SelectField("It must stay", choices=[(str(one), str(one)) for one in Bound], default=str(Bound.at_most))
    limit = FloatField("Value", [Optional()])
    may_decide = StringField(
        "What agents may decide",
        [Optional(), Length(max=200)],
        description="Goes into the register of what agents decide.",
    )
    up_to = StringField("Up to", [Optional(), Length(max=120)], description="The limit: a sum, a number of days.")
    submit = SubmitField("Decide")


class TellForm(FlaskForm):
    answer = TextAreaField("What they are told", [DataRequired("Write what became of it."), Length(max=5000)])
    submit = SubmitField("Tell them")


class GuardForm(FlaskForm):
    reading = FloatField("Value", [InputRequired("Give the value as a number.")])
    submit = SubmitField("Enter the value")


class CountForm(CostForm):
    submit = SubmitField("Save the second count")


class PlanReviewForm(FlaskForm):
    day = DateField("Day", [DataRequired("Choose a day.")])
    clock = TimeField("From", [DataRequired("Choose an hour.")])
    submit = SubmitField("Put it on the calendar")
