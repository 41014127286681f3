"""The form after a floor visit, for a thumb. Everything that is not needed on most visits is folded away."""

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from planner.domain.insights import Light
from planner.domain.prompts import Purpose
from planner.web.forms.choices import RadioField, SelectField
from planner.web.forms.front_line import CATEGORY_CHOICES

LIGHT_CHOICES = [
    (str(Light.yellow), "Yellow: somebody looks into it"),
    (str(Light.green), "Green: settled on the spot"),
    (str(Light.red), "Red: it cannot be, and this is why"),
]
PURPOSE_CHOICES = [("", "None of these: we just talked"), *((str(one), one.capitalize()) for one in Purpose)]
NOTE_READERS = (
    "The leader and the assistant, the team’s lead, executives and HR read this. Names of agents are never needed; "
    "write nothing about anybody’s work."
)


class IssueForm(Form):
    """One more thing that was raised."""

    text = TextAreaField("What else was raised?", [Optional(), Length(max=5000)])
    category = SelectField("What is it about?", choices=CATEGORY_CHOICES, validate_choice=False)


class VisitForm(FlaskForm):
    visited_on = DateField("Day", [DataRequired("Say on which day it was.")])
    shift = SelectField("Shift", choices=[], validate_choice=False)
    minutes = IntegerField(
        "Minutes", [InputRequired("Say how long it took."), NumberRange(1, 1440, "From 1 minute to a day.")]
    )
    remote = BooleanField("By video or phone")
    listened = BooleanField("I listened to calls")
    purpose = SelectField("Prompts", choices=PURPOSE_CHOICES, validate_choice=False)
    thanked = StringField(
        "Whom did you thank?", [Optional(), Length(max=300)], description="Names, as they are called."
    )
    thanked_for = StringField("For what?", [Optional(), Length(max=200)], description="What they did, not how fast.")
    nominator = StringField("Who told you of it?", [Optional(), Length(max=120)], description="Is credited beside you.")
    raised_text = TextAreaField("What was raised?", [Optional(), Length(max=5000)])
    raised_category = SelectField("What is it about?", choices=CATEGORY_CHOICES, validate_choice=False)
    raised_owner = SelectField("Who sees to it?", coerce=int, choices=[], validate_choice=False)
    raised_until = DateField("By when will they hear?", [Optional()])
    raised_light = RadioField("How does it stand?", choices=LIGHT_CHOICES, validate_choice=False)
    raised_reason = StringField(
        "In words", [Optional(), Length(max=500)], description="For green what was done, for red why it cannot be."
    )
    more = FieldList(FormField(IssueForm), min_entries=2, max_entries=2)
    nothing_raised = BooleanField("Nothing was raised")
    note = TextAreaField("A note for the next visit", [Optional(), Length(max=5000)], description=NOTE_READERS)
    team = SelectField("Team", coerce=int)
    leader = SelectField("Leader", coerce=int)
    counts_for = SelectField("Was it planned?", coerce=int, choices=[], validate_choice=False)
    submit = SubmitField("Save the visit")
