"""What the front line and its visitors write down: a visit, thanks, an insight, an answer. Each takes under a minute."""

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from planner.domain.outcomes import CATEGORIES
from planner.models.recognitions import Visibility

VISIBILITY_WORDS = {
    Visibility.everyone: "Everyone in the organisation",
    Visibility.team: "The team, whoever leads it, and HR",
    Visibility.private: "Only whoever leads the team, HR, and you",
}
CATEGORY_CHOICES = [(str(key), category.label) for key, category in CATEGORIES.items()]


class VisitForm(FlaskForm):
    visited_on = DateField("Day", [DataRequired("Say on which day it was.")])
    shift = StringField("Shift", [Optional(), Length(max=120)])
    minutes = IntegerField(
        "Minutes", [InputRequired("Say how long it took."), NumberRange(1, 1440, "From 1 minute to a day.")]
    )
    remote = BooleanField("By video or phone")
    thanked = StringField(
        "Whom did you thank?", [Optional(), Length(max=300)], description="Names, as they are called."
    )
    thanked_for = StringField("For what?", [Optional(), Length(max=200)], description="What they did, not how fast.")
    raised_text = TextAreaField("What was raised?", [Optional(), Length(max=5000)])
    raised_category = SelectField("What is it about?", choices=CATEGORY_CHOICES)
    nothing_raised = BooleanField("Nothing was raised")
    note = TextAreaField(
        "A note for the next visit", [Optional(), Length(max=5000)], description="Nothing about anybody's work."
    )
    team = SelectField("Team", coerce=int)
    leader = SelectField("Leader", coerce=int)
    submit = SubmitField("Save the visit")


class ThankForm(FlaskForm):
    names = StringField("Whom do you thank?", [DataRequired("Name at least one person."), Length(max=300)])
    behaviour = StringField(
        "What did they do?",
        [DataRequired("Say what they did."), Length(max=200)],
        description="The deed in a few words.",
    )
    story = TextAreaField("The story", [Optional(), Length(max=5000)])
    measure = StringField(
        "What it made better", [Optional(), Length(max=200)], description="For a customer or a colleague."
    )
    team = SelectField("Their team", coerce=int)
    visibility = RadioField(
        "Who may read this?", choices=[(str(key), words) for key, words in VISIBILITY_WORDS.items()]
    )
    submit = SubmitField("Thank them")


class InsightForm(FlaskForm):
    text = TextAreaField("What did you hear or see?", [DataRequired("Say it in a sentence."), Length(max=5000)])
    category = SelectField("What is it about?", choices=CATEGORY_CHOICES)
    touch_point = StringField(
        "Where does the customer meet it?", [Optional(), Length(max=120)], description="A page, a letter, a call."
    )
    team = SelectField("Team", coerce=int)
    submit = SubmitField("Pass it on")


class AcknowledgeForm(FlaskForm):
    receiver = SelectField("Who answers?", coerce=int)
    promised_on = DateField("By when will they hear?", [DataRequired("Promise a day.")])
    submit = SubmitField("Promise an answer")


class AnswerForm(FlaskForm):
    answer = TextAreaField("What became of it?", [DataRequired("Write what became of it."), Length(max=5000)])
    submit = SubmitField("Tell them")
